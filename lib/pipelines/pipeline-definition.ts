import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems } from '../core';
import { JobEnvironment } from './job-environment';
import { PipelineParameter } from './pipeline-parameter';
import { PipelineStep } from './pipeline-step';
import {
  checkParameters,
  checkStepGraph,
  checkStepNames,
  RenderedDefinition,
  withBranches,
} from './private/definition-checks';
import { checkEnvironment } from './private/job-settings';
import { renderDefinition } from './private/rendering';
import { StepPermission } from './private/step-permission';

const MOST_PARAMETERS = 200;

/** What a pipeline does. */
export interface PipelineDefinitionProps {
  /** What every job of the pipeline runs in. */
  readonly environment: JobEnvironment;

  /** The steps. Their order has no meaning: a step runs as soon as what it waits for is there. At least one. */
  readonly steps: PipelineStep[];

  /**
   * What a run may change; each must be used by a step. At most 200.
   *
   * @default - nothing
   */
  readonly parameters?: PipelineParameter[];
}

/**
 * The definition of a pipeline: steps, parameters and what connects them, in SageMaker's pipeline definition language.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 */
export class PipelineDefinition {
  /** @internal */
  public static _of(scope: Construct, props: PipelineDefinitionProps): PipelineDefinition {
    return new PipelineDefinition(scope, props);
  }

  /** @internal */
  public readonly _rendered: RenderedDefinition;

  private readonly steps: PipelineStep[];
  private readonly stack: Stack;

  private constructor(
    scope: Construct,
    private readonly props: PipelineDefinitionProps,
  ) {
    this.stack = Stack.of(scope);
    this.steps = withBranches(props.steps);
    this._rendered = renderDefinition({
      Version: '2020-12-01',
      Metadata: {},
      Parameters: (props.parameters ?? []).map((parameter) => parameter._declare()),
      Steps: props.steps.map((step) => step._render(this.context)),
    }) as RenderedDefinition;
  }

  /** The definition as JSON text; values that are known at deployment only are CloudFormation tokens in it. */
  public toJson(): string {
    return this.stack.toJsonString(this._rendered);
  }

  /** @internal */
  public _check(problems: Problems): void {
    const { environment, parameters = [], steps } = this.props;

    checkEnvironment(problems, environment);
    checkStepNames(problems, this.steps);
    this.steps.forEach((step) => step._check(problems));
    if (steps.length === 0) {
      problems.add({
        code: 'PipelineWithoutSteps',
        path: 'steps',
        got: 'is empty',
        wanted: 'a pipeline has at least one step',
        remedy: 'add a step',
      });
    }
    if (parameters.length > MOST_PARAMETERS) {
      problems.add({
        code: 'TooManyParameters',
        path: 'parameters',
        got: `has ${parameters.length} entries`,
        wanted: `SageMaker accepts up to ${MOST_PARAMETERS}`,
        remedy: 'read rarely changed values from a file in S3 instead',
      });
    }
    checkStepGraph(problems, this._rendered);
    checkParameters(problems, this._rendered, parameters);
  }

  /** @internal */
  public get _permissions(): StepPermission[] {
    return this.steps.flatMap((step) => step._permissions(this.context));
  }

  private get context(): { readonly stack: Stack; readonly environment: JobEnvironment } {
    return { stack: this.stack, environment: this.props.environment };
  }
}
