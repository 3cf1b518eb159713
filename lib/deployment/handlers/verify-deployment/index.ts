import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { Deployment, verify } from './verify';

const client = new SageMakerClient(PATIENT_CALLS);

/** Looks whether an endpoint runs what was deployed; called when its state changes. */
export function handler(deployment: Deployment): Promise<void> {
  return verify(deployment, { client, log: writeLine, measure: writeMetric });
}
