import { Aws } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import {
  Approvals,
  Approving,
  canBeEqual,
  checkAgreement,
  checkAgreementWithInherited,
} from '../../../lib/organization/private/approvals';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each([
  ['eu-west-1', 'eu-west-1', true],
  ['eu-west-1', 'eu-west-10', false],
  ['ml.m5.*', 'ml.m5.xlarge', true],
  ['ml.m5.*', 'ml.m5d.xlarge', false],
  ['ml.*', 'ml.m5.*', true],
  ['ml.g*.xlarge', 'ml.*5.*', true],
  ['ml.g*.xlarge', 'ml.*.2xlarge', false],
  ['ml.g*.large', 'ml.m*', false],
  ['role/a-????', 'role/a-1234', true],
  ['role/a-????', 'role/a-12345', false],
  ['*', '', true],
  ['?', '', false],
  ['', '', true],
])('"%s" and "%s" can be the same: %s', (a, b, expected) => {
  expect(canBeEqual(a, b)).toBe(expected);
  expect(canBeEqual(b, a)).toBe(expected);
});

test('guardrails of one set that leave nothing together are reported once', () => {
  checkAgreement(problems, [approving('a', { regions: ['eu-west-1'] }), approving('b', { regions: ['us-east-1'] })]);

  expect(problems.all).toEqual([
    {
      code: 'GuardrailsConflict',
      path: 'b',
      got: 'approves the regions us-east-1, as does "a" with others: eu-west-1',
      wanted: 'what neither denies must not be nothing',
      remedy: 'approve at least one of the same in both',
    },
  ]);
});

test('guardrails that have something in common, or approve different things, agree', () => {
  const guardrails = [
    approving('a', { regions: ['eu-west-1', 'eu-central-1'] }),
    approving('b', { regions: ['eu-west-1'], subnets: ['subnet-1'] }),
    approving('c', {}),
  ];

  checkAgreement(problems, guardrails);
  checkAgreementWithInherited(problems, guardrails, guardrails);

  expect(problems.all).toEqual([]);
});

test('a value that is known at deployment only conflicts with none', () => {
  checkAgreement(problems, [approving('a', { regions: [Aws.REGION] }), approving('b', { regions: ['us-east-1'] })]);

  expect(problems.all).toEqual([]);
});

test('a guardrail conflicts with its like in a unit above', () => {
  const [own, above] = [approving('a', { regions: ['eu-west-1'] }), approving('a', { regions: ['us-east-1'] })];

  checkAgreementWithInherited(problems, [own], [above]);

  expect(problems.all.map(({ got }) => got)).toEqual([
    'approves the regions eu-west-1, while "a" of a unit above has others: us-east-1',
  ]);
});

function approving(name: string, approvals: Approvals): Approving {
  return { name, _approvals: () => approvals };
}
