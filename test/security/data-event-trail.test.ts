import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataEventTrail, DataEventTrailProps, DeliveringTrail } from '../../lib/security';
import { lossesBetween, PACKS, retainedBelow } from './security-account';

const TRAIL = 'AWS::CloudTrail::Trail';
const KEY_ARN = 'arn:aws:kms:eu-west-1:333333333333:key/0a1b2c3d';
const TRAILS: DeliveringTrail[] = [
  { trailName: 'acme-artifacts', accountId: '111111111111', region: 'eu-west-1' },
  { trailName: 'acme-data', accountId: '222222222222', region: 'eu-west-1' },
];
const TRAIL_ARNS = ['1:111111111111:trail/acme-artifacts', '1:222222222222:trail/acme-data'];

let stack: Stack;

beforeEach(() => {
  stack = stackOf('111111111111');
});

describe('a trail of data events', () => {
  test('logs reads and writes of the objects of the given buckets, and nothing else', () => {
    trailIn(stack);

    const [trail] = Object.values(Template.fromStack(stack).findResources(TRAIL));

    expect(trail.Properties.AdvancedEventSelectors).toEqual([
      {
        Name: 'Objects of the buckets',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          {
            Field: 'resources.ARN',
            StartsWith: ['acme-artifacts', 'acme-capture'].map((name) => ({
              'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${name}/`]],
            })),
          },
        ],
      },
    ]);
  });

  test('delivers validated and encrypted files of one region to the log bucket', () => {
    trailIn(stack);

    const template = Template.fromStack(stack);

    template.hasResourceProperties(TRAIL, {
      TrailName: 'acme-artifacts',
      IsLogging: true,
      IsMultiRegionTrail: false,
      IncludeGlobalServiceEvents: false,
      EnableLogFileValidation: true,
      S3BucketName: 'acme-logs',
      KMSKeyId: KEY_ARN,
    });
  });

  test('logs what is done to resources when asked', () => {
    trailIn(stack, { managementEvents: true });

    const template = Template.fromStack(stack);

    template.hasResourceProperties(TRAIL, {
      IncludeGlobalServiceEvents: true,
      AdvancedEventSelectors: [
        Match.objectLike({ Name: 'Objects of the buckets' }),
        { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      ],
    });
  });

  test('goes with its stack, so that it can come back under its name when it was left out once', () => {
    const trail = trailIn(stack);
    const without = stackOf('111111111111');
    const again = stackOf('111111111111');
    const restored = trailIn(again);

    const [losses, lossesAfterwards] = [lossesBetween(stack, without), lossesBetween(without, again)];

    expect(losses).toEqual(['Logs/Trail/Resource (AWS::CloudTrail::Trail) disappears']);
    expect(lossesAfterwards).toEqual([]);
    expect([trail, restored].flatMap(retainedBelow)).toEqual([]);
    Template.fromStack(again).hasResource(TRAIL, { Properties: Match.objectLike({ TrailName: 'acme-artifacts' }) });
  });

  test('is not replaced when a bucket is added, another taken out and management events are logged', () => {
    trailIn(stack);
    const second = stackOf('111111111111');
    trailIn(second, { buckets: bucketsOf(second, 'acme-artifacts', 'acme-data'), managementEvents: true });

    expect(lossesBetween(stack, second)).toEqual([]);
  });

  test.each(PACKS)('has no finding of %p', (Pack) => {
    const trail = trailIn(stack);

    const report = new Pack().validateScope(trail);

    expect(report.violations).toEqual([]);
  });
});

describe('the receiving side', () => {
  let logs: Stack;

  beforeEach(() => {
    logs = stackOf('333333333333');
  });

  test('lets each trail write below the prefix of its account, under its own name alone', () => {
    const key = new kms.Key(logs, 'Key');
    const bucket = new s3.Bucket(logs, 'Bucket', { encryptionKey: key });

    DataEventTrail.allowDelivery(bucket, key, TRAILS);

    const [policy] = Object.values(Template.fromStack(logs).findResources('AWS::S3::BucketPolicy'));
    const writes = policy.Properties.PolicyDocument.Statement.filter(({ Sid }: { Sid: string }) => /Write/.test(Sid));
    expect(writes).toHaveLength(2);
    TRAILS.forEach(({ accountId }, i) => {
      expect(writes[i]).toMatchObject({
        Effect: 'Allow',
        Action: 's3:PutObject',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      });
      expect(JSON.stringify(writes[i].Resource)).toContain(`/AWSLogs/${accountId}/*`);
      expect(JSON.stringify(writes[i].Condition)).toContain(TRAIL_ARNS[i]);
    });
  });

  test('lets the trails read its access list, and encrypt with its key for themselves', () => {
    const key = new kms.Key(logs, 'Key');
    const bucket = new s3.Bucket(logs, 'Bucket', { encryptionKey: key });

    DataEventTrail.allowDelivery(bucket, key, TRAILS);

    const template = Template.fromStack(logs);
    const arns = TRAIL_ARNS.map((arn) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cloudtrail:eu-west-${arn}`]],
    }));
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:GetBucketAcl',
            Principal,
            Condition: { StringEquals: { 'aws:SourceArn': arns } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'kms:GenerateDataKey*',
            Principal,
            Condition: {
              StringEquals: { 'aws:SourceArn': arns, 'kms:EncryptionContext:aws:cloudtrail:arn': arns },
            },
          }),
          Match.objectLike({
            Action: 'kms:DescribeKey',
            Principal,
            Condition: { StringEquals: { 'aws:SourceArn': arns } },
          }),
        ]),
      },
    });
  });

  test('is pointed out statement by statement where its policies are written elsewhere', () => {
    const key = kms.Key.fromKeyArn(logs, 'Key', KEY_ARN);
    const bucket = s3.Bucket.fromBucketName(logs, 'Bucket', 'acme-logs');

    DataEventTrail.allowDelivery(bucket, key, [TRAILS[0]]);

    const warnings = Annotations.fromStack(logs).findWarning('/Logs/Bucket', Match.anyValue());
    expect(warnings.map(({ entry }) => (entry.data as string).split('; add to it: ')[0])).toEqual([
      'the policy of the bucket that takes the logs of Logs/Bucket is written elsewhere',
      'the policy of the bucket that takes the logs of Logs/Bucket is written elsewhere',
      'the policy of the key that takes the logs of Logs/Bucket is written elsewhere',
      'the policy of the key that takes the logs of Logs/Bucket is written elsewhere',
    ]);
  });

  test('refuses trails that cannot be', () => {
    const bucket = s3.Bucket.fromBucketName(logs, 'Bucket', 'acme-logs');
    const key = kms.Key.fromKeyArn(logs, 'Key', KEY_ARN);

    const allow = () =>
      DataEventTrail.allowDelivery(bucket, key, [{ trailName: 'a b', accountId: '1', region: 'eu-vest-2' }]);

    expect(allow).toThrow(
      [
        '3 problems:',
        '  TrailNameMalformed: trails[0].trailName is "a b", the name of a trail is 3 to 128 letters and digits, with single dots, hyphens or underscores between them; write a name such as "acme-artifacts"',
        '  AccountIdMalformed: trails[0].accountId is "1", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
        '  RegionUnknown: trails[0].region is "eu-vest-2", AWS has no such region; did you mean "eu-west-2"',
      ].join('\n'),
    );
  });

  test('admits at least one trail', () => {
    const bucket = s3.Bucket.fromBucketName(logs, 'Bucket', 'acme-logs');

    const allow = () => DataEventTrail.allowDelivery(bucket, kms.Key.fromKeyArn(logs, 'Key', KEY_ARN), []);

    expect(allow).toThrow(
      'TrailsMissing: trails is empty, a log bucket admits at least one trail; name the trails that deliver to it',
    );
  });
});

describe('it refuses', () => {
  test.each(['ab', 'a'.repeat(129), '-ab', 'a..b', 'a b'])('the name %s', (trailName) => {
    const trail = () => trailIn(stack, { trailName });

    expect(trail).toThrow(
      `TrailNameMalformed: trailName is "${trailName}", the name of a trail is 3 to 128 letters and digits, with single dots, hyphens or underscores between them; write a name such as "acme-artifacts"`,
    );
  });

  test.each(['abc', 'a'.repeat(128), 'a.b-c_d'])('but not the name %s', (trailName) => {
    expect(trailIn(stack, { trailName }).trailName).toBe(trailName);
  });

  test('a trail without buckets whose key is not given by its ARN', () => {
    const trail = () => trailIn(stack, { buckets: [], logKeyArn: 'alias/acme-logs' });

    expect(trail).toThrow(
      [
        '2 problems:',
        '  ArnMalformed: logKeyArn is "alias/acme-logs", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
        '  DataEventTrailWithoutBuckets: buckets is empty, a trail that watches nothing logs nothing; name the buckets that hold data or models',
      ].join('\n'),
    );
  });

  test('to watch the bucket that it delivers to', () => {
    const trail = () => trailIn(stack, { logBucketName: 'acme-capture' });

    expect(trail).toThrow(
      'DataEventTrailWatchesItself: buckets[1] is "acme-capture", the bucket that the log is delivered to, each delivery would be logged, and delivered, without end; take it out of the buckets, or deliver the log elsewhere',
    );
  });

  test('more buckets than the selectors hold', () => {
    const [bucket] = bucketsOf(stack, 'acme-many');

    const trail = () => trailIn(stack, { buckets: Array.from({ length: 498 }, () => bucket) });

    expect(trail).toThrow(
      'DataEventTrailTooManyBuckets: buckets has 498 buckets, the selectors of a trail have room for 497; divide them between two trails',
    );
  });

  test('a second trail of the same name in an account and region', () => {
    trailIn(stack);

    const second = () => new DataEventTrail(stack, 'Second', propsOf(bucketsOf(stack, 'acme-data')));

    expect(second).toThrow(
      'NameTaken: Logs/Second wants the trail name "acme-artifacts" in 111111111111/eu-west-1, which Logs/Trail has, no two of a kind share a name there; give one of the two another name',
    );
  });
});

function stackOf(account: string): Stack {
  return new Stack(new App(), 'Logs', { env: { account, region: 'eu-west-1' } });
}

function bucketsOf(scope: Stack, ...names: string[]): s3.IBucket[] {
  return names.map((name) => s3.Bucket.fromBucketName(scope, name, name));
}

function propsOf(buckets: s3.IBucket[]): DataEventTrailProps {
  return { trailName: 'acme-artifacts', buckets, logBucketName: 'acme-logs', logKeyArn: KEY_ARN };
}

function trailIn(scope: Stack, props: Partial<DataEventTrailProps> = {}): DataEventTrail {
  const buckets = props.buckets ?? bucketsOf(scope, 'acme-artifacts', 'acme-capture');

  return new DataEventTrail(scope, 'Trail', { ...propsOf(buckets), ...props });
}
