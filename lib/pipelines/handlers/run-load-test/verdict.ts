import { DescribeInferenceRecommendationsJobCommandOutput } from '@aws-sdk/client-sagemaker';

/** What a load test must show. */
export interface Limits {
  readonly maxLatencyMilliseconds: number;
  readonly minInvocationsPerMinute: number;
}

/** How a gate ends: with values for later steps, or with the reason for its failure. */
export type Outcome =
  | { readonly passed: true; readonly values: Readonly<Record<string, string>> }
  | { readonly passed: false; readonly reason: string };

type Job = Pick<
  DescribeInferenceRecommendationsJobCommandOutput,
  'JobName' | 'Status' | 'FailureReason' | 'InferenceRecommendations'
>;

/** How a job ended; undefined as long as it has not. */
export function verdictOn(job: Job, limits: Limits): Outcome | undefined {
  switch (job.Status) {
    case 'COMPLETED':
      return judged(job, limits);
    case 'FAILED':
      return failed(`the load test failed: ${job.FailureReason ?? 'SageMaker gives no reason'}`);
    case 'STOPPED':
    case 'DELETED':
    case 'DELETING':
      return failed('the load test was stopped before it had a result');
    default:
      return undefined;
  }
}

export function failed(reason: string): Outcome {
  return { passed: false, reason };
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
