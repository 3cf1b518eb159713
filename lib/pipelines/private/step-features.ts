/** What the pipeline definition language lets a step of a type say of itself, beside its arguments. */
export interface StepFeatures {
  /** Whether an earlier result may stand in for running the step again. */
  readonly cache: boolean;
  /** Which errors the step may be repeated after: all, those of the step itself, or none. */
  readonly retry: 'all' | 'step' | 'none';
}

const JOB: StepFeatures = { cache: true, retry: 'all' };
const CALL: StepFeatures = { cache: true, retry: 'none' };
const RECORD: StepFeatures = { cache: false, retry: 'step' };
const PLAIN: StepFeatures = { cache: false, retry: 'none' };

/**
 * The step types, as definitions name them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html
 */
export const STEP_FEATURES = {
  AutoML: JOB,
  Callback: CALL,
  ClarifyCheck: JOB,
  Condition: PLAIN,
  EMR: CALL,
  EMRServerless: CALL,
  Endpoint: PLAIN,
  EndpointConfig: PLAIN,
  Fail: PLAIN,
  Lambda: CALL,
  Lineage: PLAIN,
  Model: RECORD,
  Processing: JOB,
  QualityCheck: JOB,
  RegisterModel: RECORD,
  Training: JOB,
  Transform: JOB,
  Tuning: JOB,
} as const satisfies Record<string, StepFeatures>;

/** A step type that SageMaker documents. */
export type StepType = keyof typeof STEP_FEATURES;
