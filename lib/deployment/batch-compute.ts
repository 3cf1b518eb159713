import { Size } from 'aws-cdk-lib';

/** How many records a request of a batch holds. */
export enum BatchStrategy {
  /** As many as fit into the largest payload. */
  MULTI_RECORD = 'MultiRecord',
  /** One. */
  SINGLE_RECORD = 'SingleRecord',
}

/** On what a batch runs, and how its requests look. */
export interface BatchCompute {
  /**
   * Type of the instances, as `ml.m5.xlarge`; one that is newer than this library as `unlisted:ml.m9.large`.
   *
   * @default ml.m5.xlarge
   */
  readonly instanceType?: string;

  /**
   * How many instances share the files: 1 or more.
   *
   * @default 1
   */
  readonly instanceCount?: number;

  /**
   * How many records a request holds. Only where the input is split.
   *
   * @default - as many as fit
   */
  readonly strategy?: BatchStrategy;

  /**
   * Largest request: 0 to 100 MiB, in whole numbers; 0 streams, which few containers can. All requests that an instance gets at the
   * same time stay within 100 MiB.
   *
   * @default Size.mebibytes(6)
   */
  readonly maxPayload?: Size;

  /**
   * How many requests an instance gets at the same time: 1 to 100.
   *
   * @default - what the container asks for, or 1
   */
  readonly maxConcurrentRequests?: number;
}
