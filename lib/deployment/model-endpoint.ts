import { CfnResource, Lazy, Resource, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, claimName, Permission } from '../core';
import { AsyncInference } from './async-inference';
import { DataCapture } from './data-capture';
import { DeploymentStrategy } from './deployment-strategy';
import { DeploymentVerifier } from './deployment-verifier';
import { EndpointHealth } from './endpoint-health';
import { EndpointMetricOptions } from './endpoint-metric-options';
import { EndpointStage } from './endpoint-stage';
import { ModelEndpointGrants } from './model-endpoint-grants';
import { OnlineExplainability } from './online-explainability';
import { endpointAlarms, EndpointAlarms } from './private/endpoint-alarms';
import { CheckedEndpoint, checkEndpoint } from './private/endpoint-checks';
import { endpointMetric } from './private/endpoint-metrics';
import { keepPrevious, modelNameOf, ModelSurroundings, modelSurroundings } from './private/endpoint-model';
import { EndpointRole } from './private/endpoint-role';
import { acknowledgeLocalDisks, hasLocalDisks } from './private/local-disks';
import { OptionName } from './private/option-capabilities';
import { optionsOf } from './private/option-checks';
import { ScalableVariant } from './private/scalable-variant';
import { canScale, ScalingBounds } from './private/scaling-bounds';
import { ScalingContext } from './private/scaling-context';
import { watchedVariants } from './private/watched-place';
import { ProductionVariant } from './production-variant';

/** What an endpoint serves, on what, and how it changes. */
export interface ModelEndpointProps {
  /** Name of the endpoint: 1 to 63 letters, digits and hyphens. Callers know it, so it is permanent. */
  readonly endpointName: string;

  /** What answers the requests: 1 to 10, all of one kind. Their weights share the requests out. */
  readonly variants: ProductionVariant[];

  /**
   * A variant that gets copies of the requests and whose answers nobody sees. Its weight, relative to the one of the only other
   * variant, is the share of the requests that is copied.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html
   */
  readonly shadowVariant?: ProductionVariant;

  /**
   * The role that the models run as.
   *
   * @default - a role that may load the models, keep what is captured and reach its network, and nothing else
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * The private subnets of the endpoint, best in two availability zones: 1 to 16.
   *
   * @default - none, which the endpoint's stage gives a reason for: `withoutVpc`
   */
  readonly subnets?: ec2.ISubnetRef[];

  /**
   * The security groups of the endpoint: 1 to 5, with subnets only.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroupRef[];

  /** The key that encrypts the instances' volumes. */
  readonly volumeKey: kms.IKeyRef;

  /** Who is told when the endpoint is unhealthy; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * What the endpoint is for, and which rules of production do not hold for it.
   *
   * @default EndpointStage.production()
   */
  readonly stage?: EndpointStage;

  /**
   * Where requests and responses are kept for monitoring.
   *
   * @default - none, which a production endpoint must give a reason for
   */
  readonly dataCapture?: DataCapture;

  /**
   * That requests are queued, and answered in a bucket.
   *
   * @default - they are answered at once
   */
  readonly asynchronous?: AsyncInference;

  /**
   * That answers come with the attributions of their features.
   *
   * @default - they come without
   */
  readonly explainability?: OnlineExplainability;

  /**
   * What a healthy endpoint keeps.
   *
   * @default - model latency p99 up to 500 ms, up to 1 % of the requests in 5xx errors
   */
  readonly health?: EndpointHealth;

  /**
   * How a new version takes over.
   *
   * @default - canary: one instance first, 15 minutes of bake; all at once where a variant has no second one; none for instances that
   * host inference components
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * Who looks after each deployment whether the endpoint runs what was deployed.
   *
   * @default - nobody; a silent rollback is seen by the alarm that caused it alone
   */
  readonly verifier?: DeploymentVerifier;
}

/**
 * An endpoint that serves models in a private network, scales with its traffic and rolls itself back.
 *
 * A new model version or instance type makes a new model and a new configuration; the endpoint moves to it by the
 * strategy, keeps its scaled capacity, and goes back when an alarm fires. Models and configurations have no fixed names and
 * the previous ones stay, because a rollback needs them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class ModelEndpoint extends Resource implements sagemaker.IEndpoint {
  public readonly endpointName: string;
  public readonly endpointArn: string;

  /** Grants on the endpoint. */
  public readonly grants: ModelEndpointGrants;

  /** The alarms that roll a deployment back, those of `health.alarms` not among them. */
  public readonly alarms: cloudwatch.IAlarm[];

  /** The variants that answer. */
  public readonly variants: ProductionVariant[];

  /** @internal */
  public readonly _stage: EndpointStage;

  /**
   * The ways to serve models that it is made of.
   *
   * @internal
   */
  public readonly _options: OptionName[];

  /** @internal */
  public readonly _shadowVariant?: ProductionVariant;

  /**
   * The names of the models, by the names of the variants that serve them.
   *
   * @internal
   */
  public readonly _modelNames: Record<string, string[]> = {};

  /**
   * What the endpoint runs.
   *
   * @internal
   */
  public readonly _configuration: sagemaker.CfnEndpointConfig;

  /**
   * The components and adapters, each after what it needs.
   *
   * @internal
   */
  public readonly _hosted: sagemaker.CfnInferenceComponent[] = [];

  /**
   * As whom models run, and where.
   *
   * @internal
   */
  public readonly _surroundings: ModelSurroundings;

  private readonly asynchronous: boolean;
  private readonly resource: sagemaker.CfnEndpoint;
  private ownRole?: EndpointRole;
  private isFixed = false;
  private lifeManager?: Construct;
  private weightsManager?: Construct;

  constructor(scope: Construct, id: string, props: ModelEndpointProps) {
    super(scope, id, { physicalName: props.endpointName });

    const plan = planOf(props);
    check(this, (problems) => checkEndpoint(problems, plan));

    this.endpointName = props.endpointName;
    this.endpointArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: props.endpointName,
    });
    this.grants = ModelEndpointGrants.of(this);
    this.variants = props.variants;
    this.asynchronous = props.asynchronous !== undefined;
    this._stage = plan.stage;
    this._options = optionsOf(plan);
    this._shadowVariant = props.shadowVariant;

    const alarms = endpointAlarms(this, {
      places: watchedVariants(this.endpointName, this.variants, this.asynchronous),
      health: props.health ?? {},
      alarmActions: props.alarmActions,
    });
    this.alarms = alarms.own;
    this._surroundings = modelSurroundings({ ...plan, role: this.roleOf(plan, alarms) });
    this._configuration = this.configurationOf(plan);
    this.resource = this.endpointOf(this._configuration, plan, alarms);
    this.scale();

    plan.stage._record(this.resource);
    props.dataCapture?._expire();
    props.asynchronous?._expire();
    props.verifier?._watch(this, {
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      configurationName: this._configuration.attrEndpointConfigName,
      resource: this.resource,
    });
  }

  public get endpointRef(): sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** Lets the grantee ask the endpoint for predictions; the same as `grants.invoke`, for code that asks for CDK's interface. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grants.invoke(grantee);
  }

  /** Requests to a variant; sum over a minute by default. */
  public metricInvocations(options?: EndpointMetricOptions): cloudwatch.Metric {
    return this.metric('Invocations', options);
  }

  /** Requests that ended in a 4xx error; sum over a minute by default. */
  public metricInvocation4XXErrors(options?: EndpointMetricOptions): cloudwatch.Metric {
    return this.metric('Invocation4XXErrors', options);
  }

  /** Requests that ended in a 5xx error; sum over a minute by default. */
  public metricInvocation5XXErrors(options?: EndpointMetricOptions): cloudwatch.Metric {
    return this.metric('Invocation5XXErrors', options);
  }

  /** Time that the model takes to answer, in microseconds; 99th percentile over a minute by default. */
  public metricModelLatency(options?: EndpointMetricOptions): cloudwatch.Metric {
    return this.metric('ModelLatency', options);
  }

  /** Time that SageMaker adds to an answer, in microseconds; 99th percentile over a minute by default. */
  public metricOverheadLatency(options?: EndpointMetricOptions): cloudwatch.Metric {
    return this.metric('OverheadLatency', options);
  }

  /**
   * Leaves the weights of the variants to somebody: an update of the endpoint keeps what runs.
   *
   * @internal
   */
  public _leaveWeightsTo(manager: Construct): void {
    check(this, (problems) => {
      if (this.weightsManager === undefined) return;
      problems.add({
        code: 'EndpointWeightsTaken',
        path: 'endpoint',
        got: `has its weights from ${this.weightsManager.node.path}`,
        wanted: 'one alone may move the traffic between variants',
        remedy: `leave the endpoint to it, or to ${manager.node.path}`,
      });
    });
    this.weightsManager = manager;
  }

  /**
   * Takes a component or an adapter in, and lets the models do what it needs; a role that was made elsewhere stays as it is.
   *
   * @internal
   */
  public _allow(component: sagemaker.CfnInferenceComponent, permissions: readonly Permission[]): void {
    this._hosted.push(component);
    this._allowBefore(component, permissions);
  }

  /**
   * Lets the models do what something else brings along, before it comes; a role that was made elsewhere stays as it is.
   *
   * @internal
   */
  public _allowBefore(resource: CfnResource, permissions: readonly Permission[]): void {
    if (this.ownRole && permissions.length > 0) resource.node.addDependency(this.ownRole.allow(permissions));
  }

  /**
   * Leaves it to somebody whether the endpoint is there.
   *
   * @internal
   */
  public _leaveLifeTo(manager: Construct): void {
    check(this, (problems) => {
      if (this.lifeManager === undefined) return;
      problems.add({
        code: 'EndpointLifeTaken',
        path: 'endpoint',
        got: `is made or deleted by ${this.lifeManager.node.path}`,
        wanted: 'one would make what the other deleted',
        remedy: `leave the endpoint to it, or to ${manager.node.path}`,
      });
    });
    this.lifeManager = manager;
  }

  /** @internal */
  public get _isAsynchronous(): boolean {
    return this.asynchronous;
  }

  /**
   * Leaves numbers that are fixed without a scalable target, which would end with the endpoint whenever somebody deletes it.
   *
   * @internal
   */
  public _stayFixed(): void {
    for (const { variant } of this.scaled()) this.node.tryRemoveChild(`Scaling${idOf(variant)}`);
    this.isFixed = true;
  }

  /**
   * What must wait for the endpoint.
   *
   * @internal
   */
  public get _resource(): sagemaker.CfnEndpoint {
    return this.resource;
  }

  private metric(metricName: string, { variantName, ...options }: EndpointMetricOptions = {}): cloudwatch.Metric {
    const name = variantName ?? this.variants[0]._name;
    const [watched] = watchedVariants(
      this.endpointName,
      this.variants.filter((variant) => variant._name === name),
      this.asynchronous,
    );

    return endpointMetric(watched.place, metricName, options);
  }

  private roleOf(plan: EndpointPlan, alarms: EndpointAlarms): iam.IRoleRef {
    if (plan.executionRole) return plan.executionRole;

    this.ownRole = new EndpointRole(this, 'Role', { ...plan, alarms: alarms.all });
    return this.ownRole.role;
  }

  private configurationOf(plan: EndpointPlan): sagemaker.CfnEndpointConfig {
    const { variants, shadowVariant } = plan;
    const rendered = (variant: ProductionVariant): sagemaker.CfnEndpointConfig.ProductionVariantProperty =>
      variant._render(this.modelNamesOf(variant), this.asynchronous);
    const localDisks = hasLocalDisks([...variants, shadowVariant]);
    const hostsComponents = variants.some((variant) => variant._kind === 'components');

    const configuration = new sagemaker.CfnEndpointConfig(this, 'Configuration', {
      productionVariants: variants.map(rendered),
      shadowProductionVariants: shadowVariant && [rendered(shadowVariant)],
      kmsKeyId: localDisks ? undefined : plan.volumeKey.keyRef.keyArn,
      dataCaptureConfig: plan.dataCapture?._render(),
      asyncInferenceConfig: plan.asynchronous?._render(),
      explainerConfig: plan.explainability?._render(),
      // Inference components bring models without a role and a network: they are the endpoint's.
      ...(hostsComponents ? this._surroundings : {}),
    });
    keepPrevious(configuration);
    if (localDisks) acknowledgeLocalDisks(configuration);

    return configuration;
  }

  private modelNamesOf(variant: ProductionVariant): string[] {
    const names = variant._models.map((model, i) =>
      modelNameOf(this, `Model${idOf(variant)}${i === 0 ? '' : `.Pool${i + 1}`}`, model, this._surroundings),
    );
    this._modelNames[variant._name] = names;

    return names;
  }

  private endpointOf(
    configuration: sagemaker.CfnEndpointConfig,
    { strategy, stage }: EndpointPlan,
    alarms: EndpointAlarms,
  ): sagemaker.CfnEndpoint {
    const rollsBack = stage._reasonFor('withoutRollback') === undefined;

    return new sagemaker.CfnEndpoint(this, 'Resource', {
      endpointName: claimName(this, 'endpoint', `${this.env.account}/${this.env.region}`, this.physicalName),
      endpointConfigName: configuration.attrEndpointConfigName,
      deploymentConfig: strategy?._render(rollsBack ? alarms.all.map(({ alarmRef }) => alarmRef.alarmName) : []),
      retainAllVariantProperties: Lazy.any({ produce: () => (this.isScaledOrWeighed() ? true : undefined) }),
      excludeRetainedVariantProperties: Lazy.any({ produce: () => this.deployedProperties() }),
    });
  }

  private isScaledOrWeighed(): boolean {
    return this.weightsManager !== undefined || this.scaled().length > 0;
  }

  /** What an update takes from the new configuration although something else changed the rest meanwhile. */
  private deployedProperties(): object[] | undefined {
    if (!this.isScaledOrWeighed()) return undefined;

    const properties = ['DataCaptureConfig', ...(this.weightsManager ? [] : ['DesiredWeight'])];
    return properties.map((variantPropertyType) => ({ variantPropertyType }));
  }

  private scale(): void {
    for (const { variant, bounds, context } of this.scaled()) {
      const [{ place }] = watchedVariants(this.resource.attrEndpointName, [variant], this.asynchronous);
      new ScalableVariant(this, `Scaling${idOf(variant)}`, { context, bounds, place });
    }
  }

  /** The variants of which something scales, and between which bounds. */
  private scaled(): ScaledVariant[] {
    if (this.isFixed) return [];

    return this.variants.flatMap((variant) => {
      const [bounds, context] = [variant._bounds(this.asynchronous), variant._context(this.asynchronous)];
      return bounds && canScale(context) ? [{ variant, bounds, context }] : [];
    });
  }
}

/** Everything that is known about an endpoint before it is defined. */
type EndpointPlan = ModelEndpointProps & CheckedEndpoint;

interface ScaledVariant {
  readonly variant: ProductionVariant;
  readonly bounds: ScalingBounds;
  readonly context: ScalingContext;
}

function planOf(props: ModelEndpointProps): EndpointPlan {
  return {
    ...props,
    stage: props.stage ?? EndpointStage.production(),
    strategy: props.strategy ?? usualStrategy(props.variants),
  };
}

/** Instances that only host inference components change one component at a time, each by a strategy of its own. */
function usualStrategy(variants: readonly ProductionVariant[]): DeploymentStrategy | undefined {
  if (variants.some((variant) => variant._kind === 'components')) return undefined;

  return DeploymentStrategy._default(variants.map((variant) => variant._instances));
}

/** Variants by their names, but for the one that most endpoints have alone. */
function idOf(variant: ProductionVariant): string {
  return variant._name === 'AllTraffic' ? '' : `-${variant._name}`;
}
