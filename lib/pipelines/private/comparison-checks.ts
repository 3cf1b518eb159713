import { Problems } from '../../core';
import { ValueType } from '../value-type';
import { wholeReference } from './reference-token';
import { renderDefinition } from './rendering';

/** What a condition compares its operands as. */
export type ComparedAs = 'text' | 'number' | 'truth';

/** One side of a comparison. */
export interface Operand {
  /** Where it stands in its condition, as `left`. */
  readonly at: string;
  readonly as: ComparedAs;
  readonly value: string | number | boolean;
}

const ACCEPTED: Readonly<Record<ComparedAs, readonly ValueType[]>> = {
  text: [ValueType.STRING],
  number: [ValueType.INTEGER, ValueType.FLOAT],
  truth: [ValueType.BOOLEAN],
};

const NOUN: Readonly<Record<ComparedAs, string>> = { text: 'texts', number: 'numbers', truth: 'truth values' };

const REMEDY: Readonly<Record<ValueType, string>> = {
  [ValueType.STRING]: 'compare it with Condition.equalTo(…) or Condition.isIn(…)',
  [ValueType.INTEGER]: 'compare it with Condition.numberEqualTo(…), Condition.lessThan(…) or another for numbers',
  [ValueType.FLOAT]: 'compare it with Condition.numberEqualTo(…), Condition.lessThan(…) or another for numbers',
  [ValueType.BOOLEAN]: 'compare it with Condition.isTrue(…) or Condition.isFalse(…)',
};

/** Checks that an operand is what its condition compares. A result whose kind only the run knows passes. */
export function checkOperand(problems: Problems, path: string, { at, as, value }: Operand): void {
  const token = typeof value === 'boolean' ? undefined : wholeReference(value);
  const { valueType } = token ?? {};

  if (token && valueType !== undefined && !ACCEPTED[as].includes(valueType)) {
    problems.add({
      code: 'ConditionTypeMismatch',
      path: `${path}.${at}`,
      got: `is ${JSON.stringify(renderDefinition(token.expression()))}, of type ${valueType}`,
      wanted: `the condition compares ${NOUN[as]}`,
      remedy: REMEDY[valueType],
    });
  }
  if (typeof value !== 'number' || Number.isFinite(value)) return;
  problems.add({
    code: 'ConditionNumberNotFinite',
    path: `${path}.${at}`,
    got: `is ${value}`,
    wanted: 'a definition has no way to write it',
    remedy: 'compare with a finite number',
  });
}
