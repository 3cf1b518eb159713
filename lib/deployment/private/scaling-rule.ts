import { Duration, Token } from 'aws-cdk-lib';
import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Problems } from '../../core';
import { Percent } from '../percent';
import { ProcessorTrackingOptions, ScalingStep, StepScalingOptions, TrackingOptions } from '../scaling-options';
import { MetricEmitter } from './emitted-metrics';
import { checkEmitted, endpointMetric, isEndpointNamespace, metricNamespace, MetricPlace } from './endpoint-metrics';
import { Processor, processorsOf } from './instance-processors';
import { emitterOf, ScalingContext } from './scaling-context';
import { intervalsOf } from './scaling-intervals';

/** What a scaling policy does, once it is known what scales. */
export interface ScalingRule {
  /** The policy's construct id: the same whatever else is edited, and different from that of the target's other policies. */
  readonly id: string;
  /** The metric that is held to a target, by which two policies contradict each other. */
  tracks?(context: ScalingContext): string;
  check?(problems: Problems, path: string, context: ScalingContext): void;
  apply(target: scaling.ScalableTarget, context: ScalingContext, place: MetricPlace): void;
}

/** A metric of SageMaker's that is held to a target. */
export interface TrackedMetric {
  readonly id: string;
  readonly metricName: string;
  /** The name under which Application Auto Scaling knows the metric. */
  readonly predefined?: scaling.PredefinedMetric;
}

/** A share of what instances, or the reservations of components, have. */
export interface SharedMetric {
  readonly id: string;
  readonly metricName: string;
  /** What SageMaker adds the shares of an instance up over. */
  readonly processor?: Processor;
}

/** What a policy of the user's is called. */
export interface NamedMetric {
  readonly id: string;
  readonly metric: cloudwatch.IMetric;
}

/** Holds a metric of SageMaker's to a number. */
export function trackingRule(
  { id, metricName, predefined }: TrackedMetric,
  targetValue: number,
  options: TrackingOptions,
): ScalingRule {
  return {
    id,
    tracks: () => `AWS/SageMaker ${metricName}`,
    apply: (target, _context, place) => {
      target.scaleToTrackMetric(id, {
        ...(predefined ? { predefinedMetric: predefined } : { customMetric: endpointMetric(place, metricName) }),
        targetValue,
        ...trackingOf(options),
      });
    },
  };
}

/** Holds a share of what is used to a target, in the unit that SageMaker tells it in. */
export function shareRule(shared: SharedMetric, share: Percent, options: ProcessorTrackingOptions): ScalingRule {
  const { id } = shared;

  return {
    id,
    tracks: (context) => {
      const metricName = metricNameOf(shared, context);
      return `${metricNamespace(emitterOf(context), metricName)} ${metricName}`;
    },
    check: (problems, path, context) => {
      if (context.kind === 'component') checkNoProcessors(problems, path, options);
      else checkProcessors(problems, path, shared, share, options, context);
    },
    apply: (target, context, place) => {
      const factor = factorOf(shared, options, context) ?? 1;
      target.scaleToTrackMetric(id, {
        customMetric: endpointMetric(place, metricNameOf(shared, context)),
        targetValue: factor === 1 ? share.amount : share.amount * factor,
        ...trackingOf(options),
      });
    },
  };
}

/** Holds a metric of the user's to a number. */
export function metricRule({ id, metric }: NamedMetric, targetValue: number, options: TrackingOptions): ScalingRule {
  return {
    id,
    tracks: () => identityOf(metric),
    check: (problems, path, context) => checkEmitted(problems, `${path}.metric`, metric, emittersOf(context)),
    apply: (target) => {
      target.scaleToTrackMetric(id, { customMetric: metric, targetValue, ...trackingOf(options) });
    },
  };
}

/** Changes a fleet by steps of a metric of the user's. */
export function stepsRule(
  { id, metric }: NamedMetric,
  steps: readonly ScalingStep[],
  { cooldown = Duration.minutes(5), evaluationPeriods = 1 }: StepScalingOptions,
): ScalingRule {
  return {
    id,
    check: (problems, path, context) => checkEmitted(problems, `${path}.metric`, metric, emittersOf(context)),
    apply: (target) => {
      target.scaleOnMetric(id, { metric, scalingSteps: intervalsOf(steps), cooldown, evaluationPeriods });
    },
  };
}

function trackingOf({
  scaleInCooldown,
  scaleOutCooldown,
  disableScaleIn,
}: TrackingOptions): scaling.BaseTargetTrackingProps {
  return {
    scaleInCooldown: disableScaleIn ? undefined : (scaleInCooldown ?? Duration.minutes(5)),
    scaleOutCooldown: scaleOutCooldown ?? Duration.minutes(1),
    disableScaleIn,
  };
}

/** Components share the instances of a variant, whose metrics may lead their copies too. */
function emittersOf(context: ScalingContext): MetricEmitter[] {
  return context.kind === 'component' ? ['component', 'componentHost'] : [emitterOf(context)];
}

function metricNameOf({ metricName }: SharedMetric, { kind }: ScalingContext): string {
  return kind === 'component' ? `${metricName}Normalized` : metricName;
}

/** What the share of a whole instance is multiplied with; undefined where nobody has said how many processors it has. */
function factorOf(
  { processor }: SharedMetric,
  { processors }: ProcessorTrackingOptions,
  { kind, instanceType }: ScalingContext,
): number | undefined {
  if (!processor || kind === 'component') return 1;
  if (processors !== undefined) return processors;

  return instanceType === undefined || Token.isUnresolved(instanceType)
    ? undefined
    : processorsOf(instanceType, processor);
}

function checkNoProcessors(problems: Problems, path: string, { processors }: ProcessorTrackingOptions): void {
  if (processors === undefined) return;

  problems.add({
    code: 'ScalingProcessorsUnused',
    path: `${path}.processors`,
    got: `is ${processors}`,
    wanted: "SageMaker tells the use of a component's reservation in 0 to 100 %, whatever it consists of",
    remedy: 'leave it out',
  });
}

function checkProcessors(
  problems: Problems,
  path: string,
  shared: SharedMetric,
  share: Percent,
  options: ProcessorTrackingOptions,
  context: ScalingContext,
): void {
  const factor = factorOf(shared, options, context);

  if (factor === undefined) {
    problems.add({
      code: 'ScalingProcessorsUnknown',
      path: `${path}.processors`,
      got: 'is missing',
      wanted: `SageMaker adds ${shared.metricName} up over the ${nounOf(shared)} of an instance, and how many there are is not known`,
      remedy: 'give the number of one instance',
    });
  }
  if (factor === 0) {
    problems.add({
      code: 'ScalingWithoutGpu',
      path,
      got: `tracks ${shared.metricName}`,
      wanted: `${context.instanceType} has no GPU`,
      remedy: 'use ScalingPolicy.cpu(Percent.of(60)), or an instance type with a GPU',
    });
  }
  if (factor === undefined || factor === 1 || !Token.isUnresolved(share.amount)) return;
  problems.add({
    code: 'ScalingShareUnknownAtSynth',
    path,
    got: 'tracks a share that is a token',
    wanted: `the target is the share of each of the ${nounOf(shared)} of an instance, added up at synth`,
    remedy: 'write the share, such as Percent.of(60)',
  });
}

function nounOf({ processor }: SharedMetric): string {
  return processor === 'gpu' ? 'GPUs' : 'cores';
}

/** Two metrics are the same when they are found in the same place and told by the same statistic. */
function identityOf(metric: cloudwatch.IMetric): string {
  const { namespace, metricName, dimensions, statistic } = metric.toMetricConfig().metricStat ?? {};
  const where = `${namespace} ${metricName}`;

  return namespace && isEndpointNamespace(namespace) ? where : `${where} ${JSON.stringify([dimensions, statistic])}`;
}
