import { PipelineParameter } from '../../../lib/pipelines';
import { checkCompression, checkDataset, renderDataset } from '../../../lib/pipelines/private/dataset-definition';
import { told } from './told';

const RESULT = { outputS3Uri: 's3://acme-data/queries' };

test.each(['SELECT 1', 'a'.repeat(4_096), PipelineParameter.ofString('Query').asString])(
  'SageMaker takes a query of this length',
  (query) => {
    expect(told((problems) => checkDataset(problems, 'input', 'orders', query, RESULT))).toEqual([]);
  },
);

test.each([
  { query: ' ', got: 'is empty', remedy: 'write one, as SELECT …' },
  {
    query: 'a'.repeat(4_097),
    got: 'has 4097 characters',
    remedy: 'keep the long part as a view, and select from that',
  },
])('SageMaker takes no query that $got', ({ query, got, remedy }) => {
  expect(told((problems) => checkDataset(problems, 'input', 'orders', query, RESULT))).toEqual([
    `QueryLengthOutOfRange: input.query ${got}, SageMaker takes queries of 1 to 4096 characters; ${remedy}`,
  ]);
});

test('a result goes to S3 and comes to the folder of processing jobs', () => {
  const result = { outputS3Uri: 'queries', localPath: '/data' };

  expect(told((problems) => checkDataset(problems, 'input', 'orders', 'SELECT 1', result))).toEqual([
    expect.stringContaining('S3UriMalformed: input.outputS3Uri is "queries"'),
    expect.stringContaining('ContainerFolderMalformed: input.localPath is "/data"'),
  ]);
});

test('a compression is one of those of its format', () => {
  const compression = { format: 'AVRO', compression: 'GZIP', choices: ['SNAPPY'] };

  expect(told((problems) => checkCompression(problems, 'input', 'Athena', compression))).toEqual([
    'CompressionUnsupported: input.compression is GZIP, for AVRO, Athena compresses AVRO with SNAPPY; choose one of them, or leave it out',
  ]);
});

test('how a result reaches the container can be chosen', () => {
  const result = { ...RESULT, localPath: '/opt/ml/processing/in', mode: 'Pipe', distribution: 'ShardedByS3Key' };

  expect(renderDataset('orders', { AthenaDatasetDefinition: {} }, result)).toEqual({
    DatasetDefinition: {
      AthenaDatasetDefinition: {},
      LocalPath: '/opt/ml/processing/in',
      InputMode: 'Pipe',
      DataDistributionType: 'ShardedByS3Key',
    },
  });
});
