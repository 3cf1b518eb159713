import { App, CfnParameter, Fn, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ModelPackageGroup, ModelPackageGroupProps } from '../../lib/registry';

const OWN = '111111111111';
const DEV = '222222222222';
const TEST = '333333333333';
const PROD = '444444444444';

const VERSIONS = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/marine-life-abalone/*';

/** The properties for which CloudFormation replaces a group, and with it every version. */
const REPLACING = ['ModelPackageGroupDescription', 'ModelPackageGroupName'];

let stack: Stack;

beforeEach(() => {
  stack = deployment();
});

test('a group that is shared with nobody has no policy', () => {
  groupIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::ModelPackageGroup', {
    ModelPackageGroupName: 'marine-life-abalone',
    ModelPackageGroupPolicy: Match.absent(),
  });
});

describe('the policy of a shared group', () => {
  test('lets one account register, undecided only, and two others deploy', () => {
    groupIn(stack, { registeringAccounts: [DEV], deployingAccounts: [TEST, PROD] });

    const policy = policyOf(stack);

    const group = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/marine-life-abalone';
    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadGroup',
          Effect: 'Allow',
          Principal: accounts(DEV, TEST, PROD),
          Action: ['sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'],
          Resource: group,
        },
        {
          Sid: 'ReadVersions',
          Effect: 'Allow',
          Principal: accounts(DEV, TEST, PROD),
          Action: ['sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages'],
          Resource: VERSIONS,
        },
        {
          Sid: 'RegisterVersions',
          Effect: 'Allow',
          Principal: accounts(DEV),
          Action: 'sagemaker:CreateModelPackage',
          Resource: VERSIONS,
          Condition: {
            StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
          },
        },
        {
          Sid: 'DeployVersions',
          Effect: 'Allow',
          Principal: accounts(TEST, PROD),
          Action: 'sagemaker:CreateModel',
          Resource: VERSIONS,
        },
      ],
    });
  });

  test('lets no other account decide on a version', () => {
    groupIn(stack, { registeringAccounts: [DEV], deployingAccounts: [TEST, PROD] });

    const policy = policyOf(stack);

    expect(JSON.stringify(policy)).not.toContain('UpdateModelPackage');
  });

  test('has no statement for a list that is empty', () => {
    groupIn(stack, { deployingAccounts: [PROD] });

    const { Statement } = policyOf(stack);

    expect(Statement.map(({ Sid }) => Sid)).toEqual(['ReadGroup', 'ReadVersions', 'DeployVersions']);
  });

  test('names an account once in each statement, because SageMaker rejects a repeated principal', () => {
    groupIn(stack, { registeringAccounts: [DEV, DEV], deployingAccounts: [DEV, PROD, PROD] });

    const { Statement } = policyOf(stack);

    expect(Statement.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ['ReadGroup', accounts(DEV, PROD)],
      ['ReadVersions', accounts(DEV, PROD)],
      ['RegisterVersions', accounts(DEV)],
      ['DeployVersions', accounts(DEV, PROD)],
    ]);
  });

  test('leaves the own account out', () => {
    groupIn(stack, { registeringAccounts: [OWN], deployingAccounts: [OWN, PROD] });

    const { Statement } = policyOf(stack);

    expect(Statement.map(({ Principal }) => Principal)).toEqual([accounts(PROD), accounts(PROD), accounts(PROD)]);
  });

  test('is absent where every account is the own one', () => {
    groupIn(stack, { registeringAccounts: [OWN], deployingAccounts: [OWN] });

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SageMaker::ModelPackageGroup', { ModelPackageGroupPolicy: Match.absent() });
  });
});

describe('the second deployment', () => {
  test('that adds a tag and accounts replaces no group', () => {
    const before = deployment();
    groupIn(before, { registeringAccounts: [DEV] });
    groupIn(stack, { registeringAccounts: [DEV], deployingAccounts: [TEST, PROD] });
    Tags.of(stack.node.root).add('cost-centre', '4711');

    const [first, second] = [before, stack].map(permanentParts);

    expect(second).toEqual(first);
  });

  test('has no description to edit', () => {
    groupIn(stack);

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SageMaker::ModelPackageGroup', {
      ModelPackageGroupDescription: Match.absent(),
    });
  });
});

test('a group outlives its stack', () => {
  groupIn(stack);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::ModelPackageGroup', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('a group goes with its stack on request', () => {
  groupIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::ModelPackageGroup', { DeletionPolicy: 'Delete' });
});

test('the ARNs of a group and of its versions follow from its name, so that other accounts can compute them', () => {
  const group = groupIn(stack);

  const arns = [group.modelPackageGroupArn, group.modelPackageArn(3), group.modelPackageGroupRef.modelPackageGroupArn];

  expect(arns.map((arn) => arn.split(':').slice(2).join(':'))).toEqual([
    'sagemaker:eu-west-1:111111111111:model-package-group/marine-life-abalone',
    'sagemaker:eu-west-1:111111111111:model-package/marine-life-abalone/3',
    'sagemaker:eu-west-1:111111111111:model-package-group/marine-life-abalone',
  ]);
});

describe('a group that exists', () => {
  test('is known by its ARN, whatever its account', () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:999999999999:model-package-group/marine-life-abalone';

    const group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Existing', arn);

    expect(group.modelPackageGroupName).toBe('marine-life-abalone');
    expect(group.modelPackageGroupRef).toEqual({ modelPackageGroupArn: arn });
    expect(group.modelPackageArn(3)).toBe(
      'arn:aws:sagemaker:eu-west-1:999999999999:model-package/marine-life-abalone/3',
    );
  });

  test('may be known by a token', () => {
    const group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Existing', Fn.importValue('group-arn'));

    const [name, version] = stack.resolve([group.modelPackageGroupName, group.modelPackageArn(3)]);

    expect(name).toMatchObject({ 'Fn::Select': [1, { 'Fn::Split': ['/', expect.anything()] }] });
    expect(JSON.stringify(version)).toMatch(/":model-package\/",.*"\/3"/);
  });

  test('is not known by its name, which says no account', () => {
    const group = () => ModelPackageGroup.fromModelPackageGroupArn(stack, 'Existing', 'marine-life-abalone');

    expect(group).toThrow(
      `ArnMalformed: modelPackageGroupArn is "marine-life-abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource's page in the AWS console`,
    );
  });
});

test('a name that SageMaker refuses is refused here', () => {
  const group = () => groupIn(stack, { modelPackageGroupName: 'marine/abalone' });

  expect(group).toThrow(
    'NameMalformed: modelPackageGroupName is "marine/abalone", a model package group name is 1 to 63 characters: letters, digits and hyphens between them; write "marine-abalone"',
  );
});

test('all malformed accounts are told at once', () => {
  const group = () => groupIn(stack, { registeringAccounts: ['dev'], deployingAccounts: [TEST, '44444444444'] });

  expect(group).toThrow(
    [
      '2 problems:',
      '  AccountIdMalformed: registeringAccounts[0] is "dev", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
      '  AccountIdMalformed: deployingAccounts[1] is "44444444444", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
    ].join('\n'),
  );
});

test('names and accounts that are known at deployment only are left to SageMaker', () => {
  const value = new CfnParameter(stack, 'Value').valueAsString;

  const group = () => groupIn(stack, { modelPackageGroupName: value, deployingAccounts: [value] });

  expect(group).not.toThrow();
});

test('two groups of one account and region have different names', () => {
  groupIn(stack);

  const second = () => groupIn(stack, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Registry/Second wants the model package group name "marine-life-abalone" in 111111111111/eu-west-1, which Registry/Group has, no two of a kind share a name there; give one of the two another name',
  );
});

interface Policy {
  readonly Statement: { readonly Sid: string; readonly Principal: unknown }[];
}

function deployment(): Stack {
  return new Stack(new App(), 'Registry', { env: { account: OWN, region: 'eu-west-1' } });
}

function groupIn(scope: Stack, props: Partial<ModelPackageGroupProps> = {}, id = 'Group'): ModelPackageGroup {
  return new ModelPackageGroup(scope, id, { modelPackageGroupName: 'marine-life-abalone', ...props });
}

function permanentParts(deployed: Stack): unknown {
  return Object.entries(Template.fromStack(deployed).findResources('AWS::SageMaker::ModelPackageGroup')).map(
    ([id, { Properties }]) => [id, Object.entries(Properties).filter(([name]) => REPLACING.includes(name))],
  );
}

/** The policy as SageMaker is given it, with the partition as text; AWS's own spelling of every key is asserted with it. */
function policyOf(deployed: Stack): Policy {
  const [group] = Object.values(Template.fromStack(deployed).findResources('AWS::SageMaker::ModelPackageGroup'));

  return JSON.parse(JSON.stringify(group.Properties.ModelPackageGroupPolicy), (_key, part) =>
    part?.['Fn::Join']
      ? part['Fn::Join'][1].map((item: unknown) => (typeof item === 'string' ? item : 'aws')).join('')
      : part,
  );
}

function accounts(...ids: string[]): unknown {
  const roots = ids.map((id) => `arn:aws:iam::${id}:root`);

  return { AWS: roots.length === 1 ? roots[0] : roots };
}
