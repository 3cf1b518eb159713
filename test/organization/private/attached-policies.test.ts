import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems } from '../../../lib/core';
import { Attachment, attach } from '../../../lib/organization/private/attached-policies';

const UNIT = 'ou-ab12-c3d4e5f6';

let problems: Problems;
let stack: Stack;

beforeEach(() => {
  problems = new Problems();
  stack = new Stack(new App(), 'Organization');
});

test.each([
  [6, []],
  [7, ['PolicyQuotaExceeded']],
])('three policies and %i others beside the one that is there', (others, codes) => {
  attachTo('First', { policies: 3 });
  attachTo('Second', { policies: others });

  expect(problems.all.map(({ code }) => code)).toEqual(codes);
});

test('an excess names everything that is attached', () => {
  attachTo('First', { policies: 5 });
  attachTo('Second', { policies: 5 });

  expect(problems.all).toEqual([
    {
      code: 'PolicyQuotaExceeded',
      path: 'targetIds',
      got: `would give ${UNIT} 5 of Organization/First, 5 of Organization/Second and 1 attached already`,
      wanted: 'a target has at most 10 of the kind SERVICE_CONTROL_POLICY',
      remedy: 'put the guardrails into one set, or move some to a parent organisational unit',
    },
  ]);
});

test('other targets, other kinds and other apps have room of their own', () => {
  attachTo('First', { policies: 9 });

  attachTo('Second', { policies: 9, targetIds: ['ou-ab12-a1b2c3d4'] });
  attachTo('Third', { policies: 9, policyType: 'RESOURCE_CONTROL_POLICY' });
  attachTo('First', { policies: 9 }, new Stack(new App(), 'Organization'));

  expect(problems.all).toEqual([]);
});

test('a quota that one knows to be raised is raised for all', () => {
  attachTo('First', { policies: 9, maxPolicies: 20 });

  attachTo('Second', { policies: 9 });

  expect(problems.all).toEqual([]);
});

test('a unit that the app defines is counted, too, and named without its token', () => {
  const unit = new CfnResource(stack, 'Unit', { type: 'AWS::Organizations::OrganizationalUnit' });
  attachTo('First', { policies: 5, targetIds: [unit.ref] });

  attachTo('Second', { policies: 5, targetIds: [unit.ref] });

  expect(problems.all.map(({ got }) => got)).toEqual([
    'would give a unit of this app 5 of Organization/First, 5 of Organization/Second and 1 attached already',
  ]);
});

function attachTo(id: string, attachment: Partial<Attachment>, scope = stack): void {
  attach(problems, new Construct(scope, id), {
    policyType: 'SERVICE_CONTROL_POLICY',
    targetIds: [UNIT],
    policies: 1,
    maxPolicies: 10,
    alreadyAttached: 1,
    ...attachment,
  });
}
