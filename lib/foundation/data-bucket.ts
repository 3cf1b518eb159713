import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check, Problems } from '../core';
import { CrossAccountRoles } from './cross-account-roles';
import * as perms from './perms';
import { acknowledgeNoReplica } from './private/acknowledgements';
import { checkCrossAccountRoles, crossAccountStatement } from './private/cross-account-statement';
import { ABANDONED_UPLOADS_KEPT, claimBucketName, HARDENED, sendEvents } from './private/hardened-bucket';
import { addToKeyPolicy } from './private/key-policy';
import { TrustedPerimeter } from './trusted-perimeter';

const SERVER_SIDE_ENCRYPTION = 's3:x-amz-server-side-encryption';
const KEY_OF_UPLOAD = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const KEY_OF_CALLER = 's3:x-amz-server-side-encryption-customer-algorithm';

/** Roles of another account that reach a part of a bucket. */
export interface BucketAccess extends CrossAccountRoles {
  /**
   * Prefixes that they reach, as `models` or `models/abalone`, without wildcards.
   *
   * @default - the whole bucket
   */
  readonly prefixes?: string[];
}

/** What a data bucket is called, how it is encrypted, and who else reaches it. */
export interface DataBucketProps {
  /** Name of the bucket: 3 to 63 lower-case letters, digits and hyphens, unique in all of S3. It is permanent. */
  readonly bucketName: string;

  /** The key that encrypts every object. Use the `key` of a `DataKey` of the same stack, so that other accounts can be admitted to it. */
  readonly encryptionKey: kms.IKey;

  /**
   * Other names of the key by which uploads may ask for it, as the ARN of its alias. Jobs of other accounts know a key by
   * its alias, because its id is unknown before it exists.
   *
   * @default - uploads name the key by its own ARN, or not at all
   */
  readonly acceptedKeyArns?: string[];

  /**
   * Whether S3 encrypts many objects with one data key, which asks KMS, and pays, less often.
   *
   * Services that deliver on their own and name each object to KMS need it off: CloudTrail has no right to decrypt, which a
   * shared data key asks for, and names its trail where S3 would name the bucket.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  readonly bucketKey?: boolean;

  /** Bucket of the same account and region that the access log is written to. `AccessLogBucket` is made for it. */
  readonly accessLogBucket: s3.IBucket;

  /**
   * How long a version is kept after it was replaced or deleted: whole days.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * How long objects are kept: whole days.
   *
   * @default - for ever
   */
  readonly expiration?: Duration;

  /**
   * Age at which objects move to the storage class that follows how often they are read: whole days.
   *
   * @default - objects stay in the standard storage class
   */
  readonly intelligentTieringAfter?: Duration;

  /**
   * Roles of other accounts that read. They are admitted to the key as well.
   *
   * @default - no other account reads
   */
  readonly readers?: BucketAccess[];

  /**
   * Roles of other accounts that write. They are admitted to the key as well.
   *
   * @default - no other account writes
   */
  readonly writers?: BucketAccess[];

  /**
   * Perimeter that callers from other accounts must belong to as well.
   *
   * @default - the account and the role names are the only limit
   */
  readonly perimeter?: TrustedPerimeter;
}

/**
 * A bucket for data and models: encrypted with one key, versioned, access-logged, reached by TLS only, and retained.
 *
 * An upload that asks for another encryption is refused; one that asks for none gets the bucket's key. Changes of
 * objects are sent to EventBridge.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class DataBucket extends Construct {
  /** The bucket. Its grants to roles of its own account are made in those roles' policies. */
  public readonly bucket: s3.IBucket;

  private readonly encryptionKey: kms.IKey;
  private readonly perimeter?: TrustedPerimeter;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);

    check(this, (problems) => checkAccessLogBucket(problems, Stack.of(this), props.accessLogBucket));

    const bucket = new s3.Bucket(this, 'Resource', {
      ...HARDENED,
      bucketName: claimBucketName(this, props.bucketName),
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: props.bucketKey ?? true,
      // Without a default retention it locks nothing, but objects can be held for a legal case.
      objectLockEnabled: true,
      lifecycleRules: [lifecycleOf(props)],
    });
    for (const refusal of otherEncryptionRefused(bucket, props)) bucket.addToResourcePolicy(refusal);

    const resource = bucket.node.defaultChild as s3.CfnBucket;
    sendEvents(resource);
    logAccess(bucket, resource, props.accessLogBucket);
    acknowledgeNoReplica(resource);

    this.bucket = bucket;
    this.encryptionKey = props.encryptionKey;
    this.perimeter = props.perimeter;
    props.readers?.forEach((access) => this.addReaders(access));
    props.writers?.forEach((access) => this.addWriters(access));
  }

  /** Lets roles of another account read, and decrypt what they read. Their own policies must allow it too. */
  public addReaders(access: BucketAccess): void {
    check(this, (problems) => checkBucketAccess(problems, 'readers', access));

    this.admitToBucket(access, perms.READ_OBJECTS);
    this.admitToKey(access, perms.DECRYPT);
  }

  /** Lets roles of another account write, and encrypt what they write. Their own policies must allow it too. */
  public addWriters(access: BucketAccess): void {
    check(this, (problems) => checkBucketAccess(problems, 'writers', access));

    this.admitToBucket(access, perms.WRITE_OBJECTS);
    this.admitToKey(access, perms.USE_KEY);
  }

  private admitToBucket(access: BucketAccess, objectActions: string[]): void {
    const { bucketArn } = this.bucket;
    const prefixes = access.prefixes?.map((prefix) => prefix.replace(/\/$/, ''));
    const objects = prefixes?.map((prefix) => this.bucket.arnForObjects(`${prefix}/*`)) ?? [
      this.bucket.arnForObjects('*'),
    ];
    const listed = prefixes?.flatMap((prefix) => [prefix, `${prefix}/*`]);

    this.admit(access, { actions: objectActions, resources: objects });
    this.admit(access, {
      actions: perms.LIST_BUCKET,
      resources: [bucketArn],
      conditions: listed && { StringLike: { 's3:prefix': listed } },
    });
    this.admit(access, { actions: perms.LOCATE_BUCKET, resources: [bucketArn] });
  }

  private admit(
    roles: CrossAccountRoles,
    access: { actions: string[]; resources: string[]; conditions?: iam.Conditions },
  ): void {
    this.bucket.addToResourcePolicy(crossAccountStatement(this, { roles, perimeter: this.perimeter, ...access }));
  }

  private admitToKey(roles: CrossAccountRoles, actions: string[]): void {
    const { region, urlSuffix } = Stack.of(this);

    const statement = crossAccountStatement(this, {
      roles,
      actions,
      resources: ['*'],
      perimeter: this.perimeter,
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` } },
    });
    addToKeyPolicy(this, this.encryptionKey, statement);
  }
}

function lifecycleOf(props: DataBucketProps): s3.LifecycleRule {
  return {
    expiration: props.expiration,
    noncurrentVersionExpiration: props.noncurrentVersionExpiration ?? Duration.days(90),
    abortIncompleteMultipartUploadAfter: ABANDONED_UPLOADS_KEPT,
    transitions: props.intelligentTieringAfter && [
      { storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: props.intelligentTieringAfter },
    ],
  };
}

/**
 * Writes the access log to the given bucket.
 *
 * The property of s3.Bucket of that name would add a statement for this bucket to the other one's policy, and so make
 * two stacks depend on each other.
 */
function logAccess(bucket: s3.Bucket, resource: s3.CfnBucket, accessLogBucket: s3.IBucket): void {
  resource.loggingConfiguration = {
    destinationBucketName: accessLogBucket.bucketName,
    logFilePrefix: 's3-access/',
    targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
  };
  if (accessLogBucket.policy) bucket.node.addDependency(accessLogBucket.policy);
}

/**
 * Refuses an upload whose headers ask for another encryption than the bucket's.
 *
 * A negated condition holds as well when its key is absent, hence each `Null`: without headers the bucket's own
 * encryption applies.
 */
function otherEncryptionRefused(bucket: s3.Bucket, props: DataBucketProps): iam.PolicyStatement[] {
  const accepted = [props.encryptionKey.keyArn, ...(props.acceptedKeyArns ?? [])];
  const refused = (sid: string, conditions: iam.Conditions): iam.PolicyStatement =>
    new iam.PolicyStatement({
      sid,
      effect: iam.Effect.DENY,
      principals: [new iam.StarPrincipal()],
      actions: perms.PUT_OBJECTS,
      resources: [bucket.arnForObjects('*')],
      conditions,
    });

  return [
    refused('OtherEncryption', {
      Null: { [SERVER_SIDE_ENCRYPTION]: 'false' },
      StringNotEquals: { [SERVER_SIDE_ENCRYPTION]: 'aws:kms' },
    }),
    refused('OtherKey', {
      Null: { [KEY_OF_UPLOAD]: 'false' },
      ArnNotEquals: { [KEY_OF_UPLOAD]: accepted },
    }),
    refused('KeyOfCaller', { Null: { [KEY_OF_CALLER]: 'false' } }),
  ];
}

function checkAccessLogBucket(problems: Problems, stack: Stack, accessLogBucket: s3.IBucket): void {
  const { account, region } = accessLogBucket.env;
  const places = [account, region, stack.account, stack.region];
  if (places.some((place) => Token.isUnresolved(place))) return;
  if (account === stack.account && region === stack.region) return;

  problems.add({
    code: 'AccessLogBucketElsewhere',
    path: 'accessLogBucket',
    got: `lies in ${account}/${region}`,
    wanted: `S3 delivers access logs within ${stack.account}/${stack.region}, where the bucket lies`,
    remedy: 'give the access log bucket of the same account and region',
  });
}

function checkBucketAccess(problems: Problems, path: string, access: BucketAccess): void {
  checkCrossAccountRoles(problems, path, access);

  access.prefixes?.forEach((prefix, i) => {
    if (Token.isUnresolved(prefix) || /^[^/*?][^*?]*$/.test(prefix)) return;
    problems.add({
      code: 'PrefixMalformed',
      path: `${path}.prefixes[${i}]`,
      got: `is "${prefix}"`,
      wanted: 'a prefix has no wildcard and does not begin with a slash',
      remedy: 'write it as "models/abalone", or leave prefixes out to admit to the whole bucket',
    });
  });
}
