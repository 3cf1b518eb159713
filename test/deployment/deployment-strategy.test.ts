import { Duration, Lazy } from 'aws-cdk-lib';
import { BlueGreenOptions, DeploymentStrategy, Percent } from '../../lib/deployment';

const UNKNOWN = Lazy.number({ produce: () => 10 });

const STRATEGIES = [
  {
    name: 'canary',
    make: (options: BlueGreenOptions) => DeploymentStrategy.canary({ firstStep: Percent.of(10), ...options }),
    routing: { type: 'CANARY', canarySize: { type: 'CAPACITY_PERCENT', value: 10 } },
  },
  {
    name: 'linear',
    make: (options: BlueGreenOptions) => DeploymentStrategy.linear({ step: Percent.of(25), ...options }),
    routing: { type: 'LINEAR', linearStepSize: { type: 'CAPACITY_PERCENT', value: 25 } },
  },
  {
    name: 'allAtOnce',
    make: (options: BlueGreenOptions) => DeploymentStrategy.allAtOnce(options),
    routing: { type: 'ALL_AT_ONCE' },
  },
];

test.each(STRATEGIES)(
  '$name watches each shift for 15 minutes, keeps the old fleet for 10, rolls back by the alarms',
  ({ make, routing }) => {
    const rendered = make({})._render(['errors', 'latency']);

    expect(rendered).toEqual({
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: { ...routing, waitIntervalInSeconds: 900 },
        terminationWaitInSeconds: 600,
      },
      autoRollbackConfiguration: { alarms: [{ alarmName: 'errors' }, { alarmName: 'latency' }] },
    });
  },
);

test.each(STRATEGIES)('the times of $name can be chosen up to the limits', ({ make }) => {
  const shortest = make({ bake: Duration.minutes(3), terminationWait: Duration.seconds(0) })._render([]);
  const longest = make({ bake: Duration.hours(1), terminationWait: Duration.hours(1) })._render([]);

  expect([shortest, longest].map(({ blueGreenUpdatePolicy }) => blueGreenUpdatePolicy)).toMatchObject([
    { trafficRoutingConfiguration: { waitIntervalInSeconds: 180 }, terminationWaitInSeconds: 0 },
    { trafficRoutingConfiguration: { waitIntervalInSeconds: 3600 }, terminationWaitInSeconds: 3600 },
  ]);
});

test.each(STRATEGIES)('$name without options that matter can be made of tokens', ({ make }) => {
  const strategy = () => make({ bake: Duration.seconds(UNKNOWN), terminationWait: Duration.seconds(UNKNOWN) });

  expect(strategy).not.toThrow();
});

test.each([
  { given: Duration.seconds(0), got: '0 seconds' },
  { given: Duration.seconds(179), got: '2 minutes 59 seconds' },
])('a bake of $got is refused by every strategy, because no alarm fires so soon', ({ given, got }) => {
  for (const { make } of STRATEGIES) {
    expect(() => make({ bake: given })).toThrow(
      `DeploymentBakeTooShort: bake is ${got}, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.minutes(3) or more`,
    );
  }
});

test.each([
  { path: 'bake', given: Duration.seconds(3601), got: '1 hour 1 second' },
  { path: 'terminationWait', given: Duration.minutes(61), got: '1 hour 1 minute' },
])('a $path of $got is refused by every strategy', ({ path, given, got }) => {
  for (const { make } of STRATEGIES) {
    expect(() => make({ [path]: given })).toThrow(
      `DeploymentWaitTooLong: ${path} is ${got}, SageMaker accepts up to 60 minutes; use Duration.minutes(60) or less`,
    );
  }
});

test.each([1, 50, UNKNOWN])('a canary begins with %p %%', (amount) => {
  const rendered = DeploymentStrategy.canary({ firstStep: Percent.of(amount) })._render([]);

  expect(rendered.blueGreenUpdatePolicy).toMatchObject({
    trafficRoutingConfiguration: { canarySize: { value: amount } },
  });
});

test.each([51, 100])('a canary does not begin with %p %%', (amount) => {
  const strategy = () => DeploymentStrategy.canary({ firstStep: Percent.of(amount) });

  expect(strategy).toThrow(
    `DeploymentCanaryTooLarge: firstStep is ${amount} %, SageMaker accepts 1 to 50 %; use linear({ step: Percent.of(50) }) to move half of the traffic at a time`,
  );
});

test('a canary begins with something', () => {
  const strategy = () => DeploymentStrategy.canary({ firstStep: Percent.of(0) });

  expect(strategy).toThrow(
    'DeploymentCanaryTooSmall: firstStep is 0 %, SageMaker accepts 1 to 50 %; use Percent.of(1) or more, or allAtOnce() to move everything',
  );
});

test.each([10, 50, UNKNOWN])('a linear deployment moves %p %% at a time', (amount) => {
  const rendered = DeploymentStrategy.linear({ step: Percent.of(amount) })._render([]);

  expect(rendered.blueGreenUpdatePolicy).toMatchObject({
    trafficRoutingConfiguration: { linearStepSize: { value: amount } },
  });
});

test.each([9, 51])('a linear deployment does not move %p %% at a time', (amount) => {
  const strategy = () => DeploymentStrategy.linear({ step: Percent.of(amount) });

  expect(strategy).toThrow(
    `DeploymentStepOutOfRange: step is ${amount} %, SageMaker accepts 10 to 50 %; use canary({ firstStep: Percent.of(5) }) to begin with less, or allAtOnce() to move everything`,
  );
});

test.each([
  { path: 'firstStep', strategy: () => DeploymentStrategy.canary({ firstStep: Percent.of(12.5) }) },
  { path: 'step', strategy: () => DeploymentStrategy.linear({ step: Percent.of(12.5) }) },
])('a $path is a whole number', ({ path, strategy }) => {
  expect(strategy).toThrow(
    `PercentNotWhole: ${path} is 12.5 %, SageMaker takes this share in whole percents; use Percent.of(13)`,
  );
});

test('all that is wrong with a strategy is told at once', () => {
  const strategy = () =>
    DeploymentStrategy.canary({
      firstStep: Percent.of(60),
      bake: Duration.minutes(1),
      terminationWait: Duration.hours(2),
    });

  expect(strategy).toThrow(
    [
      '3 problems:',
      '  DeploymentWaitTooLong: terminationWait is 2 hours, SageMaker accepts up to 60 minutes; use Duration.minutes(60) or less',
      "  DeploymentBakeTooShort: bake is 1 minute, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.minutes(3) or more",
      '  DeploymentCanaryTooLarge: firstStep is 60 %, SageMaker accepts 1 to 50 %; use linear({ step: Percent.of(50) }) to move half of the traffic at a time',
    ].join('\n'),
  );
});
