import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Granularity of the metrics that the alarms of an endpoint watch. */
export const ALARM_PERIOD = Duration.minutes(1);

/** How many periods an alarm looks at. */
export const ALARM_PERIODS = 3;

/**
 * How long the slowest alarm needs to judge a fleet. A deployment that moves on earlier cannot be rolled back by it. Alarms that
 * were made elsewhere do not tell.
 */
export function evaluationOf(alarms: readonly cloudwatch.IAlarmRef[]): Duration {
  const told = alarms.flatMap((alarm) => (alarm instanceof cloudwatch.Alarm ? [secondsOf(alarm)] : []));

  return Duration.seconds(Math.max(0, ...told));
}

function secondsOf(alarm: cloudwatch.Alarm): number {
  const { evaluationPeriods = 1 } = alarm.node.defaultChild as cloudwatch.CfnAlarm;
  const { metricStat, mathExpression } = alarm.metric.toMetricConfig();
  const period = metricStat?.period.toSeconds() ?? mathExpression?.period ?? 0;

  return evaluationPeriods * period;
}
