import { Token } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import {
  checkOrganizationalUnitId,
  checkPolicyTargets,
  isBelowRoot,
} from '../../../lib/organization/private/organization-ids';

const LATER = Token.asString({ Ref: 'Value' });

test.each(['ou-ab12-1a2b3c4d', `ou-ab12-${'a'.repeat(32)}`, LATER])('%s is taken for the id of a unit', (id) => {
  const problems = new Problems();

  checkOrganizationalUnitId(problems, 'unit', id);

  expect(problems.all).toEqual([]);
});

test.each(['ou-ab1-1a2b3c4d', 'ou-ab12-1a2b3c4', 'r-ab12', ''])('%s is no id of a unit', (id) => {
  const problems = new Problems();

  checkOrganizationalUnitId(problems, 'unit', id);

  expect(problems.all.map(({ code }) => code)).toEqual(['OrganizationalUnitIdMalformed']);
});

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
