import { CfnParameter, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { Activity, ExecutionRole, ExecutionRoleProps } from '../../lib/security';
import { everyActivity, GROUP_ARN, Workspace, workspaceIn } from './workspace';

let workspace: Workspace;

beforeEach(() => {
  workspace = workspaceIn();
});

describe('who assumes an execution role', () => {
  const HERE = { StringEquals: { 'aws:SourceAccount': '111111111111' } };

  test('is SageMaker of the same account, and nobody else', () => {
    roleIn(workspace);

    const template = Template.fromStack(workspace.stack);

    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'sagemaker.amazonaws.com' },
            Condition: HERE,
          },
          {
            Effect: 'Allow',
            Action: 'sts:SetSourceIdentity',
            Principal: { Service: 'sagemaker.amazonaws.com' },
            Condition: HERE,
          },
        ],
      },
    });
  });
});

test('the name and the description are those given', () => {
  roleIn(workspace);

  const template = Template.fromStack(workspace.stack);

  template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'acme-jobs', Description: 'Jobs of abalone' });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', { Description: 'Jobs of abalone' });
});

test('the permissions of all activities are one managed policy', () => {
  roleIn(workspace, { activities: [Activity.writeLogs(), Activity.publishMetrics()] });

  const template = Template.fromStack(workspace.stack);

  template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: Match.arrayWith(['logs:PutLogEvents']) }),
        Match.objectLike({ Action: 'cloudwatch:PutMetricData' }),
      ],
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^RolePolicy') }],
    Policies: Match.absent(),
  });
});

test('a later grant ends up in the managed policy too', () => {
  const role = roleIn(workspace);

  workspace.key.grantDecrypt(role);

  const template = Template.fromStack(workspace.stack);
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt' })]) },
  });
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('without a boundary the role has none', () => {
  roleIn(workspace);

  const template = Template.fromStack(workspace.stack);

  template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.absent() });
});

test('a boundary limits the role', () => {
  const boundaryArn = 'arn:aws:iam::111111111111:policy/acme-boundary';
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(workspace.stack, 'Boundary', boundaryArn);

  roleIn(workspace, { permissionsBoundary });

  const template = Template.fromStack(workspace.stack);
  template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: boundaryArn });
});

describe('wildcards', () => {
  test('of every activity are explained, so that AwsSolutions finds nothing', () => {
    roleIn(workspace, { activities: everyActivity(workspace) });

    const report = new AwsSolutionsChecks().validateScope(workspace.stack);

    expect(report.violations).toEqual([]);
  });

  test('are explained where they stand, each by its own finding id', () => {
    roleIn(workspace, { activities: everyActivity(workspace) });

    const holders = workspace.stack.node
      .findAll()
      .filter(({ node }) => node.metadata.some(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY));

    expect(holders.filter((holder) => !(holder instanceof iam.CfnManagedPolicy))).toEqual([]);
    expect(acknowledgedIds(holders[0]).filter((id) => !/IAM5\[Resource::.*\*.*\]$/.test(id))).toEqual([]);
  });

  test('of one role explain nothing for another', () => {
    roleIn(workspace, { activities: everyActivity(workspace) });
    const other = new iam.ManagedPolicy(workspace.stack, 'Other');
    other.addStatements(new iam.PolicyStatement({ actions: ['sagemaker:ListModels'], resources: ['*'] }));

    const report = new AwsSolutionsChecks().validateScope(workspace.stack);

    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
  });

  test('that a later grant brings along stay findings', () => {
    const role = roleIn(workspace, { activities: everyActivity(workspace) });

    workspace.bucket.grantRead(role, 'secrets/*');

    const rules = new AwsSolutionsChecks().validateScope(workspace.stack).violations.map(({ ruleName }) => ruleName);
    expect(rules).toContain('AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::data/secrets/*]');
  });
});

test('a role that may do nothing is refused', () => {
  const role = () => roleIn(workspace, { activities: [] });

  expect(role).toThrow(
    'RoleWithoutActivities: activities is empty, a role that may do nothing cannot run anything; give at least one, such as Activity.writeLogs()',
  );
});

test('a name may fill 64 characters', () => {
  const role = () => roleIn(workspace, { roleName: 'a'.repeat(64) });

  expect(role).not.toThrow();
});

test('a longer name is refused', () => {
  const role = () => roleIn(workspace, { roleName: 'a'.repeat(65) });

  expect(role).toThrow(
    `RoleNameTooLong: roleName is "${'a'.repeat(65)}", 65 characters, IAM accepts up to 64; shorten it`,
  );
});

test('a name that is known at deployment only is left to IAM', () => {
  const team = new CfnParameter(workspace.stack, 'Team').valueAsString;

  const role = () => roleIn(workspace, { roleName: `${'a'.repeat(60)}-${team}` });

  expect(role).not.toThrow();
});

describe('a policy', () => {
  test('may name many models', () => {
    roleIn(workspace, { activities: [Activity.readModels(groups(30))] });

    expect(() => Template.fromStack(workspace.stack)).not.toThrow();
  });

  test('gives the rest to a second one when it is full', () => {
    const large = [0, 1].map((i) => Activity.readModels(groups(20).map((arn) => `${arn}-${i}`)));
    roleIn(workspace, { activities: large });

    const policies = Template.fromStack(workspace.stack).findResources('AWS::IAM::ManagedPolicy');

    expect(Object.values(policies).map(({ Properties }) => Properties.PolicyDocument.Statement.length)).toEqual([1, 1]);
  });

  test('that a single statement makes too large is refused', () => {
    const role = () => roleIn(workspace, { activities: [Activity.writeLogs(), Activity.readModels(groups(60))] });

    expect(role).toThrow(
      'RolePolicyTooLarge: activities[1] has a statement about sagemaker:DescribeModelPackage, sagemaker:DescribeModelPackageGroup, sagemaker:ListModelPackages of 10203 characters or more, IAM accepts 10 policies of 6144; name fewer resources, or divide the work between two roles',
    );
  });

  test('that later grants make too large is refused at synthesis', () => {
    const role = roleIn(workspace);
    iam.Grant.addToPrincipal({ grantee: role, actions: ['sagemaker:InvokeEndpoint'], resourceArns: groups(120) });

    expect(() => Template.fromStack(workspace.stack)).toThrow(
      /\[Workspace\/Role\] RolePolicyTooLarge: activities and grants come to \d+ characters or more, IAM accepts 6144 in one policy; name fewer resources, or divide the work between two roles/,
    );
  });

  function groups(count: number): string[] {
    return Array.from({ length: count }, (_, i) => `${GROUP_ARN}-${i}`);
  }
});

test('two roles of one account have different names', () => {
  roleIn(workspace);

  const second = () => roleIn(workspace, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Workspace/Second wants the role name "acme-jobs" in 111111111111, which Workspace/Role has, no two of a kind share a name there; give one of the two another name',
  );
});

function roleIn({ stack }: Workspace, props: Partial<ExecutionRoleProps> = {}, id = 'Role'): ExecutionRole {
  return new ExecutionRole(stack, id, {
    roleName: 'acme-jobs',
    description: 'Jobs of abalone',
    activities: [Activity.writeLogs()],
    ...props,
  });
}

function acknowledgedIds({ node }: IConstruct): string[] {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data));
}
