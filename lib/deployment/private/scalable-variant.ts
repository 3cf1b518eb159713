import { Duration, Stack } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { MetricEmitter } from './emitted-metrics';
import { endpointMetric, MetricPlace } from './endpoint-metrics';
import { reachesZero, ScalingBounds } from './scaling-bounds';
import { ScaledKind, ScalingContext } from './scaling-context';

const DIMENSIONS: Readonly<Record<ScaledKind, string>> = {
  instances: 'sagemaker:variant:DesiredInstanceCount',
  serverless: 'sagemaker:variant:DesiredProvisionedConcurrency',
  component: 'sagemaker:inference-component:DesiredCopyCount',
};

/** What tells that requests come while nothing runs: no other metric is emitted then, or it would be divided by 0. */
interface WakeUpSignal {
  readonly metricName: string;
  /** How many minutes in a row it is seen. */
  readonly periods: number;
  /** About how long the first instance or copy takes until it serves. */
  readonly cooldown: Duration;
}

const WAKE_UP_SIGNALS: Readonly<Partial<Record<MetricEmitter, WakeUpSignal>>> = {
  asynchronous: { metricName: 'HasBacklogWithoutCapacity', periods: 2, cooldown: Duration.minutes(5) },
  component: { metricName: 'NoCapacityInvocationFailures', periods: 1, cooldown: Duration.minutes(1) },
};

/** What scales, between which bounds, and by which names it and its metrics are known. */
export interface ScalableVariantProps {
  readonly context: ScalingContext;
  readonly bounds: ScalingBounds;
  /** The names as attributes of the endpoint or component, so that scaling begins after it is there and ends before it goes. */
  readonly place: MetricPlace;
}

/**
 * Something of an endpoint that scales: instances, provisioned concurrency or copies.
 *
 * The target's logical id depends on nothing that may be edited. A second target of the same name would take over the first one's
 * registration, and the removal of the first would end it.
 */
export class ScalableVariant extends Construct {
  constructor(scope: Construct, id: string, props: ScalableVariantProps) {
    super(scope, id);

    const { context, bounds, place } = props;
    const target = new scaling.ScalableTarget(this, 'Default', {
      serviceNamespace: scaling.ServiceNamespace.SAGEMAKER,
      scalableDimension: DIMENSIONS[context.kind],
      resourceId: resourceIdOf(place),
      minCapacity: bounds.least,
      maxCapacity: bounds.most,
      role: iam.Role.fromRoleArn(this, 'Role', this.roleArn(), { mutable: false }),
    });

    for (const { _rule } of bounds.policies) _rule.apply(target, context, place);
    for (const { scheduleName, schedule, min, max, timeZone } of bounds.schedules) {
      target.scaleOnSchedule(scheduleName, { schedule, minCapacity: min, maxCapacity: max, timeZone });
    }
    const signal = WAKE_UP_SIGNALS[place.emitter];
    if (signal && reachesZero(bounds)) wakeUp(target, signal, place);
  }

  /** The service-linked role, which exists or is created by AWS; a role of our own would only be a second one to guard. */
  private roleArn(): string {
    return Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName:
        'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
    });
  }
}

function resourceIdOf(place: MetricPlace): string {
  return place.emitter === 'component'
    ? `inference-component/${place.componentName}`
    : `endpoint/${place.endpointName}/variant/${place.variantName}`;
}

/** Target tracking cannot leave zero; the first instance or copy is started by a step. */
function wakeUp(
  target: scaling.ScalableTarget,
  { metricName, periods, cooldown }: WakeUpSignal,
  place: MetricPlace,
): void {
  target.scaleOnMetric('WakeUp', {
    metric: endpointMetric(place, metricName),
    scalingSteps: [
      { upper: 1, change: 0 },
      { lower: 1, change: 1 },
    ],
    evaluationPeriods: periods,
    cooldown,
  });
}
