import { describeEndpoint, EndpointClient } from '../endpoint-calls';
import { Log } from '../log';
import { Measurement } from '../metric';

/** What an endpoint should run. */
export interface Deployment {
  readonly endpointName: string;
  readonly configurationName: string;
}

/** What the handler works with. */
export interface Verification {
  readonly client: EndpointClient;
  readonly log: Log;
  readonly measure: (measurement: Measurement) => void;
}

/** States in which an endpoint has come to rest. */
const AT_REST = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];

/** Measures 1 where an endpoint has come to rest and does not run what was deployed, and 0 where it does. */
export async function verify(
  { endpointName, configurationName }: Deployment,
  { client, log, measure }: Verification,
): Promise<void> {
  const endpoint = await describeEndpoint(client, endpointName);
  if (!endpoint) {
    log('INFO', 'the endpoint is gone', { endpointName });
    return;
  }

  const { EndpointStatus: status, EndpointConfigName: running, FailureReason: reason } = endpoint;
  const facts = { endpointName, status, deployed: configurationName, running, reason };
  if (!AT_REST.includes(String(status))) {
    log('INFO', 'the endpoint is on its way', facts);
    return;
  }

  const isAsDeployed = status === 'InService' && running === configurationName;
  if (isAsDeployed) log('INFO', 'the endpoint runs what was deployed', facts);
  else log('ERROR', 'the endpoint does not run what was deployed: it was rolled back, or changed by hand', facts);
  measure({ name: 'NotAsDeployed', value: isAsDeployed ? 0 : 1, dimensions: { EndpointName: endpointName } });
}
