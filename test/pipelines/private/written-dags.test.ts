import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { WrittenDags } from '../../../lib/pipelines/private/written-dags';
import { OUTPUT_KEY_ARN, stackIn, VOLUME_KEY_ARN } from '../definitions';
import { findingsIn, NOTHING_FOUND } from '../../findings';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('CloudFormation hands the texts to a function, and does not wait for an hour', () => {
  dagsIn(s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-data'));

  Template.fromStack(stack).hasResourceProperties('Custom::AirflowDags', {
    Bucket: 'acme-data',
    Folder: 'dags/acme',
    Dags: { 'train.py': 'train' },
    ServiceTimeout: '300',
  });
});

test('the function writes to its folder and to its own log, and does nothing else', () => {
  dagsIn(s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-data'));

  expect(allowed()).toEqual([
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ['s3:DeleteObject', 's3:PutObject'],
  ]);
});

test('where the bucket has a key of its own, the function uses it', () => {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'BucketKey', OUTPUT_KEY_ARN.replace('alias/acme-outputs', 'key/1'));

  dagsIn(s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'acme-data', encryptionKey }));

  expect(allowed()).toContain('kms:GenerateDataKey');
});

test('what the function logs is encrypted and kept for a year', () => {
  dagsIn(s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-data'));

  Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: VOLUME_KEY_ARN,
    RetentionInDays: 365,
  });
});

test('the rule packs find nothing', () => {
  dagsIn(s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-data'));

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function dagsIn(bucket: s3.IBucket): void {
  new WrittenDags(stack, 'Dags', {
    bucket,
    folder: 'dags/acme',
    dags: { 'train.py': 'train' },
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
  });
}

function allowed(): (string | string[])[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .map(({ Action }) => Action);
}
