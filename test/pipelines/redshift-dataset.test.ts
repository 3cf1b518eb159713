import * as iam from 'aws-cdk-lib/aws-iam';
import { RedshiftCompression, RedshiftDataset, RedshiftFormat } from '../../lib/pipelines';
import { checkRedshiftDataset } from '../../lib/pipelines/redshift-dataset';
import { stackIn } from './definitions';
import { told } from './private/told';

const DATASET: RedshiftDataset = {
  clusterId: 'warehouse',
  database: 'sales',
  dbUser: 'trainer',
  query: 'SELECT * FROM orders',
  clusterRole: iam.Role.fromRoleArn(stackIn(), 'Cluster', 'arn:aws:iam::111111111111:role/warehouse'),
  outputS3Uri: 's3://acme-data/queries',
};

test.each([
  [RedshiftFormat.PARQUET, RedshiftCompression.SNAPPY],
  [RedshiftFormat.PARQUET, RedshiftCompression.NONE],
  [RedshiftFormat.CSV, RedshiftCompression.ZSTD],
])('Redshift compresses %s with %s', (format, compression) => {
  expect(problemsOf({ ...DATASET, format, compression })).toEqual([]);
});

test.each([
  [RedshiftFormat.PARQUET, RedshiftCompression.GZIP, 'None or SNAPPY'],
  [RedshiftFormat.CSV, RedshiftCompression.SNAPPY, 'None or GZIP or BZIP2 or ZSTD'],
])('Redshift does not compress %s with %s', (format, compression, choices) => {
  expect(problemsOf({ ...DATASET, format, compression })).toEqual([
    `CompressionUnsupported: input.compression is ${compression}, for ${format}, Redshift compresses ${format} with ${choices}; choose one of them, or leave it out`,
  ]);
});

test('names have the lengths that SageMaker takes', () => {
  const long = { clusterId: 'c'.repeat(64), database: 'd'.repeat(65), dbUser: 'u'.repeat(129) };

  expect(problemsOf({ ...DATASET, ...long })).toEqual([
    'TextTooLong: input.clusterId has 64 characters, SageMaker takes up to 63; shorten it',
    'TextTooLong: input.database has 65 characters, SageMaker takes up to 64; shorten it',
    'TextTooLong: input.dbUser has 129 characters, SageMaker takes up to 128; shorten it',
  ]);
});

function problemsOf(dataset: RedshiftDataset): string[] {
  return told((problems) => checkRedshiftDataset(problems, 'input', 'orders', dataset));
}
