import { setTimeout } from 'node:timers/promises';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { writeLine } from '../log';
import { PATIENT_CALLS } from '../sdk-calls';
import { Request, Response, runSmokeTest } from './smoke-test';

const sagemaker = new SageMakerClient(PATIENT_CALLS);

// A model may take a minute, and the time that it takes is measured: whoever sends again does so by himself.
const runtime = new SageMakerRuntimeClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 65_000, throwOnRequestTimeout: true },
});

/** Tries samples on an endpoint whenever CloudFormation has changed its configuration. */
export function handler(
  request: Request,
  context: { readonly getRemainingTimeInMillis: () => number },
): Promise<Response> {
  return runSmokeTest(request, {
    sagemaker,
    runtime,
    log: writeLine,
    now: Date.now,
    remaining: () => context.getRemainingTimeInMillis(),
    pause: (milliseconds) => setTimeout(milliseconds * (0.5 + Math.random() / 2)),
  });
}
