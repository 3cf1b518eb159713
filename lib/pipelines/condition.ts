import { check } from '../core';
import { DefinitionExpression } from './private/reference-token';

/**
 * A condition of a condition step. Give references as `asNumber` or `asString`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-condition
 */
export class Condition {
  /** Both texts are the same. */
  public static equalTo(left: string, right: string): Condition {
    return Condition.comparison('Equals', left, right);
  }

  /** Both numbers are the same. */
  public static numberEqualTo(left: number, right: number): Condition {
    return Condition.comparison('Equals', left, right);
  }

  /** The left number is greater. */
  public static greaterThan(left: number, right: number): Condition {
    return Condition.comparison('GreaterThan', left, right);
  }

  /** The left number is greater, or both are the same. */
  public static greaterThanOrEqualTo(left: number, right: number): Condition {
    return Condition.comparison('GreaterThanOrEqualTo', left, right);
  }

  /** The left number is less. */
  public static lessThan(left: number, right: number): Condition {
    return Condition.comparison('LessThan', left, right);
  }

  /** The left number is less, or both are the same. */
  public static lessThanOrEqualTo(left: number, right: number): Condition {
    return Condition.comparison('LessThanOrEqualTo', left, right);
  }

  /** The text is one of the values, of which there is at least one. */
  public static isIn(query: string, values: string[]): Condition {
    checkChoices('values', values);

    return new Condition({ Type: 'In', QueryValue: query, Values: values });
  }

  /** The condition does not hold. */
  public static negationOf(condition: Condition): Condition {
    return new Condition({ Type: 'Not', Condition: condition._render() });
  }

  /** At least one of the conditions holds; there is at least one. */
  public static anyOf(...conditions: Condition[]): Condition {
    checkChoices('conditions', conditions);

    return new Condition({ Type: 'Or', Conditions: conditions.map((condition) => condition._render()) });
  }

  private static comparison(type: string, left: unknown, right: unknown): Condition {
    return new Condition({ Type: type, LeftValue: left, RightValue: right });
  }

  private constructor(private readonly expression: DefinitionExpression) {}

  /** @internal */
  public _render(): DefinitionExpression {
    return this.expression;
  }
}

function checkChoices(path: string, choices: readonly unknown[]): void {
  check(undefined, (problems) => {
    if (choices.length > 0) return;
    problems.add({
      code: 'ConditionWithoutChoices',
      path,
      got: 'is empty',
      wanted: 'such a condition never holds, and SageMaker refuses it',
      remedy: 'give at least one',
    });
  });
}
