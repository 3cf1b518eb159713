import { Match, Template } from 'aws-cdk-lib/assertions';
import { LogsStack } from '../../lib/platform/logs-stack';
import { newApp } from './synthesis';

const SOURCES = ['666666666666', '777777777777'];

const template = Template.fromStack(
  new LogsStack(newApp(), 'Logs', {
    stackName: 'acme-ml-logs',
    description: 'Central logs of the platform',
    account: '222222222222',
    region: 'eu-west-1',
    governanceTags: {},
    flowLogBucketName: 'acme-ml-flow-logs',
    accessLogBucketName: 'acme-ml-access-logs',
    keyAlias: 'acme-ml/logs',
    sourceAccounts: SOURCES,
  }),
);

test('flow logs lie in a bucket of their own, encrypted with the key of the logs', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-ml-flow-logs',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LogKey'), 'Arn'] },
          },
        },
      ],
    },
    LoggingConfiguration: { DestinationBucketName: { Ref: Match.stringLikeRegexp('^AccessLogs') } },
  });
});

test('the key is known by its alias', () => {
  template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme-ml/logs' });
});

test('logs of the given accounts are delivered, each below a prefix of its own', () => {
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Sid: 'LogDeliveryWrite',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: Match.objectLike({ 'aws:SourceAccount': SOURCES }) }),
          Resource: SOURCES.map((account) => ({
            'Fn::Join': ['', [Match.anyValue(), `/AWSLogs/${account}/*`]],
          })),
        }),
      ]),
    },
  });
});
