import { Permission, Problems } from '../core';
import { BaselineProperties } from './check-baseline';
import { CheckStepOptions } from './check-step-options';
import { ContainerImage } from './container-image';
import { PipelineStep, StepProperty } from './pipeline-step';
import { checkCheckStep, checkPermissions, renderComparison } from './private/check-settings';
import { processingJobArguments } from './private/processing-job';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { ProcessingOutput } from './processing-output';
import { QUALITY_OUTPUT, QualityCheck } from './quality-check';

const FIGURES_TOO = { statistics: true };

/** What is checked, and what the results are compared with. */
export interface QualityCheckStepProps extends CheckStepOptions {
  /** The check. */
  readonly check: QualityCheck;
}

/**
 * A step that measures the quality of data or of a model with Model Monitor's analysis, and compares the results with a
 * baseline.
 *
 * Model Monitor takes no new customers since July 2026; others measure in a `ProcessingStep`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-quality-check
 */
export class QualityCheckStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: QualityCheckStepProps,
  ) {
    super(stepName, props);
  }

  /** The baselines that the step leaves. */
  public get properties(): QualityCheckProperties {
    return QualityCheckProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'QualityCheck';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { check } = this.props;

    checkCheckStep(problems, this._path, this.props, FIGURES_TOO, check._variables);
    check._check(problems, `${this._path}.check`);
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const { check, image = ContainerImage.modelMonitor(), outputS3Uri, environmentVariables, ...job } = this.props;
    const output = ProcessingOutput.toS3('quality_check_output', outputS3Uri, { localPath: QUALITY_OUTPUT });

    return {
      Arguments: processingJobArguments(
        {
          ...job,
          imageUri: image._uri(context.stack),
          inputs: check._inputs.map((input) => input._render(context.environment)),
          outputs: [output._render()],
          environmentVariables: { ...environmentVariables, ...check._variables },
        },
        context,
      ),
      CheckType: check._type,
      ...renderComparison(this.props, FIGURES_TOO),
    };
  }

  /** @internal */
  public _permissions(context: StepContext): Permission[] {
    return checkPermissions(context, this.props);
  }
}

/** The baselines that a quality check leaves: limits and figures. */
export class QualityCheckProperties extends BaselineProperties {
  /** @internal */
  public static override _of(step: PipelineStep): QualityCheckProperties {
    return new QualityCheckProperties(step);
  }

  /** Where the figures lie that the step has measured. */
  public get calculatedBaselineStatistics(): StepProperty {
    return this.at('CalculatedBaselineStatistics');
  }

  /** Where the figures lie that later runs and monitors compare with. */
  public get baselineUsedForDriftCheckStatistics(): StepProperty {
    return this.at('BaselineUsedForDriftCheckStatistics');
  }
}
