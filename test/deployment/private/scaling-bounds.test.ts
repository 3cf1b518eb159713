import { Lazy } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { check } from '../../../lib/core';
import { Percent } from '../../../lib/deployment/percent';
import {
  canScale,
  checkBounds,
  concurrencyBounds,
  copyBounds,
  instanceBounds,
  reachesZero,
  ScalingBounds,
} from '../../../lib/deployment/private/scaling-bounds';
import { ScalingPolicy } from '../../../lib/deployment/scaling-policy';
import { bounds, checked, CONTEXTS, Scaled } from '../scaled';

const UNKNOWN = Lazy.number({ produce: () => 3 });
const NIGHT = { scheduleName: 'night', schedule: Schedule.cron({ hour: '20', minute: '0' }), min: 0 };
const T2 = { ...CONTEXTS.realTime, instanceType: 'ml.t2.medium' };

function verdictOn(scaled: Scaled, wished: ScalingBounds, context = {}): () => void {
  return () =>
    check(undefined, (problems) => checkBounds(problems, 'scaling', wished, { ...CONTEXTS[scaled], ...context }));
}

function policyIds({ policies }: ScalingBounds): string[] {
  return policies.map(({ _rule }) => _rule.id);
}

test.each([
  { what: 'instances', made: instanceBounds({}, CONTEXTS.realTime), range: [2, 4], policies: ['Invocations'] },
  {
    what: 'instances that answer asynchronously',
    made: instanceBounds({ minInstances: 0 }, CONTEXTS.asynchronous),
    range: [0, 1],
    policies: ['Backlog'],
  },
  {
    what: 'provisioned concurrency',
    made: concurrencyBounds({ maxConcurrency: 10 }),
    range: [1, 10],
    policies: ['ProvisionedConcurrency'],
  },
  { what: 'copies', made: copyBounds({}), range: [2, 4], policies: ['InvocationsPerCopy'] },
])('$what scale from $range by $policies unless asked otherwise', ({ what, made, range, policies }) => {
  const scaled = what.includes('asynchronously') ? 'asynchronous' : what === 'copies' ? 'component' : 'realTime';
  const context = what.startsWith('provisioned') ? 'serverless' : scaled;

  expect([made.least, made.most]).toEqual(range);
  expect(policyIds(made)).toEqual(policies);
  expect(made.schedules).toEqual([]);
  expect(verdictOn(context, made)).not.toThrow();
});

test.each([
  instanceBounds({ minInstances: 3, maxInstances: 3 }, CONTEXTS.realTime),
  concurrencyBounds({ minConcurrency: 3, maxConcurrency: 3 }),
  copyBounds({ minCopies: 3, maxCopies: 3 }),
])('between equal bounds nothing asks for more', (made) => {
  expect(made).toEqual({ least: 3, most: 3, policies: [], schedules: [] });
});

test('policies and schedules are taken over', () => {
  const policies = [ScalingPolicy.cpu(Percent.of(60))];

  const made = instanceBounds(
    { minInstances: 0, maxInstances: 9, policies, schedules: [NIGHT] },
    CONTEXTS.asynchronous,
  );

  expect(made).toEqual({ least: 0, most: 9, policies, schedules: [NIGHT] });
});

test.each([
  { what: 'at least 1', wished: bounds(), expected: false },
  { what: 'at least 0', wished: bounds({ least: 0 }), expected: true },
  { what: 'a token', wished: bounds({ least: UNKNOWN }), expected: true },
  { what: 'at least 1, but 0 at night', wished: bounds({ schedules: [NIGHT] }), expected: true },
])('bounds of $what may reach zero: $expected', ({ wished, expected }) => {
  expect(reachesZero(wished)).toBe(expected);
});

test.each([
  { scaled: 'realTime', path: 'minInstances', wished: { least: 0 }, got: 0, noun: 'instances', allowed: '1 or more' },
  {
    scaled: 'realTime',
    path: 'minInstances',
    wished: { least: 1.5 },
    got: 1.5,
    noun: 'instances',
    allowed: '1 or more',
  },
  {
    scaled: 'asynchronous',
    path: 'minInstances',
    wished: { least: -1 },
    got: -1,
    noun: 'instances',
    allowed: '0 or more',
  },
  {
    scaled: 'serverless',
    path: 'minConcurrency',
    wished: { least: 0 },
    got: 0,
    noun: 'provisioned requests',
    allowed: '1 to 20',
  },
  {
    scaled: 'serverless',
    path: 'maxConcurrency',
    wished: { most: 21 },
    got: 21,
    noun: 'provisioned requests',
    allowed: '1 to 20',
  },
  { scaled: 'component', path: 'minCopies', wished: { least: -1 }, got: -1, noun: 'copies', allowed: '0 or more' },
] as const)('$path of $scaled is not $got', ({ scaled, path, wished, got, noun, allowed }) => {
  const lowest = path === 'maxConcurrency' ? 1 : Number(allowed[0]);

  expect(verdictOn(scaled, bounds(wished))).toThrow(
    `ScalingBoundOutOfRange: scaling.${path} is ${got}, the ${noun} here are a whole number, ${allowed}; write a number of ${lowest} or more`,
  );
});

test('a fleet that may be empty may also have somebody', () => {
  expect(verdictOn('component', bounds({ least: 0, most: 0 }))).toThrow(
    'ScalingBoundOutOfRange: scaling.maxCopies is 0, the copies here are a whole number, 0 or more; write a number of 1 or more',
  );
});

test('the most are at least the fewest', () => {
  expect(verdictOn('realTime', bounds({ least: 5, most: 4 }))).toThrow(
    'ScalingBoundsCrossed: scaling.maxInstances is 4, the fewest instances are 5; write 5 or more',
  );
});

test('the most are not guessed from a token', () => {
  const made = instanceBounds({ minInstances: UNKNOWN }, CONTEXTS.realTime);

  expect(verdictOn('realTime', made)).toThrow(
    'ScalingBoundUnknownAtSynth: scaling.maxInstances is missing, or the token of minInstances, it defaults to twice the fewest instances, which are known at deployment only; give maxInstances',
  );
});

test('bounds may be tokens', () => {
  const most = Lazy.number({ produce: () => 9 });

  expect(verdictOn('realTime', bounds({ least: UNKNOWN, most }))).not.toThrow();
  expect(verdictOn('realTime', bounds({ most }))).not.toThrow();
});

test('a metric is held to one target', () => {
  const verdict = checked('realTime', ScalingPolicy.cpu(Percent.of(60)), ScalingPolicy.cpu(Percent.of(80)));

  expect(verdict).toThrow(
    'ScalingMetricTrackedTwice: scaling.policies hold /aws/sagemaker/Endpoints CPUUtilization to two targets, the one that asks for more would always win; keep one of them',
  );
});

test('also when one of the policies names it', () => {
  const metric = new cloudwatch.Metric({
    namespace: 'AWS/SageMaker',
    metricName: 'InvocationsPerInstance',
    dimensionsMap: { EndpointName: 'abalone', VariantName: 'AllTraffic' },
  });

  const verdict = checked('realTime', ScalingPolicy.invocationsPerInstance(5), ScalingPolicy.metric(metric, 7));

  expect(verdict).toThrow(
    'ScalingMetricTrackedTwice: scaling.policies hold AWS/SageMaker InvocationsPerInstance to two targets, the one that asks for more would always win; keep one of them',
  );
});

describe('two metrics of one name', () => {
  const [first, second] = ['a', 'b'].map(
    (queue) => new cloudwatch.Metric({ namespace: 'Acme', metricName: 'Length', dimensionsMap: { queue } }),
  );

  test('are told apart by the names of their policies', () => {
    const verdict = checked(
      'realTime',
      ScalingPolicy.metric(first, 5),
      ScalingPolicy.metric(second, 5, { policyName: 'second' }),
      ScalingPolicy.steps(first, [{ above: 9, change: 2 }]),
    );

    expect(verdict).not.toThrow();
  });

  test.each([
    { name: 'MetricLength', policies: [ScalingPolicy.metric(first, 5), ScalingPolicy.metric(second, 5)] },
    {
      name: 'StepsLength',
      policies: [
        ScalingPolicy.steps(first, [{ above: 9, change: 2 }]),
        ScalingPolicy.steps(second, [{ above: 9, change: 2 }]),
      ],
    },
  ])('are confused without: $name', ({ name, policies }) => {
    expect(checked('realTime', ...policies)).toThrow(
      `ScalingPolicyRepeated: scaling.policies have the name ${name} twice, a policy is told apart by its name; give one of them another policyName`,
    );
  });
});

test('policies that do not fit are no contradiction beside that', () => {
  const verdict = checked('serverless', ScalingPolicy.cpu(Percent.of(60)), ScalingPolicy.cpu(Percent.of(60)));

  expect(verdict).toThrow(
    [
      '2 problems:',
      ...[0, 1].map(
        (i) =>
          `  ScalingPolicyUnfit: scaling.policies[${i}] is cpu, a serverless variant emits no such metric, or does not lower it by growing; use one that fits, such as ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70))`,
      ),
    ].join('\n'),
  );
});

test('schedules are checked against the bounds, and told apart by their names', () => {
  const schedules = [NIGHT, { ...NIGHT, min: 3 }];

  expect(verdictOn('asynchronous', bounds({ least: 1, schedules }))).toThrow(
    [
      '2 problems:',
      '  ScalingScheduleOutOfBounds: scaling.schedules[0].min is 0, a schedule narrows the bounds of its target, which are 1 to 4; write a whole number within them, or widen them',
      '  ScalingScheduleRepeated: scaling.schedules have the name "night" twice, the second would replace the first; give each a name of its own',
    ].join('\n'),
  );
});

describe('burstable instances', () => {
  test('do not scale', () => {
    expect([T2, CONTEXTS.realTime, CONTEXTS.serverless].map(canScale)).toEqual([false, true, true]);
    expect(verdictOn('realTime', instanceBounds({}, T2), T2)).toThrow(
      'ScalingOfBurstableInstances: scaling scales ml.t2.medium, SageMaker does not scale burstable instances; write minInstances and maxInstances alike, without policies and schedules, or take another instance type',
    );
  });

  test('are a fixed number', () => {
    const made = instanceBounds({ minInstances: 1, maxInstances: 1 }, T2);

    expect(verdictOn('realTime', made, T2)).not.toThrow();
  });
});
