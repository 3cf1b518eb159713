import { check } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression, referencesIn } from './private/reference-token';
import { ValueType } from './value-type';

/**
 * Values that are joined to one text when the pipeline runs.
 *
 * A text that holds references is joined without it: `s3://bucket/${id.asString}/train`. Use this class where a delimiter
 * stands between the values.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 */
export class Join extends PipelineReference {
  /**
   * Joins values.
   *
   * @param delimiter what stands between two values; no reference
   * @param values texts and references as `asString`; at least one
   */
  public static of(delimiter: string, ...values: string[]): Join {
    check(undefined, (problems) => {
      if (values.length === 0) {
        problems.add({
          code: 'JoinWithoutValues',
          path: 'values',
          got: 'is empty',
          wanted: 'values are joined, so there is at least one',
          remedy: 'give at least one',
        });
      }
      if (referencesIn(delimiter).length === 0) return;
      problems.add({
        code: 'JoinDelimiterReference',
        path: 'delimiter',
        got: 'holds a reference',
        wanted: 'SageMaker joins values by a text that is known before the pipeline runs',
        remedy: 'give the reference as a value',
      });
    });

    return new Join(delimiter, values);
  }

  private constructor(
    private readonly delimiter: string,
    private readonly values: string[],
  ) {
    super();
  }

  /** @internal */
  public override get _valueType(): ValueType {
    return ValueType.STRING;
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { 'Std:Join': { On: this.delimiter, Values: this.values } };
  }
}
