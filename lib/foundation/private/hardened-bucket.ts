import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { check, claimName, Problems } from '../../core';

const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** A bucket's name is taken for every account, unlike most names. */
const EVERY_ACCOUNT = 'every account';

/** What every bucket of ours has, whatever is in it. */
export const HARDENED: s3.BucketProps = {
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** What a lifecycle leaves behind at most, beside the current versions of objects. */
export const ABANDONED_UPLOADS_KEPT = Duration.days(7);

/**
 * Sends changes of objects to EventBridge.
 *
 * The property of s3.Bucket of that name would add a Lambda function that sets it.
 */
export function sendEvents(bucket: s3.CfnBucket): void {
  bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/** Checks a bucket's name and takes it. */
export function claimBucketName(scope: Construct, name: string): string {
  check(scope, (problems) => checkBucketName(problems, name));

  return claimName(scope, 'bucket', EVERY_ACCOUNT, name);
}

function checkBucketName(problems: Problems, name: string): void {
  if (Token.isUnresolved(name) || BUCKET_NAME.test(name)) return;

  problems.add({
    code: 'BucketNameMalformed',
    path: 'bucketName',
    got: `is "${name}"`,
    wanted:
      'a bucket name is 3 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit',
    remedy: 'write a name such as "acme-marine-life-dev-111122223333"',
  });
}
