import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { instanceTypeOf, Problems } from '../core';
import {
  checkComponents,
  checkHardware,
  checkServerless,
  checkVariantName,
  checkWeight,
} from './private/variant-checks';
import { InstancePlace } from './private/instance-fit';
import { ModelPlacement } from './private/model-placement';
import { checkBounds, concurrencyBounds, instanceBounds, ScalingBounds } from './private/scaling-bounds';
import { ScalingContext } from './private/scaling-context';
import { ServedModel } from './served-model';
import {
  ComponentsVariantOptions,
  InstanceOptions,
  InstanceVariantOptions,
  RoutingStrategy,
  ServerlessVariantOptions,
  VariantOptions,
} from './variant-options';
import { InstanceScaling } from './variant-scaling';

const DEFAULT_INSTANCES = 2;
const DEFAULT_INSTANCE_TYPE = 'ml.m5.large';

/** What differs between the kinds of variants. */
interface VariantContent {
  readonly kind: 'instances' | 'serverless' | 'components';
  readonly options: VariantOptions;
  readonly defaultName: string;
  readonly model?: ServedModel;
  readonly hardware?: InstanceOptions;
  readonly scaling?: InstanceScaling;
  readonly serverless?: ServerlessVariantOptions;
  readonly components?: ComponentsVariantOptions;
}

/**
 * A share of an endpoint's requests, and what answers them.
 *
 * The default name follows the kind, so that a variant whose kind changes is another variant to SageMaker, as it must be.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
export class ProductionVariant {
  /** Instances that serve a model and are always there; an asynchronous endpoint may scale them to zero. */
  public static instances(options: InstanceVariantOptions): ProductionVariant {
    const { model, scaling } = options;

    return new ProductionVariant({
      kind: 'instances',
      options,
      defaultName: 'AllTraffic',
      model,
      hardware: options,
      scaling,
    });
  }

  /**
   * Containers that SageMaker starts as requests come.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
   */
  public static serverless(options: ServerlessVariantOptions): ProductionVariant {
    const { model } = options;

    return new ProductionVariant({
      kind: 'serverless',
      options,
      defaultName: 'Serverless',
      model,
      serverless: options,
    });
  }

  /**
   * Instances for inference components, which SageMaker adds and removes as the components' copies need room.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
   */
  public static components(options: ComponentsVariantOptions = {}): ProductionVariant {
    return new ProductionVariant({
      kind: 'components',
      options,
      defaultName: 'Components',
      hardware: options,
      components: options,
    });
  }

  private constructor(private readonly content: VariantContent) {}

  /** @internal */
  public get _kind(): 'instances' | 'serverless' | 'components' {
    return this.content.kind;
  }

  /** @internal */
  public get _name(): string {
    return this.content.options.variantName ?? this.content.defaultName;
  }

  /** @internal */
  public get _weight(): number {
    return this.content.options.weight ?? 1;
  }

  /**
   * The model, and those of the pools, in the order in which they are rendered.
   *
   * @internal
   */
  public get _models(): ServedModel[] {
    const { model, hardware } = this.content;
    const ofPools = (hardware?.fallbackPools ?? []).flatMap((pool) => pool.model ?? []);

    return [...(model ? [model] : []), ...ofPools];
  }

  /**
   * The types of the instances, in the order in which SageMaker takes them, each with the model that runs there.
   *
   * @internal
   */
  public get _places(): InstancePlace[] {
    const { hardware, model } = this.content;
    if (!hardware) return [];

    const { instanceType = DEFAULT_INSTANCE_TYPE, fallbackPools = [] } = hardware;
    return [
      { option: 'instanceType', instanceType: instanceTypeOf(instanceType), model },
      ...fallbackPools.map((pool, i) => ({
        option: `fallbackPools[${i}].instanceType`,
        instanceType: instanceTypeOf(pool.instanceType),
        model: pool.model ?? model,
      })),
    ];
  }

  /** @internal */
  public get _instanceTypes(): string[] {
    return this._places.map(({ instanceType }) => instanceType);
  }

  /**
   * How many instances it starts with; none without instances.
   *
   * @internal
   */
  public get _instances(): number {
    const { kind, scaling, components } = this.content;
    if (kind === 'serverless') return 0;

    return (kind === 'components' ? components?.minInstances : scaling?.minInstances) ?? DEFAULT_INSTANCES;
  }

  /**
   * Between which bounds it scales, if anything of it does.
   *
   * @internal
   */
  public _bounds(asynchronous: boolean): ScalingBounds | undefined {
    const { kind, scaling = {}, serverless } = this.content;
    if (serverless) return serverless.provisioned && concurrencyBounds(serverless.provisioned);

    return kind === 'instances' ? instanceBounds(scaling, this._context(asynchronous)) : undefined;
  }

  /**
   * What is known about its scaling.
   *
   * @internal
   */
  public _context(asynchronous: boolean): ScalingContext {
    const { kind, serverless } = this.content;
    const [instanceType, ...others] = this._instanceTypes;

    return {
      kind: kind === 'serverless' ? 'serverless' : 'instances',
      asynchronous,
      leastAllowed: asynchronous ? 0 : 1,
      mostAllowed: serverless?.maxConcurrency,
      instanceType: others.length === 0 ? instanceType : undefined,
    };
  }

  /**
   * How requests are routed, where somebody chose it.
   *
   * @internal
   */
  public get _routing(): RoutingStrategy | undefined {
    return this.content.hardware?.routing;
  }

  /** @internal */
  public _check(problems: Problems, path: string, asynchronous: boolean, placement: ModelPlacement): void {
    const { hardware, serverless, components, model } = this.content;
    const bounds = this._bounds(asynchronous);

    checkVariantName(problems, `${path}.variantName`, this._name);
    checkWeight(problems, `${path}.weight`, this._weight);
    if (hardware) checkHardware(problems, path, hardware, this._instanceTypes);
    if (serverless) checkServerless(problems, path, serverless);
    if (components) checkComponents(problems, path, components);
    if (bounds) {
      checkBounds(problems, `${path}.${serverless ? 'provisioned' : 'scaling'}`, bounds, this._context(asynchronous));
    }
    if (model) checkModel(problems, `${path}.model`, model, placement);
    hardware?.fallbackPools?.forEach((pool, i) => {
      if (pool.model) checkModel(problems, `${path}.fallbackPools[${i}].model`, pool.model, placement);
    });
  }

  /**
   * The variant, served by the models of these names, in the order of `_models`.
   *
   * @internal
   */
  public _render(modelNames: readonly string[], asynchronous: boolean): CfnEndpointConfig.ProductionVariantProperty {
    const common = { variantName: this._name, initialVariantWeight: this._weight };
    const { serverless, model } = this.content;

    if (serverless) return { ...common, modelName: modelNames[0], serverlessConfig: renderServerless(serverless) };
    const names = [...modelNames];
    const modelName = model ? names.shift() : undefined;
    return {
      ...common,
      modelName,
      // Without requests an endpoint may scale to zero, but it begins with an instance.
      initialInstanceCount: this._instances === 0 ? 1 : this._instances,
      ...this.renderHardware(names, asynchronous),
      managedInstanceScaling: this.renderManagedScaling(),
    };
  }

  private renderHardware(
    poolModels: string[],
    asynchronous: boolean,
  ): Partial<CfnEndpointConfig.ProductionVariantProperty> {
    const { hardware = {} } = this.content;
    const pools = hardware.fallbackPools ?? [];
    const [instanceType, ...others] = this._instanceTypes;

    return {
      instanceType: pools.length === 0 ? instanceType : undefined,
      instancePools:
        pools.length === 0
          ? undefined
          : [
              { instanceType, priority: 1 },
              ...others.map((type, i) => ({
                instanceType: type,
                priority: i + 2,
                modelNameOverride: pools[i].model ? poolModels.shift() : undefined,
              })),
            ],
      variantInstanceProvisionTimeoutInSeconds: hardware.provisionTimeout?.toSeconds(),
      // Asynchronous instances take their requests from a queue.
      routingConfig: asynchronous
        ? undefined
        : { routingStrategy: this._routing ?? RoutingStrategy.LEAST_OUTSTANDING_REQUESTS },
      volumeSizeInGb: hardware.volumeSize?.toGibibytes(),
      modelDataDownloadTimeoutInSeconds: hardware.downloadTimeout?.toSeconds(),
      containerStartupHealthCheckTimeoutInSeconds: hardware.startupTimeout?.toSeconds(),
      inferenceAmiVersion: hardware.inferenceAmiVersion,
    };
  }

  private renderManagedScaling(): CfnEndpointConfig.ManagedInstanceScalingProperty | undefined {
    const { components } = this.content;
    if (!components) return undefined;

    return {
      status: 'ENABLED',
      minInstanceCount: this._instances,
      maxInstanceCount: components.maxInstances ?? Math.max(2 * this._instances, 2),
    };
  }
}

function renderServerless({
  memory,
  maxConcurrency,
  provisioned,
}: ServerlessVariantOptions): CfnEndpointConfig.ServerlessConfigProperty {
  return {
    memorySizeInMb: memory.toMebibytes(),
    maxConcurrency,
    provisionedConcurrency: provisioned && concurrencyBounds(provisioned).least,
  };
}

function checkModel(problems: Problems, path: string, model: ServedModel, placement: ModelPlacement): void {
  model._check(problems, path);
  model._checkPlacement(problems, path, placement);
}
