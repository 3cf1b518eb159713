import { EmrServerlessJob } from '../../lib/pipelines';
import { told } from './private/told';

test('a Spark application is submitted', () => {
  const job = EmrServerlessJob.spark({
    entryPoint: 's3://acme-code/prepare.py',
    arguments: ['--seed', '1'],
    submitParameters: '--conf spark.executor.cores=4',
  });

  expect(job._engine).toBe('SPARK');
  expect(job._render()).toEqual({
    sparkSubmit: {
      entryPoint: 's3://acme-code/prepare.py',
      entryPointArguments: ['--seed', '1'],
      sparkSubmitParameters: '--conf spark.executor.cores=4',
    },
  });
});

test('a Hive query is run', () => {
  const job = EmrServerlessJob.hive({
    query: 's3://acme-code/prepare.sql',
    initQueryFile: 's3://acme-code/tables.sql',
    parameters: '--hiveconf hive.exec.scratchdir=s3://acme-data/scratch',
  });

  expect(job._engine).toBe('HIVE');
  expect(job._render()).toEqual({
    hive: {
      query: 's3://acme-code/prepare.sql',
      initQueryFile: 's3://acme-code/tables.sql',
      parameters: '--hiveconf hive.exec.scratchdir=s3://acme-data/scratch',
    },
  });
});

test.each([
  { job: EmrServerlessJob.spark({ entryPoint: '' }), path: 'entryPoint' },
  { job: EmrServerlessJob.hive({ query: ' ' }), path: 'query' },
])('a job with nothing to run is refused: $path', ({ job, path }) => {
  expect(told((problems) => job._check(problems, 'steps.Prepare.job'))).toEqual([
    `EmrServerlessJobWithoutWork: steps.Prepare.job.${path} is empty, a job has something to run; name a file in S3`,
  ]);
});

test('texts and lists have their lengths', () => {
  const spark = EmrServerlessJob.spark({
    entryPoint: 'a'.repeat(4_097),
    arguments: Array<string>(1_025).fill('a'),
    submitParameters: 'a'.repeat(102_401),
  });
  const hive = EmrServerlessJob.hive({
    query: 'a'.repeat(10_281),
    initQueryFile: 'a'.repeat(257),
    parameters: 'a'.repeat(102_401),
  });

  expect(told((problems) => spark._check(problems, 'job'))).toEqual([
    'TextTooLong: job.entryPoint has 4097 characters, SageMaker takes up to 4096; shorten it',
    'TextTooLong: job.submitParameters has 102401 characters, SageMaker takes up to 102400; shorten it',
    'EntriesOutOfRange: job.arguments has 1025 entries, EMR Serverless takes up to 1024 arguments; give the arguments in a file',
  ]);
  expect(told((problems) => hive._check(problems, 'job'))).toEqual([
    'TextTooLong: job.query has 10281 characters, SageMaker takes up to 10280; shorten it',
    'TextTooLong: job.initQueryFile has 257 characters, SageMaker takes up to 256; shorten it',
    'TextTooLong: job.parameters has 102401 characters, SageMaker takes up to 102400; shorten it',
  ]);
});

test('the longest texts and lists pass', () => {
  const spark = EmrServerlessJob.spark({
    entryPoint: 'a'.repeat(4_096),
    arguments: Array<string>(1_024).fill('a'),
    submitParameters: 'a'.repeat(102_400),
  });
  const hive = EmrServerlessJob.hive({ query: 'a'.repeat(10_280), initQueryFile: 'a'.repeat(256) });

  expect(told((problems) => spark._check(problems, 'job'))).toEqual([]);
  expect(told((problems) => hive._check(problems, 'job'))).toEqual([]);
});
