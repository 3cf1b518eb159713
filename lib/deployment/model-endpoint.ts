import { CfnDeletionPolicy, CfnResource, Duration, Resource, Stack, Token } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import {
  check,
  checkInstanceType,
  checkName,
  checkNetworkPlaces,
  claimName,
  hasLocalStorage,
  instanceTypeOf,
  Problems,
} from '../core';
import { DataCapture } from './data-capture';
import { DeploymentStrategy } from './deployment-strategy';
import { ModelEndpointGrants } from './model-endpoint-grants';
import { Percent } from './percent';
import { ALARM_PERIOD, ALARM_PERIODS } from './private/alarm-evaluation';
import { ServedModel } from './served-model';

/** The one variant; its name must never change, or an update loses the scaled capacity. */
const VARIANT_NAME = 'AllTraffic';

/** How an endpoint scales with its traffic. */
export interface EndpointScaling {
  /**
   * Fewest instances: 1 or more. Two or more span two availability zones.
   *
   * @default 2
   */
  readonly minInstances?: number;

  /**
   * Most instances; at least the fewest.
   *
   * @default - twice the fewest
   */
  readonly maxInstances?: number;

  /**
   * Requests per minute that one instance should answer; more instances are added above it.
   *
   * @default 1000
   */
  readonly invocationsPerInstance?: number;
}

/** What a healthy endpoint keeps. A deployment that breaks it is rolled back. */
export interface EndpointHealth {
  /**
   * The 99th percentile of the model's latency; more than nothing, and known at synth.
   *
   * @default Duration.millis(500)
   */
  readonly maxModelLatency?: Duration;

  /**
   * The share of requests that end in a 5xx error; less than all.
   *
   * @default Percent.of(1)
   */
  readonly maxErrors?: Percent;
}

/** What an endpoint serves, on what, and how it changes. */
export interface ModelEndpointProps {
  /** Name of the endpoint: 1 to 63 letters, digits and hyphens. Callers know it, so it is permanent. */
  readonly endpointName: string;

  /** The model that it serves. */
  readonly model: ServedModel;

  /** The role that the endpoint runs as. */
  readonly executionRole: iam.IRoleRef;

  /** The private subnets of the endpoint, best in two availability zones: 1 to 16. */
  readonly subnets: ec2.ISubnetRef[];

  /** The security groups of the endpoint: 1 to 5. */
  readonly securityGroups: ec2.ISecurityGroupRef[];

  /** The key that encrypts the instances' volumes. */
  readonly volumeKey: kms.IKeyRef;

  /** Where requests and responses are kept for monitoring. */
  readonly dataCapture: DataCapture;

  /** Who is told when the endpoint is unhealthy; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * Type of the instances, as `ml.m5.large`; one that is newer than this library as `unlisted:ml.m9.large`.
   *
   * @default ml.m5.large
   */
  readonly instanceType?: string;

  /**
   * How the endpoint scales.
   *
   * @default - 2 to 4 instances, 1,000 requests a minute each
   */
  readonly scaling?: EndpointScaling;

  /**
   * What a healthy endpoint keeps.
   *
   * @default - model latency p99 up to 500 ms, up to 1 % of the requests in 5xx errors
   */
  readonly health?: EndpointHealth;

  /**
   * How a new version takes over.
   *
   * @default - canary: 10 % first, 15 minutes of bake
   */
  readonly strategy?: DeploymentStrategy;
}

/**
 * An endpoint that serves one approved model in a private network, scales with its traffic and rolls itself back.
 *
 * A new model version or instance type makes a new model and a new configuration; the endpoint moves to it by the
 * strategy, keeps its scaled capacity, and goes back when an alarm fires. Model and configuration have no fixed names and
 * the previous ones stay, because a rollback needs them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export class ModelEndpoint extends Resource implements sagemaker.IEndpoint {
  public readonly endpointName: string;
  public readonly endpointArn: string;

  /** Grants on the endpoint. */
  public readonly grants: ModelEndpointGrants;

  /** Fires when too many requests end in 5xx errors; a deployment under way is rolled back. */
  public readonly errorAlarm: cloudwatch.Alarm;

  /** Fires when the model is too slow; a deployment under way is rolled back. */
  public readonly latencyAlarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: ModelEndpointProps) {
    super(scope, id, { physicalName: props.endpointName });

    check(this, (problems) => checkEndpoint(problems, props));

    this.endpointName = props.endpointName;
    this.endpointArn = Stack.of(this).formatArn({
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: props.endpointName,
    });
    this.grants = ModelEndpointGrants.of(this);
    this.errorAlarm = this.errorShareAlarm(props);
    this.latencyAlarm = this.modelLatencyAlarm(props);

    const endpoint = this.endpointOf(props, this.configurationOf(props, this.modelOf(props)));
    this.scale(endpoint, props.scaling);
  }

  public get endpointRef(): sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** Lets the grantee ask the endpoint for predictions; the same as `grants.invoke`, for code that asks for CDK's interface. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grants.invoke(grantee);
  }

  /** Requests to the endpoint; sum over a minute by default. */
  public metricInvocations(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Invocations', { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /** Requests that ended in a 5xx error; sum over a minute by default. */
  public metricInvocation5XXErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Invocation5XXErrors', { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /** Time that the model takes to answer, in microseconds; 99th percentile over a minute by default. */
  public metricModelLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ModelLatency', { statistic: cloudwatch.Stats.p(99), ...options });
  }

  private metric(metricName: string, options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/SageMaker',
      metricName,
      dimensionsMap: { EndpointName: this.endpointName, VariantName: VARIANT_NAME },
      period: ALARM_PERIOD,
      ...options,
    });
  }

  /** A minute without requests has no share of errors: it counts as healthy, whatever CloudWatch makes of a division by zero. */
  private errorShareAlarm({ health, alarmActions }: ModelEndpointProps): cloudwatch.Alarm {
    const errorShare = new cloudwatch.MathExpression({
      label: '5xx errors in % of requests',
      expression: 'IF(invocations > 0, 100 * FILL(errors, 0) / invocations, 0)',
      usingMetrics: { errors: this.metricInvocation5XXErrors(), invocations: this.metricInvocations() },
      period: ALARM_PERIOD,
    });

    return this.alarm('ErrorAlarm', errorShare, (health?.maxErrors ?? Percent.of(1)).amount, alarmActions);
  }

  private modelLatencyAlarm({ health, alarmActions }: ModelEndpointProps): cloudwatch.Alarm {
    const maxLatency = health?.maxModelLatency ?? Duration.millis(500);

    return this.alarm('LatencyAlarm', this.metricModelLatency(), maxLatency.toMilliseconds() * 1000, alarmActions);
  }

  /** A quiet endpoint has no data points; it is healthy, not unknown, so that it does not roll back. */
  private alarm(
    id: string,
    metric: cloudwatch.IMetric,
    threshold: number,
    actions: cloudwatch.IAlarmAction[],
  ): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: ALARM_PERIODS,
      datapointsToAlarm: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(...actions);
    alarm.addOkAction(...actions);

    return alarm;
  }

  private modelOf(props: ModelEndpointProps): sagemaker.CfnModel {
    const model = new sagemaker.CfnModel(this, 'Model', {
      containers: props.model._render(),
      executionRoleArn: props.executionRole.roleRef.roleArn,
      enableNetworkIsolation: true,
      vpcConfig: {
        subnets: props.subnets.map((subnet) => subnet.subnetRef.subnetId),
        securityGroupIds: props.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
      },
    });
    keepPrevious(model);

    return model;
  }

  private configurationOf(props: ModelEndpointProps, model: sagemaker.CfnModel): sagemaker.CfnEndpointConfig {
    const instanceType = instanceTypeOf(props.instanceType ?? 'ml.m5.large');
    const configuration = new sagemaker.CfnEndpointConfig(this, 'Configuration', {
      productionVariants: [
        {
          variantName: VARIANT_NAME,
          modelName: model.attrModelName,
          instanceType,
          initialInstanceCount: props.scaling?.minInstances ?? 2,
          initialVariantWeight: 1,
        },
      ],
      kmsKeyId: hasLocalStorage(instanceType) ? undefined : props.volumeKey.keyRef.keyArn,
      dataCaptureConfig: props.dataCapture._render(),
    });
    keepPrevious(configuration);

    return configuration;
  }

  private endpointOf(props: ModelEndpointProps, configuration: sagemaker.CfnEndpointConfig): sagemaker.CfnEndpoint {
    const strategy = props.strategy ?? DeploymentStrategy.canary({ firstStep: Percent.of(10) });

    return new sagemaker.CfnEndpoint(this, 'Resource', {
      endpointName: claimName(this, 'endpoint', `${this.env.account}/${this.env.region}`, props.endpointName),
      endpointConfigName: configuration.attrEndpointConfigName,
      deploymentConfig: strategy._render([this.errorAlarm.alarmName, this.latencyAlarm.alarmName]),
      retainAllVariantProperties: true,
      excludeRetainedVariantProperties: [{ variantPropertyType: 'DataCaptureConfig' }],
    });
  }

  private scale(endpoint: sagemaker.CfnEndpoint, options: EndpointScaling = {}): void {
    const minCapacity = options.minInstances ?? 2;
    const target = new scaling.ScalableTarget(this, 'Scaling', {
      serviceNamespace: scaling.ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${endpoint.attrEndpointName}/variant/${VARIANT_NAME}`,
      minCapacity,
      maxCapacity: options.maxInstances ?? 2 * minCapacity,
      role: iam.Role.fromRoleArn(this, 'ScalingRole', this.scalingRoleArn(), { mutable: false }),
    });

    target.scaleToTrackMetric('Invocations', {
      predefinedMetric: scaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      targetValue: options.invocationsPerInstance ?? 1000,
      scaleInCooldown: Duration.minutes(5),
      scaleOutCooldown: Duration.minutes(1),
    });
  }

  /** The service-linked role, which exists or is created by AWS; a role of our own would only be a second one to guard. */
  private scalingRoleArn(): string {
    return Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName:
        'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    });
  }
}

/** Goes with the endpoint, but outlives its own replacement: a rollback needs the previous one. */
function keepPrevious(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

function checkEndpoint(problems: Problems, props: ModelEndpointProps): void {
  checkName(problems, 'endpointName', props.endpointName, 'endpoint');
  if (props.instanceType !== undefined) checkInstanceType(problems, 'instanceType', props.instanceType, 'hosting');
  checkNetworkPlaces(problems, 'subnets', props.subnets.length, 'subnets');
  checkNetworkPlaces(problems, 'securityGroups', props.securityGroups.length, 'security groups');
  checkScaling(problems, props.scaling ?? {});
  checkHealth(problems, props.health ?? {});

  if (props.alarmActions.length > 0) return;
  problems.add({
    code: 'EndpointWithoutAlarmAction',
    path: 'alarmActions',
    got: 'is empty',
    wanted: 'somebody must know when an endpoint is unhealthy',
    remedy: "give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
  });
}

function checkHealth(problems: Problems, { maxModelLatency, maxErrors }: EndpointHealth): void {
  if (maxModelLatency && (maxModelLatency.isUnresolved() || maxModelLatency.toMilliseconds() === 0)) {
    problems.add({
      code: 'EndpointLatencyUnusable',
      path: 'health.maxModelLatency',
      got: maxModelLatency.isUnresolved() ? 'is a token' : 'is 0',
      wanted: 'the alarm compares microseconds, which are computed at synth, with a latency above 0',
      remedy: 'write a duration such as Duration.millis(500)',
    });
  }
  if (!maxErrors || Token.isUnresolved(maxErrors.amount) || maxErrors.amount < 100) return;
  problems.add({
    code: 'EndpointErrorsUnwatched',
    path: 'health.maxErrors',
    got: `is ${maxErrors}`,
    wanted: 'no share of errors is above that, so that nothing would roll back',
    remedy: 'write the share that users bear, such as Percent.of(1)',
  });
}

function checkScaling(problems: Problems, scaling: EndpointScaling): void {
  const { minInstances = 2, maxInstances, invocationsPerInstance = 1000 } = scaling;

  checkAtLeast(
    problems,
    'scaling.minInstances',
    minInstances,
    1,
    'an endpoint keeps a whole number of instances, 1 or more',
  );
  if (maxInstances !== undefined) {
    checkAtLeast(
      problems,
      'scaling.maxInstances',
      maxInstances,
      minInstances,
      `the fewest instances are ${minInstances}, and instances come whole`,
    );
  }
  checkAtLeast(
    problems,
    'scaling.invocationsPerInstance',
    invocationsPerInstance,
    1,
    'an instance answers 1 request a minute or more',
  );

  if (!Token.isUnresolved(minInstances) || maxInstances !== undefined) return;
  problems.add({
    code: 'EndpointScalingUnknownAtSynth',
    path: 'scaling.maxInstances',
    got: 'is missing',
    wanted: 'it defaults to twice the fewest instances, which are a token',
    remedy: 'give scaling.maxInstances',
  });
}

function checkAtLeast(problems: Problems, path: string, value: number, least: number, wanted: string): void {
  if (Token.isUnresolved(value) || Token.isUnresolved(least)) return;
  if (Number.isInteger(value) && value >= least) return;

  problems.add({
    code: 'EndpointScalingOutOfRange',
    path,
    got: `is ${value}`,
    wanted,
    remedy: `write ${least} or more`,
  });
}
