import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Permission } from '../../../lib/core';
import { airflowArn, airflowPermissions } from '../../../lib/pipelines/private/airflow-permissions';
import { stackIn, VOLUME_KEY_ARN } from '../definitions';

const BUCKET_KEY_ARN = VOLUME_KEY_ARN.replace(/1$/, '2');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an environment has one ARN', () => {
  expect(stack.resolve(airflowArn(stack, 'acme'))).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':airflow:eu-west-1:111111111111:environment/acme']],
  });
});

test("keys are used for S3 and for the queue only, the bucket's own key included", () => {
  const { resources, conditions } = permissionFor('kms:Decrypt');

  expect(resources).toEqual([VOLUME_KEY_ARN, BUCKET_KEY_ARN]);
  expect(conditions).toEqual({
    StringEquals: {
      'kms:ViaService': ['s3', 'sqs'].map((service) => ({
        'Fn::Join': ['', [`${service}.eu-west-1.`, { Ref: 'AWS::URLSuffix' }]],
      })),
    },
  });
});

test('grants on the key are made by whoever deploys, not by the role', () => {
  expect(permissions().flatMap(({ actions }) => actions)).not.toContain('kms:CreateGrant');
});

test('metrics go to the namespace of MWAA', () => {
  expect(permissionFor('cloudwatch:PutMetricData').conditions).toEqual({
    StringEquals: { 'cloudwatch:namespace': 'AmazonMWAA' },
  });
});

test.each(['logs:DescribeLogGroups', 'cloudwatch:PutMetricData'])(
  'only what knows no resources has none: %s',
  (action) => {
    expect(permissionFor(action).resources).toEqual(['*']);
  },
);

function permissionFor(action: string): Permission {
  return permissions().filter(({ actions }) => actions.includes(action))[0];
}

function permissions(): Permission[] {
  const parts = {
    environmentName: 'acme',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
    bucket: s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
      bucketName: 'acme-data',
      encryptionKey: kms.Key.fromKeyArn(stack, 'BucketKey', BUCKET_KEY_ARN),
    }),
  };

  return stack.resolve(airflowPermissions(stack, parts)) as Permission[];
}
