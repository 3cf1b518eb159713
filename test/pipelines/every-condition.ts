import {
  Condition,
  ConditionStep,
  ExecutionVariable,
  FailStep,
  Join,
  LambdaStep,
  MlflowTracking,
  PipelineExperiment,
  PipelineParameter,
  ProcessingOutput,
  ProcessingStep,
  ContainerImage,
  S3JsonValue,
  ValueType,
} from '../../lib/pipelines';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Examples, stepNamed } from './definitions';

const TRACKING_SERVER_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:mlflow-tracking-server/acme';
const APP_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:mlflow-app/app-ABCDEF';
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:tell';

/** Branches, and what a definition says beside its steps: parameters, variables, joins, values in files, tracking. */
export const EVERY_CONDITION: Examples = {
  'Condition/smallest': () => ({
    steps: [new ConditionStep('Check', { conditions: [Condition.numberEqualTo(1, 1)], ifSteps: [stepNamed('Then')] })],
    experiment: PipelineExperiment.ofPipeline(),
    mlflow: MlflowTracking.onApp(APP_ARN),
  }),

  'Condition/fullest': (stack) => {
    const most = PipelineParameter.ofFloat('Most', { defaultValue: 6 });
    const least = PipelineParameter.ofInteger('Least', { defaultValue: 1 });
    const strict = PipelineParameter.ofBoolean('Strict', { defaultValue: true });
    const stage = PipelineParameter.ofString('Stage', { defaultValue: 'test', allowedValues: ['test', 'prod'] });
    const bucket = PipelineParameter.ofString('Bucket');
    const evaluate = new ProcessingStep('Evaluate', {
      image: ContainerImage.scikitLearn('1.2-1'),
      entrypoint: ['python3', 'evaluate.py'],
      arguments: ['--table', `s3://${bucket.asString}/${ExecutionVariable.startDateTime().asString}/table.csv`],
      outputs: [ProcessingOutput.toS3('report', 's3://acme-data/report')],
      propertyFiles: [{ fileName: 'Report', outputName: 'report', filePath: 'evaluation.json' }],
    });
    const handler = lambda.Function.fromFunctionArn(stack, 'Tell', FUNCTION_ARN);
    const tell = new LambdaStep('Tell', {
      handler,
      arguments: {
        now: ExecutionVariable.currentDateTime().asString,
        pipeline: ExecutionVariable.pipelineArn().asString,
        run: Join.of('/', ExecutionVariable.pipelineExecutionArn().asString, 'last', least.asString).asString,
      },
      outputs: [{ outputName: 'sure', valueType: ValueType.BOOLEAN }],
    });
    const mse = evaluate.propertyFileValue('Report', 'metrics.mse.value').asNumber;
    const file = `s3://${bucket.asString}/${ExecutionVariable.pipelineExecutionId().asString}/limits.json`;
    const limit = S3JsonValue.of(file, 'limits.mse').asNumber;
    const check = new ConditionStep('Check', {
      conditions: [
        Condition.lessThan(mse, most.asNumber),
        Condition.lessThanOrEqualTo(mse, limit),
        Condition.greaterThan(most.asNumber, 0.5),
        Condition.greaterThanOrEqualTo(least.asNumber, 1),
        Condition.numberEqualTo(least.asNumber, 1),
        Condition.equalTo(ExecutionVariable.pipelineName().asString, 'abalone'),
        Condition.booleanEqualTo(strict, tell.output('sure')),
        Condition.isIn(stage.asString, ['test', 'prod']),
        Condition.numberIsIn(least.asNumber, [1, 2, 3]),
        Condition.negationOf(Condition.isFalse(strict)),
        Condition.anyOf(
          Condition.isTrue(strict),
          Condition.allOf(Condition.lessThan(mse, 3), Condition.equalTo(stage.asString, 'test')),
        ),
      ],
      ifSteps: [stepNamed('Then')],
      elseSteps: [new FailStep('Refuse', { message: `not better than ${most.asString}` })],
      displayName: 'Good enough?',
      description: 'Compares the error with its limits',
    });

    return {
      steps: [evaluate, tell, check],
      parameters: [most, least, strict, stage, bucket],
      experiment: PipelineExperiment.named('abalone', { trialName: ExecutionVariable.pipelineExecutionId().asString }),
      mlflow: MlflowTracking.onTrackingServer(TRACKING_SERVER_ARN, { experimentName: 'abalone', runName: 'nightly' }),
    };
  },
};
