import { Permission, Problems } from '../core';
import { Condition } from './condition';
import { DefinitionExpression } from './private/reference-token';
import { PipelineStep, StepOptions, StepProperties, StepProperty } from './pipeline-step';
import { StepContext } from './private/step-context';

/** What is decided, and what follows. */
export interface ConditionStepProps extends StepOptions {
  /** The conditions; all must hold. At least one. */
  readonly conditions: Condition[];

  /** The steps that run when all conditions hold; SageMaker does not nest condition steps. */
  readonly ifSteps: PipelineStep[];

  /**
   * The steps that run when one does not hold; SageMaker does not nest condition steps.
   *
   * @default - the execution ends there, with success
   */
  readonly elseSteps?: PipelineStep[];
}

/**
 * A step that decides which steps run next.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-condition
 */
export class ConditionStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: ConditionStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the decision. */
  public get properties(): ConditionProperties {
    return ConditionProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Condition';
  }

  /** @internal */
  public override get _branches(): PipelineStep[] {
    return [...this.props.ifSteps, ...(this.props.elseSteps ?? [])];
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = this._path;
    const { conditions } = this.props;

    for (const nested of this._branches.filter((step) => step instanceof ConditionStep)) {
      problems.add({
        code: 'ConditionStepNested',
        path,
        got: `has the condition step "${nested.stepName}" in a branch`,
        wanted: 'SageMaker does not nest condition steps',
        remedy:
          'combine the conditions of both in one step, also with Condition.allOf(…), Condition.anyOf(…) or Condition.negationOf(…)',
      });
    }
    conditions.forEach((condition, i) => condition._check(problems, `${path}.conditions[${i}]`));
    if (conditions.length > 0) return;
    problems.add({
      code: 'ConditionStepWithoutConditions',
      path: `${path}.conditions`,
      got: 'is empty',
      wanted: 'a condition step decides by at least one condition',
      remedy: 'add one, such as Condition.lessThanOrEqualTo(…)',
    });
  }

  /** @internal */
  public _renderBody(context: StepContext): DefinitionExpression {
    const render = (steps: PipelineStep[]): DefinitionExpression[] => steps.map((step) => step._render(context));

    return {
      Arguments: {
        Conditions: this.props.conditions.map((condition) => condition._render()),
        IfSteps: render(this.props.ifSteps),
        ElseSteps: render(this.props.elseSteps ?? []),
      },
    };
  }

  /** @internal */
  public _permissions(): Permission[] {
    return [];
  }
}

/** The results of a decision. */
export class ConditionProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): ConditionProperties {
    return new ConditionProperties(step);
  }

  /** What was decided: the text `True` or `False`. */
  public get outcome(): StepProperty {
    return this.at('Outcome');
  }
}
