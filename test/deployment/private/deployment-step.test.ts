import { Lazy } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { CapacitySize, Percent } from '../../../lib/deployment';
import { DeploymentStep, StepLimits } from '../../../lib/deployment/private/deployment-step';
import { Fleets } from '../../../lib/deployment/private/fleet';

const UNKNOWN = Lazy.number({ produce: () => 2 });

const LIMITS: StepLimits = {
  option: 'step',
  leastPercent: 10,
  mostPercent: 50,
  belowOneCode: 'BelowOne',
  outOfRangeCode: 'OutOfRange',
  otherwise: 'another strategy',
};

const percent = (amount: number) => new DeploymentStep(CapacitySize.percent(Percent.of(amount)), LIMITS);
const instances = (count: number) => new DeploymentStep(CapacitySize.instances(count), LIMITS);
const copies = (count: number) => new DeploymentStep(CapacitySize.copies(count), LIMITS);
const fleets = (...counts: number[]): Fleets => ({ unit: 'INSTANCE_COUNT', counts });
const copied = (count: number): Fleets => ({ unit: 'COPY_COUNT', counts: [count] });

test.each([10, 50, UNKNOWN])('a share of %p %% is in the range', (amount) => {
  expect(problemsOf((problems) => percent(amount).check(problems))).toEqual([]);
});

test.each([9, 51])('a share of %p %% is out of the range', (amount) => {
  const [problem] = problemsOf((problems) => percent(amount).check(problems));

  expect(problem).toEqual({
    code: 'OutOfRange',
    path: 'step',
    got: `is ${amount} %`,
    wanted: 'SageMaker accepts 10 to 50 %',
    remedy: 'use another strategy',
  });
});

test.each([
  { name: 'half of two', step: percent(50), fleet: fleets(2) },
  { name: 'a tenth of ten', step: percent(10), fleet: fleets(10) },
  { name: 'one of two', step: instances(1), fleet: fleets(2) },
  { name: 'one of ten', step: instances(1), fleet: fleets(10) },
  { name: 'five of ten', step: instances(5), fleet: fleets(10) },
  { name: 'two of four copies', step: copies(2), fleet: copied(4) },
  { name: 'half of two copies', step: percent(50), fleet: copied(2) },
  { name: 'a share of nothing that is known', step: percent(10), fleet: fleets(UNKNOWN) },
  { name: 'a share of no instance at all', step: percent(10), fleet: fleets(0) },
  { name: 'a number of nothing that is known', step: instances(9), fleet: fleets(UNKNOWN) },
  { name: 'an unknown number', step: instances(UNKNOWN), fleet: fleets(1) },
  { name: 'an unknown share', step: percent(UNKNOWN), fleet: fleets(1) },
])('$name can move', ({ step, fleet }) => {
  expect(problemsOf((problems) => step.checkFleets(problems, 'strategy', fleet))).toEqual([]);
});

test.each([
  {
    step: percent(49),
    fleet: fleets(2),
    told: 'BelowOne: strategy.step is 49 % of 2 instances, a step moves 1 instance or more; use CapacitySize.percent(Percent.of(50)) or CapacitySize.instances(1)',
  },
  {
    step: percent(33),
    fleet: fleets(3),
    told: 'BelowOne: strategy.step is 33 % of 3 instances, a step moves 1 instance or more; use CapacitySize.percent(Percent.of(34)) or CapacitySize.instances(1)',
  },
  {
    step: percent(50),
    fleet: fleets(1),
    told: 'BelowOne: strategy.step is 50 % of 1 instance, a step moves 1 instance or more; serve on 2 instances or more, or use DeploymentStrategy.allAtOnce()',
  },
  {
    step: percent(50),
    fleet: copied(1),
    told: 'BelowOne: strategy.step is 50 % of 1 copy, a step moves 1 copy or more; serve 2 copies or more, or give the component no strategy',
  },
  {
    step: instances(3),
    fleet: fleets(5),
    told: 'OutOfRange: strategy.step is 3 of 5 instances, SageMaker accepts 10 to 50 %; use CapacitySize.instances(2)',
  },
  {
    step: instances(1),
    fleet: fleets(11),
    told: 'OutOfRange: strategy.step is 1 of 11 instances, SageMaker accepts 10 to 50 %; use CapacitySize.instances(2)',
  },
  {
    step: instances(1),
    fleet: fleets(1),
    told: 'OutOfRange: strategy.step is 1 of 1 instance, SageMaker accepts 10 to 50 %; serve on 2 instances or more, or use DeploymentStrategy.allAtOnce()',
  },
  {
    step: copies(3),
    fleet: copied(4),
    told: 'OutOfRange: strategy.step is 3 of 4 copies, SageMaker accepts 10 to 50 %; use CapacitySize.copies(2)',
  },
  {
    step: copies(2),
    fleet: fleets(4),
    told: 'DeploymentUnitMismatch: strategy.step is 2 copies, an endpoint moves by instances; use CapacitySize.instances(2)',
  },
  {
    step: instances(2),
    fleet: copied(4),
    told: 'DeploymentUnitMismatch: strategy.step is 2 instances, an inference component moves by copies; use CapacitySize.copies(2)',
  },
])('it is refused: $told', ({ step, fleet, told }) => {
  const problems = new Problems();

  step.checkFleets(problems, 'strategy', fleet);

  expect(() => problems.throwIfAny()).toThrow(told);
});

test('each variant is checked, equal ones once', () => {
  const problems = problemsOf((collected) => percent(10).checkFleets(collected, 'strategy', fleets(2, 20, 2, 3)));

  expect(problems.map(({ got }) => got)).toEqual(['is 10 % of 2 instances', 'is 10 % of 3 instances']);
});

test.each([
  { step: percent(25), fleet: undefined, count: 4 },
  { step: percent(30), fleet: fleets(7), count: 4 },
  { step: percent(UNKNOWN), fleet: fleets(7), count: 1 },
  { step: instances(2), fleet: fleets(4, 7), count: 4 },
  { step: instances(2), fleet: fleets(4, UNKNOWN), count: 2 },
  { step: instances(2), fleet: undefined, count: 1 },
  { step: copies(1), fleet: copied(3), count: 3 },
])('steps until nothing is left: $count', ({ step, fleet, count }) => {
  expect(step.count(fleet)).toBe(count);
});

function problemsOf(checks: (problems: Problems) => void): Problems['all'] {
  const problems = new Problems();
  checks(problems);

  return problems.all;
}
