import { Duration, Token } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { checkSchedule, Problems } from '../core';
import { checkSeconds } from './private/value-checks';

const ONE_TIME = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;

/** When something runs. */
export interface ScheduleTimes {
  /**
   * The times, with their time zone: `ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN })`,
   * a rate, or one time. Without a time zone they are in UTC.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * Within which time after each of the times it runs, in whole minutes: 1 minute to 24 hours. It spreads the load of many
   * schedules.
   *
   * @default - at each of the times
   */
  readonly flexibleWindow?: Duration;

  /**
   * The moment from which on it runs.
   *
   * @default - from the deployment on
   */
  readonly activeFrom?: Date;

  /**
   * The moment until which it runs.
   *
   * @default - for ever
   */
  readonly activeUntil?: Date;

  /**
   * Whether it runs; a schedule that is switched off keeps its settings.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What the schedule is for.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** Checks when something runs. */
export function checkTimes(
  problems: Problems,
  { schedule, flexibleWindow, activeFrom, activeUntil }: ScheduleTimes,
): void {
  const { expressionString: expression } = schedule;

  if (Token.isUnresolved(expression) || !ONE_TIME.test(expression)) checkSchedule(problems, 'schedule', expression);
  checkSeconds(problems, 'flexibleWindow', flexibleWindow, {
    least: 60,
    most: Duration.hours(24).toSeconds(),
    wanted: 'a window is 1 minute to 24 hours',
    remedy: 'use Duration.minutes(15), or leave it out',
  });
  if (activeFrom === undefined || activeUntil === undefined || activeFrom < activeUntil) return;
  problems.add({
    code: 'ScheduleNeverActive',
    path: 'activeUntil',
    got: `is ${activeUntil.toISOString()}`,
    wanted: `the schedule begins to run at ${activeFrom.toISOString()} only`,
    remedy: 'choose a later moment, or leave it out',
  });
}

/** The times as the CDK's schedule takes them. */
export function scheduleProps(times: ScheduleTimes): Omit<scheduler.ScheduleProps, 'target'> {
  return {
    description: times.description,
    schedule: times.schedule,
    timeWindow: times.flexibleWindow && scheduler.TimeWindow.flexible(times.flexibleWindow),
    start: times.activeFrom,
    end: times.activeUntil,
    enabled: times.enabled,
  };
}
