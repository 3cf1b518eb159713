import { check } from '../core';

/** Values of a column, as Clarify compares them: text with text, numbers with numbers. */
export class ClarifyValues {
  /** Any of these texts, at least one. */
  public static ofText(...values: string[]): ClarifyValues {
    return ClarifyValues.any(values);
  }

  /** Any of these numbers, at least one. */
  public static ofNumbers(...values: number[]): ClarifyValues {
    return ClarifyValues.any(values);
  }

  /** Every number above this one, which is itself not among them. */
  public static above(threshold: number): ClarifyValues {
    return new ClarifyValues([threshold], true);
  }

  private static any(values: (string | number)[]): ClarifyValues {
    check(undefined, (problems) => {
      if (values.length > 0) return;
      problems.add({
        code: 'ClarifyValuesEmpty',
        path: 'values',
        got: 'is empty',
        wanted: 'a group without values has no members to compare',
        remedy: 'name at least one value of the column',
      });
    });

    return new ClarifyValues(values);
  }

  private constructor(
    private readonly values: readonly (string | number)[],
    /** @internal */
    public readonly _isThreshold = false,
  ) {}

  /** @internal */
  public _render(): readonly (string | number)[] {
    return this.values;
  }
}
