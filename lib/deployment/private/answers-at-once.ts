import { CfnEndpointConfig, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../../core';

/** Checks that whoever asks an endpoint gets the answer back. An endpoint that was made elsewhere does not tell. */
export function checkAnswersAtOnce(problems: Problems, path: string, endpoint: IEndpoint): void {
  const isAsynchronous = endpoint.node
    .findAll()
    .some((part) => part instanceof CfnEndpointConfig && part.asyncInferenceConfig !== undefined);
  if (!isAsynchronous) return;

  problems.add({
    code: 'EndpointAnswersLater',
    path,
    got: 'is asynchronous',
    wanted: 'who asks here waits for the answer, and this endpoint writes it to a bucket',
    remedy: 'let callers put requests into its bucket and use grants.invokeAsync() of the endpoint',
  });
}
