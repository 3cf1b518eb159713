import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Permission, Problems } from '../core';
import { JobEnvironment } from './job-environment';
import { MlflowTracking } from './mlflow-tracking';
import { PipelineExperiment } from './pipeline-experiment';
import { PipelineParameter } from './pipeline-parameter';
import { PipelineStep } from './pipeline-step';
import { definitionDot } from './private/definition-dot';
import { readFile } from './private/file-permissions';
import { checkEnvironment } from './private/job-settings';
import { checkParameters } from './private/parameter-checks';
import { checkReferences } from './private/reference-checks';
import { jsonFilesIn, placedSteps, RenderedDefinition } from './private/rendered-definition';
import { renderDefinition } from './private/rendering';
import { StepContext } from './private/step-context';
import { checkStepGraph, checkStepNames } from './private/step-graph';
import { StepRelaxation } from './private/step-relaxation';
import { checkApprovalParameters } from './private/undecided';

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

  /**
   * The experiment that records the executions.
   *
   * @default - none, because not every region has SageMaker Experiments
   */
  readonly experiment?: PipelineExperiment;

  /**
   * Where MLflow records the executions.
   *
   * @default - nowhere
   */
  readonly mlflow?: MlflowTracking;
}

/** What a pipeline does, with its name. */
type NamedDefinitionProps = PipelineDefinitionProps & { readonly pipelineName: string };

/**
 * The definition of a pipeline: steps, parameters and what connects them, in SageMaker's pipeline definition language.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 */
export class PipelineDefinition {
  /** @internal */
  public static _of(scope: Construct, props: NamedDefinitionProps): PipelineDefinition {
    return new PipelineDefinition(scope, props);
  }

  /** @internal */
  public readonly _rendered: RenderedDefinition;

  private readonly steps: PipelineStep[];
  private readonly context: StepContext;

  private constructor(
    scope: Construct,
    private readonly props: NamedDefinitionProps,
  ) {
    this.steps = withBranches(props.steps);
    this.context = { stack: Stack.of(scope), environment: props.environment };
    this._rendered = renderDefinition({
      Version: '2020-12-01',
      Metadata: {},
      Parameters: (props.parameters ?? []).map((parameter) => parameter._declare()),
      PipelineExperimentConfig: props.experiment?._render(),
      MlflowConfig: props.mlflow?._render(),
      Steps: props.steps.map((step) => step._render(this.context)),
    }) as RenderedDefinition;
  }

  /** The definition as JSON text; values that are known at deployment only are CloudFormation tokens in it. */
  public toJson(): string {
    return this.context.stack.toJsonString(this._rendered);
  }

  /**
   * The definition as a graph in the DOT language of Graphviz: every step with its type, conditions as diamonds with a frame
   * around the steps of each branch, gates with a double line, and the parameters as a note.
   *
   * @see https://graphviz.org/doc/info/lang.html
   */
  public toDot(): string {
    return definitionDot(this._rendered);
  }

  /** @internal */
  public _check(problems: Problems): void {
    const { environment, steps } = this.props;
    const placed = placedSteps(this._rendered.Steps);

    checkEnvironment(problems, environment);
    checkStepNames(problems, placed);
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
    checkStepGraph(problems, placed);
    checkReferences(problems, this._rendered, placed);
    checkParameters(problems, this._rendered, placed);
    checkApprovalParameters(problems, this._rendered, placed);
  }

  /** @internal */
  public get _permissions(): Permission[] {
    const { environment, experiment, mlflow, pipelineName } = this.props;
    const { stack } = this.context;

    return [
      ...this.steps.flatMap((step) => step._permissions(this.context)),
      ...jsonFilesIn(this._rendered.Steps).flatMap((s3Uri) => readFile(stack, s3Uri, environment.outputKeyArn)),
      ...(experiment?._permissions(stack, pipelineName) ?? []),
      ...(mlflow?._permissions ?? []),
    ];
  }

  /** @internal */
  public get _relaxations(): (StepRelaxation & { readonly stepName: string })[] {
    return this.steps.flatMap(({ stepName, _relaxations }) =>
      _relaxations.map((relaxation) => ({ stepName, ...relaxation })),
    );
  }
}

/** The steps with those in their branches. */
function withBranches(steps: readonly PipelineStep[]): PipelineStep[] {
  return steps.flatMap((step) => [step, ...withBranches(step._branches)]);
}
