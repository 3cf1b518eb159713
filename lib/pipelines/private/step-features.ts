/**
 * After which errors a step may be repeated.
 *
 * - `all`: those of the step and those of its job
 * - `capacity`: all but internal errors of the job, because SageMaker repeats the training jobs inside by itself
 * - `step`: those of the step, which runs no job
 * - `none`: none
 */
export type RetryScope = 'all' | 'capacity' | 'step' | 'none';

/** What the pipeline definition language lets a step of a type say of itself, beside its arguments. */
export interface StepFeatures {
  /** Whether an earlier result may stand in for running the step again. */
  readonly cache: boolean;
  readonly retry: RetryScope;
}

const JOB: StepFeatures = { cache: true, retry: 'all' };
const JOB_OF_JOBS: StepFeatures = { cache: true, retry: 'capacity' };
const CALL: StepFeatures = { cache: true, retry: 'step' };
const ANSWER: StepFeatures = { cache: true, retry: 'none' };
const RECORD: StepFeatures = { cache: false, retry: 'step' };
const PLAIN: StepFeatures = { cache: false, retry: 'none' };

/**
 * The step types, as definitions name them. Where the guide is silent, what AWS's Python SDK lets a step say.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html
 */
export const STEP_FEATURES = {
  AutoML: JOB_OF_JOBS,
  Callback: ANSWER,
  ClarifyCheck: ANSWER,
  Condition: PLAIN,
  EMR: CALL,
  EMRServerless: CALL,
  Endpoint: ANSWER,
  EndpointConfig: CALL,
  Fail: PLAIN,
  Lambda: ANSWER,
  Lineage: PLAIN,
  Model: RECORD,
  Processing: JOB,
  QualityCheck: ANSWER,
  RegisterModel: RECORD,
  Training: JOB,
  Transform: JOB,
  Tuning: JOB_OF_JOBS,
} as const satisfies Record<string, StepFeatures>;

/** A step type that SageMaker documents. */
export type StepType = keyof typeof STEP_FEATURES;
