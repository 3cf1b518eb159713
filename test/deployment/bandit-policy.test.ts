import { Lazy } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../lib/core';
import { BanditPolicy, Percent } from '../../lib/deployment';

test.each([
  ['Thompson sampling', BanditPolicy.thompson(), { kind: 'thompson' }],
  ['UCB1', BanditPolicy.ucb1(), { kind: 'ucb1' }],
  ['UCB1 with many rewards', BanditPolicy.ucb1({ rewardsPerUpdate: 5_000 }), { kind: 'ucb1', plays: 5_000 }],
  ['epsilon-greedy', BanditPolicy.epsilonGreedy(), { kind: 'epsilonGreedy', epsilon: 0.1 }],
  [
    'epsilon-greedy that explores more',
    BanditPolicy.epsilonGreedy({ exploration: Percent.of(25) }),
    { kind: 'epsilonGreedy', epsilon: 0.25 },
  ],
])('%s is told to the handler', (_, policy, expected) => {
  const rendered = policy._render();

  expect(rendered).toEqual(expected);
});

test.each([
  [undefined, 0.99],
  [1, 1],
])('of what is known before an update %p counts, which is %d', (discount, expected) => {
  const policies = [
    BanditPolicy.thompson({ discount }),
    BanditPolicy.ucb1({ discount }),
    BanditPolicy.epsilonGreedy({ discount }),
  ];

  expect(policies.map((policy) => policy._discount)).toEqual([expected, expected, expected]);
});

test.each([0.5, 0.99, 1, Lazy.number({ produce: () => 0.9 })])('a discount of %p is taken', (discount) => {
  const problems = problemsOf(BanditPolicy.thompson({ discount }));

  expect(problems).toEqual([]);
});

test.each([
  [0.49, 0.5],
  [1.01, 1],
  [NaN, 0.5],
])('a discount of %d is refused', (discount, remedy) => {
  const problems = problemsOf(BanditPolicy.thompson({ discount }));

  expect(problems).toEqual([
    `BanditDiscountOutOfRange: policy.discount is ${discount}, a bandit keeps 0.5 to 1 of what it knows at each update; write ${remedy}`,
  ]);
});

test.each([1, 100_000])('UCB1 plans with %d rewards', (rewardsPerUpdate) => {
  const problems = problemsOf(BanditPolicy.ucb1({ rewardsPerUpdate }));

  expect(problems).toEqual([]);
});

test.each([
  [0, 1],
  [1.5, 1],
  [100_001, 100_000],
])('UCB1 cannot plan with %d rewards', (rewardsPerUpdate, remedy) => {
  const problems = problemsOf(BanditPolicy.ucb1({ rewardsPerUpdate }));

  expect(problems).toEqual([
    `NumberOutOfRange: policy.rewardsPerUpdate is ${rewardsPerUpdate}, it takes 1 to 100000 whole rewards; write ${remedy}`,
  ]);
});

test('an exploration that is not known at synth is refused', () => {
  const exploration = Percent.of(Lazy.number({ produce: () => 10 }));

  const problems = problemsOf(BanditPolicy.epsilonGreedy({ exploration }));

  expect(problems).toEqual([
    'PercentUnknownAtSynth: policy.exploration is a token, this share is computed with at synth; write it as a number, such as Percent.of(10)',
  ]);
});

function problemsOf(policy: BanditPolicy): string[] {
  const problems = new Problems();
  policy._check(problems, 'policy');

  return problems.all.map(renderProblem);
}
