import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Problems, renderProblem } from '../../../lib/core';
import { checkRetention, expireObjects, ObjectRetention } from '../../../lib/deployment/private/object-retention';

const FOLDERS = ['answers/', 'failures/'];

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

test('objects of each folder expire, former versions and half uploads soon after', () => {
  const bucket = new s3.Bucket(stack, 'Bucket');

  expireObjects({ bucket, folders: FOLDERS, retention: Duration.days(30) });

  const rule = (prefix: string): object => ({
    Id: `expire-${prefix}`,
    Prefix: prefix,
    Status: 'Enabled',
    ExpirationInDays: 30,
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  });
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: FOLDERS.map(rule) },
  });
});

test('two endpoints that share a folder make one rule', () => {
  const bucket = new s3.Bucket(stack, 'Bucket');
  const kept = { bucket, folders: ['answers/'], retention: Duration.days(30) };

  expireObjects(kept);
  expireObjects(kept);

  expect(rulesIn(stack)).toHaveLength(1);
});

test('a folder with a long name has a rule with an id that S3 takes', () => {
  const bucket = new s3.Bucket(stack, 'Bucket');

  expireObjects({ bucket, folders: [`${'a'.repeat(400)}/`], retention: Duration.days(30) });

  expect(rulesIn(stack)[0].Id).toHaveLength(255);
});

test.each([undefined, Duration.days(7), Duration.days(30)])(
  'a second deployment that keeps objects for %p changes the rules of the bucket alone',
  (retention) => {
    const later = new Stack();
    for (const [deployed, days] of [
      [stack, Duration.days(1)],
      [later, retention],
    ] as const) {
      expireObjects({ bucket: new s3.Bucket(deployed, 'Bucket'), folders: FOLDERS, retention: days });
    }

    const [first, second] = [stack, later].map((deployed) => withoutRules(deployed));

    expect(second).toEqual(first);
  },
);

test('nothing is expired unless asked for', () => {
  const problems = problemsOf({ bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme'), folders: FOLDERS });

  expect(problems).toEqual([]);
});

test('objects of a bucket that is made elsewhere cannot be expired here', () => {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'acme');

  const problems = problemsOf({ bucket, folders: FOLDERS, retention: Duration.days(30) });

  expect(problems).toEqual([
    'RetentionOfForeignBucket: retention is 30 days, the bucket is made elsewhere, and so are the rules that expire its objects; add a lifecycle rule there for "answers/" and "failures/", or give an s3.Bucket of this app',
  ]);
});

test.each([
  { retention: Duration.hours(12), told: '12 hours', days: 1 },
  { retention: Duration.hours(36), told: '1 day 12 hours', days: 2 },
  { retention: Duration.days(0), told: '0 days', days: 1 },
])('objects do not expire after $told', ({ retention, told, days }) => {
  const problems = problemsOf({ bucket: new s3.Bucket(stack, 'Bucket'), folders: FOLDERS, retention });

  expect(problems).toEqual([
    `RetentionNotInDays: retention is ${told}, S3 expires objects after whole days, 1 or more; use Duration.days(${days})`,
  ]);
});

test('a folder that two endpoints share is kept for one time', () => {
  const bucket = new s3.Bucket(stack, 'Bucket');
  expireObjects({ bucket, folders: ['answers/'], retention: Duration.days(30) });

  const problems = problemsOf({ bucket, folders: FOLDERS, retention: Duration.days(7) });

  expect(problems).toEqual([
    'RetentionContradictory: retention is 7 days, another endpoint keeps "answers/" of the same bucket for 30 days; use the same time for both, or a folder for each',
  ]);
});

function problemsOf(kept: ObjectRetention): string[] {
  const problems = new Problems();

  checkRetention(problems, 'retention', kept);

  return problems.all.map(renderProblem);
}

function rulesIn(deployed: Stack): { Id: string }[] {
  const [bucket] = Object.values(Template.fromStack(deployed).findResources('AWS::S3::Bucket'));

  return bucket.Properties.LifecycleConfiguration.Rules as { Id: string }[];
}

function withoutRules(deployed: Stack): unknown {
  const [[id, bucket]] = Object.entries(Template.fromStack(deployed).findResources('AWS::S3::Bucket'));
  const properties = Object.entries(bucket.Properties ?? {}).filter(([name]) => name !== 'LifecycleConfiguration');

  return { ...bucket, id, Properties: properties };
}
