import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Permission } from '../../core';
import { EndpointHealth } from '../endpoint-health';
import { Percent } from '../percent';
import * as perms from '../perms';
import { ALARM_PERIOD, ALARM_PERIODS } from './alarm-evaluation';
import { HEALTH_SIGNALS, HealthSignal, limitAt, metricNameAt, Reading, readingAt } from './health-signals';
import { raiseAlarm } from './raise-alarm';
import { WatchedPlace } from './watched-place';

/** Most metrics that CloudWatch takes into the formula of one alarm. */
const MOST_METRICS = 10;

/** What is watched, and who is told. */
export interface EndpointAlarmsProps {
  readonly places: readonly WatchedPlace[];
  readonly health: EndpointHealth;
  readonly alarmActions: readonly cloudwatch.IAlarmAction[];
}

/** The alarms that roll a deployment back. */
export interface EndpointAlarms {
  /** Those that were made. */
  readonly own: cloudwatch.IAlarm[];
  /** Those that were made, then those of the user. */
  readonly all: cloudwatch.IAlarmRef[];
}

/** An alarm before it is made: one for each signal, and another where one cannot take all places. */
export interface PlannedAlarm {
  readonly id: string;
  readonly signal: HealthSignal;
  readonly limit: Percent | Duration;
  readonly readings: readonly Reading[];
}

/** Makes the alarms of an endpoint or of an inference component. */
export function endpointAlarms(scope: Construct, props: EndpointAlarmsProps): EndpointAlarms {
  const { places, health, alarmActions } = props;

  const own = plannedAlarms(places, health).map(({ id, signal, limit, readings }) =>
    raiseAlarm(scope, id, {
      description: signal.label,
      metric: worstOf(signal, readings),
      threshold: inMetricUnit(limit),
      actions: alarmActions,
      evaluationPeriods: ALARM_PERIODS,
      datapointsToAlarm: 2,
    }),
  );

  return { own, all: [...own, ...(health.alarms ?? [])] };
}

/** The alarms that an endpoint needs. The first of each signal keeps its id, however many places there are. */
export function plannedAlarms(places: readonly WatchedPlace[], health: EndpointHealth): PlannedAlarm[] {
  return HEALTH_SIGNALS.flatMap((signal) => {
    const watched = places.flatMap((place) => {
      const [limit, metricName] = [limitAt(signal, health, place), metricNameAt(signal, place)];
      return limit && metricName !== undefined ? [{ limit, reading: readingAt(signal, metricName, place) }] : [];
    });

    return inGroups(watched.map(({ reading }) => reading)).map((readings, i) => ({
      id: i === 0 ? signal.id : `${signal.id}${i + 1}`,
      signal,
      limit: watched[0].limit,
      readings,
    }));
  });
}

/** What the role that deploys under these alarms needs: SageMaker looks at them with it. */
export function permissionsToWatch(alarms: readonly cloudwatch.IAlarmRef[]): Permission[] {
  const resources = alarms.map(({ alarmRef }) => alarmRef.alarmArn);

  return resources.length === 0 ? [] : [{ actions: perms.DESCRIBE_ALARMS, resources }];
}

/** The highest reading at each time. A place that is quiet while another is not counts as 0. */
function worstOf({ label }: HealthSignal, readings: readonly Reading[]): cloudwatch.IMetric {
  const [{ metrics, formula }] = readings;
  if (readings.length === 1) return formula ? expressionOf(label, formula(unnumbered), metrics) : metrics.value;

  const numbered = readings.map((reading, i) => ({ ...reading, idOf: (name: string): string => `${name}${i + 1}` }));
  const formulas = numbered.map((reading) => reading.formula?.(reading.idOf) ?? reading.idOf('value'));
  const usingMetrics = numbered.flatMap((reading) =>
    Object.entries(reading.metrics).map(([name, metric]) => [reading.idOf(name), metric]),
  );
  return expressionOf(
    label,
    `MAX([${formulas.map((each) => `FILL(${each}, 0)`).join(', ')}])`,
    Object.fromEntries(usingMetrics) as Record<string, cloudwatch.Metric>,
  );
}

function unnumbered(name: string): string {
  return name;
}

function expressionOf(
  label: string,
  expression: string,
  usingMetrics: Readonly<Record<string, cloudwatch.Metric>>,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ label, expression, usingMetrics, period: ALARM_PERIOD });
}

function inMetricUnit(limit: Percent | Duration): number {
  return limit instanceof Percent ? limit.amount : limit.toMilliseconds() * 1_000;
}

/** The readings in as few groups as have room for their metrics. */
function inGroups(readings: readonly Reading[]): Reading[][] {
  const groups: Reading[][] = [];
  for (const reading of readings) {
    const group = groups.at(-1);
    if (group && metricsIn([...group, reading]) <= MOST_METRICS) group.push(reading);
    else groups.push([reading]);
  }

  return groups;
}

function metricsIn(readings: readonly Reading[]): number {
  return readings.flatMap(({ metrics }) => Object.keys(metrics)).length;
}
