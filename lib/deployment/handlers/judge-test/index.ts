import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { judgeTest } from './judge';
import { settingsIn } from './settings';

const table = new DynamoDBClient(PATIENT_CALLS);
const sageMaker = new SageMakerClient(PATIENT_CALLS);
const events = new EventBridgeClient(PATIENT_CALLS);

/** Looks at an A/B test; called on a schedule. */
export function handler(): Promise<void> {
  return judgeTest({
    table,
    sageMaker,
    events,
    settings: settingsIn(process.env),
    log: writeLine,
    measure: writeMetric,
    now: Date.now,
  });
}
