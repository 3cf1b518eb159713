import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Problems, renderProblem } from '../../lib/core';
import { CaptureMode, DataCapture, DataCaptureOptions, Percent } from '../../lib/deployment';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

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
  { mode: CaptureMode.INPUT, captured: ['Input'] },
  { mode: CaptureMode.OUTPUT, captured: ['Output'] },
  { mode: CaptureMode.INPUT_AND_OUTPUT, captured: ['Input', 'Output'] },
])('one side may be kept alone: $mode', ({ mode, captured }) => {
  const rendered = captureWith({ mode })._render();

  expect(rendered.captureOptions).toEqual(captured.map((captureMode) => ({ captureMode })));
});

test.each([0, 20, 100])('%p %% of the requests can be kept', (amount) => {
  const rendered = captureWith({ share: Percent.of(amount) })._render();

  expect(rendered.initialSamplingPercentage).toBe(amount);
});

test('content types of your own are written down as CSV and JSON', () => {
  const csvContentTypes = ['text/csv', 'application/vnd.acme-v1.2'];
  const jsonContentTypes = ['application/jsonlines'];

  const capture = captureWith({ csvContentTypes, jsonContentTypes });

  expect(problemsOf(capture)).toEqual([]);
  expect(capture._render().captureContentTypeHeader).toEqual({ csvContentTypes, jsonContentTypes });
});

test('the role may write captured data, and nothing else', () => {
  const permissions = stack.resolve(captureWith({})._permissions());

  expect(permissions).toEqual([
    {
      actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
      resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-capture/capture/abalone/*']] }],
    },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY_ARN] },
  ]);
});

test('captured data expires with a rule of the bucket', () => {
  const bucket = new s3.Bucket(stack, 'Owned');

  captureWith({ bucket, retention: Duration.days(90) })._expire();

  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: [{ Prefix: 'capture/abalone/', ExpirationInDays: 90, Status: 'Enabled' }] },
  });
});

test('captured data stays unless told otherwise', () => {
  const bucket = new s3.Bucket(stack, 'Owned');

  captureWith({ bucket })._expire();

  Template.fromStack(stack).hasResource('AWS::S3::Bucket', { Properties: Match.absent() });
});

test('a share is a whole number', () => {
  const capture = captureWith({ share: Percent.of(0.5) });

  expect(problemsOf(capture)).toEqual([
    'PercentNotWhole: dataCapture.share is 0.5 %, SageMaker takes this share in whole percents; use Percent.of(1)',
  ]);
});

test.each(['csvContentTypes', 'jsonContentTypes'])('%s has 1 to 10 entries', (option) => {
  const none = captureWith({ [option]: [] });
  const eleven = captureWith({ [option]: Array.from({ length: 11 }, (_, i) => `text/${i}`) });

  expect(problemsOf(none)).toEqual([
    `ListLengthOutOfRange: dataCapture.${option} is empty, SageMaker takes 1 to 10 entries; leave the option out, or name an entry`,
  ]);
  expect(problemsOf(eleven)).toEqual([
    `ListLengthOutOfRange: dataCapture.${option} has 11 entries, SageMaker takes 1 to 10 entries; leave out those that are not needed`,
  ]);
});

test.each(['json', 'application/', 'application/ld+json', 'text/csv; charset=utf-8', `text/${'a'.repeat(252)}`])(
  'SageMaker knows no content type "%s"',
  (contentType) => {
    const capture = captureWith({ jsonContentTypes: [contentType] });

    expect(problemsOf(capture)).toEqual([
      `CaptureContentTypeMalformed: dataCapture.jsonContentTypes[0] is "${contentType}", SageMaker takes a type and a subtype of letters, digits, hyphens and dots, in 256 characters or fewer; write one as "application/json", and let callers send that`,
    ]);
  },
);

test('a content type is written down in one way', () => {
  const capture = captureWith({ csvContentTypes: ['text/csv', 'application/json'] });

  expect(problemsOf(capture)).toEqual([
    'CaptureContentTypeRepeated: dataCapture names the content type "application/json" twice, a request is written down in one way; leave it in one of csvContentTypes and jsonContentTypes',
  ]);
});

test('everything that is wrong with a capture is told at once', () => {
  const capture = captureWith({ prefix: '/', share: Percent.of(0.5), retention: Duration.days(30) });

  expect(problemsOf(capture)).toEqual([
    'FolderMalformed: dataCapture.prefix is "/", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
    'RetentionOfForeignBucket: dataCapture.retention is 30 days, the bucket is made elsewhere, and so are the rules that expire its objects; add a lifecycle rule there for "/", or give an s3.Bucket of this app',
    'PercentNotWhole: dataCapture.share is 0.5 %, SageMaker takes this share in whole percents; use Percent.of(1)',
  ]);
});

function captureWith(wished: Partial<DataCaptureOptions>): DataCapture {
  return DataCapture.toBucket({
    bucket: wished.bucket ?? s3.Bucket.fromBucketName(stack, `Bucket${stack.node.children.length}`, 'acme-capture'),
    prefix: 'capture/abalone/',
    key: kms.Key.fromKeyArn(stack, `Key${stack.node.children.length}`, KEY_ARN),
    ...wished,
  });
}

function problemsOf(capture: DataCapture): string[] {
  const problems = new Problems();

  capture._check(problems, 'dataCapture');

  return problems.all.map(renderProblem);
}
