import { fail } from 'node:assert';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PermissionsBoundary } from '../../lib/security';
import { asText } from '../security/workspace';
import { ALLOW_ALL } from './control-policies';

const ACCOUNT = '111111111111';
const WHO = `arn:aws:iam::${ACCOUNT}:role/acme-engineer`;
const SELF = `arn:aws:iam::${ACCOUNT}:policy/acme-boundary`;
const OTHER = `arn:aws:iam::${ACCOUNT}:policy/other`;
const OWN_ROLE = `arn:aws:iam::${ACCOUNT}:role/acme-jobs`;
const FOREIGN_ROLE = `arn:aws:iam::${ACCOUNT}:role/administrator`;
const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
const MODEL = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model/abalone`;
const WITH = { 'iam:PermissionsBoundary': SELF };
const WITH_ANOTHER = { 'iam:PermissionsBoundary': OTHER };

/** Requests of a role whose own policies permit everything, and whose limit is the boundary. */
const PROOFS: [what: string, action: string, resource: string, decision: string, context: Record<string, string>][] = [
  ['uses a service', 'sagemaker:CreateModel', MODEL, 'Allowed', {}],
  ['uses it in another region', 'sagemaker:CreateModel', MODEL, 'Denied', { 'aws:RequestedRegion': 'us-east-1' }],
  ['uses a service that is not named', 'organizations:LeaveOrganization', '*', 'Denied', {}],
  ['takes another role', 'sts:AssumeRole', FOREIGN_ROLE, 'Denied', {}],
  ['creates a role with the boundary', 'iam:CreateRole', OWN_ROLE, 'Allowed', WITH],
  ['creates a role without one', 'iam:CreateRole', OWN_ROLE, 'Denied', {}],
  ['creates a role with another', 'iam:CreateRole', OWN_ROLE, 'Denied', WITH_ANOTHER],
  ['creates a role of a foreign name', 'iam:CreateRole', FOREIGN_ROLE, 'Denied', WITH],
  ['creates a user without a boundary', 'iam:CreateUser', USER, 'Denied', {}],
  ['exchanges the boundary of a role', 'iam:PutRolePermissionsBoundary', OWN_ROLE, 'Denied', WITH_ANOTHER],
  ['puts the boundary on a role', 'iam:PutRolePermissionsBoundary', OWN_ROLE, 'Allowed', WITH],
  ['removes the boundary of a role', 'iam:DeleteRolePermissionsBoundary', OWN_ROLE, 'Denied', WITH],
  ['removes the boundary of a user', 'iam:DeleteUserPermissionsBoundary', USER, 'Denied', WITH],
  ['gives a limited role a policy', 'iam:PutRolePolicy', OWN_ROLE, 'Allowed', WITH],
  ['gives an unlimited role a policy', 'iam:PutRolePolicy', OWN_ROLE, 'Denied', {}],
  ['attaches a policy to an unlimited role', 'iam:AttachRolePolicy', OWN_ROLE, 'Denied', {}],
  ['lets itself into an unlimited role', 'iam:UpdateAssumeRolePolicy', OWN_ROLE, 'Denied', {}],
  ['passes one of its roles', 'iam:PassRole', OWN_ROLE, 'Allowed', {}],
  ['passes a role of a foreign name', 'iam:PassRole', FOREIGN_ROLE, 'Denied', {}],
  ['rewrites the boundary', 'iam:CreatePolicyVersion', SELF, 'Denied', {}],
  ['goes back to an older version of it', 'iam:SetDefaultPolicyVersion', SELF, 'Denied', {}],
  ['deletes it', 'iam:DeletePolicy', SELF, 'Denied', {}],
];

/** What the denials stop. Roles of foreign names are stopped by not being allowed. */
const ESCALATIONS = PROOFS.filter(
  ([what, action, , decision]) => action.startsWith('iam:') && decision === 'Denied' && !/of a foreign name/.test(what),
);

const boundary = boundaryOf();

test.each(PROOFS)('a limited role that %s', async (_, action, resource, decision, context) => {
  expect(await decisionOf(boundary, action, resource, context)).toBe(decision);
});

test.each(ESCALATIONS)(
  'a role of a wider boundary, with the same denials, that %s',
  async (_, action, resource, decision, context) => {
    const wider = { ...boundary, Statement: [...ALLOW_ALL.Statement, ...boundary.Statement] };

    expect(await decisionOf(wider, action, resource, context)).toBe(decision);
  },
);

interface Document {
  readonly Version: string;
  readonly Statement: object[];
}

async function decisionOf(
  limit: Document,
  action: string,
  resource: string,
  context: Record<string, string>,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: WHO,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': WHO, 'aws:RequestedRegion': 'eu-west-1', ...context },
      },
      identityPolicies: [{ name: 'everything', policy: ALLOW_ALL }],
      permissionBoundaryPolicies: [{ name: 'boundary', policy: limit }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );

  if (result.resultType === 'error') return fail(JSON.stringify(result.errors));
  return result.overallResult === 'Allowed' ? 'Allowed' : 'Denied';
}

function boundaryOf(): Document {
  const stack = new Stack(new App(), 'Security', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new PermissionsBoundary(stack, 'Boundary', {
    policyName: 'acme-boundary',
    roleNamePrefix: 'acme-',
    regions: ['eu-west-1'],
  });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));

  return asText(policy.Properties.PolicyDocument);
}
