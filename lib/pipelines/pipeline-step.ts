import { checkName, Problems } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';

/** What every step may say of itself. */
export interface StepOptions {
  /**
   * Name that Studio shows.
   *
   * @default - the step's name
   */
  readonly displayName?: string;

  /**
   * What the step does.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * A step of a pipeline. A step that uses a result of another runs after it; `dependsOn` orders steps that share no result.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html
 */
export abstract class PipelineStep {
  private readonly predecessors: PipelineStep[] = [];

  /**
   * @param stepName name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline
   * @param options what the step says of itself
   */
  protected constructor(
    /** Name of the step, unique in the pipeline. */
    public readonly stepName: string,
    private readonly options: StepOptions = {},
  ) {}

  /** Makes the step wait for others whose results it does not use. */
  public dependsOn(...steps: PipelineStep[]): void {
    this.predecessors.push(...steps);
  }

  /** @internal */
  public get _branches(): PipelineStep[] {
    return [];
  }

  /** @internal */
  public _check(problems: Problems): void {
    checkName(problems, `steps.${this.stepName}.stepName`, this.stepName, 'step');
  }

  /** @internal */
  public _render(context: StepContext): DefinitionExpression {
    const { displayName, description } = this.options;

    return {
      Name: this.stepName,
      ...this._renderBody(context),
      DisplayName: displayName,
      Description: description,
      DependsOn: this.predecessors.length > 0 ? this.predecessors.map((step) => step.stepName) : undefined,
    };
  }

  /** @internal */
  public abstract _renderBody(context: StepContext): DefinitionExpression;
}

/** A result of an earlier step. */
export class StepProperty extends PipelineReference {
  /** @internal */
  public static _of(step: PipelineStep, path: string): StepProperty {
    return new StepProperty(step.stepName, path);
  }

  private constructor(
    private readonly stepName: string,
    private readonly path: string,
  ) {
    super();
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Steps.${this.stepName}.${this.path}` };
  }
}
