import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RewardTable } from '../../../lib/deployment/private/reward-table';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the table is encrypted with the key, restorable and protected, and forgets what has expired', () => {
  tableWith(RemovalPolicy.RETAIN);

  Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { KMSMasterKeyId: VOLUME_KEY_ARN, SSEEnabled: true, SSEType: 'KMS' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  });
});

test('permissions name partitions, and the key through DynamoDB alone', () => {
  const table = tableWith(RemovalPolicy.RETAIN);

  const permissions = table.permissions(stack, ['dynamodb:PutItem'], 'reward#*', 'variant#Champion');

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['dynamodb:PutItem'],
      resources: [stack.resolve(table.resource.tableArn)],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['reward#*', 'variant#Champion'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    {
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: [VOLUME_KEY_ARN],
      conditions: {
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
      },
    },
  ]);
});

test.each([RemovalPolicy.RETAIN, RemovalPolicy.DESTROY])(
  'no rule pack finds anything in a table with the policy %s',
  (removalPolicy) => {
    tableWith(removalPolicy);

    expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
  },
);

function tableWith(removalPolicy: RemovalPolicy): RewardTable {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN);

  return new RewardTable(stack, 'Table', { encryptionKey, removalPolicy });
}
