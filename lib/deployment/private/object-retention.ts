import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { physicalName, Problems } from '../../core';

const DAY = Duration.days(1);
const LONGEST_RULE_ID = 255;

/** How long the objects of some folders stay. */
export interface ObjectRetention {
  readonly bucket: s3.IBucketRef;
  /** The folders, each with a slash at its end. */
  readonly folders: readonly string[];
  readonly retention?: Duration;
}

/** The rules that were added to a bucket: S3 refuses two of one id, and two endpoints may share a folder. */
const rulesByBucket = new WeakMap<s3.Bucket, Map<string, Duration>>();

/** Checks that objects can be expired, and that nobody else expires them after another time. */
export function checkRetention(problems: Problems, path: string, wished: ObjectRetention): void {
  const { bucket, folders, retention } = wished;
  if (retention === undefined || retention.isUnresolved()) return;

  checkDays(problems, path, retention);
  if (bucket instanceof s3.Bucket) {
    folders.forEach((folder) => checkEarlierRule(problems, path, folder, retention, rulesByBucket.get(bucket)));
    return;
  }
  problems.add({
    code: 'RetentionOfForeignBucket',
    path,
    got: `is ${retention.toHumanString()}`,
    wanted: 'the bucket is made elsewhere, and so are the rules that expire its objects',
    remedy: `add a lifecycle rule there for ${folders.map((folder) => `"${folder}"`).join(' and ')}, or give an s3.Bucket of this app`,
  });
}

/** Lets S3 expire the objects. The bucket's rules change in place. */
export function expireObjects({ bucket, folders, retention }: ObjectRetention): void {
  if (retention === undefined || !(bucket instanceof s3.Bucket)) return;
  const rules = rulesByBucket.get(bucket) ?? new Map<string, Duration>();
  rulesByBucket.set(bucket, rules);

  for (const folder of folders.filter((candidate) => !rules.has(candidate))) {
    rules.set(folder, retention);
    bucket.addLifecycleRule({
      id: physicalName(['expire', folder], { maxLength: LONGEST_RULE_ID }),
      prefix: folder,
      expiration: retention,
      // In a versioned bucket an expired object only becomes a former version.
      noncurrentVersionExpiration: DAY,
      abortIncompleteMultipartUploadAfter: DAY,
    });
  }
}

function checkDays(problems: Problems, path: string, retention: Duration): void {
  const days = retention.toDays({ integral: false });
  if (Number.isInteger(days) && days >= 1) return;

  problems.add({
    code: 'RetentionNotInDays',
    path,
    got: `is ${retention.toHumanString()}`,
    wanted: 'S3 expires objects after whole days, 1 or more',
    remedy: `use Duration.days(${Math.max(1, Math.ceil(days))})`,
  });
}

function checkEarlierRule(
  problems: Problems,
  path: string,
  folder: string,
  retention: Duration,
  rules: ReadonlyMap<string, Duration> = new Map(),
): void {
  const earlier = rules.get(folder);
  if (!earlier || earlier.toMilliseconds() === retention.toMilliseconds()) return;

  problems.add({
    code: 'RetentionContradictory',
    path,
    got: `is ${retention.toHumanString()}`,
    wanted: `another endpoint keeps "${folder}" of the same bucket for ${earlier.toHumanString()}`,
    remedy: 'use the same time for both, or a folder for each',
  });
}
