import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { isNamed, textOf } from '../sdk-errors';
import { SmokeTestFailed } from './smoke-test-failed';
import { hasTimeFor, Tester } from './tester';

/** How long a look at an endpoint that changes is apart from the next, in milliseconds. */
const PAUSE = 10_000;

/** SageMaker has been asked too often. */
const UNTOLD = 'in a state that SageMaker does not tell';

/** States that pass by themselves. */
const ON_ITS_WAY = [UNTOLD, 'Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

interface State {
  readonly status: string;
  readonly running: string;
  readonly reason: string;
}

/** Waits until an endpoint serves a configuration, as long as there is time. */
export async function awaitConfiguration(
  tester: Tester,
  endpointName: string,
  configurationName: string,
): Promise<void> {
  for (;;) {
    const { status, running, reason } = await stateOf(tester, endpointName);
    if (status === 'InService' && running === configurationName) return;
    if (status === 'InService') {
      throw new SmokeTestFailed(`the endpoint runs ${running}, not ${configurationName}: it was rolled back`);
    }
    if (!ON_ITS_WAY.includes(status)) throw new SmokeTestFailed(`the endpoint is ${status}: ${reason}`);
    if (!hasTimeFor(tester, PAUSE)) throw new SmokeTestFailed(`the endpoint is still ${status}, and the time is up`);

    tester.log('INFO', 'the endpoint is on its way', { endpointName, status });
    await tester.pause(PAUSE);
  }
}

async function stateOf({ sagemaker }: Tester, EndpointName: string): Promise<State> {
  try {
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));

    return {
      status: endpoint.EndpointStatus ?? 'in no state',
      running: endpoint.EndpointConfigName ?? 'nothing',
      reason: endpoint.FailureReason ?? 'SageMaker gives no reason',
    };
  } catch (error) {
    if (isNamed(error, 'ThrottlingException')) return { status: UNTOLD, running: '', reason: textOf(error) };
    throw error;
  }
}
