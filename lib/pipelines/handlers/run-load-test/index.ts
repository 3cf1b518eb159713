import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from './gate';
import { BatchResponse, QueueEvent, settleMessages } from './messages';
import { settingsIn } from './settings';

// Calls that are throttled or fail in the service are repeated with growing pauses of random length, three times at most.
const client = new SageMakerClient({
  retryMode: 'adaptive',
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** Takes the messages of a latency gate's queue; those that are named in the answer come back after a while. */
export function handler(event: QueueEvent): Promise<BatchResponse> {
  return settleMessages(event, { client, settings: settingsIn(process.env), log: writeLine });
}
