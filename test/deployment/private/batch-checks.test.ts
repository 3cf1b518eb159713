import { Lazy, Size } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  BatchCompute,
  BatchInput,
  BatchJoin,
  BatchOutput,
  BatchSplit,
  BatchStrategy,
  ServedModel,
  ServingContainer,
} from '../../../lib/deployment';
import { checkBatchCompute, checkBatchData, checkBatchModel } from '../../../lib/deployment/private/batch-checks';
import { keyIn, stackIn } from '../endpoints';
import { container, OUR_IMAGE, told } from '../served';

const CSV_BY_LINE = { contentType: 'text/csv', split: BatchSplit.LINE };
const JOINED_BY_LINE =
  'BatchCsvNotByLine: join is given for CSV that is not split and assembled by lines, SageMaker filters and joins CSV line by line; give the input split: BatchSplit.LINE, and leave assembleByLine out';

test.each([
  { kind: 'a plain model', model: ServedModel.of(container()) },
  {
    kind: 'a pipeline',
    model: ServedModel.inferencePipeline([container({ hostname: 'prepare' }), container({ hostname: 'predict' })]),
  },
])('a transform job runs $kind', ({ model }) => {
  expect(told((found) => checkBatchModel(found, 'model', model))).toEqual([]);
});

test('a model of loose files is refused', () => {
  const files = ServingContainer.files({ image: OUR_IMAGE, modelDataUrl: 's3://acme-models/llama/' });

  const problems = told((found) => checkBatchModel(found, 'model', ServedModel.of(files)));

  expect(problems).toEqual([
    'InferenceOptionExcludes: model lies in loose files, batch transform excludes uncompressed model data, as a transform job loads a compressed archive; leave it out, or choose real-time, asynchronous, multi-container, inference pipeline or inference components; see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
  ]);
});

test.each([
  { payload: 50, requests: 2 },
  { payload: 1, requests: 100 },
  { payload: 100, requests: 1 },
])('$requests requests of $payload MiB go to an instance at the same time', ({ payload, requests }) => {
  expect(problemsOfCompute({ maxPayload: Size.mebibytes(payload), maxConcurrentRequests: requests })).toEqual([]);
});

test.each<{ compute: BatchCompute; problem: string }>([
  {
    compute: { maxPayload: Size.mebibytes(51), maxConcurrentRequests: 2 },
    problem:
      'BatchRequestsTooLarge: compute.maxConcurrentRequests is 2, each of up to 51 MiB, SageMaker sends an instance up to 100 MiB at the same time; make maxPayload or maxConcurrentRequests smaller',
  },
  {
    compute: { maxPayload: Size.mebibytes(101) },
    problem: 'NumberOutOfRange: compute.maxPayload is 101, it takes 0 to 100 whole MiB; write 100',
  },
  {
    compute: { instanceCount: 1.5 },
    problem: 'NumberOutOfRange: compute.instanceCount is 1.5, it takes 1 or more whole instances; write 1',
  },
])('$compute is refused', ({ compute, problem }) => {
  expect(problemsOfCompute(compute)).toEqual([problem]);
});

test('records are put into requests only where one ends somewhere', () => {
  const compute = { strategy: BatchStrategy.MULTI_RECORD };

  expect(problemsOfCompute(compute, BatchSplit.LINE)).toEqual([]);
  expect(problemsOfCompute(compute)).toEqual([
    'BatchStrategyWithoutSplit: compute.strategy is "MultiRecord" for an input that is not split, SageMaker puts records into requests, and knows where one ends by the split alone; give the input split: BatchSplit.LINE, or leave strategy out',
  ]);
});

test.each<[Partial<BatchInput>, Partial<BatchOutput>, string[]]>([
  [CSV_BY_LINE, {}, []],
  [{ ...CSV_BY_LINE, contentType: 'text/csv; header=present' }, {}, []],
  [{ contentType: 'application/json' }, { assembleByLine: false }, []],
  [CSV_BY_LINE, { assembleByLine: false }, [JOINED_BY_LINE]],
  [{ contentType: 'text/csv' }, {}, [JOINED_BY_LINE]],
])('an input of %j is joined with an output of %j, or not', (input, output, problems) => {
  expect(problemsOfData({ input, output, join: {} })).toEqual(problems);
});

test.each<[BatchJoin, string[]]>([
  [{ inputFilter: '$', outputFilter: `$${'a'.repeat(62)}` }, []],
  [{ inputFilter: Lazy.string({ produce: () => 'features' }) }, []],
  [
    { outputFilter: 'features' },
    [
      'BatchFilterMalformed: join.outputFilter is "features", a JSONPath begins with "$"; write one as "$[1:]" for CSV or "$.features" for JSON',
    ],
  ],
])('a filter is a JSONPath: %j', (join, problems) => {
  expect(problemsOfData({ input: CSV_BY_LINE, join })).toEqual(problems);
});

function problemsOfCompute(compute: BatchCompute, split?: BatchSplit): string[] {
  const model = ServedModel.of(container());

  return told((problems) => checkBatchCompute(problems, 'compute', compute, { model, split }));
}

interface Data {
  readonly input: Partial<BatchInput>;
  readonly output?: Partial<BatchOutput>;
  readonly join: BatchJoin;
}

function problemsOfData({ input, output, join }: Data): string[] {
  const stack = stackIn();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-data');
  const key = keyIn(stack);

  return told((problems) =>
    checkBatchData(problems, {
      input: { bucket, key, prefix: 'measured/', ...input },
      output: { bucket, key, prefix: 'predicted/', accept: 'text/csv', ...output },
      join,
    }),
  );
}
