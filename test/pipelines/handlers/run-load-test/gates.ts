import { DescribeInferenceRecommendationsJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { QueueEvent } from '../../../../lib/pipelines/handlers/messages';
import { LoadTest, loadTests } from '../../../../lib/pipelines/handlers/run-load-test/load-test';
import { Answers, eventOf, JOB_NAME, runnerOf, WatchedRunner } from '../runners';

export const MODEL_PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7';

/** A gate before a SageMaker that answers as told, and what both of them saw and said. */
export function gateWith(answers: Answers): WatchedRunner<LoadTest, DescribeInferenceRecommendationsJobCommandOutput> {
  const kind = loadTests({
    JobType: 'Advanced',
    RoleArn: 'arn:aws:iam::111111111111:role/acme-jobs',
    InputConfig: { EndpointConfigurations: [{ InstanceType: 'ml.m5.large' }] },
  });

  return runnerOf(kind, answers);
}

/** An event with one message of a gate's step, as wished. */
export function loadTestEvent(wished: Readonly<Record<string, unknown>> = {}, receipt = 2): QueueEvent {
  const limits = { maxLatencyMilliseconds: '100', minInvocationsPerMinute: 600 };

  return eventOf({ arguments: { modelPackageArn: MODEL_PACKAGE_ARN, ...limits }, ...wished }, receipt);
}

/** A job that has ended with the given figures. */
export function completed(MaxInvocations?: number, ModelLatency?: number): object {
  return {
    JobName: JOB_NAME,
    Status: 'COMPLETED',
    InferenceRecommendations: [{ Metrics: { MaxInvocations, ModelLatency } }],
  };
}
