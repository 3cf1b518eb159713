import { Annotations, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check, checkAccountId, checkArn, checkRegion, claimName, Problems } from '../core';
import { acknowledgeBucketOnlyTrail } from './private/acknowledge-trail';

const TRAIL_NAME = /^(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/;

/** Most values that the event selectors of a trail may have together. */
const SELECTOR_VALUES = 500;

/** Values that are no bucket: two categories and the type of resource. */
const OTHER_VALUES = 3;

/** Which buckets are watched, and where the log goes. */
export interface DataEventTrailProps {
  /** Name of the trail: 3 to 128 letters, digits, dots, hyphens and underscores. The log bucket names it, so it is permanent. */
  readonly trailName: string;

  /** Buckets whose objects are watched, of the account and region of the stack: 1 to 497. */
  readonly buckets: s3.IBucket[];

  /** Name of the bucket that the log is delivered to. It admits the trail: see `allowDelivery`. */
  readonly logBucketName: string;

  /** ARN of the key that encrypts the log, in the region of the trail. It admits the trail: see `allowDelivery`. */
  readonly logKeyArn: string;

  /**
   * Whether the trail also logs what is done to resources, such as roles assumed and policies changed. Alerts on the
   * use of emergency access need a trail of the account that does; a second one of the kind is paid for.
   *
   * @default false
   */
  readonly managementEvents?: boolean;
}

/** A trail that delivers its log to a bucket of another account, or of the same. */
export interface DeliveringTrail {
  /** Name of the trail. */
  readonly trailName: string;

  /** Id of its account: 12 digits. */
  readonly accountId: string;

  /** Region of the trail. */
  readonly region: string;
}

/**
 * Logs who reads and writes the objects of buckets.
 *
 * Log files are encrypted and validated, so that a missing or changed one is noticed. The trail watches one region, that
 * of its buckets. It holds no data: it goes with its stack, and what it delivered stays in the log bucket.
 *
 * Throws when the name is malformed, when no bucket or too many are given, when the key is not given by its ARN, and when
 * the log bucket is watched, whose log would never end.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export class DataEventTrail extends Construct {
  /**
   * Admits trails to the bucket that takes their logs and to the key that encrypts them, each below its account's prefix
   * and under its own name alone.
   *
   * The bucket has no bucket key, as `DataBucketProps.bucketKey` can say: CloudTrail has no right to decrypt, which that asks for.
   *
   * A policy that is written elsewhere stays as it is; a warning names the statement to add there.
   *
   * Throws when no trail is given, and when an account id, a region or a name is malformed.
   *
   * @param bucket the log bucket
   * @param key the key that encrypts the bucket
   * @param trails the trails; at least one
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
   */
  public static allowDelivery(bucket: s3.IBucket, key: kms.IKey, trails: DeliveringTrail[]): void {
    check(bucket, (problems) => checkDeliveringTrails(problems, trails));

    const { partition } = Stack.of(bucket);
    for (const statement of bucketStatements(partition, bucket, trails)) {
      if (!bucket.addToResourcePolicy(statement).statementAdded) warn(bucket, 'bucket', statement);
    }
    for (const statement of keyStatements(partition, trails)) {
      if (!key.addToResourcePolicy(statement).statementAdded) warn(bucket, 'key', statement);
    }
  }

  /** Name of the trail. */
  public readonly trailName: string;

  /** ARN of the trail. */
  public readonly trailArn: string;

  constructor(scope: Construct, id: string, props: DataEventTrailProps) {
    super(scope, id);

    check(this, (problems) => checkProps(problems, props));

    const managementEvents = props.managementEvents ?? false;
    const { account, region } = Stack.of(this);
    const trail = new CfnTrail(this, 'Resource', {
      trailName: claimName(this, 'trail', `${account}/${region}`, props.trailName),
      isLogging: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: managementEvents,
      enableLogFileValidation: true,
      s3BucketName: props.logBucketName,
      kmsKeyId: props.logKeyArn,
      advancedEventSelectors: [
        objectsOf(props.buckets),
        ...(managementEvents ? [{ name: 'Management events', fieldSelectors: [category('Management')] }] : []),
      ],
    });
    trail.applyRemovalPolicy(RemovalPolicy.DESTROY);
    acknowledgeBucketOnlyTrail(trail);

    this.trailName = props.trailName;
    this.trailArn = trail.attrArn;
  }
}

/** Without a selector of readOnly both reads and writes are logged. */
function objectsOf(buckets: readonly s3.IBucket[]): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name: 'Objects of the buckets',
    fieldSelectors: [
      category('Data'),
      { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
      { field: 'resources.ARN', startsWith: buckets.map((bucket) => bucket.arnForObjects('')) },
    ],
  };
}

function category(name: string): CfnTrail.AdvancedFieldSelectorProperty {
  return { field: 'eventCategory', equalTo: [name] };
}

/** One statement for each trail: a list of trails beside a list of prefixes would let one write below another's prefix. */
function bucketStatements(
  partition: string,
  bucket: s3.IBucket,
  trails: readonly DeliveringTrail[],
): iam.PolicyStatement[] {
  const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
  const arns = trails.map((trail) => arnOf(partition, trail));

  return [
    new iam.PolicyStatement({
      sid: 'TrailAclCheck',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions: { StringEquals: { 'aws:SourceArn': arns } },
    }),
    ...trails.map(
      (trail, i) =>
        new iam.PolicyStatement({
          sid: `TrailWrite${i + 1}`,
          principals,
          actions: ['s3:PutObject'],
          resources: [bucket.arnForObjects(`AWSLogs/${trail.accountId}/*`)],
          conditions: {
            StringEquals: { 'aws:SourceArn': arns[i], 's3:x-amz-acl': 'bucket-owner-full-control' },
          },
        }),
    ),
  ];
}

function keyStatements(partition: string, trails: readonly DeliveringTrail[]): iam.PolicyStatement[] {
  const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
  const arns = trails.map((trail) => arnOf(partition, trail));
  const fromTrails = { 'aws:SourceArn': arns };

  return [
    new iam.PolicyStatement({
      sid: 'TrailEncrypt',
      principals,
      actions: ['kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { ...fromTrails, 'kms:EncryptionContext:aws:cloudtrail:arn': arns } },
    }),
    new iam.PolicyStatement({
      sid: 'TrailDescribeKey',
      principals,
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: fromTrails },
    }),
  ];
}

function arnOf(partition: string, { region, accountId, trailName }: DeliveringTrail): string {
  return `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${trailName}`;
}

function warn(bucket: s3.IBucket, kind: string, statement: iam.PolicyStatement): void {
  const json = JSON.stringify(Stack.of(bucket).resolve(statement.toStatementJson()));

  Annotations.of(bucket).addWarningV2(
    `governed-ml:security.${kind}PolicyElsewhere.${statement.sid}`,
    `the policy of the ${kind} that takes the logs of ${bucket.node.path} is written elsewhere; add to it: ${json}`,
  );
}

function checkProps(problems: Problems, { trailName, buckets, logBucketName, logKeyArn }: DataEventTrailProps): void {
  checkTrailName(problems, 'trailName', trailName);
  checkArn(problems, 'logKeyArn', logKeyArn, 'kms');
  checkBuckets(problems, buckets);

  const watched = buckets.findIndex((bucket) => bucket.bucketName === logBucketName);
  if (watched === -1) return;
  problems.add({
    code: 'DataEventTrailWatchesItself',
    path: `buckets[${watched}]`,
    got: `is "${logBucketName}", the bucket that the log is delivered to`,
    wanted: 'each delivery would be logged, and delivered, without end',
    remedy: 'take it out of the buckets, or deliver the log elsewhere',
  });
}

function checkBuckets(problems: Problems, buckets: readonly s3.IBucket[]): void {
  if (buckets.length === 0) {
    problems.add({
      code: 'DataEventTrailWithoutBuckets',
      path: 'buckets',
      got: 'is empty',
      wanted: 'a trail that watches nothing logs nothing',
      remedy: 'name the buckets that hold data or models',
    });
  }
  const most = SELECTOR_VALUES - OTHER_VALUES;
  if (buckets.length <= most) return;

  problems.add({
    code: 'DataEventTrailTooManyBuckets',
    path: 'buckets',
    got: `has ${buckets.length} buckets`,
    wanted: `the selectors of a trail have room for ${most}`,
    remedy: 'divide them between two trails',
  });
}

function checkTrailName(problems: Problems, path: string, trailName: string): void {
  if (Token.isUnresolved(trailName) || TRAIL_NAME.test(trailName)) return;

  problems.add({
    code: 'TrailNameMalformed',
    path,
    got: `is "${trailName}"`,
    wanted: 'the name of a trail is 3 to 128 letters and digits, with single dots, hyphens or underscores between them',
    remedy: 'write a name such as "acme-artifacts"',
  });
}

function checkDeliveringTrails(problems: Problems, trails: readonly DeliveringTrail[]): void {
  if (trails.length === 0) {
    problems.add({
      code: 'TrailsMissing',
      path: 'trails',
      got: 'is empty',
      wanted: 'a log bucket admits at least one trail',
      remedy: 'name the trails that deliver to it',
    });
  }

  trails.forEach(({ trailName, accountId, region }, i) => {
    checkTrailName(problems, `trails[${i}].trailName`, trailName);
    checkAccountId(problems, `trails[${i}].accountId`, accountId);
    checkRegion(problems, `trails[${i}].region`, region);
  });
}
