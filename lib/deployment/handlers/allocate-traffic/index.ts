import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { settingsIn } from './settings';
import { ScheduledUpdate, updateTraffic } from './update';

const sageMaker = new SageMakerClient(PATIENT_CALLS);
const table = new DynamoDBClient(PATIENT_CALLS);

/** Moves the traffic of an endpoint to what rewards say; called on a schedule. */
export function handler(update: ScheduledUpdate): Promise<void> {
  return updateTraffic(update, {
    sageMaker,
    table,
    settings: settingsIn(process.env),
    log: writeLine,
    measure: writeMetric,
  });
}
