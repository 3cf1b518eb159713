import { Duration, Size } from 'aws-cdk-lib';
import { ServedModel } from './served-model';
import { ConcurrencyScaling, InstanceScaling } from './variant-scaling';

/** How requests are spread over the instances of a variant. */
export enum RoutingStrategy {
  /** By chance. */
  RANDOM = 'RANDOM',

  /** To the instance, or the copy, with the most room. */
  LEAST_OUTSTANDING_REQUESTS = 'LEAST_OUTSTANDING_REQUESTS',
}

/** An instance type that SageMaker falls back to. */
export interface InstancePool {
  /** Type of the instances, as `ml.g5.2xlarge`; one that is newer than this library as `unlisted:ml.m9.large`. */
  readonly instanceType: string;

  /**
   * The model that was made for this type, as one compiled for it.
   *
   * @default - the variant's model
   */
  readonly model?: ServedModel;
}

/** What every variant may have. */
export interface VariantOptions {
  /**
   * Name of the variant: 1 to 63 letters, digits and hyphens. It must never change, or an update loses the scaled capacity;
   * change it only together with the kind of the variant.
   *
   * @default - `AllTraffic` on instances, `Serverless` without, `Components` for inference components
   */
  readonly variantName?: string;

  /**
   * Share of the requests, relative to the weights of the other variants: 0 or more.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** What a variant that keeps instances may have. */
export interface InstanceOptions extends VariantOptions {
  /**
   * Type of the instances, as `ml.m5.large`; one that is newer than this library as `unlisted:ml.m9.large`.
   *
   * @default ml.m5.large
   */
  readonly instanceType?: string;

  /**
   * Other types that SageMaker takes, in this order, when the first has no capacity: up to 4.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
   */
  readonly fallbackPools?: InstancePool[];

  /**
   * How long SageMaker tries to find capacity in all pools: 5 minutes to 2 hours. Only with `fallbackPools`.
   *
   * @default - SageMaker's own
   */
  readonly provisionTimeout?: Duration;

  /**
   * How requests are spread over the instances.
   *
   * @default RoutingStrategy.LEAST_OUTSTANDING_REQUESTS
   */
  readonly routing?: RoutingStrategy;

  /**
   * Size of each instance's volume: 1 to 512 GiB. Types with local disks have none.
   *
   * @default - SageMaker chooses
   */
  readonly volumeSize?: Size;

  /**
   * How long an instance may take to load the model from S3: 1 minute to 1 hour.
   *
   * @default - SageMaker's own, which is short for large models
   */
  readonly downloadTimeout?: Duration;

  /**
   * How long the container may take to pass its health check: 1 minute to 1 hour.
   *
   * @default - SageMaker's own
   */
  readonly startupTimeout?: Duration;

  /**
   * Version of the machine image that accelerated instances boot, as `al2-ami-sagemaker-inference-gpu-3-1`.
   *
   * @default - SageMaker chooses
   */
  readonly inferenceAmiVersion?: string;
}

/** A variant that keeps instances for one model. */
export interface InstanceVariantOptions extends InstanceOptions {
  /** The model that it serves. */
  readonly model: ServedModel;

  /**
   * How it scales.
   *
   * @default - 2 to 4 instances, 1,000 requests a minute each
   */
  readonly scaling?: InstanceScaling;
}

/**
 * A variant that keeps no instances: SageMaker starts containers as requests come. They take neither subnets nor isolation, so that
 * the endpoint's stage gives the reasons `withoutVpc` and `withoutIsolation`.
 */
export interface ServerlessVariantOptions extends VariantOptions {
  /** The model that it serves. */
  readonly model: ServedModel;

  /** Memory of each container: 1 to 6 whole GiB. */
  readonly memory: Size;

  /** Most requests that are answered side by side: 1 to 200. Those beyond are refused. */
  readonly maxConcurrency: number;

  /**
   * How many containers are kept warm, and how that scales.
   *
   * @default - none; the first request after a quiet time waits for a container
   */
  readonly provisioned?: ConcurrencyScaling;
}

/** A variant whose instances are shared by inference components, which are added to the endpoint one by one. */
export interface ComponentsVariantOptions extends InstanceOptions {
  /**
   * Fewest instances: 0 or more. With 0 the endpoint costs nothing while no component has a copy.
   *
   * @default 2
   */
  readonly minInstances?: number;

  /**
   * Most instances; at least the fewest, and 1 or more.
   *
   * @default - twice the fewest, or 2
   */
  readonly maxInstances?: number;
}
