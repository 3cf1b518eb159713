import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { PATIENT_CALLS } from '../../../lib/deployment/handlers/sdk-calls';

test('a call is made four times at most, with pauses that follow what AWS bears', async () => {
  const { config } = new SageMakerClient(PATIENT_CALLS);

  expect(await config.maxAttempts()).toBe(4);
  expect(await config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
});

test('four attempts that all hang end while a function still runs', () => {
  const { maxAttempts, requestHandler } = PATIENT_CALLS;

  const longest = maxAttempts * (requestHandler.connectionTimeout + requestHandler.requestTimeout);

  expect(requestHandler.throwOnRequestTimeout).toBe(true);
  expect(longest).toBeLessThan(50_000);
});
