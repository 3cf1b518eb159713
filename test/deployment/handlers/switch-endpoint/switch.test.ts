import { switchEndpoint } from '../../../../lib/deployment/handlers/switch-endpoint/switch';
import { clientOf, named } from '../sagemaker-stub';

const settings = {
  endpointName: 'oyster-dev',
  configurationName: 'configuration-7',
  tags: [{ Key: 'team', Value: 'marine-life' }],
};
const missing = named('ValidationException', 'Could not find endpoint "oyster-dev".');
const log = jest.fn();

beforeEach(() => log.mockClear());

function run(action: 'start' | 'stop', answers: Parameters<typeof clientOf>[0]) {
  const { client, calls } = clientOf(answers);

  return { done: switchEndpoint({ action }, { client, settings, log }), calls };
}

test('an endpoint starts with its name, its deployed configuration and its tags', async () => {
  const { done, calls } = run('start', { DescribeEndpoint: [missing], CreateEndpoint: [{}] });

  await done;

  expect(calls[1]).toEqual([
    'CreateEndpoint',
    {
      EndpointName: 'oyster-dev',
      EndpointConfigName: 'configuration-7',
      Tags: [{ Key: 'team', Value: 'marine-life' }],
    },
  ]);
});

test.each(['InService', 'Creating', 'Updating', 'Failed'])(
  'an endpoint that is %s is not started again',
  async (EndpointStatus) => {
    const { done, calls } = run('start', { DescribeEndpoint: [{ EndpointStatus }] });

    await done;

    expect(calls.map(([name]) => name)).toEqual(['DescribeEndpoint']);
  },
);

test('an endpoint that is still being deleted is started by a later try', async () => {
  const { done } = run('start', { DescribeEndpoint: [{ EndpointStatus: 'Deleting' }] });

  await expect(done).rejects.toThrow('oyster-dev is still being deleted');
});

test('two starts at the same time make one endpoint', async () => {
  const taken = named('ValidationException', 'Cannot create already existing endpoint "oyster-dev".');
  const { done } = run('start', { DescribeEndpoint: [missing], CreateEndpoint: [taken] });

  await done;

  expect(log).toHaveBeenCalledWith('INFO', 'somebody else started the endpoint', expect.anything());
});

test.each(['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'])(
  'an endpoint that is %s stops',
  async (EndpointStatus) => {
    const { done, calls } = run('stop', { DescribeEndpoint: [{ EndpointStatus }], DeleteEndpoint: [{}] });

    await done;

    expect(calls[1]).toEqual(['DeleteEndpoint', { EndpointName: 'oyster-dev' }]);
  },
);

test.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack'])(
  'an endpoint that is %s stays',
  async (EndpointStatus) => {
    const { done, calls } = run('stop', { DescribeEndpoint: [{ EndpointStatus }] });

    await expect(done).rejects.toThrow(
      `oyster-dev is ${EndpointStatus}: it stays, because a deployment may be under way`,
    );

    expect(calls).toHaveLength(1);
  },
);

test.each([{ answer: missing }, { answer: { EndpointStatus: 'Deleting' } }])(
  'a second stop finds nothing to do',
  async ({ answer }) => {
    const { done, calls } = run('stop', { DescribeEndpoint: [answer] });

    await done;

    expect(calls).toHaveLength(1);
  },
);

test('an endpoint that somebody deletes meanwhile is gone as wanted', async () => {
  const { done } = run('stop', { DescribeEndpoint: [{ EndpointStatus: 'InService' }], DeleteEndpoint: [missing] });

  await expect(done).resolves.toBeUndefined();
});

test.each(['start', 'stop'] as const)('a %s that is throttled is tried again by its caller', async (action) => {
  const { done } = run(action, { DescribeEndpoint: [named('ThrottlingException', 'Rate exceeded')] });

  await expect(done).rejects.toThrow('Rate exceeded');
});
