import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Problems, renderProblem } from '../../lib/core';
import { BaselineFormat, ShapBaseline } from '../../lib/deployment';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

test('a few records stand in the configuration, line by line', () => {
  const baseline = ShapBaseline.ofRecords(['0.5,1,F', '0.4,2,M']);

  expect(problemsOf(baseline)).toEqual([]);
  expect(baseline._render()).toEqual({ mimeType: 'text/csv', shapBaseline: '0.5,1,F\n0.4,2,M' });
  expect(baseline._permissions()).toEqual([]);
});

test('many records lie in a file, which the role may read', () => {
  const baseline = fileAt('abalone/baseline.jsonl', BaselineFormat.JSON_LINES);

  expect(problemsOf(baseline)).toEqual([]);
  expect(baseline._render()).toEqual({
    mimeType: 'application/jsonlines',
    shapBaselineUri: 's3://acme-models/abalone/baseline.jsonl',
  });
  expect(stack.resolve(baseline._permissions())).toEqual([
    {
      actions: ['s3:GetObject'],
      resources: [
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-models/abalone/baseline.jsonl']] },
      ],
    },
    { actions: ['kms:Decrypt'], resources: [KEY_ARN] },
  ]);
});

test('a file is of CSV unless told otherwise', () => {
  expect(fileAt('baseline.csv')._render().mimeType).toBe('text/csv');
});

test('records of 4,096 characters fit', () => {
  expect(problemsOf(ShapBaseline.ofRecords(['1'.repeat(4096)]))).toEqual([]);
});

test.each([
  { records: [], problem: 'is empty, SageMaker takes 1 to 4096 characters; write something there' },
  { records: ['1'.repeat(4097)], problem: 'has 4097 characters, SageMaker takes 1 to 4096 characters; shorten it' },
])('a baseline $problem', ({ records, problem }) => {
  expect(problemsOf(ShapBaseline.ofRecords(records))).toEqual([`TextLengthOutOfRange: baseline.records ${problem}`]);
});

test.each([
  { objectKey: '', problem: 'is empty, SageMaker takes 1 to 955 characters; write something there' },
  { objectKey: 'a'.repeat(956), problem: 'has 956 characters, SageMaker takes 1 to 955 characters; shorten it' },
])('the key of a file $problem', ({ objectKey, problem }) => {
  expect(problemsOf(fileAt(objectKey))).toEqual([`TextLengthOutOfRange: baseline.objectKey ${problem}`]);
});

test('a folder is no baseline', () => {
  expect(problemsOf(fileAt('abalone/'))).toEqual([
    'BaselineWithoutFile: baseline.objectKey is "abalone/", a baseline is one file, not a folder; name the file, as "abalone/baseline.csv"',
  ]);
});

function fileAt(objectKey: string, format?: BaselineFormat): ShapBaseline {
  return ShapBaseline.fromS3({
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-models'),
    objectKey,
    key: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    format,
  });
}

function problemsOf(baseline: ShapBaseline): string[] {
  const problems = new Problems();

  baseline._check(problems, 'baseline');

  return problems.all.map(renderProblem);
}
