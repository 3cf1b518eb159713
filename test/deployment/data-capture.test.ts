import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataCapture, DataCaptureOptions, Percent } from '../../lib/deployment';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';

test('requests and responses are kept in the bucket under the key, all of them', () => {
  const rendered = captureWith({})._render();

  expect(rendered).toEqual({
    enableCapture: true,
    initialSamplingPercentage: 100,
    destinationS3Uri: 's3://acme-capture/capture/abalone',
    kmsKeyId: KEY_ARN,
    captureOptions: [{ captureMode: 'Input' }, { captureMode: 'Output' }],
    captureContentTypeHeader: { csvContentTypes: ['text/csv'], jsonContentTypes: ['application/json'] },
  });
});

test.each([
  { prefix: 'capture/abalone', destination: 's3://acme-capture/capture/abalone' },
  { prefix: 'capture/', destination: 's3://acme-capture/capture' },
])('captures below $prefix get no empty folder', ({ prefix, destination }) => {
  const rendered = captureWith({ prefix })._render();

  expect(rendered.destinationS3Uri).toBe(destination);
});

test.each([0, 20, 100])('%p %% of the requests can be kept', (amount) => {
  const rendered = captureWith({ share: Percent.of(amount) })._render();

  expect(rendered.initialSamplingPercentage).toBe(amount);
});

test('a share is a whole number', () => {
  const capture = () => captureWith({ share: Percent.of(0.5) });

  expect(capture).toThrow(
    'PercentNotWhole: share is 0.5 %, SageMaker takes this share in whole percents; use Percent.of(1)',
  );
});

function captureWith(wished: Partial<DataCaptureOptions>): DataCapture {
  const stack = new Stack();

  return DataCapture.toBucket({
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-capture'),
    prefix: 'capture/abalone/',
    key: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    ...wished,
  });
}
