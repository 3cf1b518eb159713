import { Duration, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import { checkInstanceType, checkName, hasLocalStorage, instanceTypeOf, Problems } from '../core';
import { gibibytesOf } from './private/gibibytes';
import { DefinitionExpression } from './private/reference-token';
import { secondsOf } from './private/seconds';
import { checkSeconds, checkWhole } from './private/value-checks';

const INSTANCES = {
  code: 'InstanceCountOutOfRange',
  least: 1,
  most: Infinity,
  wanted: 'a variant begins with a whole number of instances, 1 or more',
  remedy: 'write 1',
};
const VOLUME = {
  code: 'VolumeSizeOutOfRange',
  least: 1,
  most: 512,
  wanted: 'an instance of an endpoint has 1 to 512 GiB, in whole numbers',
  remedy: 'use Size.gibibytes(30)',
};
const START = {
  least: 60,
  most: 3_600,
  wanted: 'SageMaker waits 1 minute to 1 hour for a variant, in whole seconds',
  remedy: 'use Duration.minutes(10)',
};
const CONCURRENCY = {
  least: 1,
  most: 200,
  wanted: 'a serverless variant serves 1 to 200 requests at the same time',
  remedy: 'write 5',
};
const MEMORY_GIB = {
  code: 'ServerlessMemoryOutOfRange',
  least: 1,
  most: 6,
  wanted: 'a serverless variant has 1 to 6 GiB, in whole numbers',
  remedy: 'use Size.gibibytes(2)',
};

/** What every variant of an endpoint has. */
export interface EndpointVariantOptions {
  /** Name of the model: `properties.modelName.asString` of a model step, or that of a model made elsewhere. */
  readonly modelName: string;

  /**
   * Name of the variant, unique in the endpoint: 1 to 63 letters, digits and hyphens. Keep it from run to run: an update takes
   * a variant of another name for a new one.
   *
   * @default AllTraffic
   */
  readonly variantName?: string;

  /**
   * Share of the traffic, in relation to the weights of the other variants: 0 or more.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** A variant on instances. */
export interface InstanceVariantOptions extends EndpointVariantOptions {
  /** Type of the instances, as `ml.m5.large`; one that is newer than this library as `unlisted:ml.m9.large`. */
  readonly instanceType: string;

  /**
   * Number of instances to begin with: 1 or more.
   *
   * @default 1
   */
  readonly initialInstanceCount?: number;

  /**
   * Volume of each instance: 1 to 512 GiB. Types with local disks take none.
   *
   * @default - SageMaker chooses by the type
   */
  readonly volumeSize?: Size;

  /**
   * How long an instance may take to fetch the model: 1 minute to 1 hour, in whole seconds.
   *
   * @default - SageMaker's own limit
   */
  readonly modelDownloadTimeout?: Duration;

  /**
   * How long the container may take until it answers: 1 minute to 1 hour, in whole seconds.
   *
   * @default - SageMaker's own limit
   */
  readonly containerStartupTimeout?: Duration;

  /**
   * Whether a request goes to the instance with the fewest open requests, instead of any.
   *
   * @default false
   */
  readonly routeToLeastBusy?: boolean;
}

/** A variant without instances. */
export interface ServerlessVariantOptions extends EndpointVariantOptions {
  /** Memory: 1 to 6 GiB, in whole numbers. */
  readonly memory: Size;

  /** How many requests are served at the same time: 1 to 200. */
  readonly maxConcurrency: number;

  /**
   * For how many of these capacity is held ready: 1 to `maxConcurrency`.
   *
   * @default - none, so that requests after a pause wait for a start
   */
  readonly provisionedConcurrency?: number;
}

/** What differs between the kinds of variants. */
interface VariantContent {
  readonly options: EndpointVariantOptions;
  readonly instanceType?: string;
  readonly check: (problems: Problems, path: string) => void;
  readonly render: () => DefinitionExpression;
}

/**
 * A model as an endpoint serves it, and with what capacity.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
export class EndpointVariant {
  /** A model on instances. */
  public static instances(options: InstanceVariantOptions): EndpointVariant {
    return new EndpointVariant({
      options,
      instanceType: options.instanceType,
      check: (problems, path) => checkInstances(problems, path, options),
      render: () => renderInstances(options),
    });
  }

  /**
   * A model without instances, which costs nothing while nobody asks. The model has one container, no network of its own and no
   * isolation: give its model step an `outsideNetworkReason`.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
   */
  public static serverless(options: ServerlessVariantOptions): EndpointVariant {
    return new EndpointVariant({
      options,
      check: (problems, path) => checkServerless(problems, path, options),
      render: () => renderServerless(options),
    });
  }

  private constructor(private readonly content: VariantContent) {}

  /** @internal */
  public get _variantName(): string {
    return this.content.options.variantName ?? 'AllTraffic';
  }

  /** @internal */
  public get _instanceType(): string | undefined {
    return this.content.instanceType;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { weight } = this.content.options;

    checkName(problems, `${path}.variantName`, this._variantName, 'variant');
    this.content.check(problems, path);
    if (weight === undefined || Token.isUnresolved(weight) || weight >= 0) return;
    problems.add({
      code: 'VariantWeightNegative',
      path: `${path}.weight`,
      got: `is ${weight}`,
      wanted: 'a weight is a share of the traffic, 0 or more',
      remedy: 'write 0 for a variant without traffic',
    });
  }

  /** @internal */
  public _render(): DefinitionExpression {
    const { modelName, weight } = this.content.options;

    return {
      VariantName: this._variantName,
      ModelName: modelName,
      InitialVariantWeight: weight,
      ...this.content.render(),
    };
  }
}

function renderInstances(options: InstanceVariantOptions): DefinitionExpression {
  const { volumeSize, modelDownloadTimeout, containerStartupTimeout } = options;

  return {
    InstanceType: instanceTypeOf(options.instanceType),
    InitialInstanceCount: options.initialInstanceCount ?? 1,
    VolumeSizeInGB: volumeSize && gibibytesOf(volumeSize),
    ModelDataDownloadTimeoutInSeconds: modelDownloadTimeout && secondsOf(modelDownloadTimeout),
    ContainerStartupHealthCheckTimeoutInSeconds: containerStartupTimeout && secondsOf(containerStartupTimeout),
    RoutingConfig: options.routeToLeastBusy ? { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } : undefined,
  };
}

function checkInstances(problems: Problems, path: string, options: InstanceVariantOptions): void {
  const { instanceType, volumeSize } = options;

  checkInstanceType(problems, `${path}.instanceType`, instanceType, 'hosting');
  checkWhole(problems, `${path}.initialInstanceCount`, options.initialInstanceCount, INSTANCES);
  checkSeconds(problems, `${path}.modelDownloadTimeout`, options.modelDownloadTimeout, START);
  checkSeconds(problems, `${path}.containerStartupTimeout`, options.containerStartupTimeout, START);
  if (volumeSize === undefined) return;
  if (!volumeSize.isUnresolved()) checkWhole(problems, `${path}.volumeSize`, gibibytesOf(volumeSize), VOLUME);
  if (!hasLocalStorage(instanceType)) return;
  problems.add({
    code: 'VolumeSizeUnsupported',
    path: `${path}.volumeSize`,
    got: `is given for ${instanceType}`,
    wanted: 'instances of that type store data on disks of their own',
    remedy: 'leave it out',
  });
}

function renderServerless({
  memory,
  maxConcurrency,
  provisionedConcurrency,
}: ServerlessVariantOptions): DefinitionExpression {
  return {
    ServerlessConfig: {
      MemorySizeInMB: memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
      MaxConcurrency: maxConcurrency,
      ProvisionedConcurrency: provisionedConcurrency,
    },
  };
}

function checkServerless(problems: Problems, path: string, options: ServerlessVariantOptions): void {
  const { memory, maxConcurrency, provisionedConcurrency } = options;

  if (!memory.isUnresolved()) checkWhole(problems, `${path}.memory`, gibibytesOf(memory), MEMORY_GIB);
  checkWhole(problems, `${path}.maxConcurrency`, maxConcurrency, CONCURRENCY);
  checkWhole(problems, `${path}.provisionedConcurrency`, provisionedConcurrency, {
    least: 1,
    most: Token.isUnresolved(maxConcurrency) ? CONCURRENCY.most : maxConcurrency,
    wanted: 'capacity is held ready for 1 to maxConcurrency requests',
    remedy: 'write less, or leave it out',
  });
}
