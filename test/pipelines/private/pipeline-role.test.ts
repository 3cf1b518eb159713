import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Problems, renderProblem } from '../../../lib/core';
import { checkRoleSettings, pipelineRole, RoleSettings } from '../../../lib/pipelines/private/pipeline-role';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('SageMaker of the same account assumes the role of a pipeline, and nobody else', () => {
  pipelineRole(stack, [], {});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'sagemaker.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    },
    RoleName: Match.absent(),
  });
});

test('the role has a name where one is given, and no second role of the account has it', () => {
  const other = new Stack(stack.node.root, 'Other', { env: { account: '111111111111', region: 'eu-west-1' } });
  pipelineRole(stack, [], { roleName: 'acme-pipeline' });

  const second = () => pipelineRole(other, [], { roleName: 'acme-pipeline' });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: 'acme-pipeline' });
  expect(second).toThrow(
    'NameTaken: Other wants the role name "acme-pipeline" in 111111111111, which Team has, no two of a kind share a name there; give one of the two another name',
  );
});

test('a role that is given is not described as well', () => {
  const problems = problemsOf({
    role: iam.Role.fromRoleName(stack, 'Given', 'given'),
    roleName: 'acme-pipeline',
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
  });

  expect(problems).toEqual([
    'RoleGivenTwice: roleName is given beside role, it describes the role that the steps ask for, which a given role takes the place of; leave out roleName, or role',
    'RoleGivenTwice: permissionsBoundary is given beside role, it describes the role that the steps ask for, which a given role takes the place of; leave out permissionsBoundary, or role',
  ]);
});

test.each([
  { length: 64, problems: [] },
  {
    length: 65,
    problems: [`RoleNameTooLong: roleName is "${'a'.repeat(65)}", 65 characters, IAM accepts up to 64; shorten it`],
  },
])('a role name of $length characters is checked', ({ length, problems }) => {
  expect(problemsOf({ roleName: 'a'.repeat(length) })).toEqual(problems);
});

test('a role name may be known at deployment only', () => {
  const { valueAsString: roleName } = new CfnParameter(stack, 'RoleName');

  expect(problemsOf({ roleName })).toEqual([]);
});

function problemsOf(settings: RoleSettings): string[] {
  const problems = new Problems();
  checkRoleSettings(problems, settings);

  return problems.all.map(renderProblem);
}
