import { Lazy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Problems, renderProblem } from '../../../lib/core';
import { BucketFolder } from '../../../lib/deployment/private/bucket-folder';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

test.each(['answers/abalone', 'answers/abalone/', 'answers/abalone//'])('"%s" is the same folder', (prefix) => {
  const folder = folderAt(prefix);

  expect(folder.s3Uri).toBe('s3://acme-models/answers/abalone');
  expect(folder.prefix).toBe('answers/abalone/');
});

test('a folder inside another has its key', () => {
  const folder = folderAt('answers/').inside('failures');

  expect(folder.s3Uri).toBe('s3://acme-models/answers/failures');
  expect(folder.keyArn).toBe(KEY_ARN);
});

test('reading and writing is allowed below the folder alone', () => {
  const folder = folderAt('answers/');

  const permissions = stack.resolve([...folder.permissionsToRead(), ...folder.permissionsToWrite()]);

  const objects = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-models/answers/*']] };
  expect(permissions).toEqual([
    { actions: ['s3:GetObject'], resources: [objects] },
    { actions: ['kms:Decrypt'], resources: [KEY_ARN] },
    { actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: [objects] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY_ARN] },
  ]);
});

test.each(['a', 'a/b c/d/', 'a'.repeat(443), Lazy.string({ produce: () => '' })])('"%s" names a folder', (prefix) => {
  expect(problemsOf(prefix)).toEqual([]);
});

test.each(['', '/', ' ', '/answers', 'answers//abalone', 'answers/ /abalone'])('"%s" names no folder', (prefix) => {
  expect(problemsOf(prefix)).toEqual([
    `FolderMalformed: output.prefix is "${prefix}", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"`,
  ]);
});

test('a folder whose address would be too long is refused', () => {
  expect(problemsOf('a'.repeat(444))).toEqual([
    'FolderMalformed: output.prefix has 444 characters, a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
  ]);
});

function folderAt(prefix: string): BucketFolder {
  return new BucketFolder({
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-models'),
    prefix,
    key: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
  });
}

function problemsOf(prefix: string): string[] {
  const problems = new Problems();

  folderAt(prefix).check(problems, 'output.prefix');

  return problems.all.map(renderProblem);
}
