import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ShadowTestRole, ShadowTestRoleProps } from '../../../lib/deployment/private/shadow-test-role';
import { captureIn, endpointIn, keyIn, stackIn, VOLUME_KEY_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the role may change this endpoint, keep what is captured, hand on the key, and nothing else', () => {
  roleIn(stack, { capture: captureIn(stackIn()), volumeKey: keyIn(stack) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::IAM::Role', {
    Description: 'Shadow test abalone-trees of the endpoint marine-life-abalone-prod',
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          Effect: 'Allow',
          Principal: { Service: 'sagemaker.amazonaws.com' },
        },
      ],
    },
  });
  expect(statementsIn(template)).toEqual([
    {
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      Effect: 'Allow',
      Resource: VOLUME_KEY_ARN,
    },
    { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow', Resource: VOLUME_KEY_ARN },
    {
      Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
      Effect: 'Allow',
      Resource: expect.anything(),
    },
    {
      Action: [
        'sagemaker:CreateEndpointConfig',
        'sagemaker:DeleteEndpointConfig',
        'sagemaker:DescribeEndpointConfig',
        'sagemaker:UpdateEndpoint',
      ],
      Effect: 'Allow',
      Resource: arnOf('endpoint-config/*'),
    },
    {
      Action: [
        'sagemaker:DescribeEndpoint',
        'sagemaker:UpdateEndpoint',
        'sagemaker:UpdateEndpointWeightsAndCapacities',
      ],
      Effect: 'Allow',
      Resource: arnOf('endpoint/marine-life-abalone-prod'),
    },
    { Action: 'sagemaker:DescribeModel', Effect: 'Allow', Resource: [arnOf('model/lines'), arnOf('model/trees')] },
  ]);
});

test('where nothing is captured and hardware encrypts the volumes, the role has neither bucket nor key', () => {
  roleIn(stack);

  const statements = JSON.stringify(statementsIn(Template.fromStack(stack)));

  expect(statements).not.toMatch(/"(s3|kms):/);
});

function roleIn(scope: Stack, wished: Partial<ShadowTestRoleProps> = {}): void {
  new ShadowTestRole(scope, 'TestRole', {
    shadowTestName: 'abalone-trees',
    endpoint: endpointIn(scope),
    modelNames: ['lines', 'trees'],
    ...wished,
  });
}

function statementsIn(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    (policy) => policy.Properties.PolicyDocument.Statement,
  );
}

function arnOf(name: string): object {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:eu-west-1:111111111111:${name}`]] };
}
