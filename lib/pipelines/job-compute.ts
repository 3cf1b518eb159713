import { Duration, Size } from 'aws-cdk-lib';

/** The instances of a job. */
export interface OnDemandOptions {
  /**
   * Type of the instances, as `ml.m5.xlarge`; one that is newer than this library as `unlisted:ml.m9.xlarge`.
   *
   * @default ml.m5.xlarge
   */
  readonly instanceType?: string;

  /**
   * Number of instances: 1 or more, for processing up to 100.
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
   * How long the job may run before it is stopped: 1 minute to 28 days, processing jobs 5 days.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;
}

/** Spare instances, which AWS may take back. */
export interface SpotOptions extends OnDemandOptions {
  /** How long the job may take in all, waiting for instances included: `maxRuntime` or more. */
  readonly maxWait: Duration;

  /**
   * The prefix in S3 that checkpoints are kept below, so that a job whose instance is taken back goes on where it was.
   *
   * @default - the job starts anew; algorithms of SageMaker and of the Marketplace may then take an hour at most, waiting included
   */
  readonly checkpointS3Uri?: string;

  /**
   * Folder in the container from which checkpoints are kept.
   *
   * @default - `/opt/ml/checkpoints`
   */
  readonly checkpointPath?: string;
}

/** Instances that stay for the next job. */
export interface WarmPoolOptions extends OnDemandOptions {
  /** How long the instances stay after the job: up to 6 hours, in whole seconds. They cost as much as while they work. */
  readonly keepAlive: Duration;
}

/** Instances of one type among several. */
export interface InstanceGroup {
  /** Name of the group: 1 to 64 characters, unique in the job. Channels may be limited to groups. */
  readonly groupName: string;

  /** Type of the instances, as `ml.p4d.24xlarge`. */
  readonly instanceType: string;

  /** Number of instances: 1 or more. */
  readonly instanceCount: number;
}

/** What instance groups share. */
export interface InstanceGroupsOptions {
  /**
   * Volume of each instance: 1 GiB to 16 TiB.
   *
   * @default Size.gibibytes(30)
   */
  readonly volumeSize?: Size;

  /**
   * How long the job may run before it is stopped: 1 minute to 28 days.
   *
   * @default Duration.hours(1)
   */
  readonly maxRuntime?: Duration;
}

/** @internal */
export interface ComputeOptions extends OnDemandOptions {
  readonly maxWait?: Duration;
  readonly checkpointS3Uri?: string;
  readonly checkpointPath?: string;
  readonly keepAlive?: Duration;
  readonly groups?: InstanceGroup[];
}

/**
 * The instances that a job runs on. Network, volume encryption and traffic encryption are the environment's.
 *
 * Training takes all kinds, processing and transform jobs take instances on demand.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/cmn-info-instance-types.html
 */
export class JobCompute {
  /** Instances that are there as long as the job runs. */
  public static onDemand(options: OnDemandOptions = {}): JobCompute {
    return new JobCompute('onDemand', options);
  }

  /**
   * Spare instances at a lower price, which AWS may take back.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
   */
  public static spot(options: SpotOptions): JobCompute {
    return new JobCompute('spot', options);
  }

  /**
   * Instances that stay after the job, so that the next one starts at once.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html
   */
  public static warmPool(options: WarmPoolOptions): JobCompute {
    return new JobCompute('warmPool', options);
  }

  /**
   * Instances of several types in one job; 1 to 5 groups.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-heterogeneous-cluster.html
   */
  public static instanceGroups(groups: InstanceGroup[], options: InstanceGroupsOptions = {}): JobCompute {
    return new JobCompute('instanceGroups', { ...options, groups });
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'onDemand' | 'spot' | 'warmPool' | 'instanceGroups',
    /** @internal */
    public readonly _options: ComputeOptions,
  ) {}
}
