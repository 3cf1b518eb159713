import { CheckBaseline } from './check-baseline';
import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { CacheableStepOptions } from './pipeline-step';
import { RunChoice } from './run-choice';

/** What every check step says: what its results are compared with, what follows, and what its job runs on. */
export interface CheckStepOptions extends CacheableStepOptions {
  /** The prefix in S3 that the report and the new baseline are written below. */
  readonly outputS3Uri: string;

  /**
   * What the results are compared with.
   *
   * @default - nothing, so `skipCheck` must let runs go without a comparison
   */
  readonly baseline?: CheckBaseline;

  /**
   * Whether a run draws a new baseline without comparing it. Let a parameter decide, so that the first run of a model and a
   * run after drift can skip the check.
   *
   * @default RunChoice.never()
   */
  readonly skipCheck?: RunChoice;

  /**
   * Whether the step fails where results violate the baseline; otherwise the report says so and the pipeline goes on.
   *
   * @default RunChoice.always()
   */
  readonly failOnViolation?: RunChoice;

  /**
   * Whether later runs and monitors are to compare with the new baseline.
   *
   * @default RunChoice.never()
   */
  readonly registerNewBaseline?: RunChoice;

  /**
   * The image that the job runs; your own copy of it where images are mirrored.
   *
   * @default - SageMaker's image for the check, in the stack's region
   */
  readonly image?: ContainerImage;

  /**
   * The instances of the job, and how long it may run.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;

  /**
   * Variables of the job's environment: up to 100 with those that the check sets itself, with values of up to 256 characters.
   *
   * @default - those that the check sets itself
   */
  readonly environmentVariables?: Record<string, string>;

  /**
   * The key that encrypts the report and the new baseline, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
}
