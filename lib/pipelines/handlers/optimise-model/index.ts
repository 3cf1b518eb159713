import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { BatchResponse, QueueEvent, settleMessages } from '../messages';
import { PATIENT_CALLS } from '../sdk-calls';
import { settingsIn } from '../settings';
import { OptimisationRequest, optimisations } from './optimisation';

const client = new SageMakerClient(PATIENT_CALLS);

/** Takes the messages of an optimisation's queue; those that are named in the answer come back after a while. */
export function handler(event: QueueEvent): Promise<BatchResponse> {
  const settings = settingsIn<OptimisationRequest>(process.env);

  return settleMessages(event, { client, settings, log: writeLine, kind: optimisations(settings.job) });
}
