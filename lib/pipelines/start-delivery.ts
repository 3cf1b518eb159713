import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Problems } from '../core';
import { checkSeconds, checkWhole } from './private/value-checks';

const MOST_ATTEMPTS = 185;
const LONGEST_AGE = Duration.hours(24);

/** What happens to a start that SageMaker does not take at once, and within which limit it is made. */
export interface StartDeliveryOptions {
  /**
   * How often a start is tried again: 0 to 185 times.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * How long a start is tried: 1 minute to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * The queue for starts that were tried in vain, of the same account and region.
   *
   * @default - a queue of its own, encrypted by SQS, that keeps messages for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Limit that no policy of the role that makes the starts can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** Checks how long and how often a start is tried. */
export function checkDelivery(problems: Problems, { retryAttempts, maxEventAge }: StartDeliveryOptions): void {
  checkWhole(problems, 'retryAttempts', retryAttempts, {
    least: 0,
    most: MOST_ATTEMPTS,
    wanted: `EventBridge tries again 0 to ${MOST_ATTEMPTS} times`,
    remedy: 'write 3',
  });
  checkSeconds(problems, 'maxEventAge', maxEventAge, {
    least: 60,
    most: LONGEST_AGE.toSeconds(),
    wanted: 'EventBridge tries for 1 minute to 24 hours',
    remedy: 'use Duration.hours(1)',
  });
}
