import { DescribeInferenceRecommendationsJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { endOf } from '../job-end';
import { failed, Outcome } from '../outcome';

/** What messages call such a job. */
export const LOAD_TEST = 'load test';

/** What a load test must show. */
export interface Limits {
  readonly maxLatencyMilliseconds: number;
  readonly minInvocationsPerMinute: number;
}

type Job = Pick<
  DescribeInferenceRecommendationsJobCommandOutput,
  'JobName' | 'Status' | 'FailureReason' | 'InferenceRecommendations'
>;

/** How a load test ended; undefined as long as it has not. */
export function verdictOn(job: Job, limits: Limits): Outcome | undefined {
  const described = { noun: LOAD_TEST, status: job.Status, failureReason: job.FailureReason };

  return endOf(described, () => judged(job, limits));
}

function judged({ JobName, InferenceRecommendations }: Job, limits: Limits): Outcome {
  // One instance type and no variations of the container make one recommendation.
  const { MaxInvocations: invocations, ModelLatency: latency } = InferenceRecommendations?.[0]?.Metrics ?? {};
  if (!isFigure(invocations) || !isFigure(latency)) return failed('the load test ended without figures');

  const { maxLatencyMilliseconds, minInvocationsPerMinute } = limits;
  const faults = [
    ...(invocations < minInvocationsPerMinute
      ? [`the model takes ${invocations} invocations a minute, ${minInvocationsPerMinute} are required`]
      : []),
    ...(latency > maxLatencyMilliseconds
      ? [`its latency is ${latency} ms, ${maxLatencyMilliseconds} ms are allowed`]
      : []),
  ];
  if (faults.length > 0) return failed(faults.join('; '));

  return {
    passed: true,
    values: {
      maxInvocationsPerMinute: `${invocations}`,
      modelLatencyMilliseconds: `${latency}`,
      recommendationsJobName: JobName ?? '',
    },
  };
}

/** SageMaker may leave a figure out, or send one that stands for none. */
function isFigure(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
