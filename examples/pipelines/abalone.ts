import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { pipelines } from 'governed-ml';
import { Workbench } from './workbench';

const PROJECT = 'abalone';
const CODE = path.join(__dirname, '..', 'reference', 'abalone');
const CODE_FOLDER = '/opt/ml/processing/code';
const EVALUATION_FILE = 'evaluation.json';

/**
 * The pipeline of the SageMaker developer guide: predict the age of abalones.
 *
 * Process, train, evaluate; register with the metrics when the mean squared error is low enough, else fail.
 */
export function abalonePipeline(workbench: Workbench): pipelines.Pipeline {
  const scikitLearn = pipelines.ContainerImage.scikitLearn('1.2-1');
  const xgboost = pipelines.ContainerImage.xgboost('3.2-0');
  const preprocessScript = new Asset(workbench, 'AbalonePreprocess', { path: path.join(CODE, 'preprocess.py') });
  const evaluateScript = new Asset(workbench, 'AbaloneEvaluate', { path: path.join(CODE, 'evaluate.py') });
  const { hyperparameters } = JSON.parse(readFileSync(path.join(CODE, 'training.json'), 'utf8')) as {
    hyperparameters: Record<string, string>;
  };

  const inputData = pipelines.PipelineParameter.ofString('InputData', {
    defaultValue: workbench.s3Uri(PROJECT, 'raw/'),
  });
  const trainingInstanceType = pipelines.PipelineParameter.ofString('TrainingInstanceType', {
    defaultValue: 'ml.m5.xlarge',
    allowedValues: ['ml.m5.xlarge', 'ml.m5.2xlarge'],
  });
  const approvalStatus = pipelines.PipelineParameter.ofString('ModelApprovalStatus', {
    defaultValue: 'PendingManualApproval',
    allowedValues: ['PendingManualApproval', 'Rejected'],
  });
  const maxMse = pipelines.PipelineParameter.ofFloat('MaxMse', { defaultValue: 6 });
  const run = workbench.s3Uri(PROJECT, `runs/${pipelines.ExecutionVariable.pipelineExecutionId().asString}`);

  const process = new pipelines.ProcessingStep('AbaloneProcess', {
    image: scikitLearn,
    entrypoint: ['python3', `${CODE_FOLDER}/${preprocessScript.assetHash}.py`],
    inputs: [
      pipelines.ProcessingInput.fromS3('code', preprocessScript.s3ObjectUrl),
      pipelines.ProcessingInput.fromS3('input', inputData.asString),
    ],
    outputs: ['train', 'validation', 'test'].map((part) => pipelines.ProcessingOutput.toS3(part, `${run}/${part}`)),
  });

  const train = new pipelines.TrainingStep('AbaloneTrain', {
    image: xgboost,
    channels: ['train', 'validation'].map((part) =>
      pipelines.TrainingChannel.fromS3(part, process.output(part).asString, { contentType: 'text/csv' }),
    ),
    hyperparameters,
    outputS3Uri: workbench.s3Uri(PROJECT, 'models'),
    compute: pipelines.JobCompute.onDemand({ instanceType: trainingInstanceType.asString }),
  });

  const evaluate = new pipelines.ProcessingStep('AbaloneEvaluate', {
    image: xgboost,
    entrypoint: ['python3', `${CODE_FOLDER}/${evaluateScript.assetHash}.py`],
    inputs: [
      pipelines.ProcessingInput.fromS3('code', evaluateScript.s3ObjectUrl),
      pipelines.ProcessingInput.fromS3('model', train.properties.modelArtifacts.asString),
      pipelines.ProcessingInput.fromS3('test', process.output('test').asString),
    ],
    outputs: [pipelines.ProcessingOutput.toS3('evaluation', `${run}/evaluation`)],
    propertyFiles: [{ fileName: 'EvaluationReport', outputName: 'evaluation', filePath: EVALUATION_FILE }],
  });

  const register = new pipelines.RegisterModelStep('AbaloneRegister', {
    modelPackageGroupArn: workbench.modelPackageGroup(PROJECT).modelPackageGroupArn,
    containers: [
      pipelines.ModelContainer.of({ image: xgboost, modelDataUrl: train.properties.modelArtifacts.asString }),
    ],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    inferenceInstanceTypes: ['ml.t2.medium', 'ml.m5.xlarge'],
    transformInstanceTypes: ['ml.m5.xlarge'],
    approvalStatus: approvalStatus.asString,
    metrics: {
      modelQuality: { statisticsS3Uri: `${evaluate.output('evaluation').asString}/${EVALUATION_FILE}` },
    },
  });

  const mse = evaluate.propertyFileValue('EvaluationReport', 'regression_metrics.mse.value');
  const fail = new pipelines.FailStep('AbaloneMseFail', {
    message: `the mean squared error ${mse.asString} is above ${maxMse.asString}`,
  });
  const checkMse = new pipelines.ConditionStep('AbaloneMseCheck', {
    conditions: [pipelines.Condition.lessThanOrEqualTo(mse.asNumber, maxMse.asNumber)],
    ifSteps: [register],
    elseSteps: [fail],
  });

  return new pipelines.Pipeline(workbench, 'Abalone', {
    pipelineName: 'acme-abalone',
    description: 'Trains, evaluates and registers a model that predicts the age of abalones',
    environment: workbench.environmentOf(PROJECT, [scikitLearn, xgboost], [preprocessScript, evaluateScript]),
    parameters: [inputData, trainingInstanceType, approvalStatus, maxMse],
    steps: [process, train, evaluate, checkMse],
  });
}
