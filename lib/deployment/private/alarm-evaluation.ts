import { Duration } from 'aws-cdk-lib';

/** Granularity of the metrics that the alarms of an endpoint watch. */
export const ALARM_PERIOD = Duration.minutes(1);

/** How many periods an alarm looks at. */
export const ALARM_PERIODS = 3;

/** How long the alarms need to judge a fleet. A deployment that moves on earlier cannot be rolled back by them. */
export const ALARM_EVALUATION = Duration.minutes(ALARM_PERIODS * ALARM_PERIOD.toMinutes());
