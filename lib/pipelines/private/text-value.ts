import { Tokenization } from 'aws-cdk-lib';
import { ValueType } from '../value-type';
import { wholeReference } from './reference-token';

/**
 * A value where SageMaker takes text only. It refuses a reference to anything but text there, and takes it as a join of one.
 */
export function asText(value: string | number): unknown {
  const reference = wholeReference(value);
  if (reference && reference.valueType !== ValueType.STRING) return { 'Std:Join': { On: '', Values: [value] } };

  return typeof value === 'number' ? Tokenization.stringifyNumber(value) : value;
}

/** A map whose values SageMaker takes as text only. */
export function asTexts(map: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asText(value)]));
}
