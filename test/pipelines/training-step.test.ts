import { Stack } from 'aws-cdk-lib';
import { ContainerImage, JobCompute, RegisterModelStep, TrainingStep, TrainingStepProps } from '../../lib/pipelines';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  VOLUME_KEY_ARN,
  definitionOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a training job reads its channels and writes its model, isolated and encrypted', () => {
  const step = trainWith({
    channels: [
      { channelName: 'train', s3Uri: 's3://acme-data/train', contentType: 'text/csv' },
      { channelName: 'validation', s3Uri: 's3://acme-data/validation' },
    ],
    hyperparameters: { num_round: '50' },
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toEqual({
    Name: 'Train',
    Type: 'Training',
    Arguments: {
      AlgorithmSpecification: {
        TrainingImage: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
        TrainingInputMode: 'File',
      },
      HyperParameters: { num_round: '50' },
      InputDataConfig: [
        { ChannelName: 'train', ContentType: 'text/csv', DataSource: allOf('s3://acme-data/train') },
        { ChannelName: 'validation', DataSource: allOf('s3://acme-data/validation') },
      ],
      OutputDataConfig: { S3OutputPath: 's3://acme-data/models', KmsKeyId: OUTPUT_KEY_ARN },
      ResourceConfig: {
        InstanceType: 'ml.m5.xlarge',
        InstanceCount: 1,
        VolumeSizeInGB: 30,
        VolumeKmsKeyId: VOLUME_KEY_ARN,
      },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      RoleArn: JOB_ROLE_ARN,
      ProfilerConfig: { DisableProfiler: true },
    },
  });
});

test('a model may be encrypted with a key of its own', () => {
  const rendered = renderedIn(stack, [
    trainWith({ outputKeyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts' }),
  ]);

  expect(rendered.Arguments.OutputDataConfig).toMatchObject({
    KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
  });
});

test('instances with disks of their own take no key, because their hardware encrypts', () => {
  const rendered = renderedIn(stack, [trainWith({ compute: JobCompute.onDemand({ instanceType: 'ml.g5.xlarge' }) })]);

  expect(rendered.Arguments.ResourceConfig).toEqual({
    InstanceType: 'ml.g5.xlarge',
    InstanceCount: 1,
    VolumeSizeInGB: 30,
  });
});

test('a later step finds the model', () => {
  const train = trainWith({});
  const register = new RegisterModelStep('Register', {
    modelPackageGroupArn: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone',
    image: ContainerImage.xgboost('3.2-0'),
    modelDataUrl: train.properties.modelArtifacts.asString,
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    modelQualityS3Uri: 's3://acme-data/evaluation.json',
  });

  pipelineIn(stack, [train, register]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(rendered.Arguments.InferenceSpecification).toMatchObject({
    Containers: [{ ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } }],
  });
});

test('a training job without data is refused', () => {
  const pipeline = () => pipelineIn(stack, [trainWith({ channels: [] })]);

  expect(pipeline).toThrow(
    "TrainingWithoutData: steps.Train.channels is empty, a training job needs at least one channel; add { channelName: 'train', s3Uri: … }",
  );
});

test('channels of one name are refused', () => {
  const channel = { channelName: 'train', s3Uri: 's3://acme-data/train' };

  const pipeline = () => pipelineIn(stack, [trainWith({ channels: [channel, channel] })]);

  expect(pipeline).toThrow(
    'StepPartNameTaken: steps.Train.channels has "train" more than once, the name of a channel is unique in its step; rename all but one',
  );
});

test('an instance type that SageMaker does not train on is refused', () => {
  const pipeline = () => pipelineIn(stack, [trainWith({ compute: JobCompute.onDemand({ instanceType: 'm5.huge' }) })]);

  expect(pipeline).toThrow(
    'InstanceTypeNotOffered: steps.Train.compute.instanceType is "m5.huge", SageMaker offers no such type for training; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
  );
});

function trainWith(wished: Partial<TrainingStepProps>): TrainingStep {
  return new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [{ channelName: 'train', s3Uri: 's3://acme-data/train' }],
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  });
}

function allOf(url: string): unknown {
  return { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: url, S3DataDistributionType: 'FullyReplicated' } };
}
