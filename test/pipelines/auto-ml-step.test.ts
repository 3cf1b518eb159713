import { Duration, Stack } from 'aws-cdk-lib';
import {
  AutoMLAlgorithm,
  AutoMLFormat,
  AutoMLProblem,
  AutoMLStep,
  AutoMLStepProps,
  RegressionMetric,
} from '../../lib/pipelines';
import { renderDefinition } from '../../lib/pipelines/private/rendering';
import {
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  VOLUME_KEY_ARN,
  permissionsOf,
  pipelineIn,
  renderedIn,
  stackIn,
} from './definitions';

const AUTO_ML_JOBS = ['arn:aws:sagemaker:eu-west-1:111111111111:automl-job/pipelines-*'];

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an AutoML job learns a column from a table, in the network and encrypted', () => {
  const rendered = renderedIn(stack, [findWith({})]);

  expect(rendered).toEqual({
    Name: 'Find',
    Type: 'AutoML',
    Arguments: {
      InputDataConfig: [
        {
          ChannelType: 'training',
          ContentType: 'text/csv;header=present',
          TargetAttributeName: 'rings',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://acme-data/train' } },
        },
      ],
      OutputDataConfig: { S3OutputPath: 's3://acme-data/models', KmsKeyId: OUTPUT_KEY_ARN },
      AutoMLJobConfig: {
        Mode: 'ENSEMBLING',
        SecurityConfig: {
          VolumeKmsKeyId: VOLUME_KEY_ARN,
          EnableInterContainerTrafficEncryption: true,
          VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
        },
      },
      RoleArn: JOB_ROLE_ARN,
    },
  });
});

test('an AutoML job may say all that SageMaker knows of it', () => {
  const rendered = renderedIn(stack, [
    findWith({
      problem: AutoMLProblem.regression(RegressionMetric.RMSE),
      trainingTable: { s3Uri: 's3://acme-data/train.manifest', manifest: true, gzip: true },
      validationTable: { s3Uri: 's3://acme-data/validation' },
      format: AutoMLFormat.PARQUET,
      sampleWeightColumn: 'weight',
      featureSpecificationS3Uri: 's3://acme-data/features.json',
      algorithms: [AutoMLAlgorithm.XGBOOST, AutoMLAlgorithm.LIGHTGBM],
      maxCandidates: 50,
      maxRuntimePerTrainingJob: Duration.minutes(10),
      maxRuntime: Duration.hours(3),
      outputKeyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts',
      cacheFor: Duration.days(1),
    }),
  ]);

  expect(rendered).toMatchObject({
    Arguments: {
      ProblemType: 'Regression',
      AutoMLJobObjective: { MetricName: 'RMSE' },
      InputDataConfig: [
        {
          ChannelType: 'training',
          CompressionType: 'Gzip',
          SampleWeightAttributeName: 'weight',
          DataSource: { S3DataSource: { S3DataType: 'ManifestFile' } },
        },
        { ChannelType: 'validation', ContentType: 'x-application/vnd.amazon+parquet', TargetAttributeName: 'rings' },
      ],
      OutputDataConfig: { KmsKeyId: 'arn:aws:kms:eu-west-1:222222222222:alias/acme-artifacts' },
      AutoMLJobConfig: {
        CompletionCriteria: {
          MaxCandidates: 50,
          MaxRuntimePerTrainingJobInSeconds: 600,
          MaxAutoMLJobRuntimeInSeconds: 10_800,
        },
        CandidateGenerationConfig: {
          FeatureSpecificationS3Uri: 's3://acme-data/features.json',
          AlgorithmsConfig: [{ AutoMLAlgorithms: ['xgboost', 'lightgbm'] }],
        },
      },
    },
    CacheConfig: { Enabled: true },
  });
});

test('a part of the training table may validate', () => {
  const rendered = renderedIn(stack, [findWith({ validationFraction: 0.3 })]);

  expect(rendered.Arguments.AutoMLJobConfig).toMatchObject({ DataSplitConfig: { ValidationFraction: 0.3 } });
});

test('a later step may know much of the job', () => {
  const { properties } = findWith({});

  const known = [
    properties.autoMLJobName,
    properties.autoMLJobArn,
    properties.bestCandidateName,
    properties.bestObjective,
    properties.modelInsightsReport,
    properties.explainabilityReport,
  ];

  expect(known.map((property) => property._render())).toEqual([
    { Get: 'Steps.Find.AutoMLJobName' },
    { Get: 'Steps.Find.AutoMLJobArn' },
    { Get: 'Steps.Find.BestCandidate.CandidateName' },
    { Get: 'Steps.Find.BestCandidate.FinalAutoMLJobObjectiveMetric.Value' },
    { Get: 'Steps.Find.BestCandidateProperties.ModelInsightsJsonReportPath' },
    { Get: 'Steps.Find.BestCandidateProperties.ExplainabilityJsonReportPath' },
  ]);
});

test('a later step finds the best model and all that its container needs', () => {
  const { imageUri, modelDataUrl, environment } = findWith({}).bestModel;
  const container = 'Steps.Find.BestCandidate.InferenceContainers[0]';

  expect(renderDefinition({ imageUri, modelDataUrl, environment })).toEqual({
    imageUri: { Get: `${container}.Image` },
    modelDataUrl: { Get: `${container}.ModelDataUrl` },
    environment: {
      MODEL_NAME: { Get: `${container}.Environment['MODEL_NAME']` },
      SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: {
        Get: `${container}.Environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT']`,
      },
      SAGEMAKER_INFERENCE_OUTPUT: { Get: `${container}.Environment['SAGEMAKER_INFERENCE_OUTPUT']` },
      SAGEMAKER_INFERENCE_SUPPORTED: { Get: `${container}.Environment['SAGEMAKER_INFERENCE_SUPPORTED']` },
      SAGEMAKER_PROGRAM: { Get: `${container}.Environment['SAGEMAKER_PROGRAM']` },
      SAGEMAKER_SUBMIT_DIRECTORY: { Get: `${container}.Environment['SAGEMAKER_SUBMIT_DIRECTORY']` },
    },
  });
});

test('the role of the pipeline runs the job, whatever instances SageMaker chooses', () => {
  expect(permissionsOf(stack, findWith({}))).toEqual([
    {
      actions: ['sagemaker:CreateAutoMLJob'],
      resources: AUTO_ML_JOBS,
      conditions: expect.objectContaining({ ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } }),
    },
    {
      actions: ['sagemaker:AddTags'],
      resources: AUTO_ML_JOBS,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateAutoMLJob' } },
    },
    {
      actions: ['iam:PassRole'],
      resources: [JOB_ROLE_ARN],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    { actions: ['sagemaker:DescribeAutoMLJob', 'sagemaker:StopAutoMLJob'], resources: AUTO_ML_JOBS },
  ]);
});

test('what is wrong is told with its place', () => {
  const pipeline = () => pipelineIn(stack, [findWith({ maxCandidates: 0 })]);

  expect(pipeline).toThrow(
    'NumberOutOfRange: steps.Find.maxCandidates is 0, an AutoML job tries 1 to 750 candidates, in whole numbers; write 50, or leave it out',
  );
});

function findWith(wished: Partial<AutoMLStepProps>): AutoMLStep {
  return new AutoMLStep('Find', {
    trainingTable: { s3Uri: 's3://acme-data/train' },
    targetColumn: 'rings',
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  });
}
