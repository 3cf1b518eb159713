import * as iam from 'aws-cdk-lib/aws-iam';
import { S3BucketScope } from '../activity-scopes';
import * as perms from '../data-perms';
import { allow, allowOnAll, allowPattern, arnAt, StatementsAt } from './activity-statement';

export function s3BucketAccess({ buckets, prefix }: S3BucketScope): StatementsAt {
  const arns = buckets.map((bucket) => bucket.bucketRef.bucketArn);

  return () => [
    allowPattern(
      perms.USE_OBJECTS,
      arns.map((arn) => `${arn}/${prefix ?? ''}*`),
    ),
    allow(perms.LIST_OBJECTS, arns, whereKeysBegin(prefix)),
    allow(perms.READ_CONFIGURATION, arns),
  ];
}

export function s3FullAccess(bucketNamePrefix: string): StatementsAt {
  return (place) => {
    const buckets = arnAt(place, { service: 's3', region: '', account: '', resource: `${bucketNamePrefix}*` });
    const ofTheAccount = { StringEquals: { 's3:ResourceAccount': place.account } };

    return [
      allowPattern(perms.ALL_OBJECT_WORK, [`${buckets}/*`], ofTheAccount),
      allowPattern(
        [...perms.LIST_OBJECTS, ...perms.READ_CONFIGURATION, ...perms.CONFIGURE_BUCKETS],
        [buckets],
        ofTheAccount,
      ),
      allowOnAll(['s3:ListAllMyBuckets']),
    ];
  };
}

/** Lists of keys are limited by what they ask for, since a bucket is one resource. */
export function whereKeysBegin(prefix?: string): iam.Conditions | undefined {
  return prefix === undefined ? undefined : { StringLike: { 's3:prefix': `${prefix}*` } };
}
