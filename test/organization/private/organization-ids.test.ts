import { Token } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { checkPolicyTargets, isBelowRoot } from '../../../lib/organization/private/organization-ids';

const LATER = Token.asString({ Ref: 'Value' });

test.each([
  ['ou-ab12-1a2b3c4d', 'r-ab12', true],
  ['ou-cd34-1a2b3c4d', 'r-ab12', false],
  [LATER, 'r-ab12', true],
  ['ou-ab12-1a2b3c4d', LATER, true],
])('that %s lies below %s is %s', (unit, root, expected) => {
  const below = isBelowRoot(unit, root);

  expect(below).toBe(expected);
});

test('a policy is attached to roots, units and accounts, each once', () => {
  const problems = new Problems();

  checkPolicyTargets(problems, 'targetIds', ['r-ab12', 'ou-ab12-1a2b3c4d', '111111111111', LATER, LATER, 'r-ab12']);

  expect(problems.all).toEqual([
    {
      code: 'PolicyTargetTwice',
      path: 'targetIds[5]',
      got: 'is "r-ab12" a second time',
      wanted: 'a policy is attached to a target once',
      remedy: 'remove one of the two',
    },
  ]);
});
