import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { join } from 'path';
import {
  AutoMLAlgorithm,
  AutoMLFormat,
  AutoMLProblem,
  AutoMLStep,
  AutoMLStepProps,
  BinaryClassificationMetric,
  ContainerImage,
  Distribution,
  ExecutionVariable,
  FailStep,
  HyperparameterRange,
  HyperparameterScaling,
  JobCompute,
  MulticlassClassificationMetric,
  PipelineParameter,
  RegressionMetric,
  RetryException,
  TrainingChannel,
  TrainingDataDistribution,
  TrainingInputMode,
  TrainingScript,
  TrainingStep,
  TrainingStepProps,
  TuningDefinition,
  TuningObjective,
  TuningStep,
  TuningStrategy,
  TuningWarmStart,
} from '../../lib/pipelines';
import { Examples, OUTPUT_KEY_ARN, stepNamed } from './definitions';

const image = ContainerImage.xgboost('1.7-1');
const train = TrainingChannel.fromS3('train', 's3://acme-data/train');
const table = { s3Uri: 's3://acme-data/abalone/' };
const fileSystem = { fileSystemId: 'fs-0a1b2c3d', directoryPath: '/fsx/abalone' };
const rmse = TuningObjective.minimize('validation:rmse');
const eta = HyperparameterRange.continuous('eta', 0.1, 0.5);
const whenFull = [{ exceptions: [RetryException.CAPACITY_ERROR, RetryException.RESOURCE_LIMIT], maxAttempts: 3 }];
const afterFaults = [
  {
    exceptions: [RetryException.SERVICE_FAULT, RetryException.THROTTLING, RetryException.JOB_INTERNAL_ERROR],
    interval: Duration.seconds(10),
    backoffRate: 1.5,
    maxAttempts: 20,
  },
  { exceptions: [RetryException.CAPACITY_ERROR], expireAfter: Duration.days(10) },
];

/** The steps that look for a model, with the fewest props and with all that they take. */
export const EVERY_JOB_STEP: Examples = {
  'Training/smallest': () => ({ steps: [trainWith('Train', {})] }),

  'Training/fullest': (stack) => {
    const types = ['ml.m5.xlarge', 'ml.c5.2xlarge'];
    const instanceType = PipelineParameter.ofString('InstanceType', { defaultValue: types[0], allowedValues: types });
    const prepare = stepNamed('Prepare');
    const data = TrainingChannel.fromS3('train', prepare.output('result').asString);
    const more = [onSpareInstances(data), inGroups(), onWarmInstances(stack, instanceType)];

    return { steps: [prepare, ...more], parameters: [instanceType] };
  },

  'Training/distributed': () => ({
    steps: [
      distributed('Torch', Distribution.torchDistributed(), 'ml.g5.12xlarge'),
      distributed('Ddp', Distribution.pytorchDistributedDataParallel(), 'ml.g5.12xlarge'),
      distributed('Smddp', Distribution.smDistributedDataParallel({ mpirunOptions: '-x A=b' }), 'ml.p4d.24xlarge'),
      distributed('Servers', Distribution.parameterServer(), 'ml.m5.xlarge'),
      distributed('Mirrored', Distribution.multiWorkerMirrored(), 'ml.m5.xlarge'),
    ],
  }),

  'Tuning/smallest': () => ({
    steps: [new TuningStep('Tune', { definitions: [definitionWith({})], maxTrainingJobs: 20 })],
  }),

  'Tuning/fullest': () => {
    const [one, several] = [searchOfOne(), searchOfSeveral()];
    const again = new TuningStep('TuneAgain', {
      definitions: [definitionWith({ ranges: [HyperparameterRange.auto('eta', '0.2')] })],
      warmStart: TuningWarmStart.transferLearning(one.properties.tuningJobName.asString),
    });
    const report = trainWith('TrainOn', { channels: [train, TrainingChannel.fromModel(one.topModel().asString)] });
    const end = new FailStep('End', {
      message: [
        several.properties.bestTrainingJobName,
        several.properties.bestTrainingJobArn,
        several.properties.overallBestTrainingJobName,
        several.properties.tuningJobArn,
        several.properties.bestObjective,
        several.properties.bestHyperparameter('eta'),
        several.properties.trainingJobName(49),
        several.properties.objective(49),
      ]
        .map((value) => value.asString)
        .join(' '),
    });

    return { steps: [one, several, again, report, end] };
  },

  'Tuning/grid': () => ({
    steps: [
      new TuningStep('Tune', {
        definitions: [definitionWith({ ranges: [HyperparameterRange.categorical('booster', ['gbtree', 'gblinear'])] })],
        strategy: TuningStrategy.grid(),
      }),
    ],
  }),

  'Tuning/random': () => ({
    steps: [
      new TuningStep('Tune', {
        definitions: [definitionWith({})],
        strategy: TuningStrategy.random(),
        maxTrainingJobs: 10_000,
        maxParallelTrainingJobs: 100,
      }),
    ],
  }),

  'AutoML/smallest': () => ({ steps: [searchWith('Search', {})] }),

  'AutoML/fullest': () => {
    const prepare = stepNamed('Prepare');
    const search = searchWith('Search', {
      trainingTable: { s3Uri: prepare.output('result').asString, gzip: true },
      problem: AutoMLProblem.regression(RegressionMetric.RMSE),
      validationTable: { s3Uri: 's3://acme-data/validation.manifest', manifest: true },
      sampleWeightColumn: 'weight',
      featureSpecificationS3Uri: 's3://acme-data/features.json',
      algorithms: [AutoMLAlgorithm.XGBOOST, AutoMLAlgorithm.NN_TORCH],
      maxCandidates: 750,
      maxRuntimePerTrainingJob: Duration.minutes(10),
      maxRuntime: Duration.hours(2),
      outputKeyArn: OUTPUT_KEY_ARN,
      displayName: 'Search a model',
      description: 'Compares ensembles',
      cacheFor: Duration.days(30),
      retryPolicies: whenFull,
    });
    const ofClasses = searchWith('Classify', {
      problem: AutoMLProblem.multiclassClassification(MulticlassClassificationMetric.F1_MACRO),
      format: AutoMLFormat.PARQUET,
      validationFraction: 0.25,
    });
    const ofTwo = searchWith('Decide', {
      problem: AutoMLProblem.binaryClassification(BinaryClassificationMetric.AUC),
    });

    return { steps: [prepare, search, ofClasses, ofTwo, endOf(search)] };
  },
};

function trainWith(stepName: string, wished: Partial<TrainingStepProps>): TrainingStep {
  return new TrainingStep(stepName, {
    image: wished.algorithmArn === undefined ? image : undefined,
    channels: [train],
    outputS3Uri: 's3://acme-models/abalone',
    ...wished,
  });
}

function onSpareInstances(data: TrainingChannel): TrainingStep {
  return trainWith('OnSpareInstances', {
    channels: [
      data,
      TrainingChannel.fromS3('stream', 's3://acme-data/stream.manifest', {
        contentType: 'text/csv',
        distribution: TrainingDataDistribution.SHARDED_BY_S3_KEY,
        shuffleSeed: 7,
        gzip: true,
        recordIo: true,
        inputMode: TrainingInputMode.PIPE,
        manifest: true,
      }),
      TrainingChannel.fromAugmentedManifest('images', 's3://acme-data/images.jsonl', {
        attributeNames: ['source-ref', 'class'],
      }),
      TrainingChannel.fromFsxLustre('large', fileSystem),
      TrainingChannel.fromEfs('shared', { ...fileSystem, contentType: 'text/csv', writable: true }),
      TrainingChannel.fromModel('s3://acme-models/abalone/model.tar.gz'),
    ],
    script: TrainingScript.fromArchive('s3://acme-code/source.tar.gz', 'train.py'),
    hyperparameters: { eta: '0.2', day: ExecutionVariable.startDateTime().asString },
    environmentVariables: { LOG_LEVEL: 'info' },
    metrics: [{ metricName: 'validation:rmse', regex: 'rmse=([0-9.]+)' }],
    metricTimeSeries: true,
    compressModel: false,
    compute: JobCompute.spot({
      instanceType: 'ml.m5.2xlarge',
      instanceCount: 2,
      volumeSize: Size.gibibytes(100),
      maxRuntime: Duration.hours(2),
      maxWait: Duration.hours(4),
      checkpointS3Uri: 's3://acme-models/checkpoints',
      checkpointPath: '/opt/ml/kept',
    }),
    outputKeyArn: OUTPUT_KEY_ARN,
    internalErrorRetries: 3,
    infrastructureCheck: true,
    networkCallsReason: 'the script asks a vocabulary service',
    displayName: 'Train',
    description: 'Learns the age of abalones',
    cacheFor: Duration.days(30),
    retryPolicies: afterFaults,
  });
}

function inGroups(): TrainingStep {
  return trainWith('InGroups', {
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train', { instanceGroups: ['learners', 'readers'] })],
    script: TrainingScript.fromFolder('s3://acme-code/source/', 'train.py'),
    distribution: Distribution.mpi({ instanceGroup: 'learners', processesPerHost: 8, mpirunOptions: '-x A=b' }),
    compute: JobCompute.instanceGroups(
      [
        { groupName: 'learners', instanceType: 'ml.p3.16xlarge', instanceCount: 2 },
        { groupName: 'readers', instanceType: 'ml.c5.18xlarge', instanceCount: 1 },
      ],
      { volumeSize: Size.gibibytes(200), maxRuntime: Duration.hours(8) },
    ),
  });
}

function onWarmInstances(stack: Stack, instanceType: PipelineParameter): TrainingStep {
  return trainWith('OnWarmInstances', {
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train', { inputMode: TrainingInputMode.FAST_FILE })],
    script: TrainingScript.fromAsset(new Asset(stack, 'Script', { path: join(__dirname, 'every-job-step.ts') })),
    compute: JobCompute.warmPool({ instanceType: instanceType.asString, keepAlive: Duration.minutes(30) }),
  });
}

function distributed(stepName: string, distribution: Distribution, instanceType: string): TrainingStep {
  const compute = JobCompute.onDemand({ instanceType, instanceCount: 2 });

  return trainWith(stepName, {
    script: TrainingScript.fromFile('s3://acme-code/train.py'),
    distribution,
    compute,
  });
}

function definitionWith(wished: Partial<TuningDefinition>): TuningDefinition {
  return {
    image,
    channels: [train],
    outputS3Uri: 's3://acme-models/abalone',
    objective: rmse,
    ranges: [eta],
    ...wished,
  };
}

/** A search whose job has all that only a single definition may have. */
function searchOfOne(): TuningStep {
  return new TuningStep('TuneOne', {
    definitions: [
      definitionWith({
        ranges: [
          HyperparameterRange.continuous('eta', 0.1, 0.5, { scaling: HyperparameterScaling.LOGARITHMIC }),
          HyperparameterRange.integer('max_depth', 3, 9, { scaling: HyperparameterScaling.LINEAR }),
          HyperparameterRange.categorical('booster', ['gbtree', 'gblinear']),
        ],
      }),
    ],
    strategy: TuningStrategy.bayesian({ earlyStopping: true }),
    maxTrainingJobs: 750,
    maxParallelTrainingJobs: 10,
    maxRuntime: Duration.days(1),
    completion: { targetObjective: 1.5, maxJobsNotImproving: 5, onConvergence: true },
    warmStart: TuningWarmStart.identicalDataAndAlgorithm('abalone-spring', 'abalone-summer'),
    randomSeed: 7,
    displayName: 'Tune',
    description: 'Searches the hyperparameters',
    cacheFor: Duration.days(7),
    retryPolicies: whenFull,
  });
}

/** A search among definitions, each with an objective of its own. */
function searchOfSeveral(): TuningStep {
  return new TuningStep('TuneSeveral', {
    definitions: [
      definitionWith({
        definitionName: 'spare-instances',
        script: TrainingScript.fromArchive('s3://acme-code/source.tar.gz', 'train.py'),
        hyperparameters: { epochs: '50' },
        environmentVariables: { LOG_LEVEL: 'info' },
        metrics: [{ metricName: 'validation:rmse', regex: 'rmse=([0-9.]+)' }],
        compute: JobCompute.spot({ maxWait: Duration.hours(2), checkpointS3Uri: 's3://acme-models/checkpoints' }),
        outputKeyArn: OUTPUT_KEY_ARN,
        compressModel: false,
        internalErrorRetries: 2,
        networkCallsReason: 'the script asks a vocabulary service',
      }),
      definitionWith({
        definitionName: 'another-algorithm',
        image: undefined,
        algorithmArn: 'arn:aws:sagemaker:eu-west-1:111111111111:algorithm/bought',
        objective: TuningObjective.maximize('accuracy'),
        ranges: [HyperparameterRange.integer('layers', 1, 5)],
      }),
    ],
    strategy: TuningStrategy.hyperband({ minResource: 1, maxResource: 50 }),
    maxTrainingJobs: 100,
  });
}

function searchWith(stepName: string, wished: Partial<AutoMLStepProps>): AutoMLStep {
  return new AutoMLStep(stepName, {
    trainingTable: table,
    targetColumn: 'rings',
    outputS3Uri: 's3://acme-models/search',
    ...wished,
  });
}

/** Says all that is known of a search. */
function endOf({ properties, bestModel }: AutoMLStep): FailStep {
  const { autoMLJobName, autoMLJobArn, bestCandidateName, bestObjective } = properties;
  const { explainabilityReport, modelInsightsReport } = properties;
  const known = [
    autoMLJobName,
    autoMLJobArn,
    bestCandidateName,
    bestObjective,
    explainabilityReport,
    modelInsightsReport,
  ];

  return new FailStep('End', {
    message: [...known.map((value) => value.asString), bestModel.imageUri, bestModel.modelDataUrl].join(' '),
  });
}
