import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Problems } from '../core';
import { Percent } from './percent';
import { checkSomebodyIsTold } from './private/endpoint-function';

/** What a healthy API keeps, and who is told when it does not. */
export interface ApiHealth {
  /** Who is told; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * The longest that 99 in 100 requests take, from the first byte that API Gateway gets to the last that it sends: more than 0.
   *
   * @default Duration.seconds(1)
   */
  readonly maxLatency?: Duration;

  /**
   * The share of the requests that may end in a 5xx error: less than 100 %.
   *
   * @default Percent.of(1)
   */
  readonly maxErrors?: Percent;
}

/** Checks that the alarms of an API can fire, and reach somebody. */
export function checkApiHealth(
  problems: Problems,
  path: string,
  { alarmActions, maxLatency, maxErrors }: ApiHealth,
): void {
  checkSomebodyIsTold(problems, `${path}.alarmActions`, alarmActions);
  if (maxLatency && !maxLatency.isUnresolved() && maxLatency.toMilliseconds() === 0) {
    problems.add({
      code: 'ApiLatencyUnusable',
      path: `${path}.maxLatency`,
      got: 'is 0',
      wanted: 'every request takes some time',
      remedy: 'write what callers bear, as Duration.millis(500)',
    });
  }
  if (maxErrors?.amount === 100) {
    problems.add({
      code: 'ApiErrorsUnwatched',
      path: `${path}.maxErrors`,
      got: 'is 100 %',
      wanted: 'an alarm fires above it',
      remedy: 'write what callers bear, as Percent.of(1)',
    });
  }
}
