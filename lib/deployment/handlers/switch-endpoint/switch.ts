import { CreateEndpointCommand, Tag } from '@aws-sdk/client-sagemaker';
import { deleteEndpoint, describeEndpoint, EndpointClient } from '../endpoint-calls';
import { Log } from '../log';
import { NotYet } from '../not-yet';
import { isNamed, textOf } from '../sdk-errors';

/** Which endpoint is switched, and what it runs. */
export interface SwitchSettings {
  readonly endpointName: string;
  readonly configurationName: string;
  readonly tags: readonly Tag[];
}

/** What the clock asks for. */
export interface SwitchEvent {
  readonly action: 'start' | 'stop';
}

/** What the handler works with. */
export interface Switching {
  readonly client: EndpointClient;
  readonly settings: SwitchSettings;
  readonly log: Log;
}

/** States in which an endpoint has come to rest, so that it may be deleted. */
const AT_REST = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];

/** Makes the endpoint when its hours begin, and deletes it when they end. What cannot be done now is thrown, and tried again. */
export function switchEndpoint({ action }: SwitchEvent, switching: Switching): Promise<void> {
  return action === 'start' ? start(switching) : stop(switching);
}

async function start({ client, settings, log }: Switching): Promise<void> {
  const { endpointName: EndpointName, configurationName: EndpointConfigName, tags } = settings;
  const facts = { endpointName: EndpointName, configurationName: EndpointConfigName };
  const endpoint = await describeEndpoint(client, EndpointName);
  if (endpoint?.EndpointStatus === 'Deleting') throw new NotYet(`${EndpointName} is still being deleted`);
  if (endpoint) {
    log('INFO', 'the endpoint is there already', { ...facts, running: endpoint.EndpointConfigName });
    return;
  }

  try {
    await client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags: [...tags] }));
    log('INFO', 'the endpoint starts', facts);
  } catch (error) {
    if (!isTaken(error)) throw error;
    log('INFO', 'somebody else started the endpoint', facts);
  }
}

async function stop({ client, settings: { endpointName }, log }: Switching): Promise<void> {
  const endpoint = await describeEndpoint(client, endpointName);
  const status = endpoint?.EndpointStatus;
  if (!endpoint || status === 'Deleting') {
    log('INFO', 'the endpoint is gone already', { endpointName });
    return;
  }
  if (!AT_REST.includes(String(status))) {
    throw new NotYet(`${endpointName} is ${status}: it stays, because a deployment may be under way`);
  }

  await deleteEndpoint(client, endpointName);
  log('INFO', 'the endpoint stops', { endpointName, running: endpoint.EndpointConfigName });
}

/** Whether SageMaker says that the name is taken; it does so in the text of a validation error. */
function isTaken(error: unknown): boolean {
  return isNamed(error, 'ValidationException') && /already exist/i.test(textOf(error));
}
