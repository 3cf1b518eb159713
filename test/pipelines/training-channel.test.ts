import {
  PipelineParameter,
  S3ChannelOptions,
  TrainingChannel,
  TrainingDataDistribution,
  TrainingInputMode,
} from '../../lib/pipelines';
import { renderDefinition } from '../../lib/pipelines/private/rendering';
import { told } from './private/told';

test('a channel brings all objects below a prefix as files', () => {
  expect(renderedOf(TrainingChannel.fromS3('train', 's3://acme-data/train'))).toEqual({
    ChannelName: 'train',
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix',
        S3Uri: 's3://acme-data/train',
        S3DataDistributionType: 'FullyReplicated',
      },
    },
  });
});

test('a channel may stream a manifest, divided among instance groups, unpacked, wrapped and shuffled', () => {
  const channel = TrainingChannel.fromS3('train', 's3://acme-data/train.manifest', {
    inputMode: TrainingInputMode.PIPE,
    manifest: true,
    contentType: 'application/x-recordio',
    distribution: TrainingDataDistribution.SHARDED_BY_S3_KEY,
    instanceGroups: ['gpu'],
    shuffleSeed: 7,
    gzip: true,
    recordIo: true,
  });

  expect(toldOf(channel)).toEqual([]);
  expect(renderedOf(channel)).toEqual({
    ChannelName: 'train',
    ContentType: 'application/x-recordio',
    InputMode: 'Pipe',
    CompressionType: 'Gzip',
    RecordWrapperType: 'RecordIO',
    ShuffleConfig: { Seed: 7 },
    DataSource: {
      S3DataSource: {
        S3DataType: 'ManifestFile',
        S3Uri: 's3://acme-data/train.manifest',
        S3DataDistributionType: 'ShardedByS3Key',
        InstanceGroupNames: ['gpu'],
      },
    },
  });
});

test('an augmented manifest is always a stream', () => {
  const channel = TrainingChannel.fromAugmentedManifest('train', 's3://acme-data/labels.jsonl', {
    attributeNames: ['source-ref', 'class'],
    recordIo: true,
  });

  expect(toldOf(channel)).toEqual([]);
  expect(renderedOf(channel)).toEqual({
    ChannelName: 'train',
    InputMode: 'Pipe',
    RecordWrapperType: 'RecordIO',
    DataSource: {
      S3DataSource: {
        S3DataType: 'AugmentedManifestFile',
        S3Uri: 's3://acme-data/labels.jsonl',
        S3DataDistributionType: 'FullyReplicated',
        AttributeNames: ['source-ref', 'class'],
      },
    },
  });
});

test('a directory of EFS is read only, unless the job may write', () => {
  const fileSystemId = 'fs-0a1b2c3d';

  const channels = [
    TrainingChannel.fromEfs('train', { fileSystemId, directoryPath: '/abalone' }),
    TrainingChannel.fromEfs('state', {
      fileSystemId,
      directoryPath: '/state',
      writable: true,
      contentType: 'text/csv',
    }),
  ];

  expect(channels.flatMap(toldOf)).toEqual([]);
  expect(channels.map(renderedOf)).toEqual([
    { ChannelName: 'train', DataSource: { FileSystemDataSource: directory('EFS', 'ro', '/abalone') } },
    {
      ChannelName: 'state',
      ContentType: 'text/csv',
      DataSource: { FileSystemDataSource: directory('EFS', 'rw', '/state') },
    },
  ]);
});

test('a directory of FSx for Lustre is one as well', () => {
  const channel = TrainingChannel.fromFsxLustre('train', {
    fileSystemId: 'fs-0a1b2c3d',
    directoryPath: '/fsx/abalone',
  });

  expect(toldOf(channel)).toEqual([]);
  expect(renderedOf(channel)).toEqual({
    ChannelName: 'train',
    DataSource: { FileSystemDataSource: directory('FSxLustre', 'ro', '/fsx/abalone') },
  });
});

test('a model may be trained further', () => {
  const channel = TrainingChannel.fromModel('s3://acme-models/abalone/model.tar.gz');

  expect(toldOf(channel)).toEqual([]);
  expect(renderedOf(channel)).toEqual({
    ChannelName: 'model',
    ContentType: 'application/x-sagemaker-model',
    InputMode: 'File',
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix',
        S3Uri: 's3://acme-models/abalone/model.tar.gz',
        S3DataDistributionType: 'FullyReplicated',
      },
    },
  });
});

test('references are taken as they are', () => {
  const source = PipelineParameter.ofString('Source');
  const seed = PipelineParameter.ofInteger('Seed');

  const channel = TrainingChannel.fromS3('train', source.asString, { shuffleSeed: seed.asNumber });

  expect(toldOf(channel)).toEqual([]);
  expect(renderedOf(channel)).toMatchObject({
    ShuffleConfig: { Seed: { Get: 'Parameters.Seed' } },
    DataSource: { S3DataSource: { S3Uri: { Get: 'Parameters.Source' } } },
  });
});

test.each(['a', 'train.v1-2_3', 'a'.repeat(64)])('a channel may be named %s', (name) => {
  expect(toldOf(TrainingChannel.fromS3(name, 's3://acme-data/train'))).toEqual([]);
});

test.each(['', 'train data', 'a'.repeat(65)])('"%s" is no name of a channel', (name) => {
  expect(toldOf(TrainingChannel.fromS3(name, 's3://acme-data/train'))).toEqual([
    `ChannelNameMalformed: channels[0].channelName is "${name}", a channel name is 1 to 64 letters, digits, dots, hyphens and underscores; write one as "train"`,
  ]);
});

test.each<{ options: S3ChannelOptions; mode: string }>([
  { options: {}, mode: 'File' },
  { options: { inputMode: TrainingInputMode.FAST_FILE }, mode: 'FastFile' },
])('data is changed on its way in streams only, not with $mode', ({ options, mode }) => {
  const channel = TrainingChannel.fromS3('train', 's3://acme-data/train', { ...options, gzip: true, recordIo: true });

  expect(toldOf(channel)).toEqual([
    `ChannelNotStreamed: channels[0].gzip is true with the input mode ${mode}, SageMaker unpacks and wraps data in streams only; add { inputMode: TrainingInputMode.PIPE }, or leave it out`,
    `ChannelNotStreamed: channels[0].recordIo is true with the input mode ${mode}, SageMaker unpacks and wraps data in streams only; add { inputMode: TrainingInputMode.PIPE }, or leave it out`,
  ]);
});

test('all that is wrong with a channel is told at once', () => {
  const channel = TrainingChannel.fromS3('train', 'acme-data/train', {
    contentType: 'a'.repeat(257),
    shuffleSeed: 0.5,
    instanceGroups: [],
  });

  expect(toldOf(channel)).toEqual([
    'TextTooLong: channels[0].contentType has 257 characters, SageMaker takes up to 256; shorten it',
    'S3UriMalformed: channels[0].s3Uri is "acme-data/train", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    'EntriesOutOfRange: channels[0].instanceGroups is empty, a channel is limited to 1 to 5 instance groups; leave it out, so that all instances get the data',
    'ShuffleSeedNotWhole: channels[0].shuffleSeed is 0.5, a seed is a whole number; write 1, or another whole number',
  ]);
});

test.each([
  { count: 0, got: 'is empty' },
  { count: 17, got: 'has 17 entries' },
])('an augmented manifest cannot send $count attributes', ({ count, got }) => {
  const attributeNames = [...Array(count).keys()].map((i) => `attribute${i}`);

  expect(toldOf(TrainingChannel.fromAugmentedManifest('train', 's3://acme-data/m', { attributeNames }))).toEqual([
    `EntriesOutOfRange: channels[0].attributeNames ${got}, SageMaker sends 1 to 16 attributes of each line; name those that the algorithm reads, as ['source-ref', 'class']`,
  ]);
});

test('a directory begins at the root of a file system that has an id', () => {
  const channel = TrainingChannel.fromEfs('train', { fileSystemId: 'abalone', directoryPath: 'train' });

  expect(toldOf(channel)).toEqual([
    'FileSystemIdMalformed: channels[0].fileSystemId is "abalone", the id of a file system is "fs-" and 8 to 17 hexadecimal digits; copy it from the file system\'s page in the AWS console',
    'DirectoryPathMalformed: channels[0].directoryPath is "train", a directory is given from the root of its file system, in 4096 characters or fewer; begin it with "/"',
  ]);
});

function directory(type: string, access: string, path: string): unknown {
  return {
    FileSystemId: 'fs-0a1b2c3d',
    FileSystemType: type,
    FileSystemAccessMode: access,
    DirectoryPath: path,
  };
}

function renderedOf(channel: TrainingChannel): unknown {
  return renderDefinition(channel._render());
}

function toldOf(channel: TrainingChannel): string[] {
  return told((problems) => channel._check(problems, 'channels[0]'));
}
