import { Token } from 'aws-cdk-lib';
import { check, checkArn, Permission, Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkLength } from './private/value-checks';

const LONGEST_NAME = 256;
const SAGEMAKER_ARN = /^arn:[^:]+:sagemaker:[^:]*:[^:]*:([^/]+)/;

/** What it takes to find or create an experiment and to record a run; an app has one action for every call. */
const TRACK = {
  'mlflow-app': ['sagemaker:CallMlflowAppApi', 'sagemaker:DescribeMlflowApp'],
  'mlflow-tracking-server': [
    'sagemaker-mlflow:CreateExperiment',
    'sagemaker-mlflow:CreateRun',
    'sagemaker-mlflow:GetExperimentByName',
    'sagemaker-mlflow:GetRun',
    'sagemaker-mlflow:LogBatch',
    'sagemaker-mlflow:LogMetric',
    'sagemaker-mlflow:LogParam',
    'sagemaker-mlflow:SetTag',
    'sagemaker-mlflow:UpdateRun',
    'sagemaker:DescribeMlflowTrackingServer',
  ],
};

/** How the runs of a pipeline are named in MLflow. */
export interface MlflowTrackingOptions {
  /**
   * Name of the MLflow experiment: 1 to 256 characters. Whoever starts the pipeline may name another.
   *
   * @default - SageMaker names it
   */
  readonly experimentName?: string;

  /**
   * Name of the MLflow run: 1 to 256 characters.
   *
   * @default - SageMaker names it
   */
  readonly runName?: string;
}

/**
 * Where MLflow records the executions of a pipeline, with their parameters and metrics.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MlflowConfig.html
 */
export class MlflowTracking {
  /** A serverless MLflow app, by ARN. */
  public static onApp(appArn: string, options: MlflowTrackingOptions = {}): MlflowTracking {
    return new MlflowTracking('mlflow-app', appArn, options);
  }

  /** An MLflow tracking server, by ARN. */
  public static onTrackingServer(trackingServerArn: string, options: MlflowTrackingOptions = {}): MlflowTracking {
    return new MlflowTracking('mlflow-tracking-server', trackingServerArn, options);
  }

  private constructor(
    private readonly kind: keyof typeof TRACK,
    private readonly resourceArn: string,
    private readonly options: MlflowTrackingOptions,
  ) {
    check(undefined, (problems) => {
      checkResource(problems, resourceArn, kind);
      checkLength(problems, 'mlflow.experimentName', options.experimentName, LONGEST_NAME);
      checkLength(problems, 'mlflow.runName', options.runName, LONGEST_NAME);
    });
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return {
      MlflowResourceArn: this.resourceArn,
      MlflowExperimentName: this.options.experimentName,
      MlflowRunName: this.options.runName,
    };
  }

  /** @internal */
  public get _permissions(): Permission[] {
    return [{ actions: TRACK[this.kind], resources: [this.resourceArn] }];
  }
}

function checkResource(problems: Problems, arn: string, kind: string): void {
  checkArn(problems, 'mlflow.resourceArn', arn, 'sagemaker');
  const [, resource] = SAGEMAKER_ARN.exec(arn) ?? [];
  if (Token.isUnresolved(arn) || resource === undefined || resource === kind) return;

  problems.add({
    code: 'MlflowResourceMistaken',
    path: 'mlflow.resourceArn',
    got: `is "${arn}"`,
    wanted: `the ARN of such a resource ends in ${kind}/<name>`,
    remedy: 'use MlflowTracking.onApp for apps and MlflowTracking.onTrackingServer for tracking servers',
  });
}
