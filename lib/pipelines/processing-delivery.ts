/** How a processing job gets an input. */
export enum ProcessingInputMode {
  /** As files, which are there when the job starts. */
  FILE = 'File',
  /** As a stream, which needs no room on the volume. */
  PIPE = 'Pipe',
}

/** Which instance of a processing job gets which objects. */
export enum ProcessingInputDistribution {
  /** Each instance gets all. */
  FULLY_REPLICATED = 'FullyReplicated',
  /** The objects are divided among the instances. */
  SHARDED_BY_S3_KEY = 'ShardedByS3Key',
}

/** How an input reaches the container. */
export interface ProcessingInputOptions {
  /**
   * Folder of the files in the container, below `/opt/ml/processing/`; up to 256 characters.
   *
   * @default - `/opt/ml/processing/` and the input's name
   */
  readonly localPath?: string;

  /**
   * Whether the input is copied or streamed.
   *
   * @default ProcessingInputMode.FILE
   */
  readonly mode?: ProcessingInputMode;

  /**
   * Which instance gets which objects.
   *
   * @default ProcessingInputDistribution.FULLY_REPLICATED
   */
  readonly distribution?: ProcessingInputDistribution;
}

/** Where the result of a query goes. */
export interface QueryResultOptions extends ProcessingInputOptions {
  /** The prefix in S3 that the result is written below, for the job to get it from. */
  readonly outputS3Uri: string;

  /**
   * The key that encrypts the result, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly keyArn?: string;
}
