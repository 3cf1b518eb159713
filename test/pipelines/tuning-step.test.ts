import { Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerImage,
  HyperparameterRange,
  JobCompute,
  ProcessingInput,
  ProcessingStep,
  RetryException,
  TrainingChannel,
  TuningDefinition,
  TuningObjective,
  TuningStep,
  TuningStepProps,
  TuningStrategy,
  TuningWarmStart,
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

const TUNING_JOBS = ['arn:aws:sagemaker:eu-west-1:111111111111:hyper-parameter-tuning-job/pipelines-*'];

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a tuning job searches the hyperparameters of one definition, isolated and encrypted', () => {
  const rendered = renderedIn(stack, [tuneWith({})]);

  expect(rendered).toEqual({
    Name: 'Tune',
    Type: 'Tuning',
    Arguments: {
      HyperParameterTuningJobConfig: {
        Strategy: 'Bayesian',
        TrainingJobEarlyStoppingType: 'Off',
        HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:rmse' },
        ParameterRanges: {
          ContinuousParameterRanges: [{ Name: 'eta', MinValue: '0.1', MaxValue: '0.5', ScalingType: 'Auto' }],
        },
        ResourceLimits: { MaxNumberOfTrainingJobs: 20, MaxParallelTrainingJobs: 1 },
      },
      TrainingJobDefinition: {
        StaticHyperParameters: { num_round: '50' },
        AlgorithmSpecification: {
          TrainingImage: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0',
          TrainingInputMode: 'File',
        },
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: {
              S3DataSource: {
                S3DataType: 'S3Prefix',
                S3Uri: 's3://acme-data/train',
                S3DataDistributionType: 'FullyReplicated',
              },
            },
          },
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
      },
    },
  });
});

test('several definitions are compared by their own objectives', () => {
  const rendered = renderedIn(stack, [
    tuneWith({
      definitions: [
        definitionWith({ definitionName: 'xgboost' }),
        definitionWith({
          definitionName: 'spot',
          objective: TuningObjective.maximize('validation:auc'),
          compute: JobCompute.spot({ maxWait: Duration.hours(2), checkpointS3Uri: 's3://acme-data/checkpoints' }),
        }),
      ],
    }),
  ]);

  expect(rendered.Arguments).toMatchObject({
    HyperParameterTuningJobConfig: expect.not.objectContaining({ ParameterRanges: expect.anything() }),
    TrainingJobDefinitions: [
      {
        DefinitionName: 'xgboost',
        TuningObjective: { Type: 'Minimize', MetricName: 'validation:rmse' },
        HyperParameterRanges: { ContinuousParameterRanges: [expect.objectContaining({ Name: 'eta' })] },
        StaticHyperParameters: { num_round: '50' },
      },
      {
        DefinitionName: 'spot',
        TuningObjective: { Type: 'Maximize', MetricName: 'validation:auc' },
        EnableManagedSpotTraining: true,
        CheckpointConfig: { S3Uri: 's3://acme-data/checkpoints' },
      },
    ],
  });
});

test('a search has limits, learns from others, and knows when it has found enough', () => {
  const rendered = renderedIn(stack, [
    tuneWith({
      strategy: TuningStrategy.random({ earlyStopping: true }),
      maxTrainingJobs: 100,
      maxParallelTrainingJobs: 10,
      maxRuntime: Duration.hours(12),
      completion: { targetObjective: 1.5, maxJobsNotImproving: 10, onConvergence: true },
      warmStart: TuningWarmStart.transferLearning('tune-1'),
      randomSeed: 42,
    }),
  ]);

  expect(rendered.Arguments).toMatchObject({
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      TrainingJobEarlyStoppingType: 'Auto',
      ResourceLimits: {
        MaxNumberOfTrainingJobs: 100,
        MaxParallelTrainingJobs: 10,
        MaxRuntimeInSeconds: 43_200,
      },
      TuningJobCompletionCriteria: {
        TargetObjectiveMetricValue: 1.5,
        BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 10 },
        ConvergenceDetected: { CompleteOnConvergence: 'Enabled' },
      },
      RandomSeed: 42,
    },
    WarmStartConfig: {
      WarmStartType: 'TransferLearning',
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'tune-1' }],
    },
  });
});

test('SageMaker chooses the ranges that are left to it, and then the limits as well', () => {
  const rendered = renderedIn(stack, [
    tuneWith({
      definitions: [definitionWith({ ranges: [HyperparameterRange.auto('eta', '0.3')] })],
      maxTrainingJobs: undefined,
    }),
  ]);

  expect(rendered.Arguments).toMatchObject({
    HyperParameterTuningJobConfig: { ParameterRanges: { AutoParameters: [{ Name: 'eta', ValueHint: '0.3' }] } },
    Autotune: { Mode: 'Enabled' },
  });
});

test('a later step finds the best models', () => {
  const tune = tuneWith({ definitions: [definitionWith({ outputS3Uri: 's3://acme-data/models/' })] });
  const evaluate = new ProcessingStep('Evaluate', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'evaluate.py'],
    inputs: [tune.topModel(), tune.topModel(49)].map((model, i) =>
      ProcessingInput.fromS3(`model-${i}`, model.asString),
    ),
  });

  pipelineIn(stack, [tune, evaluate]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(rendered.Arguments.ProcessingInputs).toMatchObject(
    [0, 49].map((rank) => ({
      S3Input: {
        S3Uri: {
          'Std:Join': {
            On: '/',
            Values: [
              's3://acme-data/models',
              { Get: `Steps.Tune.TrainingJobSummaries[${rank}].TrainingJobName` },
              'output/model.tar.gz',
            ],
          },
        },
      },
    })),
  );
});

test('a model in loose files lies in a folder', () => {
  const tune = tuneWith({ definitions: [definitionWith({ compressModel: false })] });

  expect(tune.topModel()._render()).toEqual({
    'Std:Join': { On: '/', Values: ['s3://acme-data/models', expect.anything(), 'output/model/'] },
  });
});

test('a later step may know much of the tuning job', () => {
  const { properties } = tuneWith({});

  const known = [
    properties.tuningJobName,
    properties.tuningJobArn,
    properties.bestTrainingJobName,
    properties.bestTrainingJobArn,
    properties.bestObjective,
    properties.overallBestTrainingJobName,
    properties.bestHyperparameter('eta'),
    properties.trainingJobName(1),
    properties.objective(1),
  ];

  expect(known.map((property) => property._render())).toEqual([
    { Get: 'Steps.Tune.HyperParameterTuningJobName' },
    { Get: 'Steps.Tune.HyperParameterTuningJobArn' },
    { Get: 'Steps.Tune.BestTrainingJob.TrainingJobName' },
    { Get: 'Steps.Tune.BestTrainingJob.TrainingJobArn' },
    { Get: 'Steps.Tune.BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value' },
    { Get: 'Steps.Tune.OverallBestTrainingJob.TrainingJobName' },
    { Get: "Steps.Tune.BestTrainingJob.TunedHyperParameters['eta']" },
    { Get: 'Steps.Tune.TrainingJobSummaries[1].TrainingJobName' },
    { Get: 'Steps.Tune.TrainingJobSummaries[1].FinalHyperParameterTuningJobObjectiveMetric.Value' },
  ]);
});

test('the role of the pipeline runs the tuning job and reads its ranking; it starts no training job itself', () => {
  expect(permissionsOf(stack, tuneWith({}))).toEqual([
    {
      actions: ['sagemaker:CreateHyperParameterTuningJob'],
      resources: TUNING_JOBS,
      conditions: expect.objectContaining({ ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } }),
    },
    {
      actions: ['sagemaker:AddTags'],
      resources: TUNING_JOBS,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateHyperParameterTuningJob' } },
    },
    {
      actions: ['iam:PassRole'],
      resources: [JOB_ROLE_ARN],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    {
      actions: ['sagemaker:DescribeHyperParameterTuningJob', 'sagemaker:StopHyperParameterTuningJob'],
      resources: TUNING_JOBS,
    },
    { actions: ['sagemaker:ListTrainingJobsForHyperParameterTuningJob'], resources: TUNING_JOBS },
  ]);
});

test('each definition says why its containers call others', () => {
  const tune = tuneWith({
    definitions: [
      definitionWith({ definitionName: 'a', networkCallsReason: 'logs to MLflow' }),
      definitionWith({ definitionName: 'b' }),
    ],
  });

  expect(tune._relaxations).toEqual([{ setting: 'networkCallsReason', reason: 'logs to MLflow' }]);
});

test.each([-1, 50, 0.5])('there is no model at place %p', (rank) => {
  const model = () => tuneWith({}).topModel(rank);

  expect(model).toThrow(
    `TopModelRankOutOfRange: steps.Tune.topModel is asked of place ${rank}, SageMaker Pipelines keeps the 50 best training jobs, from 0 on; ask for 0, the best`,
  );
});

test('the address of a model is known only where all definitions write alike', () => {
  const tune = tuneWith({
    definitions: [
      definitionWith({ definitionName: 'a' }),
      definitionWith({ definitionName: 'b', outputS3Uri: 's3://acme-data/others' }),
    ],
  });

  const model = () => tune.topModel();

  expect(model).toThrow(
    'TopModelAmbiguous: steps.Tune.topModel is asked of definitions that write their models in different ways, the definition of the best training job is known only when the pipeline runs; give all definitions the same outputS3Uri and compressModel',
  );
});

test('all that is wrong with a step is told at once, with its place', () => {
  const pipeline = () =>
    pipelineIn(stack, [
      tuneWith({
        definitions: [definitionWith({ ranges: [] })],
        maxParallelTrainingJobs: 0,
        warmStart: TuningWarmStart.transferLearning(),
        retryPolicies: [{ exceptions: [RetryException.JOB_INTERNAL_ERROR], maxAttempts: 1 }],
      }),
    ]);

  expect(pipeline).toThrow(
    [
      '4 problems:',
      '  RetryExceptionUnsupported: steps.Tune.retryPolicies[0].exceptions has SageMaker.JOB_INTERNAL_ERROR, SageMaker itself repeats the jobs inside a step of type Tuning after internal errors, and never the step; leave it out',
      "  TuningWithoutRanges: steps.Tune.definitions[0].ranges is empty, a tuning job searches at least one hyperparameter; add HyperparameterRange.continuous('eta', 0.1, 0.5), or another",
      '  NumberOutOfRange: steps.Tune.maxParallelTrainingJobs is 0, a tuning job runs 1 to 100 training jobs at a time, in whole numbers; write 10, or leave it out',
      '  EntriesOutOfRange: steps.Tune.warmStart.tuningJobNames is empty, a tuning job learns from 1 to 5 others; name the most recent ones',
    ].join('\n'),
  );
});

test('a step without definitions is refused', () => {
  const pipeline = () => pipelineIn(stack, [tuneWith({ definitions: [] })]);

  expect(pipeline).toThrow(
    'EntriesOutOfRange: steps.Tune.definitions is empty, a tuning job has 1 to 10 definitions; give at least one, and divide more among several steps',
  );
});

function tuneWith(wished: Partial<TuningStepProps>): TuningStep {
  return new TuningStep('Tune', { definitions: [definitionWith({})], maxTrainingJobs: 20, ...wished });
}

function definitionWith(wished: Partial<TuningDefinition>): TuningDefinition {
  return {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    hyperparameters: { num_round: '50' },
    objective: TuningObjective.minimize('validation:rmse'),
    ranges: [HyperparameterRange.continuous('eta', 0.1, 0.5)],
    ...wished,
  };
}
