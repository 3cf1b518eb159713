import { check } from '../core';
import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';
import { ValueType } from './value-type';

/** Whether something holds: settled when the pipeline is written, or decided when it runs. */
export class RunChoice {
  /** It holds in every run. */
  public static always(): RunChoice {
    return new RunChoice(true);
  }

  /** It holds in no run. */
  public static never(): RunChoice {
    return new RunChoice(false);
  }

  /** A parameter that takes true or false decides, or a result of an earlier step that is true or false. */
  public static decidedBy(reference: PipelineReference): RunChoice {
    const { _valueType: type = ValueType.BOOLEAN } = reference;

    check(undefined, (problems) => {
      if (type === ValueType.BOOLEAN) return;
      problems.add({
        code: 'RunChoiceNotBoolean',
        path: 'reference',
        got: `is of type ${type}`,
        wanted: 'something holds or does not, so true or false decides',
        remedy: 'use PipelineParameter.ofBoolean(…)',
      });
    });

    return new RunChoice(reference._render());
  }

  private constructor(private readonly value: boolean | DefinitionExpression) {}

  /** @internal */
  public get _neverHolds(): boolean {
    return this.value === false;
  }

  /** @internal */
  public _render(): boolean | DefinitionExpression {
    return this.value;
  }
}
