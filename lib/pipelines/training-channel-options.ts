/** How a training job gets the files of a channel. */
export enum TrainingInputMode {
  /** As files, which are there when the job starts. */
  FILE = 'File',
  /** As files that are fetched when they are read, best from beginning to end; the job starts at once. */
  FAST_FILE = 'FastFile',
  /** As a stream, which needs no room on the volume and an algorithm that reads pipes. */
  PIPE = 'Pipe',
}

/** Which instance of a training job gets which objects of a channel. */
export enum TrainingDataDistribution {
  /** Each instance gets all. */
  FULLY_REPLICATED = 'FullyReplicated',
  /** The objects are divided among the instances. */
  SHARDED_BY_S3_KEY = 'ShardedByS3Key',
}

/** What any channel may say of its data. */
export interface TrainingChannelOptions {
  /**
   * MIME type of the data, as `text/csv`: up to 256 characters.
   *
   * @default - the algorithm's own default
   */
  readonly contentType?: string;
}

/** What a channel that reads from S3 may say of its data. */
export interface S3DataChannelOptions extends TrainingChannelOptions {
  /**
   * Which instance gets which objects.
   *
   * @default TrainingDataDistribution.FULLY_REPLICATED
   */
  readonly distribution?: TrainingDataDistribution;

  /**
   * The instance groups that get the data: up to 5, of those that the job's compute names.
   *
   * @default - all instances
   */
  readonly instanceGroups?: string[];

  /**
   * Seed of the order in which objects, or lines of an augmented manifest, are shuffled. A stream is shuffled anew for every epoch.
   *
   * @default - nothing is shuffled
   */
  readonly shuffleSeed?: number;

  /**
   * Whether the objects are compressed with gzip and are to be decompressed on their way; streams only.
   *
   * @default false
   */
  readonly gzip?: boolean;

  /**
   * Whether each object is to be wrapped as a RecordIO record for an algorithm that asks for it; streams only.
   *
   * @default false
   */
  readonly recordIo?: boolean;
}

/** How objects in S3 reach the algorithm. */
export interface S3ChannelOptions extends S3DataChannelOptions {
  /**
   * Whether the data is copied, fetched when read, or streamed.
   *
   * @default TrainingInputMode.FILE
   */
  readonly inputMode?: TrainingInputMode;

  /**
   * Whether the object is a manifest, a JSON list of the objects that are meant.
   *
   * @default false
   */
  readonly manifest?: boolean;
}

/** How the lines of an augmented manifest reach the algorithm: always as a stream. */
export interface AugmentedManifestChannelOptions extends S3DataChannelOptions {
  /** The attributes of each line that the algorithm gets, in this order: 1 to 16. One that ends in `-ref` names an object in S3. */
  readonly attributeNames: string[];
}
