import { Duration, Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Percent } from '../../lib/deployment/percent';
import { TrackingOptions } from '../../lib/deployment/scaling-options';
import { ScalingPolicy } from '../../lib/deployment/scaling-policy';
import { checked, CONTEXTS, Scaled } from './scaled';

const UNKNOWN = Lazy.number({ produce: () => 10 });
const QUEUE = new cloudwatch.Metric({ namespace: 'Acme', metricName: 'QueueLength' });
const EXPRESSION = new cloudwatch.MathExpression({ expression: '2 * queue', usingMetrics: { queue: QUEUE } });

/** Each policy, and what it may be used for. */
const POLICIES: { name: string; make: (options?: TrackingOptions) => ScalingPolicy; fits: Scaled[] }[] = [
  {
    name: 'invocationsPerInstance',
    make: (options) => ScalingPolicy.invocationsPerInstance(1000, options),
    fits: ['realTime'],
  },
  { name: 'concurrentRequests', make: (options) => ScalingPolicy.concurrentRequests(5, options), fits: ['realTime'] },
  {
    name: 'invocationsPerCopy',
    make: (options) => ScalingPolicy.invocationsPerCopy(1000, options),
    fits: ['component'],
  },
  {
    name: 'concurrentRequestsPerCopy',
    make: (options) => ScalingPolicy.concurrentRequestsPerCopy(5, options),
    fits: ['component'],
  },
  {
    name: 'backlogPerInstance',
    make: (options) => ScalingPolicy.backlogPerInstance(5, options),
    fits: ['asynchronous'],
  },
  {
    name: 'provisionedConcurrencyUtilization',
    make: (options) => ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70), options),
    fits: ['serverless'],
  },
  {
    name: 'cpu',
    make: (options) => ScalingPolicy.cpu(Percent.of(60), options),
    fits: ['realTime', 'asynchronous', 'component'],
  },
  {
    name: 'memory',
    make: (options) => ScalingPolicy.memory(Percent.of(60), options),
    fits: ['realTime', 'asynchronous', 'component'],
  },
  { name: 'gpu', make: (options) => ScalingPolicy.gpu(Percent.of(60), options), fits: ['asynchronous', 'component'] },
  {
    name: 'gpuMemory',
    make: (options) => ScalingPolicy.gpuMemory(Percent.of(60), options),
    fits: ['asynchronous', 'component'],
  },
  {
    name: 'metric',
    make: (options) => ScalingPolicy.metric(QUEUE, 10, options),
    fits: ['realTime', 'asynchronous', 'serverless', 'component'],
  },
];

const NOUNS: Record<Scaled, [noun: string, remedy: string]> = {
  realTime: ['a real-time variant', 'ScalingPolicy.invocationsPerInstance(1000)'],
  asynchronous: ['an asynchronous variant', 'ScalingPolicy.backlogPerInstance(5)'],
  serverless: ['a serverless variant', 'ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70))'],
  component: ['an inference component', 'ScalingPolicy.invocationsPerCopy(1000)'],
};

const PAIRS = POLICIES.flatMap((policy) =>
  (Object.keys(CONTEXTS) as Scaled[]).map((scaled) => ({ ...policy, scaled, fitting: policy.fits.includes(scaled) })),
);

test.each(PAIRS.filter(({ fitting }) => fitting))('$name fits $scaled', ({ make, scaled }) => {
  expect(checked(scaled, make())).not.toThrow();
});

test.each(PAIRS.filter(({ name, scaled, fitting }) => !fitting && !(name.startsWith('gpu') && scaled === 'realTime')))(
  '$name does not fit $scaled',
  ({ name, make, scaled }) => {
    const [noun, remedy] = NOUNS[scaled];

    expect(checked(scaled, make())).toThrow(
      `ScalingPolicyUnfit: scaling.policies[0] is ${name}, ${noun} emits no such metric, or does not lower it by growing; use one that fits, such as ${remedy}`,
    );
  },
);

test.each([0, -1, NaN, Infinity])('no metric is held to %p', (target) => {
  const makers = {
    invocationsPerInstance: () => ScalingPolicy.invocationsPerInstance(target),
    concurrentRequests: () => ScalingPolicy.concurrentRequests(target),
    invocationsPerCopy: () => ScalingPolicy.invocationsPerCopy(target),
    concurrentRequestsPerCopy: () => ScalingPolicy.concurrentRequestsPerCopy(target),
    backlogPerInstance: () => ScalingPolicy.backlogPerInstance(target),
    target: () => ScalingPolicy.metric(QUEUE, target),
  };

  for (const [path, make] of Object.entries(makers)) {
    expect(make).toThrow(
      `ScalingTargetNotPositive: ${path} is ${target}, a metric is held to a value above 0; write the value at which the fleet has the right size`,
    );
  }
});

test.each(['cpu', 'gpu', 'memory', 'gpuMemory', 'provisionedConcurrencyUtilization'] as const)(
  '%s is not held to 0 %%',
  (name) => {
    expect(() => ScalingPolicy[name](Percent.of(0))).toThrow(
      `ScalingTargetNotPositive: ${name} is 0, a metric is held to a value above 0; write the value at which the fleet has the right size`,
    );
  },
);

test('the fraction of provisioned concurrency is known at synth', () => {
  expect(() => ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(UNKNOWN))).toThrow(
    'ScalingShareUnknownAtSynth: provisionedConcurrencyUtilization is a token, the target is a fraction, which is computed at synth; write the share, such as Percent.of(70)',
  );
});

test.each(POLICIES)('the times of $name are checked', ({ make }) => {
  const policy = () => make({ scaleInCooldown: Duration.millis(1500), scaleOutCooldown: Duration.hours(25) });

  expect(policy).toThrow(
    [
      '2 problems:',
      '  ScalingCooldownOutOfRange: scaleInCooldown is 1 second 500 millis, a fleet rests for whole seconds, up to 1 day; use Duration.minutes(5)',
      '  ScalingCooldownOutOfRange: scaleOutCooldown is 1 day 1 hour, a fleet rests for whole seconds, up to 1 day; use Duration.minutes(5)',
    ].join('\n'),
  );
});

test('a target, its times and the number of cores may be tokens where nothing is computed from them', () => {
  const policy = () =>
    ScalingPolicy.backlogPerInstance(UNKNOWN, {
      scaleInCooldown: Duration.seconds(UNKNOWN),
      scaleOutCooldown: Duration.days(1),
    });

  expect(policy).not.toThrow();
});

test.each([
  { processors: 0, got: 'is 0' },
  { processors: 1.5, got: 'is 1.5' },
  { processors: UNKNOWN, got: 'is a token' },
])('the number of processors that $got is refused', ({ processors, got }) => {
  expect(() => ScalingPolicy.cpu(Percent.of(60), { processors })).toThrow(
    `ScalingProcessorsOutOfRange: processors ${got}, an instance has a whole number of cores or GPUs, known at synth, 1 or more; write the number of one instance`,
  );
});

test('everything that is wrong with steps is told at once', () => {
  const policy = () =>
    ScalingPolicy.steps(EXPRESSION, [{ above: 50, change: 0 }], { cooldown: Duration.days(2), evaluationPeriods: 0 });

  expect(policy).toThrow(
    [
      '4 problems:',
      '  ScalingStepWithoutChange: changes[0].change is 0, a step adds or takes away whole instances or copies, 1 or more; write 1 or -1, and leave out the stretch in which nothing changes',
      '  ScalingCooldownOutOfRange: cooldown is 2 days, a fleet rests for whole seconds, up to 1 day; use Duration.minutes(5)',
      '  ScalingPeriodsOutOfRange: evaluationPeriods is 0, an alarm looks at a whole number of periods, 1 or more; write 1, 2 or more',
      '  ScalingPolicyNameMalformed: policyName is missing, a policy is told apart by 1 to 64 letters, digits and hyphens that are known at synth; write a name such as "queue-length"',
    ].join('\n'),
  );
});

test('target tracking reads one metric', () => {
  expect(() => ScalingPolicy.metric(EXPRESSION, 5, { policyName: 'queue' })).toThrow(
    'ScalingMetricNotDirect: metric is a mathematical expression, target tracking reads one metric; use ScalingPolicy.steps(...), which takes expressions',
  );
});
