import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';
import { ValueType } from './value-type';

/** A value that whoever a step calls gives back. */
export interface StepOutput {
  /** Name of the value, unique in the step: 1 to 256 letters, digits, hyphens and underscores. */
  readonly outputName: string;

  /**
   * What kind of value it is. SageMaker takes up to 1,024 characters.
   *
   * @default ValueType.STRING
   */
  readonly valueType?: ValueType;
}

/** A value that a function or a queue's consumer gave back to an earlier step. */
export class StepOutputValue extends PipelineReference {
  /** @internal */
  public static _of(stepName: string, output: StepOutput): StepOutputValue {
    return new StepOutputValue(stepName, output);
  }

  private constructor(
    private readonly stepName: string,
    private readonly output: StepOutput,
  ) {
    super();
  }

  /** @internal */
  public override get _valueType(): ValueType {
    return this.output.valueType ?? ValueType.STRING;
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Steps.${this.stepName}.OutputParameters['${this.output.outputName}']` };
  }
}
