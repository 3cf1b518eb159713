import { Lazy } from 'aws-cdk-lib';
import { check } from '../../../lib/core';
import { checkSteps, intervalsOf } from '../../../lib/deployment/private/scaling-intervals';
import { ScalingStep } from '../../../lib/deployment/scaling-options';

function checked(...steps: ScalingStep[]): () => void {
  return () => check(undefined, (problems) => checkSteps(problems, steps));
}

test.each([
  {
    what: 'grow above a value',
    steps: [{ above: 50, change: 1 }],
    intervals: [
      { lower: 50, change: 1 },
      { lower: 0, upper: 50, change: 0 },
    ],
  },
  {
    what: 'grow ever more',
    steps: [
      { above: 50, change: 1 },
      { above: 80, change: 3 },
    ],
    intervals: [
      { lower: 50, upper: 80, change: 1 },
      { lower: 80, change: 3 },
      { lower: 0, upper: 50, change: 0 },
    ],
  },
  {
    what: 'shrink and grow',
    steps: [
      { below: 10, change: -2 },
      { above: 10, below: 20, change: -1 },
      { above: 50, change: 1 },
    ],
    intervals: [
      { lower: 0, upper: 10, change: -2 },
      { lower: 10, upper: 20, change: -1 },
      { lower: 50, change: 1 },
      { lower: 20, upper: 50, change: 0 },
    ],
  },
  {
    what: 'grow below a value',
    steps: [{ below: 5, change: 1 }],
    intervals: [
      { lower: 0, upper: 5, change: 1 },
      { lower: 5, change: 0 },
    ],
  },
])('steps that $what leave one stretch alone', ({ steps, intervals }) => {
  expect(checked(...steps)).not.toThrow();
  expect(intervalsOf(steps)).toEqual(intervals);
});

test.each([
  { steps: [], got: 'is empty' },
  { steps: Array.from({ length: 21 }, (_, i) => ({ above: i + 1, change: 1 })), got: 'has 21 entries' },
])('a list of steps that $got is refused', ({ steps, got }) => {
  expect(checked(...steps)).toThrow(
    `ScalingStepsOutOfRange: changes ${got}, a policy has 1 to 20 steps; give a step such as { above: 50, change: 1 }`,
  );
});

test.each([
  { name: 'above', step: { above: Lazy.number({ produce: () => 5 }), change: 1 } },
  { name: 'below', step: { below: Lazy.number({ produce: () => 5 }), change: 1 } },
  { name: 'change', step: { above: 5, change: Lazy.number({ produce: () => 1 }) } },
])('$name of a step is no token', ({ name, step }) => {
  expect(checked(step)).toThrow(
    `ScalingStepUnknownAtSynth: changes[0].${name} is a token, the alarm's threshold and the steps from it are computed at synth; write the number`,
  );
});

test.each([0, 0.5, NaN])('a step does not change the fleet by %p', (change) => {
  expect(checked({ above: 5, change })).toThrow(
    `ScalingStepWithoutChange: changes[0].change is ${change}, a step adds or takes away whole instances or copies, 1 or more; write 1 or -1, and leave out the stretch in which nothing changes`,
  );
});

test.each([
  { step: { above: -1, change: 1 }, got: 'begins at -1 and ends at no value' },
  { step: { above: 5, below: 5, change: 1 }, got: 'begins at 5 and ends at 5' },
  { step: { below: 0, change: 1 }, got: 'begins at 0 and ends at 0' },
])('a step that $got is refused', ({ step, got }) => {
  expect(checked(step)).toThrow(
    `ScalingStepEmpty: changes[0] ${got}, a stretch begins at 0 or more and ends above that; write a step such as { above: 50, below: 80, change: 1 }`,
  );
});

test.each([
  {
    what: 'overlap',
    steps: [
      { above: 10, below: 60, change: 1 },
      { above: 50, change: 2 },
    ],
    got: 'begins at 50, the step before it ends at 60',
  },
  {
    what: 'follow one without an end',
    steps: [{ change: 1 }, { change: 2 }],
    got: 'begins at 0, the step before it ends at no value',
  },
])('steps that $what are refused', ({ steps, got }) => {
  expect(checked(...steps)).toThrow(
    `ScalingStepsOverlap: changes[1] ${got}; give the steps from the lowest values to the highest, each above the one before`,
  );
});

test('a step that ends where the next one has begun is refused', () => {
  const steps = [
    { above: 50, change: 2 },
    { above: 10, change: 1 },
  ];

  expect(checked(...steps)).toThrow(
    'ScalingStepsOverlap: changes[0] begins at 50, the step after it begins at 10; give the steps from the lowest values to the highest, each above the one before',
  );
});

test('steps do not cover every value', () => {
  expect(checked({ below: 50, change: -1 }, { above: 50, change: 1 })).toThrow(
    'ScalingStepsNeverRest: changes cover every value, the fleet would change for ever; leave out the stretch in which it has the right size',
  );
});

test('steps leave out one stretch only', () => {
  expect(checked({ above: 50, below: 60, change: 1 }, { above: 70, change: 2 })).toThrow(
    'ScalingStepsWithGap: changes leave out 0 to 50 and 60 to 70, a policy leaves the fleet alone in one stretch; let the steps touch, and the outermost go on without an end',
  );
});

test('steps that touch change the fleet in one direction', () => {
  expect(checked({ above: 50, below: 60, change: -1 }, { above: 60, change: 2 })).toThrow(
    'ScalingStepsContradict: changes[1].change is 2, the step that it touches changes the fleet by -1; leave a stretch between growing and shrinking in which nothing changes',
  );
});
