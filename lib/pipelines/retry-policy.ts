import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { secondsOf } from './private/seconds';
import { RetryScope } from './private/step-features';
import { checkSeconds, checkWhole, ValueRange } from './private/value-checks';

/** Longest time for which SageMaker repeats a step, in minutes. */
const LONGEST_EXPIRY = 14_400;

const ATTEMPTS: ValueRange = {
  code: 'RetryAttemptsOutOfRange',
  least: 1,
  most: 20,
  wanted: 'SageMaker repeats a step 1 to 20 times',
  remedy: 'write 3',
};

const INTERVAL: ValueRange = {
  code: 'RetryIntervalOutOfRange',
  least: 1,
  most: Infinity,
  wanted: 'a repetition waits for whole seconds, 1 or more',
  remedy: 'use Duration.seconds(1) or more',
};

/** An error after which a step may be repeated. */
export enum RetryException {
  /** SageMaker, or a service that the step calls, failed. */
  SERVICE_FAULT = 'Step.SERVICE_FAULT',
  /** The step was called too often at once. */
  THROTTLING = 'Step.THROTTLING',
  /** The job failed for a reason of SageMaker's own. */
  JOB_INTERNAL_ERROR = 'SageMaker.JOB_INTERNAL_ERROR',
  /** No instance of the type was free. */
  CAPACITY_ERROR = 'SageMaker.CAPACITY_ERROR',
  /** The account's limit of instances, or of jobs, was reached. */
  RESOURCE_LIMIT = 'SageMaker.RESOURCE_LIMIT',
}

/**
 * After which errors a step is repeated, how often or for how long.
 *
 * Exactly one of `maxAttempts` and `expireAfter` is given.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html
 */
export interface RetryPolicy {
  /**
   * The errors; at least one. Those of jobs do not occur in steps that run none. After an internal error SageMaker itself
   * repeats the jobs of tuning and AutoML steps.
   */
  readonly exceptions: RetryException[];

  /**
   * How often the step is repeated: 1 to 20.
   *
   * @default - `expireAfter` decides
   */
  readonly maxAttempts?: number;

  /**
   * How long after the first error the step is repeated: 1 minute to 10 days, in whole minutes.
   *
   * @default - `maxAttempts` decides
   */
  readonly expireAfter?: Duration;

  /**
   * How long the first repetition waits: 1 second or more, in whole seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;

  /**
   * By what each later wait is longer than the one before: more than 0.
   *
   * @default 2
   */
  readonly backoffRate?: number;
}

/** Checks one retry policy of a step; `retry` says which errors its type knows. */
export function checkRetryPolicy(
  problems: Problems,
  path: string,
  policy: RetryPolicy,
  { type, retry }: { readonly type: string; readonly retry: RetryScope },
): void {
  checkExceptions(problems, `${path}.exceptions`, policy.exceptions, type, retry);
  checkLimits(problems, path, policy);
  checkWhole(problems, `${path}.maxAttempts`, policy.maxAttempts, ATTEMPTS);
  checkExpiry(problems, `${path}.expireAfter`, policy.expireAfter);
  checkSeconds(problems, `${path}.interval`, policy.interval, INTERVAL);
  checkBackoff(problems, `${path}.backoffRate`, policy.backoffRate);
}

/** A retry policy as definitions write it. */
export function renderRetryPolicy(policy: RetryPolicy): DefinitionExpression {
  return {
    ExceptionType: policy.exceptions,
    IntervalSeconds: policy.interval ? secondsOf(policy.interval) : 1,
    BackoffRate: policy.backoffRate ?? 2,
    MaxAttempts: policy.maxAttempts,
    ExpireAfterMin: policy.expireAfter?.toMinutes({ integral: false }),
  };
}

function checkExceptions(
  problems: Problems,
  path: string,
  exceptions: RetryException[],
  type: string,
  retry: RetryScope,
): void {
  if (exceptions.length === 0) {
    problems.add({
      code: 'RetryWithoutExceptions',
      path,
      got: 'is empty',
      wanted: 'a retry policy names the errors after which the step is repeated',
      remedy: 'add RetryException.THROTTLING or another',
    });
  }
  const ofJobs = exceptions.filter((exception) => exception.startsWith('SageMaker.'));
  if (retry === 'step' && ofJobs.length > 0) {
    problems.add({
      code: 'RetryExceptionUnsupported',
      path,
      got: `has ${ofJobs.join(', ')}`,
      wanted: `a step of type ${type} runs no job, so SageMaker accepts only errors of the step`,
      remedy: 'use RetryException.SERVICE_FAULT and RetryException.THROTTLING',
    });
  }
  if (retry === 'capacity' && exceptions.includes(RetryException.JOB_INTERNAL_ERROR)) {
    problems.add({
      code: 'RetryExceptionUnsupported',
      path,
      got: `has ${RetryException.JOB_INTERNAL_ERROR}`,
      wanted: `SageMaker itself repeats the jobs inside a step of type ${type} after internal errors, and never the step`,
      remedy: 'leave it out',
    });
  }
}

function checkLimits(problems: Problems, path: string, { maxAttempts, expireAfter }: RetryPolicy): void {
  if ((maxAttempts === undefined) !== (expireAfter === undefined)) return;

  problems.add({
    code: 'RetryLimitAmbiguous',
    path,
    got: maxAttempts === undefined ? 'has neither maxAttempts nor expireAfter' : 'has both maxAttempts and expireAfter',
    wanted: 'SageMaker repeats a step either a number of times or for a time',
    remedy: 'give exactly one of them',
  });
}

function checkExpiry(problems: Problems, path: string, expireAfter: Duration | undefined): void {
  if (expireAfter === undefined || expireAfter.isUnresolved()) return;
  const minutes = expireAfter.toMilliseconds() / 60_000;
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_EXPIRY) return;

  problems.add({
    code: 'RetryExpiryOutOfRange',
    path,
    got: `is ${expireAfter.toHumanString()}`,
    wanted: `SageMaker repeats a step for 1 to ${LONGEST_EXPIRY} whole minutes`,
    remedy: 'use Duration.hours(1)',
  });
}

function checkBackoff(problems: Problems, path: string, backoffRate: number | undefined): void {
  if (backoffRate === undefined || Token.isUnresolved(backoffRate) || backoffRate > 0) return;

  problems.add({
    code: 'RetryBackoffOutOfRange',
    path,
    got: `is ${backoffRate}`,
    wanted: 'waits grow by a factor above 0',
    remedy: 'write 2, or leave it out',
  });
}
