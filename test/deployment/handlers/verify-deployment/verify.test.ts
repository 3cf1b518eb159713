import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { verify } from '../../../../lib/deployment/handlers/verify-deployment/verify';
import { errorNamed } from '../reward-tables';

const DEPLOYMENT = { endpointName: 'abalone', configurationName: 'Configuration-2' };
const AS_DEPLOYED = 'the endpoint runs what was deployed';
const OTHERWISE = 'the endpoint does not run what was deployed: it was rolled back, or changed by hand';

test('an endpoint that runs what was deployed is in order', async () => {
  const seen = await verified({ EndpointStatus: 'InService', EndpointConfigName: 'Configuration-2' });

  expect(seen.calls).toEqual([['DescribeEndpointCommand', { EndpointName: 'abalone' }]]);
  expect(seen.measured).toEqual([notAsDeployed(0)]);
  expect(seen.lines).toEqual([
    [
      'INFO',
      AS_DEPLOYED,
      {
        endpointName: 'abalone',
        status: 'InService',
        deployed: 'Configuration-2',
        running: 'Configuration-2',
        reason: undefined,
      },
    ],
  ]);
});

test('an endpoint that was rolled back is told, though SageMaker says that it is in service', async () => {
  const seen = await verified({ EndpointStatus: 'InService', EndpointConfigName: 'Configuration-1' });

  expect(seen.measured).toEqual([notAsDeployed(1)]);
  expect(seen.lines).toEqual([
    [
      'ERROR',
      OTHERWISE,
      {
        endpointName: 'abalone',
        status: 'InService',
        deployed: 'Configuration-2',
        running: 'Configuration-1',
        reason: undefined,
      },
    ],
  ]);
});

test.each(['Failed', 'OutOfService', 'UpdateRollbackFailed'])(
  'an endpoint that is %s is told with the reason, whatever it runs',
  async (EndpointStatus) => {
    const FailureReason = 'the container did not pass its health check';

    const seen = await verified({ EndpointStatus, EndpointConfigName: 'Configuration-2', FailureReason });

    expect(seen.measured).toEqual([notAsDeployed(1)]);
    expect(seen.lines).toEqual([['ERROR', OTHERWISE, expect.objectContaining({ reason: FailureReason })]]);
  },
);

test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting', undefined])(
  'an endpoint that is %s is on its way, so that nothing is measured yet',
  async (EndpointStatus) => {
    const seen = await verified({ EndpointStatus, EndpointConfigName: 'Configuration-1' });

    expect(seen.measured).toEqual([]);
    expect(seen.lines).toEqual([
      ['INFO', 'the endpoint is on its way', expect.objectContaining({ status: EndpointStatus })],
    ]);
  },
);

test('an endpoint that is gone needs nothing', async () => {
  const gone = Object.assign(errorNamed('ValidationException'), { message: 'Could not find endpoint "abalone".' });

  const seen = await verified(gone);

  expect(seen.measured).toEqual([]);
  expect(seen.lines).toEqual([['INFO', 'the endpoint is gone', { endpointName: 'abalone' }]]);
});

test.each(['ThrottlingException', 'ValidationException', 'TimeoutError'])(
  'where SageMaker answers with %s the event fails, so that it is delivered again',
  async (name) => {
    await expect(verified(errorNamed(name))).rejects.toThrow(`told by ${name}`);
  },
);

test('an event that comes twice is measured alike', async () => {
  const answer = { EndpointStatus: 'InService', EndpointConfigName: 'Configuration-1' };

  const [first, second] = [await verified(answer), await verified(answer)];

  expect(second).toEqual(first);
});

/** What the verification calls, measures and says where SageMaker answers that. */
async function verified(answer: object): Promise<Record<'calls' | 'measured' | 'lines', unknown[]>> {
  const [calls, measured, lines]: unknown[][] = [[], [], []];
  const send = (command: { constructor: { name: string }; input: unknown }): Promise<unknown> => {
    calls.push([command.constructor.name, command.input]);

    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };

  await verify(DEPLOYMENT, {
    client: { send: send as SageMakerClient['send'] },
    log: (...line) => lines.push(line),
    measure: (measurement) => measured.push(measurement),
  });
  return { calls, measured, lines };
}

function notAsDeployed(value: number): unknown {
  return { name: 'NotAsDeployed', value, dimensions: { EndpointName: 'abalone' } };
}
