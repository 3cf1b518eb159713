import { Token } from 'aws-cdk-lib';
import { DefinitionExpression, ReferenceToken } from './private/reference-token';
import { ValueType } from './value-type';

/**
 * A value that is known only when the pipeline runs: a parameter, a result of an earlier step, the execution's id.
 *
 * Use `asString` or `asNumber` wherever a string or a number is asked for, also inside a longer string:
 * `s3://bucket/${ExecutionVariable.pipelineExecutionId().asString}/train`. The definition gets the language's own
 * form, `{"Get": …}` or `{"Std:Join": …}`. Outside a pipeline a reference has no meaning and fails at synth.
 */
export abstract class PipelineReference {
  /** The reference as a string. */
  public get asString(): string {
    return Token.asString(this.token());
  }

  /** The reference as a number. */
  public get asNumber(): number {
    return Token.asNumber(this.token());
  }

  /** @internal */
  public abstract _render(): DefinitionExpression;

  /** @internal */
  public get _valueType(): ValueType | undefined {
    return undefined;
  }

  private token(): ReferenceToken {
    return new ReferenceToken(() => this._render(), this._valueType);
  }
}
