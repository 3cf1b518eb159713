import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnModelPackageGroup } from 'aws-cdk-lib/aws-sagemaker';
import { IModelPackageGroup, ModelPackageGroup, ModelPackageGroupGrants } from '../../lib/registry';

const GROUP = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone';
const VERSIONS = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*';

const READING = [
  {
    Effect: 'Allow',
    Action: ['sagemaker:DescribeModelPackageGroup', 'sagemaker:ListModelPackages'],
    Resource: GROUP,
  },
  {
    Effect: 'Allow',
    Action: ['sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages'],
    Resource: VERSIONS,
  },
];

let stack: Stack;
let group: IModelPackageGroup;
let role: iam.Role;

beforeEach(() => {
  stack = new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
  group = ModelPackageGroup.fromModelPackageGroupArn(stack, 'Group', GROUP);
  role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
});

test('who may read sees the group and its versions', () => {
  group.grants.read(role);

  expect(statementsOf(stack)).toEqual(READING);
});

test('who may register reads too, and registers nothing as approved', () => {
  group.grants.register(role);

  expect(statementsOf(stack)).toEqual([
    ...READING,
    {
      Effect: 'Allow',
      Action: 'sagemaker:CreateModelPackage',
      Resource: VERSIONS,
      Condition: { StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] } },
    },
    { Effect: 'Allow', Action: 'sagemaker:AddTags', Resource: VERSIONS },
  ]);
});

test('a grant tells whether it was made: a service has no policy to write it in', () => {
  const service = new iam.ServicePrincipal('lambda.amazonaws.com');

  const grants = [role, service].map((grantee) => group.grants.read(grantee));

  expect(grants.map(({ success }) => success)).toEqual([true, false]);
});

test('grants are made on whatever refers to a group', () => {
  const reference = new CfnModelPackageGroup(stack, 'Reference', { modelPackageGroupName: 'abalone' });

  ModelPackageGroupGrants.of(reference).read(role);

  const [onGroup, onVersions] = statementsOf(stack).map(({ Resource }) => JSON.stringify(Resource));
  expect(onGroup).toBe(JSON.stringify(stack.resolve(reference.modelPackageGroupRef.modelPackageGroupArn)));
  expect(onVersions).toMatch(/":model-package\/",.*"\/\*"/);
});

interface Statement {
  readonly Resource: unknown;
}

function statementsOf(deployed: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(deployed).findResources('AWS::IAM::Policy'));

  return policy.Properties.PolicyDocument.Statement;
}
