import { Token } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { checkPolicyTargets } from '../../../lib/organization/private/organization-ids';

const LATER = Token.asString({ Ref: 'Value' });

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
