import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as path from 'node:path';
import { deadLettersOf, NetworkFunction, NetworkFunctionProps } from '../../lib/core';
import { findingsIn, NOTHING_FOUND } from '../findings';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('a function reads its settings, and is bundled, private and encrypted', () => {
  functionWith({ settings: '{"endpointName":"abalone"}', concurrency: 3 });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Environment: { Variables: { SETTINGS: '{"endpointName":"abalone"}' } },
    KmsKeyArn: KEY_ARN,
    ReservedConcurrentExecutions: 3,
    Timeout: 50,
    MemorySize: 256,
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
});

test('its log is encrypted and kept for a year', () => {
  functionWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: KEY_ARN, RetentionInDays: 365 });
});

test('time and memory are as wished', () => {
  functionWith({ timeout: Duration.minutes(5), memorySize: 1_024 });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Timeout: 300, MemorySize: 1_024 });
});

test('its role has what its calls need, its network and its log, and nothing else', () => {
  const endpoint = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/abalone';

  functionWith({ permissions: [{ actions: ['sagemaker:DescribeEndpoint'], resources: [endpoint] }] });

  expect(actionsAllowed()).toEqual([
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sagemaker:DescribeEndpoint',
  ]);
});

test('what it could not handle lies in the queue', () => {
  functionWith({ undelivered: deadLettersOf(stack) });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    DeadLetterConfig: { TargetArn: stack.resolve(deadLetterArn()) as unknown },
  });
  expect(actionsAllowed()).toContain('sqs:SendMessage');
});

test.each([
  ['with a queue', true],
  ['with the reason for having none', false],
])('no rule pack finds anything in a function %s', (_, withQueue) => {
  functionWith(withQueue ? { undelivered: deadLettersOf(stack) } : {});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function functionWith(wished: Partial<NetworkFunctionProps>): NetworkFunction {
  return new NetworkFunction(stack, 'Function', {
    description: 'Watches an endpoint',
    handlerFolder: path.join(__dirname, '../../lib/pipelines/handlers/write-dags'),
    settings: '{}',
    permissions: [],
    wildcardReason: 'network interfaces get their ids when they are made',
    subnets: ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'SecurityGroup', 'sg-1')],
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    concurrency: 1,
    undelivered: { reason: 'a queue calls it and keeps what was not handled' },
    ...wished,
  });
}

function deadLetterArn(): unknown {
  const [logicalId] = Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'));
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

function actionsAllowed(): string[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .flatMap(({ Action }) => Action)
    .sort();
}
