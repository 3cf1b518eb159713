import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../../../lib/core';
import { checkAnswersAtOnce } from '../../../lib/deployment/private/answers-at-once';
import { stackIn } from '../endpoints';
import { ForeignEndpoint } from '../foreign-endpoint';

const TO_A_BUCKET = { outputConfig: { s3OutputPath: 's3://acme-answers/abalone/' } };

test.each([
  { asyncInferenceConfig: undefined, codes: [] },
  { asyncInferenceConfig: TO_A_BUCKET, codes: ['EndpointAnswersLater'] },
])('an endpoint with the asynchronous settings $asyncInferenceConfig', ({ asyncInferenceConfig, codes }) => {
  const problems = new Problems();
  const endpoint = new ForeignEndpoint(stackIn(), 'Endpoint');
  new CfnEndpointConfig(endpoint, 'Configuration', { productionVariants: [], asyncInferenceConfig });

  checkAnswersAtOnce(problems, 'endpoint', endpoint);

  expect(problems.all.map(({ code }) => code)).toEqual(codes);
});

test('an endpoint that was made elsewhere does not tell', () => {
  const problems = new Problems();

  checkAnswersAtOnce(problems, 'endpoint', new ForeignEndpoint(stackIn(), 'Endpoint'));

  expect(problems.all).toEqual([]);
});
