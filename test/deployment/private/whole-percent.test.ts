import { Lazy } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../../lib/core';
import { Percent } from '../../../lib/deployment';
import { checkWhole } from '../../../lib/deployment/private/whole-percent';

test.each([0, 1, 100, Lazy.number({ produce: () => 10 })])('%p %% is whole, or not known yet', (amount) => {
  const problems = new Problems();

  checkWhole(problems, 'share', Percent.of(amount));

  expect(problems.all).toEqual([]);
});

test.each([
  { amount: 0.5, remedy: 1 },
  { amount: 12.5, remedy: 13 },
  { amount: 99.9, remedy: 100 },
])('$amount % is not whole', ({ amount, remedy }) => {
  const problems = new Problems();

  checkWhole(problems, 'share', Percent.of(amount));

  expect(problems.all.map(renderProblem)).toEqual([
    `PercentNotWhole: share is ${amount} %, SageMaker takes this share in whole percents; use Percent.of(${remedy})`,
  ]);
});
