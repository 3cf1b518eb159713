import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { writeLine } from '../log';
import { PATIENT_CALLS } from '../sdk-calls';
import { switchEndpoint, SwitchEvent, SwitchSettings } from './switch';

const client = new SageMakerClient(PATIENT_CALLS);
const settings = JSON.parse(process.env.SETTINGS ?? '{}') as SwitchSettings;

/** Makes an endpoint when its hours begin, and deletes it when they end; called by the clock. */
export function handler(event: SwitchEvent): Promise<void> {
  return switchEndpoint(event, { client, settings, log: writeLine });
}
