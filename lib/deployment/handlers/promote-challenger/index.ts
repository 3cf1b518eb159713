import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { writeMetric } from '../metric';
import { PATIENT_CALLS } from '../sdk-calls';
import { DecidedTest, promote, PromotionSettings } from './promote';

const client = new SageMakerClient(PATIENT_CALLS);

/** Approves the version of a challenger that has won; called when its A/B test is decided. */
export function handler({ detail }: { readonly detail: DecidedTest }): Promise<void> {
  const settings = JSON.parse(process.env.SETTINGS ?? '{}') as PromotionSettings;

  return promote(detail, { client, settings, log: writeLine, measure: writeMetric });
}
