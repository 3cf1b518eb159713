import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { codedError, nearest, Problems } from '../../core';
import { METRIC_GROUPS, MetricEmitter, MetricGroup } from './emitted-metrics';

/** A variant that emits metrics. */
export interface VariantPlace {
  readonly emitter: Exclude<MetricEmitter, 'component'>;
  readonly endpointName: string;
  readonly variantName: string;
}

/** An inference component that emits metrics. */
export interface ComponentPlace {
  readonly emitter: 'component';
  readonly componentName: string;
}

/** What emits a metric, and by which name. */
export type MetricPlace = VariantPlace | ComponentPlace;

const NAMESPACES = [...new Set(METRIC_GROUPS.map(({ namespace }) => namespace))];

/** Dimensions that detailed metrics have in addition; they split a metric without changing its meaning. */
const DETAILS = [
  'InstanceId',
  'ContainerId',
  'ContainerName',
  'AcceleratorId',
  'GpuId',
  'Region',
  'AvailabilityZone',
  'InstanceType',
];

const EMITTER_NOUNS: Readonly<Record<MetricEmitter, string>> = {
  realTime: 'a real-time variant',
  asynchronous: 'an asynchronous variant',
  serverless: 'a serverless variant',
  componentHost: 'a variant that hosts inference components',
  component: 'an inference component',
};

/** The emitter with its article, as a message tells it. */
export function emitterNoun(emitter: MetricEmitter): string {
  return EMITTER_NOUNS[emitter];
}

/** Names of the metrics that an emitter has, in the order of the alphabet. */
export function emittedMetrics(emitter: MetricEmitter): string[] {
  return groupsOf([emitter])
    .flatMap(({ metrics }) => Object.keys(metrics))
    .sort();
}

/** The namespace in which an emitter's metric is found. */
export function metricNamespace(emitter: MetricEmitter, metricName: string): string {
  return groupOf(emitter, metricName).namespace;
}

/** Whether a namespace is one that SageMaker writes its endpoints' metrics to. */
export function isEndpointNamespace(namespace: string): boolean {
  return NAMESPACES.includes(namespace);
}

/** A metric in its namespace and with its dimensions: over a minute, with the statistic that tells most. */
export function endpointMetric(
  place: MetricPlace,
  metricName: string,
  options: cloudwatch.MetricOptions = {},
): cloudwatch.Metric {
  const group = groupOf(place.emitter, metricName);
  const names = namesOf(place);

  return new cloudwatch.Metric({
    namespace: group.namespace,
    metricName,
    dimensionsMap: Object.fromEntries(group.dimensions.map((dimension) => [dimension, names[dimension]])),
    statistic: group.metrics[metricName],
    period: Duration.minutes(1),
    ...options,
  });
}

/**
 * Checks that SageMaker emits a metric that claims to be one of its endpoints', by one of the emitters.
 *
 * Metrics of other services and of the user's own pass; of a mathematical expression each part is checked.
 */
export function checkEmitted(
  problems: Problems,
  path: string,
  metric: cloudwatch.IMetric,
  emitters: readonly MetricEmitter[],
): void {
  const { metricStat, mathExpression } = metric.toMetricConfig();

  for (const [id, part] of Object.entries(mathExpression?.usingMetrics ?? {})) {
    checkEmitted(problems, `${path}.usingMetrics.${id}`, part, emitters);
  }
  if (metricStat) checkStat(problems, path, metricStat, emitters);
}

function checkStat(
  problems: Problems,
  path: string,
  { namespace, metricName, dimensions = [] }: cloudwatch.MetricStatConfig,
  emitters: readonly MetricEmitter[],
): void {
  if (Token.isUnresolved(namespace) || Token.isUnresolved(metricName)) return;
  const canonical = NAMESPACES.find((known) => plain(known) === plain(namespace));
  if (!canonical) return;

  const got = `is "${metricName}" in ${namespace}`;
  const named = groupsOf(emitters).filter(({ metrics }) => metricName in metrics);
  if (named.length === 0) {
    problems.add({
      code: 'MetricNotEmitted',
      path,
      got,
      wanted: `${emitters.map(emitterNoun).join(' or ')} emits no such metric`,
      remedy: `use ${alternatives(metricName, emitters)}`,
    });
    return;
  }

  const placed = named.filter((group) => group.namespace === namespace);
  if (placed.length === 0) {
    problems.add({
      code: 'MetricNamespaceWrong',
      path,
      got,
      wanted: `SageMaker emits it in ${named.map((group) => group.namespace).join(' or ')}`,
      remedy: `give namespace "${named[0].namespace}"`,
    });
    return;
  }

  const names = dimensions.map(({ name }) => name);
  if (placed.some((group) => fits(names, group))) return;
  problems.add({
    code: 'MetricDimensionsWrong',
    path,
    got: names.length > 0 ? `has the dimensions ${names.join(', ')}` : 'has no dimensions',
    wanted: `SageMaker emits ${metricName} with ${placed.map((group) => group.dimensions.join(', ')).join(' or ')}`,
    remedy: 'give these dimensions',
  });
}

function groupOf(emitter: MetricEmitter, metricName: string): MetricGroup {
  const group = groupsOf([emitter]).find(({ metrics }) => metricName in metrics);
  if (!group) throw codedError('MetricNotEmitted', `${EMITTER_NOUNS[emitter]} emits no ${metricName}`);

  return group;
}

function groupsOf(emitters: readonly MetricEmitter[]): MetricGroup[] {
  return METRIC_GROUPS.filter((group) => group.emitters.some((emitter) => emitters.includes(emitter)));
}

function fits(names: readonly string[], { dimensions }: MetricGroup): boolean {
  const known: readonly string[] = [...dimensions, ...DETAILS];

  return dimensions.every((dimension) => names.includes(dimension)) && names.every((name) => known.includes(name));
}

function alternatives(metricName: string, emitters: readonly MetricEmitter[]): string {
  const offered = [...new Set(emitters.flatMap(emittedMetrics))];
  const close = nearest(metricName, offered, 3);

  return (close.length > 0 ? close : offered).join(', ');
}

/** A namespace without what is commonly mistyped: the slash at the beginning and capital letters. */
function plain(namespace: string): string {
  return namespace.toLowerCase().replace(/^\//, '');
}

function namesOf(place: MetricPlace): Readonly<Record<string, string>> {
  return place.emitter === 'component'
    ? { InferenceComponentName: place.componentName }
    : { EndpointName: place.endpointName, VariantName: place.variantName };
}
