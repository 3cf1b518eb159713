import { AthenaCompression, AthenaDataset, AthenaFormat } from '../../lib/pipelines';
import { checkAthenaDataset } from '../../lib/pipelines/athena-dataset';
import { told } from './private/told';

const DATASET: AthenaDataset = {
  database: 'sales',
  query: 'SELECT * FROM orders',
  outputS3Uri: 's3://acme-data/queries',
};

test.each([
  [AthenaFormat.PARQUET, AthenaCompression.GZIP],
  [AthenaFormat.ORC, AthenaCompression.ZLIB],
  [AthenaFormat.AVRO, AthenaCompression.SNAPPY],
  [AthenaFormat.JSON, AthenaCompression.GZIP],
  [AthenaFormat.TEXT, AthenaCompression.SNAPPY],
])('Athena compresses %s with %s', (format, compression) => {
  expect(problemsOf({ ...DATASET, format, compression })).toEqual([]);
});

test.each([
  [AthenaFormat.PARQUET, AthenaCompression.ZLIB, 'GZIP or SNAPPY'],
  [AthenaFormat.ORC, AthenaCompression.GZIP, 'SNAPPY or ZLIB'],
  [AthenaFormat.AVRO, AthenaCompression.GZIP, 'SNAPPY'],
])('Athena does not compress %s with %s', (format, compression, choices) => {
  expect(problemsOf({ ...DATASET, format, compression })).toEqual([
    `CompressionUnsupported: input.compression is ${compression}, for ${format}, Athena compresses ${format} with ${choices}; choose one of them, or leave it out`,
  ]);
});

test('a workgroup has a name of its form', () => {
  expect(problemsOf({ ...DATASET, workGroup: 'data.science_1' })).toEqual([]);
  expect(problemsOf({ ...DATASET, workGroup: 'data science' })).toEqual([
    'NameMalformed: input.workGroup is "data science", the name of a workgroup is 1 to 128 letters, digits, dots, underscores and hyphens; write it as Athena lists it',
  ]);
});

function problemsOf(dataset: AthenaDataset): string[] {
  return told((problems) => checkAthenaDataset(problems, 'input', 'orders', dataset));
}
