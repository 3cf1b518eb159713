import { setTimeout } from 'node:timers/promises';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { expire, ExpirySettings } from './expire';

const client = new SageMakerClient(PATIENT_CALLS);
const settings = JSON.parse(process.env.SETTINGS ?? '{}') as ExpirySettings;

/** Warns of an endpoint that will expire, and deletes one that has; called every day. */
export function handler(_event: object, context: { readonly getRemainingTimeInMillis: () => number }): Promise<void> {
  return expire({
    client,
    settings,
    log: writeLine,
    measure: writeMetric,
    now: Date.now,
    remaining: () => context.getRemainingTimeInMillis(),
    pause: (milliseconds) => setTimeout(milliseconds),
  });
}
