import { Duration, Lazy } from 'aws-cdk-lib';
import { RetryException, RetryPolicy } from '../../lib/pipelines';
import { RetryScope } from '../../lib/pipelines/private/step-features';
import { checkRetryPolicy, renderRetryPolicy } from '../../lib/pipelines/retry-policy';
import { told } from './private/told';

const UNKNOWN = Lazy.number({ produce: () => 1 });

test('a policy repeats after a second, and then ever later', () => {
  expect(renderRetryPolicy({ exceptions: [RetryException.THROTTLING], maxAttempts: 5 })).toEqual({
    ExceptionType: ['Step.THROTTLING'],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxAttempts: 5,
    ExpireAfterMin: undefined,
  });
});

test('a policy says how soon and for how long it repeats', () => {
  const policy = {
    exceptions: [RetryException.CAPACITY_ERROR, RetryException.RESOURCE_LIMIT],
    interval: Duration.minutes(2),
    backoffRate: 1.5,
    expireAfter: Duration.days(1),
  };

  expect(renderRetryPolicy(policy)).toEqual({
    ExceptionType: ['SageMaker.CAPACITY_ERROR', 'SageMaker.RESOURCE_LIMIT'],
    IntervalSeconds: 120,
    BackoffRate: 1.5,
    MaxAttempts: undefined,
    ExpireAfterMin: 1440,
  });
});

test.each<Partial<RetryPolicy>>([
  { maxAttempts: 1 },
  { maxAttempts: 20 },
  { maxAttempts: UNKNOWN },
  { expireAfter: Duration.minutes(1) },
  { expireAfter: Duration.days(10) },
  { expireAfter: Duration.minutes(UNKNOWN) },
  { maxAttempts: 3, interval: Duration.seconds(1) },
  { maxAttempts: 3, backoffRate: 0.1 },
  { maxAttempts: 3, backoffRate: UNKNOWN },
])('the limits %j are accepted', (limits) => {
  expect(toldOf(limits)).toEqual([]);
});

test.each([
  { limits: {}, got: 'has neither maxAttempts nor expireAfter' },
  { limits: { maxAttempts: 3, expireAfter: Duration.hours(1) }, got: 'has both maxAttempts and expireAfter' },
])('a policy that $got is refused', ({ limits, got }) => {
  expect(toldOf(limits)).toEqual([
    `RetryLimitAmbiguous: retryPolicies[0] ${got}, SageMaker repeats a step either a number of times or for a time; give exactly one of them`,
  ]);
});

test.each([0, 21, 1.5])('%p attempts are refused', (maxAttempts) => {
  expect(toldOf({ maxAttempts })).toEqual([
    `RetryAttemptsOutOfRange: retryPolicies[0].maxAttempts is ${maxAttempts}, SageMaker repeats a step 1 to 20 times; write 3`,
  ]);
});

test.each([
  { expireAfter: Duration.seconds(30), got: '30 seconds' },
  { expireAfter: Duration.seconds(90), got: '1 minute 30 seconds' },
  { expireAfter: Duration.minutes(14_401), got: '10 days 1 minute' },
])('repeating for $got is refused', ({ expireAfter, got }) => {
  expect(toldOf({ expireAfter })).toEqual([
    `RetryExpiryOutOfRange: retryPolicies[0].expireAfter is ${got}, SageMaker repeats a step for 1 to 14400 whole minutes; use Duration.hours(1)`,
  ]);
});

test.each([
  { interval: Duration.seconds(0), got: '0 seconds' },
  { interval: Duration.millis(1500), got: '1 second 500 millis' },
])('waiting for $got is refused', ({ interval, got }) => {
  expect(toldOf({ maxAttempts: 3, interval })).toEqual([
    `RetryIntervalOutOfRange: retryPolicies[0].interval is ${got}, a repetition waits for whole seconds, 1 or more; use Duration.seconds(1) or more`,
  ]);
});

test.each([0, -1, NaN])('waits that grow by %p are refused', (backoffRate) => {
  expect(toldOf({ maxAttempts: 3, backoffRate })).toEqual([
    `RetryBackoffOutOfRange: retryPolicies[0].backoffRate is ${backoffRate}, waits grow by a factor above 0; write 2, or leave it out`,
  ]);
});

test('a policy without errors is refused', () => {
  expect(toldOf({ exceptions: [], maxAttempts: 3 })).toEqual([
    'RetryWithoutExceptions: retryPolicies[0].exceptions is empty, a retry policy names the errors after which the step is repeated; add RetryException.THROTTLING or another',
  ]);
});

test('a step that runs no job knows no errors of jobs', () => {
  const exceptions = [RetryException.THROTTLING, RetryException.JOB_INTERNAL_ERROR, RetryException.CAPACITY_ERROR];

  expect(toldOf({ exceptions, maxAttempts: 3 }, 'step')).toEqual([
    'RetryExceptionUnsupported: retryPolicies[0].exceptions has SageMaker.JOB_INTERNAL_ERROR, SageMaker.CAPACITY_ERROR, a step of type Model runs no job, so SageMaker accepts only errors of the step; use RetryException.SERVICE_FAULT and RetryException.THROTTLING',
  ]);
});

test('a step whose job starts others is not repeated after their internal errors', () => {
  const exceptions = [RetryException.JOB_INTERNAL_ERROR, RetryException.RESOURCE_LIMIT];

  expect(toldOf({ exceptions, maxAttempts: 3 }, 'capacity')).toEqual([
    'RetryExceptionUnsupported: retryPolicies[0].exceptions has SageMaker.JOB_INTERNAL_ERROR, SageMaker itself repeats the jobs inside a step of type Model after internal errors, and never the step; leave it out',
  ]);
});

function toldOf(wished: Partial<RetryPolicy>, retry: RetryScope = 'all'): string[] {
  const policy = { exceptions: [RetryException.THROTTLING], ...wished };

  return told((problems) => checkRetryPolicy(problems, 'retryPolicies[0]', policy, { type: 'Model', retry }));
}
