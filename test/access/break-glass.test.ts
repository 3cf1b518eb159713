import { fail } from 'node:assert';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Activity, BreakGlassRole } from '../../lib/security';
import { ALLOW_ALL } from './control-policies';

const ACCOUNT = '111111111111';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/acme-break-glass`;
const ALICE = 'arn:aws:iam::222222222222:user/emergency/alice';
const BOB = 'arn:aws:iam::222222222222:user/emergency/bob';
const ON_CALL = 'arn:aws:iam::222222222222:role/on-call';

/** What AWS knows of a safe request: a second factor of a minute ago, in the region that the alert sees. */
const SAFE = {
  'aws:MultiFactorAuthPresent': 'true',
  'aws:MultiFactorAuthAge': '60',
  'aws:RequestedRegion': 'eu-west-1',
};
const AS_ALICE = { ...SAFE, 'aws:username': 'alice', 'sts:RoleSessionName': 'alice' };
const FOR_CAROL = { ...SAFE, 'sts:RoleSessionName': 'whatever', 'sts:SourceIdentity': 'carol' };

/** Who asks, the decision, and what AWS knows of the request. */
const PROOFS: [what: string, who: string, decision: string, context: Record<string, string>][] = [
  ['a named user with a fresh second factor', ALICE, 'Allowed', AS_ALICE],
  ['at the last second of the factor', ALICE, 'Allowed', { ...AS_ALICE, 'aws:MultiFactorAuthAge': '1800' }],
  ['one second later', ALICE, 'Denied', { ...AS_ALICE, 'aws:MultiFactorAuthAge': '1801' }],
  ['without a second factor', ALICE, 'Denied', { ...AS_ALICE, 'aws:MultiFactorAuthPresent': 'false' }],
  [
    'with an access key, of which AWS knows no factor',
    ALICE,
    'Denied',
    without(AS_ALICE, 'aws:MultiFactorAuthPresent'),
  ],
  ['with a factor of unknown age', ALICE, 'Denied', without(AS_ALICE, 'aws:MultiFactorAuthAge')],
  [
    'another user of the same account',
    BOB,
    'Denied',
    { ...AS_ALICE, 'aws:username': 'bob', 'sts:RoleSessionName': 'bob' },
  ],
  ['the root of the same account', 'arn:aws:iam::222222222222:root', 'Denied', AS_ALICE],
  ["a user of the role's own account", `arn:aws:iam::${ACCOUNT}:user/alice`, 'Denied', AS_ALICE],
  ['under the name of somebody else', ALICE, 'Denied', { ...AS_ALICE, 'sts:RoleSessionName': 'bob' }],
  ['where the alert does not see it', ALICE, 'Denied', { ...AS_ALICE, 'aws:RequestedRegion': 'us-east-1' }],
  ['a named role that says for whom it acts', ON_CALL, 'Allowed', FOR_CAROL],
  ['a named role that does not say so', ON_CALL, 'Denied', without(FOR_CAROL, 'sts:SourceIdentity')],
  ['a named role without a second factor', ON_CALL, 'Denied', without(FOR_CAROL, 'aws:MultiFactorAuthPresent')],
  ['a role that is not named', 'arn:aws:iam::222222222222:role/data-scientist', 'Denied', FOR_CAROL],
];

const trust = trustOf(ALICE, ON_CALL);

test.each(PROOFS)('the glass and %s', async (_, who, decision, context) => {
  expect(await decisionOf('sts:AssumeRole', who, context)).toBe(decision);
});

test.each([
  [ON_CALL, 'Allowed'],
  [ALICE, 'Denied'],
])('%s passing a source identity', async (who, decision) => {
  expect(await decisionOf('sts:SetSourceIdentity', who, FOR_CAROL)).toBe(decision);
});

/** What the role's trust policy decides about somebody whose own policies permit everything. */
async function decisionOf(action: string, who: string, context: Record<string, string>): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: who,
        action,
        resource: { resource: ROLE, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': who, ...context },
      },
      identityPolicies: [{ name: 'everything', policy: ALLOW_ALL }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: trust,
    },
    {},
  );

  if (result.resultType === 'error') return fail(JSON.stringify(result.errors));
  return result.overallResult === 'Allowed' ? 'Allowed' : 'Denied';
}

function trustOf(...principalArns: string[]): object {
  const stack = new Stack(new App(), 'Security', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new BreakGlassRole(stack, 'BreakGlass', {
    roleName: 'acme-break-glass',
    description: 'An endpoint serves wrong answers',
    principalArns,
    activities: [Activity.observe()],
    alertTopic: new sns.Topic(stack, 'Topic'),
  });
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));

  return role.Properties.AssumeRolePolicyDocument;
}

function without(context: Record<string, string>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(context).filter(([name]) => name !== key));
}
