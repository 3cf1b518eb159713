import { Match, Template } from 'aws-cdk-lib/assertions';
import { DeliveringTrail } from '../../lib/security';
import { LogsStack } from '../../lib/platform/logs-stack';
import { newApp, statementsOf, textsOf } from './synthesis';

const SOURCES = ['666666666666', '777777777777'];

const KEY_ALIAS_ARN = 'arn:aws:kms:eu-west-1:222222222222:alias/acme-ml/logs';
const TRAILS = SOURCES.map((accountId) => ({ trailName: `acme-ml-${accountId}`, accountId, region: 'eu-west-1' }));

const template = templateFor(TRAILS);

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

test('trails lie in a bucket of their own for more than a year, under the key of the logs, by its alias too', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-ml-trails',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: false,
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LogKey'), 'Arn'] },
          },
        },
      ],
    },
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 400 })]) },
    LoggingConfiguration: { DestinationBucketName: { Ref: Match.stringLikeRegexp('^AccessLogs') } },
  });
  const accepted = statementsOf(template.toJSON()).filter(({ Sid }) => Sid === 'OtherKey');
  expect(accepted.flatMap(({ Condition }) => textsOf(Condition))).toContain(KEY_ALIAS_ARN);
});

test('each trail delivers below the prefix of its own account', () => {
  const statements = statementsOf(template.findResources('AWS::S3::BucketPolicy')).filter(
    ({ Principal }) => (Principal as { Service?: string } | undefined)?.Service === 'cloudtrail.amazonaws.com',
  );

  for (const { trailName, accountId } of TRAILS) {
    const own = statements.filter((statement) =>
      textsOf(statement).some((text) => text.endsWith(`:trail/${trailName}`)),
    );
    const prefixes = own.flatMap(textsOf).flatMap((text) => text.match(/AWSLogs\/\d+/g) ?? []);
    expect([...new Set(prefixes)]).toEqual([`AWSLogs/${accountId}`]);
  }
});

test('there is no bucket for trails where none delivers', () => {
  const without = templateFor([]);

  without.resourceCountIs('AWS::S3::Bucket', 2);
  expect(JSON.stringify(without.toJSON())).not.toContain('cloudtrail');
});

function templateFor(trails: DeliveringTrail[]): Template {
  return Template.fromStack(
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
      trailBucketName: 'acme-ml-trails',
      keyAliasArn: KEY_ALIAS_ARN,
      trails,
    }),
  );
}
