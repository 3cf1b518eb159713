import { Token } from 'aws-cdk-lib';
import { check, Problems } from '../core';
import { Percent } from './percent';
import { counted, FleetUnit } from './private/fleet';
import { checkWhole } from './private/whole-percent';

/**
 * How much of a fleet a deployment moves at a time.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
 */
export class CapacitySize {
  /** A share of the fleet: 1 to 100 %, a whole number. Each strategy takes a part of that range. */
  public static percent(share: Percent): CapacitySize {
    check(undefined, (problems) => {
      checkWhole(problems, 'share', share);
      if (share.amount === 0) addTooSmall(problems, 'share', `${share}`, 'Percent.of(1)');
    });

    return new CapacitySize('CAPACITY_PERCENT', share.amount);
  }

  /** Instances of an endpoint: 1 or more. */
  public static instances(count: number): CapacitySize {
    check(undefined, (problems) => checkCount(problems, count));

    return new CapacitySize('INSTANCE_COUNT', count);
  }

  /** Copies of an inference component: 1 or more. */
  public static copies(count: number): CapacitySize {
    check(undefined, (problems) => checkCount(problems, count));

    return new CapacitySize('COPY_COUNT', count);
  }

  private constructor(
    /** @internal */
    public readonly _unit: FleetUnit | 'CAPACITY_PERCENT',
    /** @internal */
    public readonly _amount: number,
  ) {}

  /** The size as text, as `10 %` or `2 instances`. */
  public toString(): string {
    return this._unit === 'CAPACITY_PERCENT' ? `${this._amount} %` : counted(this._amount, this._unit);
  }

  /** @internal */
  public _render(): { type: string; value: number } {
    return { type: this._unit, value: this._amount };
  }
}

function checkCount(problems: Problems, count: number): void {
  if (Token.isUnresolved(count) || (Number.isInteger(count) && count >= 1)) return;

  addTooSmall(problems, 'count', `${count}`, '1, 2 or more');
}

function addTooSmall(problems: Problems, path: string, given: string, least: string): void {
  problems.add({
    code: 'CapacitySizeUnusable',
    path,
    got: `is ${given}`,
    wanted: 'a deployment moves whole instances, copies or percents, 1 or more at a time',
    remedy: `write ${least}`,
  });
}
