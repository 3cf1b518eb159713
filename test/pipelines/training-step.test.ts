import { Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  Distribution,
  JobCompute,
  ModelContainer,
  PipelineParameter,
  RegisterModelStep,
  RetryException,
  TrainingChannel,
  TrainingScript,
  TrainingStep,
  TrainingStepProps,
} from '../../lib/pipelines';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  VOLUME_KEY_ARN,
  definitionOf,
  permissionsOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';

const IMAGE = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a training job reads its channels and writes its model, isolated and encrypted', () => {
  const step = trainWith({
    channels: [
      TrainingChannel.fromS3('train', 's3://acme-data/train', { contentType: 'text/csv' }),
      TrainingChannel.fromS3('validation', 's3://acme-data/validation'),
    ],
    hyperparameters: { num_round: '50' },
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered).toEqual({
    Name: 'Train',
    Type: 'Training',
    Arguments: {
      AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
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

test('a training job may say all that SageMaker knows of it', () => {
  const rounds = PipelineParameter.ofInteger('Rounds', { defaultValue: 50 });
  const step = trainWith({
    script: TrainingScript.fromArchive('s3://acme-code/sourcedir.tar.gz', 'train.py'),
    hyperparameters: { num_round: rounds.asString },
    environmentVariables: { LOG_LEVEL: 'debug' },
    distribution: Distribution.mpi({ processesPerHost: 2 }),
    metrics: [{ metricName: 'validation:rmse', regex: 'rmse=([0-9.]+)' }],
    entrypoint: ['python3', '/opt/ml/code/train.py'],
    arguments: ['--verbose'],
    compute: JobCompute.spot({
      instanceCount: 2,
      maxRuntime: Duration.hours(2),
      maxWait: Duration.hours(4),
      checkpointS3Uri: 's3://acme-data/checkpoints',
    }),
    outputKeyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
    compressModel: false,
    internalErrorRetries: 3,
    infrastructureCheck: true,
    metricTimeSeries: true,
    retryPolicies: [{ exceptions: [RetryException.CAPACITY_ERROR], maxAttempts: 3 }],
    cacheFor: Duration.days(7),
  });

  pipelineIn(stack, [step], { parameters: [rounds] });

  expect(definitionOf(stack).Steps[0]).toMatchObject({
    Arguments: {
      AlgorithmSpecification: {
        TrainingImage: IMAGE,
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'validation:rmse', Regex: 'rmse=([0-9.]+)' }],
        ContainerEntrypoint: ['python3', '/opt/ml/code/train.py'],
        ContainerArguments: ['--verbose'],
        EnableSageMakerMetricsTimeSeries: true,
      },
      HyperParameters: {
        num_round: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Rounds' }] } },
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: '"/opt/ml/input/data/code/sourcedir.tar.gz"',
        sagemaker_region: '"eu-west-1"',
        sagemaker_container_log_level: '20',
        sagemaker_mpi_enabled: 'true',
        sagemaker_mpi_num_of_processes_per_host: '2',
        sagemaker_mpi_custom_mpi_options: '""',
      },
      InputDataConfig: [
        { ChannelName: 'train', DataSource: allOf('s3://acme-data/train') },
        { ChannelName: 'code', DataSource: allOf('s3://acme-code/sourcedir.tar.gz') },
      ],
      OutputDataConfig: {
        S3OutputPath: 's3://acme-data/models',
        KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
        CompressionType: 'NONE',
      },
      StoppingCondition: { MaxRuntimeInSeconds: 7200, MaxWaitTimeInSeconds: 14_400 },
      EnableManagedSpotTraining: true,
      CheckpointConfig: { S3Uri: 's3://acme-data/checkpoints' },
      Environment: { LOG_LEVEL: 'debug' },
      RetryStrategy: { MaximumRetryAttempts: 3 },
      InfraCheckConfig: { EnableInfraCheck: true },
    },
    CacheConfig: { Enabled: true, ExpireAfter: 'P7D' },
  });
});

test('an algorithm of the Marketplace may stand in for an image', () => {
  const algorithmArn = 'arn:aws:sagemaker:eu-west-1:111111111111:algorithm/acme-boosting';

  const rendered = renderedIn(stack, [trainWith({ image: undefined, algorithmArn })]);

  expect(rendered.Arguments.AlgorithmSpecification).toEqual({ AlgorithmName: algorithmArn, TrainingInputMode: 'File' });
});

test('instances with disks of their own take no key, because their hardware encrypts', () => {
  const rendered = renderedIn(stack, [trainWith({ compute: JobCompute.onDemand({ instanceType: 'ml.g5.xlarge' }) })]);

  expect(rendered.Arguments.ResourceConfig).toEqual({
    InstanceType: 'ml.g5.xlarge',
    InstanceCount: 1,
    VolumeSizeInGB: 30,
  });
});

test('a job leaves its isolation for a stated reason only', () => {
  const step = trainWith({ networkCallsReason: 'logs to MLflow' });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.EnableNetworkIsolation).toBe(false);
  expect(step._relaxations).toEqual([{ setting: 'networkCallsReason', reason: 'logs to MLflow' }]);
});

test('a later step finds the model', () => {
  const train = trainWith({});
  const register = new RegisterModelStep('Register', {
    modelPackageGroupArn: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone',
    containers: [
      ModelContainer.of({
        image: ContainerImage.xgboost('3.2-0'),
        modelDataUrl: train.properties.modelArtifacts.asString,
      }),
    ],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    metrics: { modelQuality: { statisticsS3Uri: 's3://acme-data/evaluation.json' } },
  });

  pipelineIn(stack, [train, register]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(rendered.Arguments.InferenceSpecification).toMatchObject({
    Containers: [{ ModelDataUrl: { Get: 'Steps.Train.ModelArtifacts.S3ModelArtifacts' } }],
  });
});

test('a later step may know much of the job', () => {
  const { properties } = trainWith({});

  const known = [
    properties.trainingJobName,
    properties.trainingJobArn,
    properties.trainingImage,
    properties.checkpointS3Uri,
    properties.trainingSeconds,
    properties.billableSeconds,
    properties.finalMetric('validation:rmse'),
    properties.hyperparameter('eta'),
  ];

  expect(known.map((property) => property._render())).toEqual([
    { Get: 'Steps.Train.TrainingJobName' },
    { Get: 'Steps.Train.TrainingJobArn' },
    { Get: 'Steps.Train.AlgorithmSpecification.TrainingImage' },
    { Get: 'Steps.Train.CheckpointConfig.S3Uri' },
    { Get: 'Steps.Train.TrainingTimeInSeconds' },
    { Get: 'Steps.Train.BillableTimeInSeconds' },
    { Get: "Steps.Train.FinalMetricDataList['validation:rmse'].Value" },
    { Get: "Steps.Train.HyperParameters['eta']" },
  ]);
});

test('the role of the pipeline runs the job, and no other', () => {
  const trainingJobs = ['arn:aws:sagemaker:eu-west-1:111111111111:training-job/pipelines-*'];

  expect(permissionsOf(stack, trainWith({}))).toEqual([
    {
      actions: ['sagemaker:CreateTrainingJob'],
      resources: trainingJobs,
      conditions: expect.objectContaining({ ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } }),
    },
    {
      actions: ['sagemaker:AddTags'],
      resources: trainingJobs,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateTrainingJob' } },
    },
    {
      actions: ['iam:PassRole'],
      resources: [JOB_ROLE_ARN],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    { actions: ['sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'], resources: trainingJobs },
  ]);
});

test('a command has up to a hundred words', () => {
  const pipeline = () => pipelineIn(stack, [trainWith({ entrypoint: Array<string>(101).fill('a') })]);

  expect(pipeline).toThrow(
    'CommandTooLong: steps.Train.entrypoint has 101 entries, SageMaker takes up to 100 words; put them in a file that the job gets as an input',
  );
});

test('all that is wrong with a step is told at once, with its place', () => {
  const pipeline = () =>
    pipelineIn(stack, [
      trainWith({
        channels: [],
        entrypoint: [],
        arguments: ['a'.repeat(257)],
        compute: JobCompute.onDemand({ instanceType: 'm5.huge', maxRuntime: Duration.millis(1500) }),
      }),
    ]);

  expect(pipeline).toThrow(
    [
      '5 problems:',
      "  TrainingWithoutData: steps.Train.channels is empty, a training job needs at least one channel; add TrainingChannel.fromS3('train', …)",
      '  InstanceTypeNotOffered: steps.Train.compute.instanceType is "m5.huge", SageMaker offers no such type for training; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
      '  MaxRuntimeTooShort: steps.Train.compute.maxRuntime is 1 second 500 millis, a job that is stopped within a minute never gets past its start; use Duration.minutes(1) or more',
      '  EntriesOutOfRange: steps.Train.entrypoint is empty, SageMaker takes 1 to 100 words of a command; leave it out, or bring the command in a script',
      '  TextTooLong: steps.Train.arguments[0] has 257 characters, SageMaker takes up to 256; shorten it',
    ].join('\n'),
  );
});

function trainWith(wished: Partial<TrainingStepProps>): TrainingStep {
  return new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  });
}

function allOf(url: string): unknown {
  return { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: url, S3DataDistributionType: 'FullyReplicated' } };
}
