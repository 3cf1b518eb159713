import { Token } from 'aws-cdk-lib';
import { check } from '../core';

/** A share in percent: 0 to 100. */
export class Percent {
  /** A share in percent. */
  public static of(amount: number): Percent {
    check(undefined, (problems) => {
      if (Token.isUnresolved(amount) || (amount >= 0 && amount <= 100)) return;
      problems.add({
        code: 'PercentOutOfRange',
        path: 'amount',
        got: `is ${amount}`,
        wanted: 'a share is 0 to 100 %',
        remedy: 'write the share as a number such as 10 for 10 %',
      });
    });

    return new Percent(amount);
  }

  private constructor(
    /** The share in percent. */
    public readonly amount: number,
  ) {}

  /** The share as text, as `10 %`. */
  public toString(): string {
    return `${this.amount} %`;
  }
}
