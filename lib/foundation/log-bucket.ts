import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check } from '../core';
import { DataBucket } from './data-bucket';
import { KeyUse } from './key-use';
import * as perms from './perms';
import { addToKeyPolicy } from './private/key-policy';
import { checkSourceAccounts } from './private/source-accounts';

/** What a log bucket is called and whose logs it takes. */
export interface LogBucketProps {
  /** Name of the bucket: 3 to 63 lower-case letters, digits and hyphens, unique in all of S3. It is permanent. */
  readonly bucketName: string;

  /** The key that encrypts every log. Use the `key` of a `DataKey` of the same stack, so that log delivery can be admitted to it. */
  readonly encryptionKey: kms.IKey;

  /** Bucket of the same account and region that the access log is written to. */
  readonly accessLogBucket: s3.IBucket;

  /** Ids of the accounts whose logs are taken, this one included if it has any; at least one. */
  readonly sourceAccounts: string[];

  /**
   * How long logs are kept: whole days.
   *
   * @default Duration.days(400)
   */
  readonly retention?: Duration;
}

/**
 * The bucket that AWS delivers the logs of several accounts to, such as the flow logs of their networks.
 *
 * A `DataBucket` whose policy and key admit the log delivery service, for the given accounts alone, each under a
 * prefix of its own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export class LogBucket extends Construct {
  /** The bucket. */
  public readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);

    check(this, (problems) => checkSourceAccounts(problems, props.sourceAccounts));

    const { bucket } = new DataBucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryptionKey: props.encryptionKey,
      accessLogBucket: props.accessLogBucket,
      expiration: props.retention ?? Duration.days(400),
    });
    const accounts = [...new Set(props.sourceAccounts)];
    addToKeyPolicy(this, props.encryptionKey, KeyUse.logDelivery(accounts)._render(Stack.of(this)));
    for (const statement of deliveryStatements(bucket, accounts)) bucket.addToResourcePolicy(statement);

    this.bucket = bucket;
  }
}

function deliveryStatements(bucket: s3.IBucket, accounts: string[]): iam.PolicyStatement[] {
  const { partition, region } = Stack.of(bucket);
  const principals = [new iam.ServicePrincipal('delivery.logs.amazonaws.com')];
  const fromAccounts = {
    StringEquals: { 'aws:SourceAccount': accounts },
    ArnLike: { 'aws:SourceArn': accounts.map((account) => `arn:${partition}:logs:${region}:${account}:*`) },
  };

  return [
    new iam.PolicyStatement({
      sid: 'LogDeliveryAclCheck',
      principals,
      actions: perms.READ_BUCKET_ACL,
      resources: [bucket.bucketArn],
      conditions: fromAccounts,
    }),
    new iam.PolicyStatement({
      sid: 'LogDeliveryWrite',
      principals,
      actions: perms.PUT_OBJECTS,
      resources: accounts.map((account) => bucket.arnForObjects(`AWSLogs/${account}/*`)),
      conditions: {
        ...fromAccounts,
        StringEquals: { ...fromAccounts.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    }),
  ];
}
