import { Duration, Fn, Resource } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, checkName, claimName, Problems } from '../core';
import { CapacitySize } from './capacity-size';
import { ComponentCompute } from './component-compute';
import { DeploymentStrategy } from './deployment-strategy';
import { EndpointHealth } from './endpoint-health';
import { InferenceComponentGrants } from './inference-component-grants';
import { ModelEndpoint } from './model-endpoint';
import { ALARM_PERIOD, ALARM_PERIODS, evaluationOf } from './private/alarm-evaluation';
import { checkComponentModel, checkCompute, checkHost, COMPONENT_START } from './private/component-checks';
import { endpointAlarms, EndpointAlarms, permissionsToWatch, plannedAlarms } from './private/endpoint-alarms';
import { checkSomebodyIsTold } from './private/endpoint-function';
import { endpointMetric } from './private/endpoint-metrics';
import { modelNameOf } from './private/endpoint-model';
import { checkHealth } from './private/health-checks';
import { checkDurationRange } from './private/range-checks';
import { ScalableVariant } from './private/scalable-variant';
import { checkBounds, copyBounds, ScalingBounds } from './private/scaling-bounds';
import { ScalingContext } from './private/scaling-context';
import { WatchedPlace } from './private/watched-place';
import { ServedModel } from './served-model';
import { CopyScaling } from './variant-scaling';

const CONTEXT: ScalingContext = { kind: 'component', asynchronous: false, leastAllowed: 0 };

/** What a component serves, with how much of its endpoint's instances, and how it changes. */
export interface InferenceComponentProps {
  /** Name of the component: 1 to 63 letters, digits and hyphens. Callers know it, so it is permanent. */
  readonly componentName: string;

  /** The endpoint whose instances it shares; its variant is `ProductionVariant.components()`. */
  readonly endpoint: ModelEndpoint;

  /** The model, in one container. */
  readonly model: ServedModel;

  /** What each copy takes of its instance. */
  readonly compute: ComponentCompute;

  /**
   * How many copies there are.
   *
   * @default - 2 to 4 copies, 1,000 requests a minute each
   */
  readonly scaling?: CopyScaling;

  /**
   * How long the model may take from S3 to the instance: 1 minute to 1 hour.
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
   * Whether each instance keeps image and model, so that further copies start faster.
   *
   * @default - SageMaker decides
   */
  readonly dataCache?: boolean;

  /** Who is told when the component is unhealthy; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * What a healthy component keeps.
   *
   * @default - model latency p99 up to 500 ms, up to 1 % of the requests in 5xx errors
   */
  readonly health?: EndpointHealth;

  /**
   * How a new version takes over: `DeploymentStrategy.rolling()` alone.
   *
   * @default - one copy at a time, each watched for 15 minutes; SageMaker's own for fewer than 2 copies
   */
  readonly strategy?: DeploymentStrategy;
}

/**
 * A model that shares the instances of an endpoint with others, by as many copies as its requests need.
 *
 * A request names the component. A new model version makes a new model, and the component moves to it in batches; it begins
 * with its fewest copies again. With `minCopies: 0` a quiet component takes nothing of the instances: the first request fails, and a
 * copy starts.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
 */
export class InferenceComponent extends Resource implements sagemaker.IInferenceComponentRef {
  /** Name of the component, by which callers ask for it. */
  public readonly componentName: string;

  /** ARN of the component. */
  public readonly componentArn: string;

  /** Grants on the component. */
  public readonly grants: InferenceComponentGrants;

  /** The alarms that roll a deployment back, those of `health.alarms` not among them. */
  public readonly alarms: cloudwatch.IAlarm[];

  /** The endpoint whose instances it shares. */
  public readonly endpoint: ModelEndpoint;

  /**
   * What must wait for the component.
   *
   * @internal
   */
  public readonly _resource: sagemaker.CfnInferenceComponent;

  constructor(scope: Construct, id: string, props: InferenceComponentProps) {
    super(scope, id, { physicalName: props.componentName });

    const bounds = copyBounds(props.scaling ?? {});
    const strategy = props.strategy ?? usualStrategy(bounds);
    check(this, (problems) => checkComponent(problems, props, bounds, strategy));

    this.componentName = props.componentName;
    this.endpoint = props.endpoint;
    this.grants = InferenceComponentGrants._of(props.endpoint.grants, props.componentName);
    const alarms = endpointAlarms(this, {
      places: [watchedComponent(props)],
      health: props.health ?? {},
      alarmActions: props.alarmActions,
    });
    this.alarms = alarms.own;

    this._resource = this.resourceOf(props, bounds, strategy, alarms);
    props.endpoint._allow(this._resource, [...props.model._permissions(this.stack), ...permissionsToWatch(alarms.all)]);
    this.componentArn = this._resource.attrInferenceComponentArn;
    this.scale(bounds);
  }

  public get inferenceComponentRef(): sagemaker.InferenceComponentReference {
    return this._resource.inferenceComponentRef;
  }

  /** Requests to the component; sum over a minute by default. */
  public metricInvocations(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Invocations', options);
  }

  /** Requests that ended in a 4xx error; sum over a minute by default. */
  public metricInvocation4XXErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Invocation4XXErrors', options);
  }

  /** Requests that ended in a 5xx error; sum over a minute by default. */
  public metricInvocation5XXErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Invocation5XXErrors', options);
  }

  /** Time that the model takes to answer, in microseconds; 99th percentile over a minute by default. */
  public metricModelLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ModelLatency', options);
  }

  /** Requests that failed because no copy was there; sum over a minute by default. */
  public metricNoCapacityInvocationFailures(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('NoCapacityInvocationFailures', options);
  }

  private metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return endpointMetric({ emitter: 'component', componentName: this.componentName }, metricName, options);
  }

  private resourceOf(
    { endpoint, model, compute, dataCache, downloadTimeout, startupTimeout }: InferenceComponentProps,
    { least }: ScalingBounds,
    strategy: DeploymentStrategy | undefined,
    alarms: EndpointAlarms,
  ): sagemaker.CfnInferenceComponent {
    const { account, region } = this.env;
    const rollsBack = endpoint._stage._reasonFor('withoutRollback') === undefined;
    const startup = {
      modelDataDownloadTimeoutInSeconds: downloadTimeout?.toSeconds(),
      containerStartupHealthCheckTimeoutInSeconds: startupTimeout?.toSeconds(),
    };

    return new sagemaker.CfnInferenceComponent(this, 'Resource', {
      inferenceComponentName: claimName(this, 'inference component', `${account}/${region}`, this.physicalName),
      // The reference lets the component come after its endpoint and go before it, as SageMaker demands.
      endpointName: endpoint._resource.attrEndpointName,
      variantName: endpoint.variants[0]._name,
      specification: {
        modelName: modelNameOf(this, 'Model', model, endpoint._surroundings),
        computeResourceRequirements: renderCompute(compute),
        startupParameters: downloadTimeout || startupTimeout ? startup : undefined,
        dataCacheConfig: dataCache === undefined ? undefined : { enableCaching: dataCache },
      },
      runtimeConfig: { copyCount: least },
      deploymentConfig: strategy?._renderForComponent(
        rollsBack ? alarms.all.map(({ alarmRef }) => alarmRef.alarmName) : [],
      ),
    });
  }

  private scale(bounds: ScalingBounds): void {
    // The name out of the ARN, so that scaling begins after the component is there and ends before it goes.
    const componentName = Fn.select(1, Fn.split('/', this.componentArn));

    new ScalableVariant(this, 'Scaling', { context: CONTEXT, bounds, place: { emitter: 'component', componentName } });
  }
}

/** One copy at a time; fewer than two cannot be divided. */
function usualStrategy({ least }: ScalingBounds): DeploymentStrategy | undefined {
  return least < 2 ? undefined : DeploymentStrategy.rolling({ batch: CapacitySize.copies(1) });
}

function watchedComponent({ componentName, endpoint }: InferenceComponentProps): WatchedPlace {
  return {
    place: { emitter: 'component', componentName },
    instanceTypes: endpoint.variants.flatMap((variant) => variant._instanceTypes),
  };
}

function renderCompute(
  compute: ComponentCompute,
): sagemaker.CfnInferenceComponent.InferenceComponentComputeResourceRequirementsProperty {
  return {
    minMemoryRequiredInMb: compute.minMemory.toMebibytes(),
    maxMemoryRequiredInMb: compute.maxMemory?.toMebibytes(),
    numberOfCpuCoresRequired: compute.cpuCores,
    numberOfAcceleratorDevicesRequired: compute.accelerators,
  };
}

function checkComponent(
  problems: Problems,
  props: InferenceComponentProps,
  bounds: ScalingBounds,
  strategy: DeploymentStrategy | undefined,
): void {
  const { endpoint, health = {} } = props;
  const place = watchedComponent(props);

  checkName(problems, 'componentName', props.componentName, 'inferenceComponent');
  checkHost(problems, 'endpoint', endpoint);
  checkComponentModel(problems, 'model', props.model, endpoint);
  checkCompute(problems, 'compute', props.compute, place.instanceTypes);
  checkBounds(problems, 'scaling', bounds, CONTEXT);
  checkDurationRange(problems, 'downloadTimeout', props.downloadTimeout, COMPONENT_START);
  checkDurationRange(problems, 'startupTimeout', props.startupTimeout, COMPONENT_START);
  checkSomebodyIsTold(problems, 'alarmActions', props.alarmActions);
  checkHealth(problems, 'health', health, [place]);
  const own = plannedAlarms([place], health).length > 0 ? ALARM_PERIOD.toSeconds() * ALARM_PERIODS : 0;
  strategy?._checkForComponent(problems, 'strategy', {
    copies: bounds.least,
    evaluation: Duration.seconds(Math.max(own, evaluationOf(health.alarms ?? []).toSeconds())),
  });
}
