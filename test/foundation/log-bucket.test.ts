import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataKey, LogBucket } from '../../lib/foundation';

const SOURCES = ['111111111111', '222222222222'];

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Logs', { env: { account: '333333333333', region: 'eu-west-1' } });
});

test('log delivery writes for the given accounts alone, each below a prefix of its own', () => {
  logBucketIn(stack);

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));

  const write = policy.Properties.PolicyDocument.Statement.find(
    ({ Sid }: { Sid?: string }) => Sid === 'LogDeliveryWrite',
  );
  expect(write).toMatchObject({
    Effect: 'Allow',
    Action: 's3:PutObject',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': SOURCES, 's3:x-amz-acl': 'bucket-owner-full-control' } },
  });
  expect(JSON.stringify(write.Resource)).toMatch(/"\/AWSLogs\/111111111111\/\*".*"\/AWSLogs\/222222222222\/\*"/);
  expect(JSON.stringify(write.Condition.ArnLike)).toMatch(
    /:logs:eu-west-1:111111111111:\*.*:logs:eu-west-1:222222222222:\*/,
  );
});

test('log delivery reads the access list of the bucket, which it checks before it writes', () => {
  logBucketIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 's3:GetBucketAcl',
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': SOURCES } }),
        }),
      ]),
    },
  });
});

test('log delivery is admitted to the key', () => {
  logBucketIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Sid: 'LogDelivery',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': SOURCES } },
        }),
      ]),
    },
  });
});

test('a key whose policy is written elsewhere is pointed out, because deliveries would be refused', () => {
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:333333333333:key/0a1b2c3d');

  logBucketIn(stack, key);

  Annotations.fromStack(stack).hasWarning(
    '/Logs/LogBucket',
    Match.stringLikeRegexp('the policy of the key of Logs/LogBucket is written elsewhere; add to it: .*LogDelivery'),
  );
});

test('logs are encrypted with the key and kept for 400 days', () => {
  logBucketIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }), BucketKeyEnabled: true },
      ],
    },
    LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 400 })] },
  });
});

test('a log bucket without accounts would stay empty', () => {
  const bucket = () => logBucketIn(stack, undefined, []);

  expect(bucket).toThrow(
    'LogsWithoutSource: sourceAccounts is empty, logs come from at least one account; name the accounts whose logs are delivered',
  );
});

function logBucketIn(scope: Stack, encryptionKey?: kms.IKey, sourceAccounts = SOURCES): LogBucket {
  return new LogBucket(scope, 'LogBucket', {
    bucketName: 'acme-flow-logs',
    encryptionKey: encryptionKey ?? new DataKey(scope, 'Key', { alias: 'acme-logs', description: 'Encrypts logs' }).key,
    accessLogBucket: s3.Bucket.fromBucketName(scope, 'AccessLogs', 'acme-access-logs'),
    sourceAccounts,
  });
}
