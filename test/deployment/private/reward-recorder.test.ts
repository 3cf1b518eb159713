import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RECORDING_TIME, RewardRecorder } from '../../../lib/deployment/private/reward-recorder';
import { RewardQueue } from '../../../lib/deployment/private/reward-queue';
import { RewardTable } from '../../../lib/deployment/private/reward-table';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { functionsIn, stackIn, TOPIC_ARN, VOLUME_KEY_ARN } from '../endpoints';
import { VARIANT_NAMES } from '../rewarded';

const DESCRIPTION = 'Records the rewards of abalone';

let stack: Stack;
let queue: RewardQueue;
let table: RewardTable;

beforeEach(() => {
  stack = stackIn();
  const environment = functionsIn(stack);
  const { encryptionKey } = environment;
  queue = new RewardQueue(stack, 'Queue', { encryptionKey, visibilityTimeout: RECORDING_TIME });
  table = new RewardTable(stack, 'Table', { encryptionKey, removalPolicy: RemovalPolicy.RETAIN });
  new RewardRecorder(stack, 'Recorder', {
    queue,
    table,
    settings: {
      endpointName: 'abalone',
      variantNames: VARIANT_NAMES,
      minValue: 0,
      maxValue: 1,
      retentionSeconds: 86_400,
      skewSeconds: 300,
    },
    environment,
  });
});

test('batches are recorded in the private network, and what could not be taken goes back alone', () => {
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: DESCRIPTION,
    KmsKeyArn: VOLUME_KEY_ARN,
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    ReservedConcurrentExecutions: 5,
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: stack.resolve(queue.resource.queueArn),
    BatchSize: 10,
    ScalingConfig: { MaximumConcurrency: 5 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('the queue keeps a reward from others six times as long as recording may take', () => {
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));

  expect(handler.Properties.Timeout * 6).toBe(RECORDING_TIME.toSeconds());
});

test('its role may note rewards and add to the counters of the variants, and nothing else', () => {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const statements: { Action: unknown; Resource: unknown; Condition?: unknown }[] =
    policy.Properties.PolicyDocument.Statement;

  const tableArn = stack.resolve(table.resource.tableArn);
  const inNetwork = { Null: { 'lambda:SourceFunctionArn': 'true' } };
  const ofPartitions = (...partitions: string[]): object => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
  expect(statements.map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual([
    ['dynamodb:PutItem', tableArn, ofPartitions('reward#*')],
    ['dynamodb:UpdateItem', tableArn, ofPartitions('variant#Champion', 'variant#Challenger')],
    [['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'], expect.anything(), inNetwork],
    ['ec2:CreateNetworkInterface', expect.anything(), inNetwork],
    ['ec2:DeleteNetworkInterface', expect.anything(), inNetwork],
    [['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*', inNetwork],
    ['kms:Decrypt', VOLUME_KEY_ARN, undefined],
    [
      [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      VOLUME_KEY_ARN,
      {
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
      },
    ],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.anything(), undefined],
    [
      ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      stack.resolve(queue.resource.queueArn),
      undefined,
    ],
  ]);
});

test.each([
  ['the function fails', 'Errors', 0],
  ['a reward was not recorded and waits for a person', 'ApproximateNumberOfMessagesVisible', 0],
  ['rewards wait for more than 1 hour', 'ApproximateAgeOfOldestMessage', 3_600],
])('somebody is told when %s', (what, MetricName, Threshold) => {
  const told = { AlarmDescription: `${DESCRIPTION}: ${what}`, MetricName, Threshold };

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...told,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
    OKActions: Match.anyValue(),
  });
});

test('no rule pack finds anything', () => {
  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});
