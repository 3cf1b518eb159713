import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccessLogBucket } from '../../lib/foundation';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Logs', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('it is encrypted with keys of S3, because S3 delivers access logs to no other bucket', () => {
  new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    ObjectLockEnabled: Match.absent(),
    LoggingConfiguration: Match.absent(),
  });
});

test('it admits the access logs of the buckets of its account, without naming them', () => {
  new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 's3:PutObject',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': '111111111111' } }),
        }),
      ]),
    },
  });
});

test.each([
  { given: undefined, days: 400 },
  { given: Duration.days(30), days: 30 },
])('logs are kept for $days days when $given is given', ({ given, days }) => {
  new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs', retention: given });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: days, Status: 'Enabled' })] },
  });
});

test('it outlives its stack', () => {
  new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' });

  const template = Template.fromStack(stack);

  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});
