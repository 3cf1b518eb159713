import { TrainingInputMode } from '../../../lib/pipelines';
import { checkS3Data, checkStreamed, renderS3Data } from '../../../lib/pipelines/private/s3-channel-data';
import { told } from './told';

const { FAST_FILE, PIPE } = TrainingInputMode;

test('each instance gets all objects, as they are', () => {
  expect(renderS3Data('S3Prefix', 's3://acme-data/train', {})).toMatchObject({
    CompressionType: undefined,
    RecordWrapperType: undefined,
    ShuffleConfig: undefined,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3DataDistributionType: 'FullyReplicated' } },
  });
});

test('a seed of 0 shuffles as well', () => {
  expect(renderS3Data('S3Prefix', 's3://acme-data/train', { shuffleSeed: 0 })).toMatchObject({
    ShuffleConfig: { Seed: 0 },
  });
});

test('data is changed in streams only', () => {
  expect(told((problems) => checkStreamed(problems, 'train', { inputMode: PIPE, gzip: true }))).toEqual([]);
  expect(told((problems) => checkStreamed(problems, 'train', { inputMode: FAST_FILE, gzip: true }))).toEqual([
    'ChannelNotStreamed: train.gzip is true with the input mode FastFile, SageMaker unpacks and wraps data in streams only; add { inputMode: TrainingInputMode.PIPE }, or leave it out',
  ]);
});

test.each([1, 5])('data may be limited to %p instance groups', (count) => {
  const instanceGroups = [...Array(count).keys()].map((i) => `group${i}`);

  expect(told((problems) => checkS3Data(problems, 'train', 's3://acme-data/train', { instanceGroups }))).toEqual([]);
});

test('but not to six', () => {
  const instanceGroups = [...Array(6).keys()].map((i) => `group${i}`);

  expect(told((problems) => checkS3Data(problems, 'train', 's3://acme-data/train', { instanceGroups }))).toEqual([
    'EntriesOutOfRange: train.instanceGroups has 6 entries, a channel is limited to 1 to 5 instance groups; leave it out, so that all instances get the data',
  ]);
});
