import { Duration, Lazy } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../lib/core';
import { CapacitySize, DeploymentOptions, DeploymentStrategy, Percent } from '../../lib/deployment';

const UNKNOWN = Lazy.number({ produce: () => 10 });
const EVALUATION = Duration.minutes(3);

const share = (amount: number): CapacitySize => CapacitySize.percent(Percent.of(amount));

const BLUE_GREEN = [
  {
    name: 'canary',
    make: (options: DeploymentOptions) => DeploymentStrategy.canary({ firstStep: share(10), ...options }),
    routing: { type: 'CANARY', canarySize: { type: 'CAPACITY_PERCENT', value: 10 } },
  },
  {
    name: 'linear',
    make: (options: DeploymentOptions) => DeploymentStrategy.linear({ step: CapacitySize.instances(2), ...options }),
    routing: { type: 'LINEAR', linearStepSize: { type: 'INSTANCE_COUNT', value: 2 } },
  },
  {
    name: 'allAtOnce',
    make: (options: DeploymentOptions) => DeploymentStrategy.allAtOnce(options),
    routing: { type: 'ALL_AT_ONCE' },
  },
];

const STRATEGIES = [
  ...BLUE_GREEN,
  {
    name: 'rolling',
    make: (options: DeploymentOptions) => DeploymentStrategy.rolling({ batch: share(25), ...options }),
  },
];

test.each(BLUE_GREEN)(
  '$name watches each shift for 15 minutes, keeps the old fleet for 10, rolls back by the alarms',
  ({ make, routing }) => {
    const strategy = make({});

    expect(strategy._kind).toBe('blueGreen');
    expect(strategy._render(['errors', 'latency'])).toEqual({
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { ...routing, waitIntervalInSeconds: 900 },
        terminationWaitInSeconds: 600,
      },
      autoRollbackConfiguration: { alarms: [{ alarmName: 'errors' }, { alarmName: 'latency' }] },
    });
  },
);

test('a rolling deployment watches each batch for 15 minutes and rolls back by the alarms', () => {
  const strategy = DeploymentStrategy.rolling({ batch: share(25) });

  expect(strategy._kind).toBe('rolling');
  expect(strategy._render(['errors'])).toEqual({
    rollingUpdatePolicy: { maximumBatchSize: { type: 'CAPACITY_PERCENT', value: 25 }, waitIntervalInSeconds: 900 },
    autoRollbackConfiguration: { alarms: [{ alarmName: 'errors' }] },
  });
});

test('a rolling deployment can come back in batches, too', () => {
  const strategy = DeploymentStrategy.rolling({
    batch: CapacitySize.instances(1),
    rollbackBatch: share(100),
    bake: Duration.minutes(5),
    maxDuration: Duration.hours(2),
  });

  expect(strategy._render([])).toEqual({
    rollingUpdatePolicy: {
      maximumBatchSize: { type: 'INSTANCE_COUNT', value: 1 },
      rollbackMaximumBatchSize: { type: 'CAPACITY_PERCENT', value: 100 },
      waitIntervalInSeconds: 300,
      maximumExecutionTimeoutInSeconds: 7200,
    },
  });
});

test.each(BLUE_GREEN)('the times of $name can be chosen', ({ make, routing }) => {
  const times = { bake: Duration.minutes(5), terminationWait: Duration.seconds(0), maxDuration: Duration.hours(1) };

  expect(make(times)._render([])).toEqual({
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration: { ...routing, waitIntervalInSeconds: 300 },
      terminationWaitInSeconds: 0,
      maximumExecutionTimeoutInSeconds: 3600,
    },
  });
});

test.each(STRATEGIES)('without alarms $name has nothing to roll back by', ({ make }) => {
  expect(make({})._render([]).autoRollbackConfiguration).toBeUndefined();
});

test.each(STRATEGIES)('$name can be made of tokens', ({ make }) => {
  const unknown = Duration.seconds(UNKNOWN);
  const strategy = () => make({ bake: unknown, maxDuration: unknown });

  expect(strategy).not.toThrow();
  expect(told(strategy(), [UNKNOWN])).toEqual([]);
});

test.each([1, 50, UNKNOWN])('a canary begins with %p %%', (amount) => {
  const { blueGreenUpdatePolicy } = DeploymentStrategy.canary({ firstStep: share(amount) })._render([]);

  expect(blueGreenUpdatePolicy).toMatchObject({ trafficRoutingConfiguration: { canarySize: { value: amount } } });
});

test.each([51, 100])('a canary does not begin with %p %%', (amount) => {
  const strategy = () => DeploymentStrategy.canary({ firstStep: share(amount) });

  expect(strategy).toThrow(
    `DeploymentCanaryTooLarge: firstStep is ${amount} %, SageMaker accepts 1 to 50 %; use linear({ step: CapacitySize.percent(Percent.of(50)) }) to move half of the traffic at a time`,
  );
});

test.each([10, 50])('a linear deployment moves %p %% at a time', (amount) => {
  expect(() => DeploymentStrategy.linear({ step: share(amount) })).not.toThrow();
});

test.each([9, 51])('a linear deployment does not move %p %% at a time', (amount) => {
  const strategy = () => DeploymentStrategy.linear({ step: share(amount) });

  expect(strategy).toThrow(
    `DeploymentStepOutOfRange: step is ${amount} %, SageMaker accepts 10 to 50 %; use canary({ firstStep: CapacitySize.percent(Percent.of(5)) }) to begin with less, or allAtOnce() to move everything`,
  );
});

test.each([5, 50])('a batch is %p %%', (amount) => {
  expect(() => DeploymentStrategy.rolling({ batch: share(amount), rollbackBatch: share(1) })).not.toThrow();
});

test.each([4, 51])('a batch is not %p %%', (amount) => {
  const strategy = () => DeploymentStrategy.rolling({ batch: share(amount) });

  expect(strategy).toThrow(
    `DeploymentBatchOutOfRange: batch is ${amount} %, SageMaker accepts 5 to 50 %; use CapacitySize.percent(Percent.of(25)), or allAtOnce() to move everything`,
  );
});

test.each([
  {
    name: 'two bakes of a canary',
    minutes: 40,
    make: (maxDuration: Duration) => DeploymentStrategy.canary({ firstStep: share(10), maxDuration }),
  },
  {
    name: 'four bakes of a linear one',
    minutes: 70,
    make: (maxDuration: Duration) => DeploymentStrategy.linear({ step: share(25), maxDuration }),
  },
  {
    name: 'the bake of all at once',
    minutes: 25,
    make: (maxDuration: Duration) => DeploymentStrategy.allAtOnce({ maxDuration }),
  },
])('a deployment may last as long as it waits: for $name and the old fleet', ({ minutes, make }) => {
  const shorter = Duration.minutes(minutes - 1);
  const total = Duration.minutes(minutes);

  expect(() => make(total)).not.toThrow();
  expect(() => make(shorter)).toThrow(
    `DeploymentDurationTooShort: maxDuration is ${shorter.toHumanString()}, the waits of the deployment add up to ${total.toHumanString()}; use more than Duration.seconds(${total.toSeconds()}), a shorter bake or larger steps`,
  );
});

test('all that is wrong with a strategy is told at once', () => {
  const strategy = () =>
    DeploymentStrategy.canary({
      firstStep: share(60),
      bake: Duration.minutes(5),
      terminationWait: Duration.hours(2),
      maxDuration: Duration.minutes(30),
    });

  expect(strategy).toThrow(
    [
      '3 problems:',
      '  DurationOutOfRange: terminationWait is 2 hours, it takes 0 seconds to 1 hour; use Duration.seconds(3600)',
      '  DeploymentDurationTooShort: maxDuration is 30 minutes, the waits of the deployment add up to 2 hours 10 minutes; use more than Duration.seconds(7800), a shorter bake or larger steps',
      '  DeploymentCanaryTooLarge: firstStep is 60 %, SageMaker accepts 1 to 50 %; use linear({ step: CapacitySize.percent(Percent.of(50)) }) to move half of the traffic at a time',
    ].join('\n'),
  );
});

test.each(STRATEGIES)('$name suits a fleet of ten whose alarms evaluate 15 minutes', ({ make }) => {
  expect(told(make({}), [10], Duration.minutes(15))).toEqual([]);
});

test.each(STRATEGIES)('$name is not watched for less than the alarms take', ({ make }) => {
  expect(told(make({ bake: Duration.minutes(1) }), [10])).toEqual([
    "DeploymentBakeTooShort: strategy.bake is 1 minute, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.seconds(180) or more",
  ]);
});

test.each([
  {
    strategy: DeploymentStrategy.canary({ firstStep: share(10) }),
    problem:
      'DeploymentCanaryBelowOneInstance: strategy.firstStep is 10 % of 2 instances, a step moves 1 instance or more; use CapacitySize.percent(Percent.of(50)) or CapacitySize.instances(1)',
  },
  {
    strategy: DeploymentStrategy.canary({ firstStep: CapacitySize.instances(2) }),
    problem:
      'DeploymentCanaryTooLarge: strategy.firstStep is 2 of 2 instances, SageMaker accepts 1 to 50 %; use CapacitySize.instances(1)',
  },
  {
    strategy: DeploymentStrategy.linear({ step: share(10) }),
    problem:
      'DeploymentStepBelowOneInstance: strategy.step is 10 % of 2 instances, a step moves 1 instance or more; use CapacitySize.percent(Percent.of(50)) or CapacitySize.instances(1)',
  },
  {
    strategy: DeploymentStrategy.rolling({ batch: share(10) }),
    problem:
      'DeploymentBatchBelowOne: strategy.batch is 10 % of 2 instances, a step moves 1 instance or more; use CapacitySize.percent(Percent.of(50)) or CapacitySize.instances(1)',
  },
  {
    strategy: DeploymentStrategy.rolling({ batch: share(50), rollbackBatch: CapacitySize.instances(3) }),
    problem:
      'DeploymentBatchOutOfRange: strategy.rollbackBatch is 3 of 2 instances, SageMaker accepts 1 to 100 %; use CapacitySize.instances(2)',
  },
])('a step suits two instances: $problem', ({ strategy, problem }) => {
  expect(told(strategy, [2])).toEqual([problem]);
});

test('the waits of steps that are instances are known with the fleet', () => {
  const strategy = DeploymentStrategy.rolling({ batch: CapacitySize.instances(1), maxDuration: Duration.hours(1) });

  expect(told(strategy, [4])).toEqual([]);
  expect(told(strategy, [5])).toEqual([
    'DeploymentDurationTooShort: strategy.maxDuration is 1 hour, the waits of the deployment add up to 1 hour 15 minutes; use more than Duration.seconds(4500), a shorter bake or larger steps',
  ]);
});

test('an endpoint of ten takes hours when each instance is watched for an hour', () => {
  const strategy = DeploymentStrategy.linear({ step: CapacitySize.instances(1), bake: Duration.hours(1) });

  expect(told(strategy, [10])).toEqual([
    'DeploymentTooLong: strategy.bake makes the waits of the deployment 10 hours 10 minutes, SageMaker ends a deployment after 8 hours; use a shorter bake or larger steps',
  ]);
});

test('a rolling deployment deploys an inference component', () => {
  const strategy = DeploymentStrategy.rolling({ batch: CapacitySize.copies(1) });

  expect(toldOfComponent(strategy, 2)).toEqual([]);
  expect(strategy._renderForComponent(['errors'])).toEqual({
    rollingUpdatePolicy: { maximumBatchSize: { type: 'COPY_COUNT', value: 1 }, waitIntervalInSeconds: 900 },
    autoRollbackConfiguration: { alarms: [{ alarmName: 'errors' }] },
  });
});

test.each([
  {
    strategy: DeploymentStrategy.rolling({ batch: share(25), bake: Duration.minutes(2) }),
    problems: [
      "DeploymentBakeTooShort: strategy.bake is 2 minutes, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.seconds(180) or more",
      'DeploymentBatchBelowOne: strategy.batch is 25 % of 2 copies, a step moves 1 copy or more; use CapacitySize.percent(Percent.of(50)) or CapacitySize.copies(1)',
    ],
  },
  {
    strategy: DeploymentStrategy.rolling({ batch: CapacitySize.instances(1) }),
    problems: [
      'DeploymentUnitMismatch: strategy.batch is 1 instance, an inference component moves by copies; use CapacitySize.copies(1)',
    ],
  },
  {
    strategy: DeploymentStrategy.canary({ firstStep: share(50) }),
    problems: [
      'ComponentDeploymentNotRolling: strategy is a blue/green deployment, an inference component shares its instances and is replaced in batches; use DeploymentStrategy.rolling({ batch: CapacitySize.copies(1) })',
    ],
  },
])('an inference component of two copies refuses, %#', ({ strategy, problems }) => {
  expect(toldOfComponent(strategy, 2)).toEqual(problems);
});

test.each([
  { instances: [2], first: CapacitySize.instances(1) },
  { instances: [3, UNKNOWN], first: CapacitySize.instances(1) },
])('where nobody chooses, one instance of $instances takes traffic first', ({ instances, first }) => {
  const rendered = DeploymentStrategy._default(instances)._render([]);

  expect(rendered).toEqual(DeploymentStrategy.canary({ firstStep: first })._render([]));
});

test.each([[[]], [[1]], [[4, 1]], [[0]]])('where nobody chooses, %p instances move all at once', (instances) => {
  const rendered = DeploymentStrategy._default(instances)._render([]);

  expect(rendered).toEqual(DeploymentStrategy.allAtOnce()._render([]));
});

function told(strategy: DeploymentStrategy, instances: number[], evaluation = EVALUATION): string[] {
  return collected((problems) => strategy._check(problems, 'strategy', { instances, evaluation }));
}

function toldOfComponent(strategy: DeploymentStrategy, copies: number): string[] {
  return collected((problems) => strategy._checkForComponent(problems, 'strategy', { copies, evaluation: EVALUATION }));
}

function collected(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();
  checks(problems);

  return problems.all.map(renderProblem);
}
