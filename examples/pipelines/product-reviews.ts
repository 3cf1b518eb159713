import * as path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { pipelines } from 'governed-ml';
import { Workbench } from './workbench';

const PROJECT = 'product-reviews';
const CODE = path.join(__dirname, 'product-reviews');
const CODE_FOLDER = '/opt/ml/processing/code';
const ENDPOINT = 'acme-product-reviews-test';

/**
 * Tells praise from blame in product reviews.
 *
 * Process, train, evaluate; when the accuracy is above a parameter, and buyers and others are judged alike, register the model, create it
 * and put it behind a test endpoint, else fail.
 */
export function productReviewsPipeline(workbench: Workbench): pipelines.Pipeline {
  const scikitLearn = pipelines.ContainerImage.scikitLearn('1.2-1');
  const analysis = pipelines.AnalysisEngine.open(workbench, 'Analysis', { image: scikitLearn });
  const script = (name: string): Asset =>
    new Asset(workbench, `ProductReviews-${name}`, { path: path.join(CODE, `${name}.py`) });
  const scripts = { preprocess: script('preprocess'), train: script('train'), evaluate: script('evaluate') };

  const inputData = pipelines.PipelineParameter.ofString('InputData', {
    defaultValue: workbench.s3Uri(PROJECT, 'raw/'),
  });
  const minAccuracy = pipelines.PipelineParameter.ofFloat('MinAccuracy', { defaultValue: 0.85 });
  const run = workbench.s3Uri(PROJECT, `runs/${pipelines.ExecutionVariable.pipelineExecutionId().asString}`);

  const process = new pipelines.ProcessingStep('Process', {
    image: scikitLearn,
    entrypoint: ['python3', `${CODE_FOLDER}/${scripts.preprocess.assetHash}.py`],
    inputs: [
      pipelines.ProcessingInput.fromS3('code', scripts.preprocess.s3ObjectUrl),
      pipelines.ProcessingInput.fromS3('input', inputData.asString),
    ],
    outputs: ['train', 'validation', 'test'].map((part) => pipelines.ProcessingOutput.toS3(part, `${run}/${part}`)),
    cacheFor: Duration.days(7),
  });

  const train = new pipelines.TrainingStep('Train', {
    image: scikitLearn,
    script: pipelines.TrainingScript.fromFile(scripts.train.s3ObjectUrl),
    channels: [pipelines.TrainingChannel.fromS3('train', process.output('train').asString)],
    hyperparameters: { strength: '10.0' },
    outputS3Uri: workbench.s3Uri(PROJECT, 'models'),
    compute: pipelines.JobCompute.spot({ maxRuntime: Duration.minutes(30), maxWait: Duration.hours(1) }),
  });

  const evaluate = new pipelines.ProcessingStep('Evaluate', {
    image: scikitLearn,
    entrypoint: ['python3', `${CODE_FOLDER}/${scripts.evaluate.assetHash}.py`],
    inputs: [
      pipelines.ProcessingInput.fromS3('code', scripts.evaluate.s3ObjectUrl),
      pipelines.ProcessingInput.fromS3('model', train.properties.modelArtifacts.asString),
      pipelines.ProcessingInput.fromS3('test', process.output('test').asString),
    ],
    outputs: ['evaluation', 'predictions'].map((part) => pipelines.ProcessingOutput.toS3(part, `${run}/${part}`)),
    propertyFiles: [{ fileName: 'Evaluation', outputName: 'evaluation', filePath: 'evaluation.json' }],
  });

  const fairness = new pipelines.BiasGate('CheckBias', {
    engine: analysis,
    dataset: pipelines.GateDataset.csv(evaluate.output('predictions').asString),
    labelColumn: 'sentiment',
    positiveOutcome: pipelines.ClarifyValues.ofNumbers(1),
    facets: [{ name: 'verified_purchase', values: pipelines.ClarifyValues.ofNumbers(0) }],
    predictions: pipelines.BiasPredictions.inColumn('predicted'),
    limits: [pipelines.BiasLimit.ofPredictions(pipelines.ModelBiasMetric.AD, 0.1)],
    outputS3Uri: `${run}/bias`,
  });

  const model = pipelines.ModelContainer.of({
    image: scikitLearn,
    modelDataUrl: train.properties.modelArtifacts.asString,
    environment: { SAGEMAKER_PROGRAM: 'train.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
  });
  const register = new pipelines.RegisterModelStep('Register', {
    modelPackageGroupArn: workbench.modelPackageGroup(PROJECT).modelPackageGroupArn,
    containers: [model],
    contentTypes: ['text/plain'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.m5.large'],
    metrics: {
      modelQuality: { statisticsS3Uri: `${evaluate.output('evaluation').asString}/evaluation.json` },
      postTrainingBiasReportS3Uri: fairness.statisticsS3Uri,
    },
  });
  const create = new pipelines.ModelStep('CreateModel', { containers: [model] });
  const deploy = new pipelines.LambdaStep('Deploy', {
    handler: deployFunction(workbench),
    arguments: {
      ModelName: create.properties.modelName.asString,
      EndpointName: ENDPOINT,
      InstanceType: 'ml.m5.large',
      KeyArn: workbench.dataKey.key.keyArn,
    },
    outputs: [{ outputName: 'EndpointName' }],
  });
  fairness.guards(register, create);

  const accuracy = evaluate.propertyFileValue('Evaluation', 'binary_classification_metrics.accuracy.value');
  const isAccurate = new pipelines.ConditionStep('CheckAccuracy', {
    conditions: [pipelines.Condition.greaterThan(accuracy.asNumber, minAccuracy.asNumber)],
    ifSteps: [fairness.step, register, create, deploy],
    elseSteps: [
      new pipelines.FailStep('NotAccurate', {
        message: `the accuracy ${accuracy.asString} is not above ${minAccuracy.asString}`,
      }),
    ],
  });

  const pipeline = new pipelines.Pipeline(workbench, 'ProductReviews', {
    pipelineName: 'acme-product-reviews',
    description: 'Trains a classifier of product reviews, and serves it to testers when it is accurate and fair',
    environment: workbench.environmentOf(
      PROJECT,
      [scikitLearn],
      [...Object.values(scripts), analysis.scripts as Asset],
    ),
    parameters: [inputData, minAccuracy],
    steps: [process, train, evaluate, isAccurate],
  });
  pipeline.addTrigger(
    'NewReviews',
    pipelines.PipelineTrigger.objectCreated(workbench.bucket, { prefix: `${PROJECT}/raw/` }),
  );
  return pipeline;
}

/** It may serve what pipelines make, at one endpoint. */
function deployFunction(workbench: Workbench): pipelines.LambdaStepProps['handler'] {
  const arn = (resource: string, resourceName: string): string =>
    workbench.formatArn({ service: 'sagemaker', resource, resourceName });

  return workbench.function(
    'DeployEndpoint',
    'deploy-endpoint',
    new iam.PolicyStatement({
      actions: ['sagemaker:CreateEndpointConfig'],
      resources: [arn('endpoint-config', 'pipelines-*'), arn('model', 'pipelines-*')],
    }),
    new iam.PolicyStatement({
      actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint', 'sagemaker:DescribeEndpoint'],
      resources: [arn('endpoint', ENDPOINT), arn('endpoint-config', 'pipelines-*')],
    }),
    new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [workbench.dataKey.key.keyArn] }),
  );
}
