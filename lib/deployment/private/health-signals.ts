import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { EndpointHealth } from '../endpoint-health';
import { Percent } from '../percent';
import { ALARM_PERIOD } from './alarm-evaluation';
import { emittedMetrics, endpointMetric, MetricPlace } from './endpoint-metrics';
import { Processor } from './instance-processors';
import { processorsAt, WatchedPlace } from './watched-place';

/** The options of a healthy endpoint that set a limit. */
export type HealthLimit = Exclude<keyof EndpointHealth, 'alarms'>;

/** Something that an alarm watches. */
export interface HealthSignal {
  readonly limit: HealthLimit;
  /** Construct id of the alarm. */
  readonly id: string;
  /** What is compared with the limit, as `5xx errors in % of requests`. */
  readonly label: string;
  /** The metric that says it; where there are two, the first that is emitted. */
  readonly metricNames: readonly string[];
  /** Whether the metric counts requests, to be divided by their number. */
  readonly counts?: boolean;
  /** What the metric adds up over, unless it is normalised. */
  readonly processor?: Processor;
  /** The limit of who sets none. */
  readonly usual?: Percent | Duration;
  /** Where there is no usual limit after all. */
  readonly unusualAt?: MetricPlace['emitter'];
}

/** What a place says of its health: a formula over metrics; without one, the only metric itself. */
export interface Reading {
  readonly metrics: Readonly<Record<string, cloudwatch.Metric>>;
  readonly formula?: (idOf: (name: string) => string) => string;
}

/** What may be watched, in the order in which the alarms are listed. */
export const HEALTH_SIGNALS: readonly HealthSignal[] = [
  {
    limit: 'maxErrors',
    id: 'ErrorAlarm',
    label: '5xx errors in % of requests',
    metricNames: ['Invocation5XXErrors'],
    counts: true,
    usual: Percent.of(1),
  },
  {
    limit: 'maxModelLatency',
    id: 'LatencyAlarm',
    label: 'latency of the model in microseconds, p99',
    metricNames: ['ModelLatency'],
    usual: Duration.millis(500),
    unusualAt: 'asynchronous',
  },
  {
    limit: 'maxClientErrors',
    id: 'ClientErrorAlarm',
    label: '4xx errors in % of requests',
    metricNames: ['Invocation4XXErrors'],
    counts: true,
  },
  {
    limit: 'maxUnanswered',
    id: 'UnansweredAlarm',
    label: 'requests without an answer of the model in %',
    metricNames: ['InvocationModelErrors'],
    counts: true,
  },
  {
    limit: 'maxOverheadLatency',
    id: 'OverheadLatencyAlarm',
    label: 'latency that SageMaker adds in microseconds, p99',
    metricNames: ['OverheadLatency'],
  },
  {
    limit: 'maxCpu',
    id: 'CpuAlarm',
    label: 'utilisation of the processors in %',
    metricNames: ['CPUUtilizationNormalized', 'CPUUtilization'],
    processor: 'core',
  },
  {
    limit: 'maxMemory',
    id: 'MemoryAlarm',
    label: 'utilisation of the memory in %',
    metricNames: ['MemoryUtilizationNormalized', 'MemoryUtilization'],
  },
  {
    limit: 'maxDisk',
    id: 'DiskAlarm',
    label: 'utilisation of the disk in %',
    metricNames: ['DiskUtilization'],
  },
  {
    limit: 'maxGpu',
    id: 'GpuAlarm',
    label: 'utilisation of the GPUs in %',
    metricNames: ['GPUUtilizationNormalized', 'GPUUtilization'],
    processor: 'gpu',
  },
  {
    limit: 'maxGpuMemory',
    id: 'GpuMemoryAlarm',
    label: "utilisation of the GPUs' memory in %",
    metricNames: ['GPUMemoryUtilizationNormalized', 'GPUMemoryUtilization'],
    processor: 'gpu',
  },
];

/** The limit that holds at a place, if any does. */
export function limitAt(
  { limit, usual, unusualAt }: HealthSignal,
  health: EndpointHealth,
  { place }: WatchedPlace,
): Percent | Duration | undefined {
  return health[limit] ?? (place.emitter === unusualAt ? undefined : usual);
}

/** The metric by which a place tells the signal, if it does. */
export function metricNameAt({ metricNames, processor }: HealthSignal, watched: WatchedPlace): string | undefined {
  if (processor === 'gpu' && processorsAt(watched, 'gpu') === 0) return undefined;

  const emitted = emittedMetrics(watched.place.emitter);
  return metricNames.find((name) => emitted.includes(name));
}

/** How many processors the metric adds up over; 1 where it does not, undefined where nobody knows. */
export function divisorAt({ processor }: HealthSignal, metricName: string, watched: WatchedPlace): number | undefined {
  return processor === undefined || metricName.endsWith('Normalized') ? 1 : processorsAt(watched, processor);
}

/** What a place says of the signal by a metric that it emits. */
export function readingAt(signal: HealthSignal, metricName: string, watched: WatchedPlace): Reading {
  const { place } = watched;
  if (signal.counts) return shareAt(place, metricName);

  const metrics = { value: endpointMetric(place, metricName, { period: ALARM_PERIOD }) };
  const divisor = divisorAt(signal, metricName, watched);
  return divisor === 1 ? { metrics } : { metrics, formula: (idOf) => `${idOf('value')} / ${divisor}` };
}

/**
 * The share of the requests. A minute without requests has none: it counts as healthy, whatever CloudWatch makes of a division by
 * zero. Asynchronous variants do not tell the number of requests, but send a 0 for each that goes well.
 */
function shareAt(place: MetricPlace, metricName: string): Reading {
  if (place.emitter === 'asynchronous') {
    const average = { period: ALARM_PERIOD, statistic: cloudwatch.Stats.AVERAGE };
    return {
      metrics: { errors: endpointMetric(place, metricName, average) },
      formula: (idOf) => `100 * ${idOf('errors')}`,
    };
  }

  return {
    metrics: {
      errors: endpointMetric(place, metricName, { period: ALARM_PERIOD }),
      invocations: endpointMetric(place, 'Invocations', { period: ALARM_PERIOD }),
    },
    formula: (idOf) => `IF(${idOf('invocations')} > 0, 100 * FILL(${idOf('errors')}, 0) / ${idOf('invocations')}, 0)`,
  };
}
