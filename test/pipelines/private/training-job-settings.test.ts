import { Duration } from 'aws-cdk-lib';
import {
  ContainerImage,
  Distribution,
  JobCompute,
  PipelineParameter,
  TrainingChannel,
  TrainingJobOptions,
  TrainingScript,
} from '../../../lib/pipelines';
import { checkTrainingJob } from '../../../lib/pipelines/private/training-job-settings';
import { told } from './told';

const ALGORITHM_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:algorithm/acme-boosting';
const TRAIN = TrainingChannel.fromS3('train', 's3://acme-data/train');

test.each<Partial<TrainingJobOptions>>([
  {},
  { image: undefined, algorithmArn: ALGORITHM_ARN },
  { channels: manyChannels(20) },
  { channels: manyChannels(19), script: TrainingScript.fromFolder('s3://acme-code/', 'train.py') },
  { outputS3Uri: PipelineParameter.ofString('Output').asString },
  { internalErrorRetries: 30 },
  { internalErrorRetries: PipelineParameter.ofInteger('Retries').asNumber },
  { environmentVariables: { _A1: 'a'.repeat(512) } },
  { metrics: manyMetrics(40) },
])('job %# is accepted', (wished) => {
  expect(toldOf(wished)).toEqual([]);
});

test.each([
  { wished: { image: undefined }, got: 'has neither image nor algorithmArn' },
  { wished: { algorithmArn: ALGORITHM_ARN }, got: 'has both image and algorithmArn' },
])('a job that $got is refused', ({ wished, got }) => {
  expect(toldOf(wished)).toEqual([
    `AlgorithmAmbiguous: job ${got}, a training job runs one algorithm; give exactly one of them`,
  ]);
});

test('ARNs and addresses are checked', () => {
  const wished = {
    image: undefined,
    algorithmArn: 'acme-boosting',
    outputS3Uri: '/models',
    outputKeyArn: 'alias/acme',
  };

  expect(toldOf(wished)).toEqual([
    'ArnMalformed: job.algorithmArn is "acme-boosting", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
    'S3UriMalformed: job.outputS3Uri is "/models", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    'ArnMalformed: job.outputKeyArn is "alias/acme", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  ]);
});

test.each<{ of: string; algorithm: Partial<TrainingJobOptions> }>([
  { of: 'the Marketplace', algorithm: { image: undefined, algorithmArn: ALGORITHM_ARN } },
  { of: 'SageMaker', algorithm: { image: ContainerImage.xgboost('3.2-0') } },
])('an algorithm of $of without checkpoints is quick on spare instances', ({ algorithm }) => {
  const job = (maxWait: Duration, checkpointS3Uri?: string): string[] =>
    toldOf({ ...algorithm, compute: JobCompute.spot({ maxWait, checkpointS3Uri }) });

  expect(job(Duration.hours(1))).toEqual([]);
  expect(job(Duration.hours(2), 's3://acme-data/checkpoints')).toEqual([]);
  expect(job(Duration.hours(2))).toEqual([
    'SpotWithoutCheckpoints: job.compute.maxWait is 2 hours, an algorithm of SageMaker or of the Marketplace that keeps no checkpoints may take an hour at most on spare instances; add checkpointS3Uri, or use Duration.hours(1)',
  ]);
});

test.each(['xgboost', 'scikitLearn'] as const)('a script in the container of %s may take longer', (container) => {
  const version = { xgboost: '3.2-0', scikitLearn: '1.2-1' }[container];

  const problems = toldOf({
    image: ContainerImage[container](version),
    script: TrainingScript.fromFolder('s3://acme-code/', 'train.py'),
    compute: JobCompute.spot({ maxWait: Duration.hours(2) }),
  });

  expect(problems).toEqual([]);
});

test('a job has data, under different names, one of which is not taken by its script', () => {
  const script = TrainingScript.fromFolder('s3://acme-code/', 'train.py');
  const code = TrainingChannel.fromS3('code', 's3://acme-data/code');

  expect(toldOf({ channels: [] })).toEqual([
    "TrainingWithoutData: job.channels is empty, a training job needs at least one channel; add TrainingChannel.fromS3('train', …)",
  ]);
  expect(toldOf({ channels: [TRAIN, TRAIN] })).toEqual([
    'StepPartNameTaken: job.channels has "train" more than once, the name of a channel is unique in its step; rename all but one',
  ]);
  expect(toldOf({ channels: [code], script })).toEqual([
    'ChannelNameReserved: job.channels has "code", the channel of that name brings the script; rename the channel',
  ]);
});

test('the channel of the script counts', () => {
  const script = TrainingScript.fromFolder('s3://acme-code/', 'train.py');

  expect(toldOf({ channels: manyChannels(20), script })).toEqual([
    'EntriesOutOfRange: job.channels has 21 entries, a training job has up to 20 channels, the one that brings the script included; bring several prefixes below one',
  ]);
});

test('a channel is limited to groups of the job', () => {
  const channels = [TrainingChannel.fromS3('train', 's3://acme-data/train', { instanceGroups: ['gpu'] })];
  const compute = JobCompute.instanceGroups([{ groupName: 'cpu', instanceType: 'ml.m5.large', instanceCount: 1 }]);

  expect(toldOf({ channels })).toEqual([
    'InstanceGroupUnknown: job.channels[0].instanceGroups has "gpu", the job has no instance groups; name one of the groups of JobCompute.instanceGroups(…)',
  ]);
  expect(toldOf({ channels, compute })).toEqual([
    'InstanceGroupUnknown: job.channels[0].instanceGroups has "gpu", the job has the instance groups "cpu"; name one of the groups of JobCompute.instanceGroups(…)',
  ]);
});

test('environment variables have names, an end and a number', () => {
  const many = Object.fromEntries([...Array(101).keys()].map((i) => [`VARIABLE_${i}`, '']));

  expect(toldOf({ environmentVariables: { '1A': '', LEVEL: 'a'.repeat(513) } })).toEqual([
    'TextTooLong: job.environmentVariables.LEVEL has 513 characters, SageMaker takes up to 512; shorten it',
    'VariableNameMalformed: job.environmentVariables has "1A", the name of an environment variable is up to 512 letters, digits and underscores, the first no digit; write one as "LOG_LEVEL"',
  ]);
  expect(toldOf({ environmentVariables: many })).toEqual([
    'TooManyEntries: job.environmentVariables has 101 entries, SageMaker takes up to 100 environment variables; leave out those that are not needed',
  ]);
});

test('metrics have an end and a number', () => {
  const [first] = manyMetrics(1);

  expect(toldOf({ metrics: manyMetrics(41) })).toEqual([
    'EntriesOutOfRange: job.metrics has 41 entries, SageMaker reads up to 40 metrics; leave out those that nobody looks at',
  ]);
  expect(toldOf({ metrics: [{ ...first, metricName: 'a'.repeat(256), regex: 'a'.repeat(501) }] })).toEqual([
    'TextTooLong: job.metrics[0].metricName has 256 characters, SageMaker takes up to 255; shorten it',
    'TextTooLong: job.metrics[0].regex has 501 characters, SageMaker takes up to 500; shorten it',
  ]);
});

test.each([0, 31, 1.5])('%p retries are refused', (internalErrorRetries) => {
  expect(toldOf({ internalErrorRetries })).toEqual([
    `NumberOutOfRange: job.internalErrorRetries is ${internalErrorRetries}, SageMaker starts a job anew 1 to 30 times; write 3, or leave it out`,
  ]);
});

test('the parts of a job are checked in their place', () => {
  const wished = {
    channels: [TrainingChannel.fromS3('', 's3://acme-data/train')],
    script: TrainingScript.fromFolder('s3://acme-code/', ''),
    distribution: Distribution.mpi({ processesPerHost: 0 }),
    compute: JobCompute.onDemand({ instanceCount: 0 }),
    hyperparameters: { eta: 'a'.repeat(2501) },
    networkCallsReason: ' ',
  };

  expect(toldOf(wished).map((message) => message.split(' ').slice(0, 2).join(' '))).toEqual([
    'ChannelNameMalformed: job.channels[0].channelName',
    'EntryPointMalformed: job.script.entryPoint',
    'NumberOutOfRange: job.distribution.processesPerHost',
    'TextTooLong: job.hyperparameters.eta',
    'InstanceCountOutOfRange: job.compute.instanceCount',
    'NetworkCallsWithoutReason: job.networkCallsReason',
  ]);
});

function manyChannels(count: number): TrainingChannel[] {
  return [...Array(count).keys()].map((i) => TrainingChannel.fromS3(`channel${i}`, 's3://acme-data/train'));
}

function manyMetrics(count: number): { metricName: string; regex: string }[] {
  return [...Array(count).keys()].map((i) => ({ metricName: `metric${i}`, regex: `metric${i}=(.*)` }));
}

function toldOf(wished: Partial<TrainingJobOptions>): string[] {
  const job = {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TRAIN],
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  };

  return told((problems) => checkTrainingJob(problems, 'job', job));
}
