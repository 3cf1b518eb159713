import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ArnFormat, Duration, TimeZone } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { pipelines } from 'governed-ml';
import { Workbench } from './workbench';

const PROJECT = 'demand';
const CODE = path.join(__dirname, '..', 'reference', 'abalone');
const SEARCHED = ['eta', 'max_depth'];
const TIME_ZONE = TimeZone.EUROPE_BERLIN;

/** What the two pipelines stand on. */
interface Demand {
  readonly workbench: Workbench;
  readonly xgboost: pipelines.ContainerImage;
  readonly environment: pipelines.JobEnvironment;
  readonly evaluateScript: Asset;
  readonly modelPackageGroupArn: string;
}

/**
 * Two pipelines that share a model: on the first of each month it is trained anew and registered; each night the version that was
 * approved last predicts the next day.
 */
export function batchInferencePipelines(workbench: Workbench): pipelines.Pipeline[] {
  const xgboost = pipelines.ContainerImage.xgboost('3.2-0');
  const evaluateScript = new Asset(workbench, 'DemandEvaluate', { path: path.join(CODE, 'evaluate.py') });
  const demand = {
    workbench,
    xgboost,
    evaluateScript,
    environment: workbench.environmentOf(PROJECT, [xgboost], [evaluateScript]),
    modelPackageGroupArn: workbench.modelPackageGroup(PROJECT).modelPackageGroupArn,
  };

  return [monthlyTraining(demand), dailyInference(demand)];
}

function monthlyTraining(demand: Demand): pipelines.Pipeline {
  const { workbench, xgboost, environment, evaluateScript, modelPackageGroupArn } = demand;
  const run = workbench.s3Uri(PROJECT, `training/${pipelines.ExecutionVariable.pipelineExecutionId().asString}`);

  const tune = new pipelines.TuningStep('Tune', {
    definitions: [
      {
        image: xgboost,
        channels: ['train', 'validation'].map((part) =>
          pipelines.TrainingChannel.fromS3(part, workbench.s3Uri(PROJECT, `history/${part}/`), {
            contentType: 'text/csv',
          }),
        ),
        hyperparameters: fixedHyperparameters(),
        ranges: [
          pipelines.HyperparameterRange.continuous('eta', 0.05, 0.5),
          pipelines.HyperparameterRange.integer('max_depth', 3, 9),
        ],
        objective: pipelines.TuningObjective.minimize('validation:rmse'),
        outputS3Uri: workbench.s3Uri(PROJECT, 'models'),
        compute: pipelines.JobCompute.spot({
          maxRuntime: Duration.minutes(30),
          maxWait: Duration.hours(1),
        }),
      },
    ],
    maxTrainingJobs: 20,
    maxParallelTrainingJobs: 4,
    retryPolicies: [{ exceptions: [pipelines.RetryException.CAPACITY_ERROR], expireAfter: Duration.hours(6) }],
  });

  const evaluate = new pipelines.ProcessingStep('Evaluate', {
    image: xgboost,
    entrypoint: ['python3', `/opt/ml/processing/code/${evaluateScript.assetHash}.py`],
    inputs: [
      pipelines.ProcessingInput.fromS3('code', evaluateScript.s3ObjectUrl),
      pipelines.ProcessingInput.fromS3('model', tune.topModel().asString),
      pipelines.ProcessingInput.fromS3('test', workbench.s3Uri(PROJECT, 'history/test/')),
    ],
    outputs: [pipelines.ProcessingOutput.toS3('evaluation', `${run}/evaluation`)],
  });

  const register = new pipelines.RegisterModelStep('Register', {
    modelPackageGroupArn,
    containers: [pipelines.ModelContainer.of({ image: xgboost, modelDataUrl: tune.topModel().asString })],
    contentTypes: ['text/csv'],
    responseTypes: ['text/csv'],
    transformInstanceTypes: ['ml.m5.xlarge'],
    metrics: { modelQuality: { statisticsS3Uri: `${evaluate.output('evaluation').asString}/evaluation.json` } },
  });

  const pipeline = new pipelines.Pipeline(workbench, 'DemandTraining', {
    pipelineName: 'acme-demand-training',
    description: 'Searches for the best model of last month and registers it',
    environment,
    steps: [tune, evaluate, register],
  });
  pipeline.addSchedule('Monthly', {
    schedule: ScheduleExpression.cron({ minute: '0', hour: '3', day: '1', timeZone: TIME_ZONE }),
  });
  return pipeline;
}

function dailyInference({ workbench, environment, modelPackageGroupArn }: Demand): pipelines.Pipeline {
  const input = pipelines.PipelineParameter.ofString('Input', { defaultValue: workbench.s3Uri(PROJECT, 'tomorrow/') });
  const day = pipelines.ExecutionVariable.startDateTime().asString;
  const group = workbench.splitArn(modelPackageGroupArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName;

  const find = new pipelines.LambdaStep('FindApprovedModel', {
    handler: workbench.function(
      'FindApprovedModel',
      'find-approved-model',
      new iam.PolicyStatement({
        actions: ['sagemaker:ListModelPackages'],
        resources: [
          modelPackageGroupArn,
          workbench.formatArn({ service: 'sagemaker', resource: 'model-package', resourceName: `${group}/*` }),
        ],
      }),
    ),
    arguments: { ModelPackageGroup: modelPackageGroupArn },
    outputs: [{ outputName: 'ModelPackageArn' }],
  });

  const model = new pipelines.ModelStep('CreateModel', {
    containers: [
      pipelines.ModelContainer.registered({
        modelPackageGroupArn,
        modelPackageArn: find.output('ModelPackageArn').asString,
      }),
    ],
  });

  const predict = new pipelines.TransformStep('Predict', {
    modelName: model.properties.modelName.asString,
    input: pipelines.TransformInput.fromPrefix(input.asString, {
      contentType: 'text/csv',
      split: pipelines.TransformSplit.LINE,
    }),
    outputS3Uri: workbench.s3Uri(PROJECT, `predictions/${day}`),
    accept: 'text/csv',
    assembleByLine: true,
  });

  const pipeline = new pipelines.Pipeline(workbench, 'DemandInference', {
    pipelineName: 'acme-demand-inference',
    description: 'Predicts the demand of the next day',
    environment,
    parameters: [input],
    steps: [find, model, predict],
  });
  pipeline.addSchedule('Nightly', {
    schedule: ScheduleExpression.cron({ minute: '30', hour: '1', timeZone: TIME_ZONE }),
    flexibleWindow: Duration.minutes(30),
  });
  return pipeline;
}

/** Those that the team has settled on; the others are searched. */
function fixedHyperparameters(): Record<string, string> {
  const { hyperparameters } = JSON.parse(readFileSync(path.join(CODE, 'training.json'), 'utf8')) as {
    hyperparameters: Record<string, string>;
  };

  return Object.fromEntries(Object.entries(hyperparameters).filter(([name]) => !SEARCHED.includes(name)));
}
