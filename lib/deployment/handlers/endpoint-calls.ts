import {
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeEndpointCommandOutput,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { isMissing } from './sdk-errors';

/** What answers to commands about endpoints. */
export type EndpointClient = Pick<SageMakerClient, 'send'>;

/** The endpoint, if it is there. */
export function describeEndpoint(
  client: EndpointClient,
  EndpointName: string,
): Promise<DescribeEndpointCommandOutput | undefined> {
  return unlessMissing(() => client.send(new DescribeEndpointCommand({ EndpointName })));
}

/** Deletes the endpoint; one that somebody else deleted meanwhile is gone as wanted. */
export async function deleteEndpoint(client: EndpointClient, EndpointName: string): Promise<void> {
  await unlessMissing(() => client.send(new DeleteEndpointCommand({ EndpointName })));
}

/** What a call answers; nothing where what it is about does not exist. */
export async function unlessMissing<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
