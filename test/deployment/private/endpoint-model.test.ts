import { CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointStage, ServedModel } from '../../../lib/deployment';
import { keepPrevious, modelNameOf, modelSurroundings } from '../../../lib/deployment/private/endpoint-model';
import { stackIn } from '../endpoints';
import { container, existingModel } from '../served';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-endpoint';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('models run isolated in the subnets, even without security groups', () => {
  const subnets = [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')];

  const surroundings = modelSurroundings({ role: roleIn(stack), stage: EndpointStage.production(), subnets });

  expect(surroundings).toEqual({
    executionRoleArn: ROLE_ARN,
    enableNetworkIsolation: true,
    vpcConfig: { subnets: ['subnet-1'], securityGroupIds: [] },
  });
});

test('without subnets there is no network, and with a reason no isolation', () => {
  const stage = EndpointStage.production({ withoutIsolation: 'the model asks a feature store' });

  const surroundings = modelSurroundings({ role: roleIn(stack), stage });

  expect(surroundings).toEqual({ executionRoleArn: ROLE_ARN });
});

test('a model is defined in its surroundings, and the previous one stays for a rollback', () => {
  const name = modelNameOf(stack, 'Model', ServedModel.of(container()), { executionRoleArn: ROLE_ARN });

  expect(stack.resolve(name)).toEqual({ 'Fn::GetAtt': ['Model', 'ModelName'] });
  Template.fromStack(stack).hasResource('AWS::SageMaker::Model', {
    Properties: { ExecutionRoleArn: ROLE_ARN },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Metadata: Match.absent(),
  });
});

test('a model that exists is defined nowhere', () => {
  const model = existingModel(stack, 'arn:aws:sagemaker:eu-west-1:111111111111:model/acme-oyster');

  const name = modelNameOf(stack, 'Model', model, { executionRoleArn: ROLE_ARN });

  expect(name).toBe('acme-oyster');
  Template.fromStack(stack).resourceCountIs('AWS::SageMaker::Model', 0);
});

test('what is kept outlives its replacement alone', () => {
  keepPrevious(new CfnResource(stack, 'Configuration', { type: 'AWS::SageMaker::EndpointConfig' }));

  Template.fromStack(stack).hasResource('AWS::SageMaker::EndpointConfig', {
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
  });
});

function roleIn(scope: Stack): iam.IRole {
  return iam.Role.fromRoleArn(scope, 'Role', ROLE_ARN);
}
