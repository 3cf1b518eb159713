import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { BatchResponse, QueueEvent } from './queue-event';
import { recordRewards } from './record';
import { settingsIn } from './settings';

const client = new DynamoDBClient(PATIENT_CALLS);

/** Takes rewards from a queue; those that are named in the answer come back after a while. */
export function handler(
  event: QueueEvent,
  context: { readonly getRemainingTimeInMillis: () => number },
): Promise<BatchResponse> {
  return recordRewards(event, {
    client,
    settings: settingsIn(process.env),
    log: writeLine,
    measure: writeMetric,
    now: Date.now,
    remaining: () => context.getRemainingTimeInMillis(),
  });
}
