import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DerivedRole, DerivedRoleProps, mergePermissions } from '../../lib/core';
import { findingsIn, NOTHING_FOUND } from '../findings';

const TRAINING_JOBS = 'arn:aws:sagemaker:eu-west-1:111111111111:training-job/pipelines-*';
const PROCESSING_JOBS = 'arn:aws:sagemaker:eu-west-1:111111111111:processing-job/pipelines-*';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('a role has its permissions in a managed policy, and no other policy', () => {
  roleOf({ permissions: [{ actions: ['sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] }] });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::IAM::Policy', 0);
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sagemaker:StopTrainingJob', Resource: TRAINING_JOBS }],
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    Description: 'Does what it is told',
    ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^DerivedPolicy') }],
    PermissionsBoundary: Match.absent(),
    Policies: Match.absent(),
    RoleName: Match.absent(),
  });
});

test('a role has the name and the limit that it is given', () => {
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'acme-boundary');

  roleOf({ roleName: 'acme-pipeline', permissionsBoundary });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    RoleName: 'acme-pipeline',
    PermissionsBoundary: stack.resolve(permissionsBoundary.managedPolicyArn),
  });
});

test('a role that needs nothing has no policy, because IAM takes none without statements', () => {
  roleOf({ permissions: [] });

  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
});

test('what needs the role waits for its policies', () => {
  const role = roleOf({ permissions: [{ actions: ['sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] }] });

  new CfnOutput(stack, 'Role', { value: role.roleArn });

  const template = Template.fromStack(stack);
  const [policyId] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
  template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: policyId }] });
});

test('statements that one policy has no room for are divided among several', () => {
  const permissions = Array.from({ length: 100 }, (_, i) => ({
    actions: ['lambda:InvokeFunction', `lambda:GetFunction${i}`],
    resources: [`arn:aws:lambda:eu-west-1:111111111111:function:deploy-${i}`],
  }));

  roleOf({ permissions });

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const documents = policies.map((policy) => JSON.stringify(policy.Properties.PolicyDocument));
  expect(policies.length).toBeGreaterThan(1);
  expect(Math.max(...documents.map((document) => document.length))).toBeLessThanOrEqual(6_144);
  for (let i = 0; i < 100; i++) {
    expect(documents.filter((document) => document.includes(`function:deploy-${i}"`))).toHaveLength(1);
  }
});

test('a statement about more resources than one policy has room for is divided, too', () => {
  const resources = functions(200);

  roleOf({ permissions: [{ actions: ['lambda:InvokeFunction'], resources }] });

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const named = policies.flatMap((policy) =>
    (policy.Properties.PolicyDocument.Statement as { Resource: string[] }[]).flatMap(({ Resource }) => Resource),
  );
  expect(policies.length).toBeGreaterThan(1);
  expect(named.sort()).toEqual([...resources].sort());
});

test('what no number of policies has room for is refused', () => {
  const resources = functions(1_000);

  const role = () => roleOf({ permissions: [{ actions: ['lambda:InvokeFunction'], resources }] });

  expect(role).toThrow(
    'RolePolicyTooLarge: role needs a statement about lambda:InvokeFunction that finds no room, IAM accepts 10 policies of 6144 characters; divide the work between two roles, each with fewer resources',
  );
});

test('wildcards are explained, so that no rule pack finds anything', () => {
  roleOf({
    permissions: [
      { actions: ['sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] },
      { actions: ['sagemaker:StopProcessingJob'], resources: [PROCESSING_JOBS] },
    ],
    wildcardReason: 'SageMaker chooses the names',
  });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

describe('permissions are merged', () => {
  test('when they differ in their actions alone', () => {
    const merged = mergePermissions(stack, [
      { actions: ['sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] },
      { actions: ['sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] },
    ]);

    expect(merged).toEqual([
      { actions: ['sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] },
    ]);
  });

  test('when they differ in their resources alone', () => {
    const conditions = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };

    const merged = mergePermissions(stack, [
      { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/b'], conditions },
      { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/a'], conditions },
    ]);

    expect(merged).toEqual([
      {
        actions: ['iam:PassRole'],
        resources: ['arn:aws:iam::111111111111:role/a', 'arn:aws:iam::111111111111:role/b'],
        conditions,
      },
    ]);
  });

  test('not when they have other conditions', () => {
    const permissions = ['vpc-1', 'vpc-2'].map((vpc) => ({
      actions: ['sagemaker:CreateTrainingJob'],
      resources: [TRAINING_JOBS],
      conditions: { StringEquals: { 'sagemaker:VpcSubnets': vpc } },
    }));

    const merged = mergePermissions(stack, permissions);

    expect(merged).toEqual(permissions);
  });

  test('whatever order they come in', () => {
    const permissions = [
      { actions: ['sagemaker:StopTrainingJob'], resources: [TRAINING_JOBS] },
      { actions: ['sagemaker:StopProcessingJob'], resources: [PROCESSING_JOBS] },
      { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/a'] },
    ];

    const [first, second] = [permissions, [...permissions].reverse()].map((each) => mergePermissions(stack, each));

    expect(second).toEqual(first);
  });

  test('also when they name what is known at deployment only', () => {
    const role = new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const permission = { actions: ['iam:PassRole'], resources: [role.roleArn] };

    const merged = mergePermissions(stack, [permission, { ...permission }]);

    expect(merged).toEqual([permission]);
  });
});

function roleOf(props: Partial<DerivedRoleProps>): iam.IRole {
  return new DerivedRole(stack, 'Derived', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    description: 'Does what it is told',
    permissions: [],
    ...props,
  }).role;
}

function functions(count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `arn:aws:lambda:eu-west-1:111111111111:function:deploy-the-model-${i}`,
  );
}
