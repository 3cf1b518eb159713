import { ProcessingOutput, ProcessingUpload } from '../../lib/pipelines';
import { told } from './private/told';

test('files are uploaded at the end, from a folder of the name of the output', () => {
  const output = ProcessingOutput.toS3('train', 's3://acme-data/train');

  expect(output._render()).toEqual({
    OutputName: 'train',
    AppManaged: false,
    S3Output: {
      S3Uri: 's3://acme-data/train',
      LocalPath: '/opt/ml/processing/train',
      S3UploadMode: 'EndOfJob',
    },
  });
});

test('files may be uploaded while the job runs, from any folder', () => {
  const output = ProcessingOutput.toS3('train', 's3://acme-data/train', {
    localPath: '/opt/acme/train',
    upload: ProcessingUpload.CONTINUOUS,
  });

  expect(output._render()).toMatchObject({ S3Output: { LocalPath: '/opt/acme/train', S3UploadMode: 'Continuous' } });
  expect(told((problems) => output._check(problems, 'outputs[0]'))).toEqual([]);
});

test('records go to a feature group by the hand of the script', () => {
  const output = ProcessingOutput.toFeatureGroup('features', 'customers');

  expect(output._render()).toEqual({
    OutputName: 'features',
    AppManaged: true,
    FeatureStoreOutput: { FeatureGroupName: 'customers' },
  });
});

test.each(['', '-customers', 'customers-', 'a'.repeat(65)])('"%s" is no feature group', (name) => {
  const output = ProcessingOutput.toFeatureGroup('features', name);

  expect(told((problems) => output._check(problems, 'outputs[0]'))).toEqual([
    `NameMalformed: outputs[0].featureGroupName is "${name}", a feature group name is 1 to 64 characters: letters, digits, and hyphens and underscores between them; choose a name of that form`,
  ]);
});

test('an output lies in an absolute folder and goes to S3', () => {
  const output = ProcessingOutput.toS3('train', 'train', { localPath: 'train' });

  expect(told((problems) => output._check(problems, 'outputs[0]'))).toEqual([
    expect.stringContaining('S3UriMalformed: outputs[0].s3Uri is "train"'),
    'ContainerFolderMalformed: outputs[0].localPath is "train", a folder in the container begins with / and has 256 characters or fewer; write one as "/opt/ml/processing/data"',
  ]);
});
