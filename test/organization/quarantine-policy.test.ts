import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Guardrail, GuardrailPolicies, GuardrailSet } from '../../lib/organization';
import { QuarantinePolicy, QuarantinePolicyProps } from '../../lib/organization/quarantine-policy';
import { permanentOrganization } from './permanent-organization';

const POLICY = 'AWS::Organizations::Policy';
const BREAK_GLASS = { roleName: 'break-glass', reason: 'clears accounts that are out of service' };
const RECORDER = { roleName: 'aws-controltower-ConfigRecorderRole', reason: 'records what changes' };
const PROPS: QuarantinePolicyProps = {
  policyName: 'acme-quarantine',
  targetIds: ['ou-ab12-1a2b3c4d'],
  breakGlassRoles: [BREAK_GLASS],
  loggingRoles: [RECORDER],
};

let stack: Stack;

beforeEach(() => {
  stack = management();
});

test('a quarantine denies everything but what writes logs, and binds all but the exempt roles', () => {
  policyIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties(POLICY, {
    Name: 'acme-quarantine',
    Type: 'SERVICE_CONTROL_POLICY',
    TargetIds: ['ou-ab12-1a2b3c4d'],
    Content: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OutOfService',
          Effect: 'Deny',
          NotAction: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          Resource: '*',
          Condition: {
            ArnNotLike: {
              'aws:PrincipalArn': [
                'arn:*:iam::*:role/break-glass',
                'arn:*:iam::*:role/aws-controltower-ConfigRecorderRole',
              ],
            },
          },
        },
      ],
    },
  });
});

describe('in a quarantined account', () => {
  test.each([
    ['a data scientist trains a model', 'role/scientist', 'sagemaker:CreateTrainingJob', '*', 'Denied'],
    ['a data scientist reads data', 'role/scientist', 's3:GetObject', 'arn:aws:s3:::acme-data/a.csv', 'Denied'],
    ['an administrator makes a role', 'role/admin', 'iam:CreateRole', 'arn:aws:iam::333333333333:role/new', 'Denied'],
    ['the root user leaves', 'root', 'organizations:LeaveOrganization', '*', 'Denied'],
    ['a role of a like name acts', 'role/break-glass-2', 'ec2:DescribeVpcs', '*', 'Denied'],
    ['a role of that name under a path acts', 'role/x/break-glass', 'ec2:DescribeVpcs', '*', 'Denied'],
    ['a role deletes a log group', 'role/logs', 'logs:DeleteLogGroup', logGroup(), 'Denied'],
    ['a role writes a log', 'role/logs', 'logs:PutLogEvents', `${logGroup()}:log-stream:s`, 'Allowed'],
    ['the break-glass role deletes', 'role/break-glass', 'sagemaker:DeleteEndpoint', endpoint(), 'Allowed'],
    ['the recorder looks', 'role/aws-controltower-ConfigRecorderRole', 'ec2:DescribeVpcs', '*', 'Allowed'],
  ])('%s: %s asks for %s', async (_what, principal, action, resource, expected) => {
    policyIn(stack);

    const decision = await decide(contentIn(stack), principal, action, resource);

    expect(decision).toBe(expected);
  });
});

test('other actions go on when they are named', () => {
  policyIn(stack, { continuingActions: ['firehose:PutRecord*'] });

  const [{ NotAction }] = (contentIn(stack) as { Statement: { NotAction: string[] }[] }).Statement;

  expect(NotAction).toEqual(['firehose:PutRecord*']);
});

test('the reasons stand in the metadata', () => {
  policyIn(stack);

  const template = Template.fromStack(stack);

  template.hasResource(POLICY, {
    Metadata: {
      'governed-ml:relaxations': [
        { setting: 'quarantine:break-glass', reason: 'clears accounts that are out of service' },
        { setting: 'quarantine:aws-controltower-ConfigRecorderRole', reason: 'records what changes' },
      ],
    },
  });
});

test.each([
  [undefined, 'Retain'],
  [RemovalPolicy.DESTROY, 'Delete'],
])('with the removal policy %s its deletion policy is %s', (removalPolicy, expected) => {
  policyIn(stack, { removalPolicy });

  const template = Template.fromStack(stack);

  template.hasResource(POLICY, { DeletionPolicy: expected });
});

test('a quarantine has an id and an ARN', () => {
  const policy = policyIn(stack);

  const [{ 'Fn::GetAtt': id }, { 'Fn::GetAtt': arn }] = stack.resolve([policy.policyId, policy.policyArn]) as {
    'Fn::GetAtt': string[];
  }[];

  expect([id[1], arn[1]]).toEqual(['Id', 'Arn']);
});

test('the second deployment that changes roles, actions and targets replaces nothing', () => {
  const before = management();
  policyIn(before);
  policyIn(stack, { loggingRoles: [], continuingActions: ['logs:PutLogEvents'], targetIds: ['333333333333'] });

  const [first, second] = [before, stack].map((each) => permanentOrganization(Template.fromStack(each)));

  expect(second).toEqual(first);
});

test('a quarantine without break-glass role, or of the root, is refused', () => {
  const policy = () => policyIn(stack, { breakGlassRoles: [], targetIds: ['r-ab12', 'prod'], continuingActions: [] });

  expect(policy).toThrow(
    [
      '4 problems:',
      '  PolicyTargetMalformed: targetIds[1] is "prod", a policy is attached to a root ("r-…"), an organisational unit ("ou-…") or an account (12 digits); copy the id from the account tree of AWS Organizations',
      '  QuarantineOfRoot: targetIds[0] is "r-ab12", the root, a quarantine of the root would put every account out of service; name the unit of the suspended accounts',
      '  QuarantineWithoutBreakGlass: breakGlassRoles is empty, somebody must be able to look into an account and clear it; name the break-glass role',
      '  QuarantineActionsEmpty: continuingActions is empty, IAM refuses a statement about no action; leave the field out, and logs go on',
    ].join('\n'),
  );
});

test('an exemption names one role, once, with its reason', () => {
  const policy = () =>
    policyIn(stack, {
      breakGlassRoles: [{ roleName: 'break-*', reason: ' ' }, BREAK_GLASS],
      loggingRoles: [BREAK_GLASS],
    });

  expect(policy).toThrow(
    [
      '3 problems:',
      '  QuarantineRoleMalformed: breakGlassRoles[0].roleName is "break-*", a role name is 1 to 64 letters, digits and +=,.@_-, after its path, without wildcards; write the name of one role, as "break-glass"',
      '  QuarantineExemptionWithoutReason: breakGlassRoles[0].reason is empty, an exemption from a quarantine has a reason; write why the role must act in accounts that are out of service',
      '  QuarantineRoleTwice: loggingRoles[0] is "break-glass" a second time, a role is exempt once, for one reason; remove one of the two',
    ].join('\n'),
  );
});

test.each(['*', 'logs:*', 'logs', 'iam:create*', 'logs:Put*Events'])('that %s goes on is refused', (action) => {
  const policy = () => policyIn(stack, { continuingActions: [action] });

  expect(policy).toThrow(
    `QuarantineActionMalformed: continuingActions[0] is "${action}", an action reads <service>:<Action>, where only the end may be "*", and no service goes on as a whole; name the actions that write logs, as "logs:PutLogEvents"`,
  );
});

test('a quarantine that is larger than the quota is refused', () => {
  const policy = () => policyIn(stack, { maximumPolicySize: 300 });

  expect(policy).toThrow(
    'OrganizationPolicyTooLarge: breakGlassRoles make a policy of 360 characters, AWS Organizations accepts 300; name fewer of them, or divide them between two policies; 60 characters are too many',
  );
});

test('a quarantine takes part of the quota of its units, and names what takes the rest', () => {
  new GuardrailPolicies(stack, 'Guardrails', {
    guardrails: GuardrailSet.of([Guardrail.remainInOrganization()]),
    targetIds: PROPS.targetIds,
    policyNamePrefix: 'acme',
    serviceControlQuota: { alreadyAttached: 9 },
  });

  const defining = (): QuarantinePolicy => policyIn(stack);

  expect(defining).toThrow(
    `targetIds would give ${PROPS.targetIds[0]} 1 of ${stack.node.path}/Guardrails, 1 of ${stack.node.path}/Quarantine and 9 attached already, a target has at most 10 of the kind SERVICE_CONTROL_POLICY; put the guardrails into one set, or move some to a parent organisational unit`,
  );
});

function management(): Stack {
  return new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'us-east-1' } });
}

function policyIn(scope: Stack, props: Partial<QuarantinePolicyProps> = {}): QuarantinePolicy {
  return new QuarantinePolicy(scope, 'Quarantine', { ...PROPS, ...props });
}

function contentIn(scope: Stack): object {
  const [{ Properties }] = Object.values(Template.fromStack(scope).findResources(POLICY));

  return (Properties as { Content: object }).Content;
}

/** As AWS would decide for a principal that may do everything, below the quarantine and FullAWSAccess. */
async function decide(quarantine: object, principal: string, action: string, resource: string): Promise<string> {
  const full = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::333333333333:${principal}`,
        action,
        resource: { resource, accountId: '333333333333' },
        contextVariables: { 'aws:PrincipalArn': `arn:aws:iam::333333333333:${principal}` },
      },
      identityPolicies: [{ name: 'everything', policy: full }],
      serviceControlPolicies: [
        { orgIdentifier: 'r-ab12', policies: [{ name: 'FullAWSAccess', policy: full }] },
        {
          orgIdentifier: 'ou-ab12-1a2b3c4d',
          policies: [
            { name: 'FullAWSAccess', policy: full },
            { name: 'quarantine', policy: quarantine },
          ],
        },
      ],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') return JSON.stringify(result.errors);

  return result.overallResult === 'Allowed' ? 'Allowed' : 'Denied';
}

function logGroup(): string {
  return 'arn:aws:logs:eu-west-1:333333333333:log-group:g';
}

function endpoint(): string {
  return 'arn:aws:sagemaker:eu-west-1:333333333333:endpoint/e';
}
