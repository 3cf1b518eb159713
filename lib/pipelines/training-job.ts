import { ContainerImage } from './container-image';
import { Distribution } from './distribution';
import { JobCompute } from './job-compute';
import { NetworkCallOptions } from './network-calls';
import { TrainingChannel } from './training-channel';
import { TrainingScript } from './training-script';

/** A number that SageMaker reads from what the algorithm logs. */
export interface MetricDefinition {
  /** Name of the metric, as `validation:rmse`: 1 to 255 characters. */
  readonly metricName: string;

  /** Regular expression whose first group is the number, as `validation rmse=([0-9.]+)`: 1 to 500 characters. */
  readonly regex: string;
}

/** What a training job runs, on what, with which files; also one of those that a tuning job starts. */
export interface TrainingJobOptions extends NetworkCallOptions {
  /**
   * The image of the algorithm. Exactly one of `image` and `algorithmArn` is given.
   *
   * @default - `algorithmArn` names the algorithm
   */
  readonly image?: ContainerImage;

  /**
   * ARN of an algorithm, of your own or subscribed to on AWS Marketplace.
   *
   * @default - `image` is the algorithm
   */
  readonly algorithmArn?: string;

  /** The data, by channel; 1 to 20, the one that brings `script` included. */
  readonly channels: TrainingChannel[];

  /** The prefix in S3 that the model is written below. */
  readonly outputS3Uri: string;

  /**
   * The key that encrypts the model, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;

  /**
   * Whether the model is packed in one archive. Loose files suit large models.
   *
   * @default true
   */
  readonly compressModel?: boolean;

  /**
   * Hyperparameters of the algorithm: up to 100, those of `script` and `distribution` included. SageMaker takes all values as
   * text of up to 2,500 characters.
   *
   * @default - the algorithm's own defaults
   */
  readonly hyperparameters?: Record<string, string>;

  /**
   * Environment variables of the container: up to 100, in tuning jobs 48 in all; each value up to 512 characters.
   *
   * @default - none
   */
  readonly environmentVariables?: Record<string, string>;

  /**
   * The script that a framework container of SageMaker trains with.
   *
   * @default - the image brings its algorithm along
   */
  readonly script?: TrainingScript;

  /**
   * How several instances or accelerators share the work.
   *
   * @default - as the algorithm does by itself
   */
  readonly distribution?: Distribution;

  /**
   * Numbers to read from what the algorithm logs: up to 40, in tuning jobs 20. SageMaker's own algorithms bring theirs along.
   *
   * @default - those of the algorithm
   */
  readonly metrics?: MetricDefinition[];

  /**
   * The instances of the job.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;

  /**
   * How often SageMaker itself starts the job anew after an internal error: 1 to 30. The time limits are for all starts together.
   *
   * @default - an internal error ends the job
   */
  readonly internalErrorRetries?: number;
}
