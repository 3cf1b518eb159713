import { Duration, Size } from 'aws-cdk-lib';

/** The instances of a job. */
export interface JobCompute {
  /**
   * Type of the instances, as `ml.m5.xlarge`; one that is newer than this library as `unlisted:ml.m9.xlarge`.
   *
   * @default ml.m5.xlarge
   */
  readonly instanceType?: string;

  /**
   * Number of instances: 1 or more.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * Volume of each instance: 1 GiB to 16 TiB.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * How long the job may run before it is stopped: 1 minute or more.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;
}
