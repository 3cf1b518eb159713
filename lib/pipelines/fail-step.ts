import { Permission, Problems } from '../core';
import { PipelineStep, StepOptions } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { asText } from './private/text-value';
import { checkLength } from './private/value-checks';

const LONGEST_MESSAGE = 3_072;

/** Why the pipeline fails. */
export interface FailStepProps extends StepOptions {
  /**
   * The reason that the execution fails with: 1 to 3,072 characters. It may hold references, as
   * `` `the error is above ${limit.asString}` ``.
   */
  readonly message: string;
}

/**
 * A step that ends the execution as failed. No step can follow it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-fail
 */
export class FailStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: FailStepProps,
  ) {
    super(stepName, props);
  }

  /** @internal */
  public get _type(): string {
    return 'Fail';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = `${this._path}.message`;

    checkLength(problems, path, this.props.message, LONGEST_MESSAGE);
    if (this.props.message.trim() !== '') return;
    problems.add({
      code: 'FailStepWithoutMessage',
      path,
      got: 'is empty',
      wanted: 'whoever finds the failed execution reads why',
      remedy: 'say what was not good enough',
    });
  }

  /** @internal */
  public _renderBody(): DefinitionExpression {
    return { Arguments: { ErrorMessage: asText(this.props.message) } };
  }

  /** @internal */
  public _permissions(): Permission[] {
    return [];
  }
}
