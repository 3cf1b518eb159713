import { ContainerImage } from './container-image';
import { JobCompute } from './job-compute';
import { NetworkCallOptions } from './network-calls';
import { NotebookSource } from './notebook-source';

/**
 * What a notebook job runs, on what, with which files.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-auto-run.html
 */
export interface NotebookJobOptions extends NetworkCallOptions {
  /** The notebook, and the files that it needs. */
  readonly notebook: NotebookSource;

  /** The image that the job runs: one of SageMaker Distribution, or one with a kernel and a notebook runner of your own. */
  readonly image: ContainerImage;

  /** Name of the kernel in the image, as `python3`. */
  readonly kernelName: string;

  /** The prefix in S3 that the notebook with its results is written below. */
  readonly outputS3Uri: string;

  /**
   * Values that the notebook gets in place of those in its cell tagged `parameters`: up to 100, of up to 2,500 characters.
   *
   * @default - those in the notebook
   */
  readonly parameters?: Record<string, string>;

  /**
   * Environment variables of the container: up to 100 with those of the job itself, of up to 512 characters.
   *
   * @default - those of the job itself
   */
  readonly environmentVariables?: Record<string, string>;

  /**
   * The instance of the job, and how long it may run. A notebook runs on one.
   *
   * @default - one ml.m5.xlarge for up to an hour
   */
  readonly compute?: JobCompute;

  /**
   * The key that encrypts the notebook with its results, by ARN.
   *
   * @default - the output key of the environment
   */
  readonly outputKeyArn?: string;

  /**
   * How often SageMaker itself starts the job anew after an internal error: 1 to 30.
   *
   * @default 1
   */
  readonly internalErrorRetries?: number;

  /**
   * Tags of the job: up to 46. Studio shows notebook jobs by the tags of a domain, a user profile or a space.
   *
   * @default - those of notebook jobs
   */
  readonly tags?: Record<string, string>;
}
