import { Lazy } from 'aws-cdk-lib';
import { Problems, renderProblem } from '../../../lib/core';
import { Percent } from '../../../lib/deployment';
import { checkKnown } from '../../../lib/deployment/private/known-percent';

test.each([
  [0, []],
  [12.5, []],
  [
    Lazy.number({ produce: () => 10 }),
    [
      'PercentUnknownAtSynth: share is a token, this share is computed with at synth; write it as a number, such as Percent.of(10)',
    ],
  ],
])('of %d %% it is told what is computed with at synth', (amount, expected) => {
  const problems = new Problems();

  checkKnown(problems, 'share', Percent.of(amount));

  expect(problems.all.map(renderProblem)).toEqual(expected);
});
