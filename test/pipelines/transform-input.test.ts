import { TransformInput, TransformSplit } from '../../lib/pipelines';
import { told } from './private/told';

test('a job reads all files below a prefix, each as a whole', () => {
  const rendered = TransformInput.fromPrefix('s3://acme-data/batch/')._render();

  expect(rendered).toEqual({
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://acme-data/batch/' } },
    ContentType: undefined,
    CompressionType: 'None',
    SplitType: 'None',
  });
});

test('a job reads the files of a manifest, record by record, as they are packed', () => {
  const input = TransformInput.fromManifest('s3://acme-data/manifest.json', {
    contentType: 'text/csv',
    split: TransformSplit.LINE,
    gzip: true,
  });

  const rendered = input._render();

  expect(rendered).toEqual({
    DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://acme-data/manifest.json' } },
    ContentType: 'text/csv',
    CompressionType: 'Gzip',
    SplitType: 'Line',
  });
});

test('files outside S3 and a type that is too long are refused', () => {
  const input = TransformInput.fromPrefix('batch/', { contentType: 'x'.repeat(257) });

  const found = told((problems) => input._check(problems, 'input'));

  expect(found).toEqual([
    'S3UriMalformed: input.s3Uri is "batch/", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    'TextTooLong: input.contentType has 257 characters, SageMaker takes up to 256; shorten it',
  ]);
});
