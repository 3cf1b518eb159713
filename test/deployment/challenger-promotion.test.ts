import { CfnResource, Lazy } from 'aws-cdk-lib';
import { Problems } from '../../lib/core';
import { ChallengerPromotion } from '../../lib/deployment';
import { stackIn } from './endpoints';

const REASON = 'only clicks are at stake, and a rollback takes minutes';

test('a person approves, and nothing is relaxed', () => {
  const resource = new CfnResource(stackIn(), 'Resource', { type: 'AWS::Lambda::Function' });

  ChallengerPromotion.byHand()._record(resource);

  expect(ChallengerPromotion.byHand()._isAutomatic).toBe(false);
  expect(resource.getMetadata('governed-ml:relaxations')).toBeUndefined();
});

test('why no person needs to approve stands in the metadata', () => {
  const resource = new CfnResource(stackIn(), 'Resource', { type: 'AWS::Lambda::Function' });

  ChallengerPromotion.automatic(REASON)._record(resource);

  expect(ChallengerPromotion.automatic(REASON)._isAutomatic).toBe(true);
  expect(resource.getMetadata('governed-ml:relaxations')).toEqual([{ setting: 'automaticPromotion', reason: REASON }]);
});

test.each([
  ['ten chars.', []],
  [Lazy.string({ produce: () => REASON }), []],
  [
    'too short',
    [
      {
        code: 'RelaxationWithoutReason',
        path: 'promotion',
        got: 'is "too short"',
        wanted: 'a security reviewer reads there why the rule does not hold',
        remedy: 'write the reason as a sentence',
      },
    ],
  ],
])('the reason %p is checked', (reason, expected) => {
  const problems = new Problems();

  ChallengerPromotion.automatic(reason)._check(problems, 'promotion');

  expect(problems.all).toEqual(expected);
});
