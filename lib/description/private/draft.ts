import { Token } from 'aws-cdk-lib';

/**
 * A description that may lack any field, so that every check can run although others have failed.
 *
 * A field whose value was refused is there without a value; a field that was not given is not there.
 */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> }
    : T;

/** Runs a check on a value that is there and that is not a token: what a token will be is known at deployment only. */
export function whenKnown<T>(value: T | undefined, check: (value: T) => void): void {
  if (value !== undefined && !Token.isUnresolved(value)) check(value);
}

/** Runs a check on each entry of a list that is there. */
export function eachKnown<T>(
  list: readonly (T | undefined)[] | undefined,
  check: (item: T, index: number) => void,
): void {
  whenKnown(list, (items) => items.forEach((item, index) => whenKnown(item, (known) => check(known, index))));
}
