import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import * as perms from './perms';
import { acknowledgeLimitsOfAccessLogs, acknowledgeNoReplica } from './private/acknowledgements';
import { ABANDONED_UPLOADS_KEPT, claimBucketName, HARDENED, sendEvents } from './private/hardened-bucket';

const NONCURRENT_VERSIONS_KEPT = Duration.days(30);

/** What a bucket for access logs is called and how long it keeps them. */
export interface AccessLogBucketProps {
  /** Name of the bucket: 3 to 63 lower-case letters, digits and hyphens, unique in all of S3. It is permanent. */
  readonly bucketName: string;

  /**
   * How long logs are kept: whole days.
   *
   * @default Duration.days(400)
   */
  readonly retention?: Duration;
}

/**
 * The bucket that the other buckets of its account and region write their access logs to.
 *
 * It is encrypted with keys of S3, because S3 delivers access logs to no other, and has no access log itself, because
 * that would never end.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends Construct {
  /** The bucket. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);

    const bucket = new s3.Bucket(this, 'Resource', {
      ...HARDENED,
      bucketName: claimBucketName(this, props.bucketName),
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        {
          expiration: props.retention ?? Duration.days(400),
          noncurrentVersionExpiration: NONCURRENT_VERSIONS_KEPT,
          abortIncompleteMultipartUploadAfter: ABANDONED_UPLOADS_KEPT,
        },
      ],
    });
    bucket.addToResourcePolicy(deliveryStatement(bucket));
    const resource = bucket.node.defaultChild as s3.CfnBucket;
    sendEvents(resource);
    acknowledgeNoReplica(resource);
    acknowledgeLimitsOfAccessLogs(resource);

    this.bucket = bucket;
  }
}

/** Admits the buckets of the account without naming them, so that a new bucket does not change this stack. */
function deliveryStatement(bucket: s3.Bucket): iam.PolicyStatement {
  const { account, partition } = Stack.of(bucket);

  return new iam.PolicyStatement({
    sid: 'AccessLogDelivery',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: perms.PUT_OBJECTS,
    resources: [bucket.arnForObjects('*')],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:s3:::*` },
    },
  });
}
