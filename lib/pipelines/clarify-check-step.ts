import { Lazy } from 'aws-cdk-lib';
import { check, Permission, Problems } from '../core';
import { BaselineProperties } from './check-baseline';
import { CheckStepOptions } from './check-step-options';
import { ClarifyCheck } from './clarify-check';
import { ContainerImage } from './container-image';
import { checkNetworkCalls, NetworkCallOptions, networkRelaxations } from './network-calls';
import { PipelineStep } from './pipeline-step';
import { checkCheckStep, checkPermissions, renderComparison } from './private/check-settings';
import { jsonFile } from './private/job-files';
import { processingJobArguments } from './private/processing-job';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { StepRelaxation } from './private/step-relaxation';
import { checkS3Uri } from './private/value-checks';
import { ProcessingInput } from './processing-input';
import { ProcessingOutput } from './processing-output';

/** Clarify compares limits; it draws no figures beside them. */
const LIMITS_ALONE = { statistics: false };

/** What is analysed, and what the results are compared with. */
export interface ClarifyCheckStepProps extends CheckStepOptions, NetworkCallOptions {
  /** The analysis. Those of a model need a `networkCallsReason`, because the job makes an endpoint and calls it. */
  readonly check: ClarifyCheck;

  /** The dataset: an object or all objects below a prefix in S3; a result of an earlier step as `asString`. */
  readonly datasetS3Uri: string;
}

/**
 * A step that measures bias or explains predictions with SageMaker Clarify, and compares the results with a baseline.
 *
 * For checks of a model the jobs' role must be allowed to make, describe, invoke and delete an endpoint and its
 * configuration, and to describe the model.
 *
 * Clarify takes no new customers since July 2026; others measure in a `ProcessingStep`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-clarify-check
 */
export class ClarifyCheckStep extends PipelineStep {
  private monitored = false;
  private monitoringFile?: string;

  constructor(
    stepName: string,
    private readonly props: ClarifyCheckStepProps,
  ) {
    super(stepName, props);
  }

  /** The baselines that the step leaves. */
  public get properties(): BaselineProperties {
    return BaselineProperties._of(this);
  }

  /**
   * The configuration that a monitor needs for the same analysis of later data, in S3. Register it with the model as the
   * configuration of its drift check baselines. The file exists once it is asked for.
   */
  public get monitoringConfigS3Uri(): string {
    check(undefined, (problems) => {
      if (this.analysis.monitoringConfig !== undefined) return;
      problems.add({
        code: 'MonitoringConfigUnknown',
        path: this._path,
        got: 'has a configuration of your own',
        wanted: 'only you know what a monitor should measure',
        remedy: 'write that file yourself, and name it instead',
      });
    });
    this.monitored = true;

    return Lazy.string({ produce: () => this.monitoringFile });
  }

  /** @internal */
  public get _type(): string {
    return 'ClarifyCheck';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = this._path;
    const { props } = this;

    checkCheckStep(problems, path, props, LIMITS_ALONE);
    checkNetworkCalls(problems, path, props);
    checkS3Uri(problems, `${path}.datasetS3Uri`, props.datasetS3Uri);
    props.check._check(problems, `${path}.check`);
    if (!props.check._asksModel || props.networkCallsReason !== undefined) return;
    problems.add({
      code: 'CheckNeedsNetworkCalls',
      path: `${path}.networkCallsReason`,
      got: 'is missing',
      wanted: 'Clarify makes an endpoint of the model and calls it, which an isolated job cannot',
      remedy: 'say so in networkCallsReason, or measure in a ProcessingStep',
    });
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { image = ContainerImage.clarify(), datasetS3Uri, outputS3Uri, ...job } = this.props;
    const { type, modelName, config, monitoringConfig, configS3Uri = jsonFile(context, config) } = this.analysis;
    if (this.monitored) this.monitoringFile = jsonFile(context, monitoringConfig);
    const inputs = [
      ProcessingInput.fromS3('analysis_config', configS3Uri, { localPath: '/opt/ml/processing/input/config' }),
      ProcessingInput.fromS3('dataset', datasetS3Uri, { localPath: '/opt/ml/processing/input/data' }),
    ];
    const output = ProcessingOutput.toS3('analysis_result', outputS3Uri, { localPath: '/opt/ml/processing/output' });

    return {
      Arguments: processingJobArguments(
        {
          ...job,
          imageUri: image._uri(context.stack),
          inputs: inputs.map((input) => input._render(context.environment)),
          outputs: [output._render()],
        },
        context,
      ),
      CheckType: type,
      ...renderComparison(this.props, LIMITS_ALONE),
      ModelName: modelName,
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return checkPermissions(context, this.props);
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    return networkRelaxations(this.props);
  }

  private get analysis(): ClarifyCheck['_analysis'] {
    return this.props.check._analysis;
  }
}
