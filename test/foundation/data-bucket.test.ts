import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AccessLogBucket, DataBucket, DataBucketProps, DataKey, TrustedPerimeter } from '../../lib/foundation';
import { permanentParts } from './second-deployment';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const TRAINERS = { accountId: '222222222222', roleNames: ['acme-train-*'] };

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Data', { env: ENV });
});

test('a data bucket is encrypted with its key, versioned, owner-enforced, closed to the public and sends events', () => {
  dataBucketIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-data',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
          },
        },
      ],
    },
    VersioningConfiguration: { Status: 'Enabled' },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
});

test('a bucket without a bucket key asks KMS for each object', () => {
  dataBucketIn(stack, { bucketKey: false });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-data',
    BucketEncryption: { ServerSideEncryptionConfiguration: [Match.objectLike({ BucketKeyEnabled: false })] },
  });
});

test('events need no function of ours', () => {
  dataBucketIn(stack);

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Lambda::Function', 0);
});

test('a data bucket outlives its stack', () => {
  dataBucketIn(stack);

  const template = Template.fromStack(stack);

  template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('accesses are logged in the given bucket, once its policy admits them', () => {
  dataBucketIn(stack, {
    accessLogBucket: new AccessLogBucket(stack, 'AccessLogs', { bucketName: 'acme-access-logs' }).bucket,
  });

  const template = Template.fromStack(stack);

  template.hasResource('AWS::S3::Bucket', {
    Properties: Match.objectLike({
      BucketName: 'acme-data',
      LoggingConfiguration: Match.objectLike({ DestinationBucketName: { Ref: Match.stringLikeRegexp('^AccessLogs') } }),
    }),
    DependsOn: [Match.stringLikeRegexp('^AccessLogsPolicy')],
  });
});

test('requests without TLS 1.2 are refused', () => {
  dataBucketIn(stack);

  const refusals = statementsOf(stack).filter(({ Action }) => Action === 's3:*');

  expect(refusals.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
    ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['Deny', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
  ]);
});

test('an upload that asks for another encryption is refused; one that asks for none is not', () => {
  dataBucketIn(stack);

  const refusals = statementsOf(stack).filter(({ Action, Effect }) => Effect === 'Deny' && Action === 's3:PutObject');

  expect(refusals.map(({ Condition }) => Condition)).toEqual([
    {
      Null: { 's3:x-amz-server-side-encryption': 'false' },
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
    },
    {
      Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
      ArnNotEquals: {
        's3:x-amz-server-side-encryption-aws-kms-key-id': [{ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }],
      },
    },
    { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
  ]);
});

test('old versions go after 90 days, unfinished uploads after 7, objects never', () => {
  dataBucketIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: [
        {
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    },
  });
});

test('the lifecycle can be chosen', () => {
  dataBucketIn(stack, {
    noncurrentVersionExpiration: Duration.days(14),
    expiration: Duration.days(730),
    intelligentTieringAfter: Duration.days(0),
  });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: [
        Match.objectLike({
          NoncurrentVersionExpiration: { NoncurrentDays: 14 },
          ExpirationInDays: 730,
          Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }],
        }),
      ],
    },
  });
});

test('readers of another account get and list what lies below their prefixes, whether their roles exist or not', () => {
  dataBucketIn(stack, { readers: [{ ...TRAINERS, prefixes: ['models', 'features/'] }] });

  const [objects, list, location] = admissionsOf(stack);

  expect(objects).toMatchObject({
    Action: 's3:GetObject',
    Resource: [objectsBelow('models'), objectsBelow('features')],
  });
  expect(list).toMatchObject({
    Action: 's3:ListBucket',
    Condition: { StringLike: { 's3:prefix': ['models', 'models/*', 'features', 'features/*'] } },
  });
  expect(location).toMatchObject({ Action: 's3:GetBucketLocation' });
  for (const { Principal, Condition } of [objects, list, location]) {
    expect(JSON.stringify(Principal)).toContain(':iam::222222222222:root');
    expect(JSON.stringify(Condition)).toMatch(
      /"ArnLike":\{"aws:PrincipalArn":.*:iam::222222222222:role\/acme-train-\*"/,
    );
  }
});

test('writers of another account write and do not read', () => {
  dataBucketIn(stack, { writers: [TRAINERS] });

  const actions = admissionsOf(stack).flatMap(({ Action }) => Action);

  expect(actions).toContain('s3:PutObject');
  expect(actions).not.toContain('s3:GetObject');
});

test.each([
  { kind: 'readers', action: 'kms:Decrypt' },
  { kind: 'writers', action: 'kms:GenerateDataKey' },
])('$kind of another account are admitted to the key as well, through S3 alone', ({ kind, action }) => {
  dataBucketIn(stack, { [kind]: [TRAINERS] });

  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));

  const admission = key.Properties.KeyPolicy.Statement.find(({ Principal }: Statement) =>
    JSON.stringify(Principal).includes('222222222222'),
  );
  expect(admission.Action).toContain(action);
  expect(JSON.stringify(admission.Condition.StringEquals)).toContain(
    '"kms:ViaService":{"Fn::Join":["",["s3.eu-west-1."',
  );
});

test('callers from other accounts belong to the perimeter', () => {
  dataBucketIn(stack, { readers: [TRAINERS], perimeter: TrustedPerimeter.accounts([ENV.account, '222222222222']) });

  const conditions = admissionsOf(stack).map(({ Condition }) => Condition);

  expect(conditions).toHaveLength(3);
  for (const condition of conditions) {
    expect(condition).toMatchObject({ StringEquals: { 'aws:PrincipalAccount': [ENV.account, '222222222222'] } });
  }
});

test('a key whose policy is written elsewhere is pointed out, because readers could not decrypt', () => {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'ForeignKey', 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d');

  dataBucketIn(stack, { encryptionKey, readers: [TRAINERS] });

  Annotations.fromStack(stack).hasWarning(
    '/Data/Bucket',
    Match.stringLikeRegexp('the policy of the key of Data/Bucket is written elsewhere; add to it: .*kms:Decrypt'),
  );
});

test('editing tags, lifecycle or readers replaces neither bucket nor key', () => {
  const before = new Stack(new App(), 'Data', { env: ENV });
  dataBucketIn(before);
  dataBucketIn(stack, { expiration: Duration.days(30), readers: [TRAINERS] });
  Tags.of(stack).add('cost-centre', '4711');

  const [first, second] = [before, stack].map((deployed) => permanentParts(Template.fromStack(deployed)));

  expect(second).toEqual(first);
});

test('an access log bucket of another account is refused, because S3 would not deliver', () => {
  const elsewhere = new Stack(new App(), 'Logs', { env: { account: '333333333333', region: 'eu-west-1' } });
  const { bucket } = new AccessLogBucket(elsewhere, 'AccessLogs', { bucketName: 'acme-access-logs' });

  const dataBucket = () => dataBucketIn(stack, { accessLogBucket: bucket });

  expect(dataBucket).toThrow(
    'AccessLogBucketElsewhere: accessLogBucket lies in 333333333333/eu-west-1, S3 delivers access logs within 111111111111/eu-west-1, where the bucket lies; give the access log bucket of the same account and region',
  );
});

test.each(['/models', 'models/*', ''])('"%s" is no prefix', (prefix) => {
  const dataBucket = () => dataBucketIn(stack, { readers: [{ ...TRAINERS, prefixes: ['data', prefix] }] });

  expect(dataBucket).toThrow(
    `PrefixMalformed: readers.prefixes[1] is "${prefix}", a prefix has no wildcard and does not begin with a slash; write it as "models/abalone", or leave prefixes out to admit to the whole bucket`,
  );
});

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function dataBucketIn(scope: Stack, wished: Partial<DataBucketProps> = {}): DataBucket {
  return new DataBucket(scope, 'Bucket', {
    bucketName: 'acme-data',
    encryptionKey: new DataKey(scope, 'Key', { alias: 'acme-data', description: 'Encrypts data' }).key,
    accessLogBucket: s3.Bucket.fromBucketName(scope, 'ForeignAccessLogs', 'acme-access-logs'),
    ...wished,
  });
}

function statementsOf(deployed: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(deployed).findResources('AWS::S3::BucketPolicy'));

  return policy.Properties.PolicyDocument.Statement;
}

function admissionsOf(deployed: Stack): Statement[] {
  return statementsOf(deployed).filter(({ Effect }) => Effect === 'Allow');
}

function objectsBelow(prefix: string): unknown {
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }, `/${prefix}/*`]] };
}
