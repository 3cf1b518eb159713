import { check, Problems } from '../core';
import { PipelineReference } from './pipeline-reference';
import { checkOperand, ComparedAs, Operand } from './private/comparison-checks';
import { DefinitionExpression } from './private/reference-token';

/** A condition inside another, and where it stands there. */
interface PartCondition {
  readonly at: string;
  readonly condition: Condition;
}

/** What a condition is made of. */
interface ConditionShape {
  readonly expression: DefinitionExpression;
  readonly operands?: readonly Operand[];
  readonly parts?: readonly PartCondition[];
}

/**
 * A condition of a condition step. Give references as `asNumber` or `asString`.
 *
 * A parameter, an output of a function or an execution variable of another type than the condition compares is refused; the
 * type of a value in a file is known only when the pipeline runs.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-condition
 */
export class Condition {
  /** Both texts are the same. */
  public static equalTo(left: string, right: string): Condition {
    return Condition.comparison('Equals', 'text', left, right);
  }

  /** Both numbers are the same. */
  public static numberEqualTo(left: number, right: number): Condition {
    return Condition.comparison('Equals', 'number', left, right);
  }

  /** Both references are true, or both are false. */
  public static booleanEqualTo(left: PipelineReference, right: PipelineReference): Condition {
    return Condition.comparison('Equals', 'truth', left.asString, right.asString);
  }

  /** The reference is true, as a parameter that takes true or false. */
  public static isTrue(reference: PipelineReference): Condition {
    return Condition.comparison('Equals', 'truth', reference.asString, true);
  }

  /** The reference is false, as a parameter that takes true or false. */
  public static isFalse(reference: PipelineReference): Condition {
    return Condition.comparison('Equals', 'truth', reference.asString, false);
  }

  /** The left number is greater. */
  public static greaterThan(left: number, right: number): Condition {
    return Condition.comparison('GreaterThan', 'number', left, right);
  }

  /** The left number is greater, or both are the same. */
  public static greaterThanOrEqualTo(left: number, right: number): Condition {
    return Condition.comparison('GreaterThanOrEqualTo', 'number', left, right);
  }

  /** The left number is less. */
  public static lessThan(left: number, right: number): Condition {
    return Condition.comparison('LessThan', 'number', left, right);
  }

  /** The left number is less, or both are the same. */
  public static lessThanOrEqualTo(left: number, right: number): Condition {
    return Condition.comparison('LessThanOrEqualTo', 'number', left, right);
  }

  /** The text is one of the values, of which there is at least one. */
  public static isIn(query: string, values: string[]): Condition {
    return Condition.membership('text', query, values);
  }

  /** The number is one of the values, of which there is at least one. */
  public static numberIsIn(query: number, values: number[]): Condition {
    return Condition.membership('number', query, values);
  }

  /** The condition does not hold. */
  public static negationOf(condition: Condition): Condition {
    return new Condition({ expression: negated(condition), parts: [{ at: 'condition', condition }] });
  }

  /** At least one of the conditions holds; there is at least one. */
  public static anyOf(...conditions: Condition[]): Condition {
    return new Condition({
      expression: { Type: 'Or', Conditions: conditions.map((condition) => condition._render()) },
      parts: partsOf(conditions),
    });
  }

  /** All conditions hold; there is at least one. The conditions of a condition step must all hold without it. */
  public static allOf(...conditions: Condition[]): Condition {
    // The language has no and: it says that none of them fails.
    const expression = { Type: 'Not', Condition: { Type: 'Or', Conditions: conditions.map(negated) } };

    return new Condition({ expression, parts: partsOf(conditions) });
  }

  private static comparison(type: string, as: ComparedAs, left: Operand['value'], right: Operand['value']): Condition {
    return new Condition({
      expression: { Type: type, LeftValue: left, RightValue: right },
      operands: [
        { at: 'left', as, value: left },
        { at: 'right', as, value: right },
      ],
    });
  }

  private static membership(as: ComparedAs, query: Operand['value'], values: Operand['value'][]): Condition {
    checkChoices('values', values);

    return new Condition({
      expression: { Type: 'In', QueryValue: query, Values: values },
      operands: [{ at: 'query', as, value: query }, ...values.map((value, i) => ({ at: `values[${i}]`, as, value }))],
    });
  }

  private constructor(private readonly shape: ConditionShape) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { operands = [], parts = [] } = this.shape;

    for (const operand of operands) checkOperand(problems, path, operand);
    for (const { at, condition } of parts) condition._check(problems, `${path}.${at}`);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return this.shape.expression;
  }
}

function negated(condition: Condition): DefinitionExpression {
  return { Type: 'Not', Condition: condition._render() };
}

function partsOf(conditions: readonly Condition[]): PartCondition[] {
  checkChoices('conditions', conditions);

  return conditions.map((condition, i) => ({ at: `conditions[${i}]`, condition }));
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
