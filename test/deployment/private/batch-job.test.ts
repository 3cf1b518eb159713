import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BatchSplit } from '../../../lib/deployment';
import { BatchJob, permissionsToStart, transformRequest } from '../../../lib/deployment/private/batch-job';
import { keyIn, stackIn, VOLUME_KEY_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a job that says little gets one instance, whole files and no joining', () => {
  const request = transformRequest(jobIn(stack), 'oyster');

  expect(JSON.parse(JSON.stringify(request))).toEqual({
    TransformJobName: 'abalone-nightly-<aws.scheduler.execution-id>',
    ModelName: 'oyster',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://acme-data/measured/' } },
      CompressionType: 'None',
      SplitType: 'None',
    },
    TransformOutput: {
      S3OutputPath: 's3://acme-data/predicted/<aws.scheduler.scheduled-time>',
      AssembleWith: 'None',
      KmsKeyId: VOLUME_KEY_ARN,
    },
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeKmsKeyId: VOLUME_KEY_ARN },
  });
});

test.each([
  { split: undefined, assembleByLine: undefined, assembled: 'None' },
  { split: BatchSplit.LINE, assembleByLine: undefined, assembled: 'Line' },
  { split: BatchSplit.LINE, assembleByLine: false, assembled: 'None' },
  { split: undefined, assembleByLine: true, assembled: 'Line' },
])('split by $split and assembled by line $assembleByLine: $assembled', ({ split, assembleByLine, assembled }) => {
  const { input, output, ...job } = jobIn(stack);

  const request = transformRequest(
    { ...job, input: { ...input, split }, output: { ...output, assembleByLine } },
    'oyster',
  );

  expect(request).toMatchObject({ TransformOutput: { AssembleWith: assembled } });
});

test.each([
  { joinInput: undefined, source: 'Input' },
  { joinInput: false, source: 'None' },
])('predictions are joined with $source', ({ joinInput, source }) => {
  const request = transformRequest({ ...jobIn(stack), join: { joinInput } }, 'oyster');

  expect(request).toMatchObject({ DataProcessing: { JoinSource: source } });
});

test('whoever starts jobs lends the key to their volumes', () => {
  const permissions = permissionsToStart(stack, jobIn(stack));

  expect(permissions).toMatchObject([
    { conditions: { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } } },
    { actions: ['kms:Decrypt'], resources: [VOLUME_KEY_ARN] },
    { resources: [VOLUME_KEY_ARN], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
  ]);
});

test('local disks are encrypted by their hardware, so that no key is lent', () => {
  const permissions = permissionsToStart(stack, { ...jobIn(stack), compute: { instanceType: 'ml.g5.xlarge' } });

  expect(permissions.map(({ actions, conditions }) => [actions, conditions])).toEqual([
    [['sagemaker:CreateTransformJob'], undefined],
    [['kms:Decrypt'], undefined],
  ]);
});

function jobIn(scope: Stack): BatchJob {
  const bucket = s3.Bucket.fromBucketName(scope, 'Bucket', 'acme-data');
  const key = keyIn(scope);

  return {
    jobName: 'abalone-nightly',
    input: { bucket, key, prefix: 'measured/' },
    output: { bucket, key, prefix: 'predicted/' },
    volumeKey: key,
  };
}
