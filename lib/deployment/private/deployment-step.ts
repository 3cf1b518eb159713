import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { CapacitySize } from '../capacity-size';
import { counted, Fleets, FleetUnit } from './fleet';

/** What SageMaker accepts of a step, and how messages tell it. */
export interface StepLimits {
  /** The option that says how large the step is. */
  readonly option: string;
  readonly leastPercent: number;
  readonly mostPercent: number;
  readonly belowOneCode: string;
  readonly outOfRangeCode: string;
  /** Another strategy for who wants more or less than that. */
  readonly otherwise: string;
}

/** How much of a fleet moves before the deployment is watched again. */
export class DeploymentStep {
  constructor(
    public readonly size: CapacitySize,
    private readonly limits: StepLimits,
  ) {}

  /** The fewest steps in which the largest fleet has moved; one where only the deployment knows. */
  public count(fleets?: Fleets): number {
    const { _unit: unit, _amount: amount } = this.size;
    if (Token.isUnresolved(amount)) return 1;
    const whole = unit === 'CAPACITY_PERCENT' ? 100 : Math.max(1, ...knownCounts(fleets));

    return Math.ceil(whole / amount);
  }

  /** Checks what needs no fleet to be known: the share. */
  public check(problems: Problems): void {
    const { option, leastPercent, mostPercent, outOfRangeCode, otherwise } = this.limits;
    const { _unit: unit, _amount: amount } = this.size;
    if (unit !== 'CAPACITY_PERCENT' || Token.isUnresolved(amount)) return;
    if (amount >= leastPercent && amount <= mostPercent) return;

    problems.add({
      code: outOfRangeCode,
      path: option,
      got: `is ${this.size.toString()}`,
      wanted: this.accepted(),
      remedy: `use ${otherwise}`,
    });
  }

  /** Checks the step against every fleet that it moves. */
  public checkFleets(problems: Problems, path: string, fleets: Fleets): void {
    const { _unit: unit, _amount: amount } = this.size;
    if (unit !== 'CAPACITY_PERCENT' && unit !== fleets.unit) {
      this.addOtherUnit(problems, path, fleets.unit);
      return;
    }
    if (Token.isUnresolved(amount)) return;

    for (const count of new Set(knownCounts(fleets))) {
      if (unit === 'CAPACITY_PERCENT') this.checkShareOf(count, problems, path, fleets.unit);
      else this.checkCountOf(count, problems, path, fleets.unit);
    }
  }

  private checkShareOf(count: number, problems: Problems, path: string, unit: FleetUnit): void {
    if ((this.size._amount * count) / 100 >= 1) return;
    const fewest = Math.ceil(100 / count);

    problems.add({
      code: this.limits.belowOneCode,
      path: `${path}.${this.limits.option}`,
      got: `is ${this.size.toString()} of ${counted(count, unit)}`,
      wanted: `a step moves ${counted(1, unit)} or more`,
      remedy:
        fewest > this.limits.mostPercent
          ? this.withoutSteps(unit)
          : `use ${written('CAPACITY_PERCENT', fewest)} or ${written(unit, 1)}`,
    });
  }

  private checkCountOf(count: number, problems: Problems, path: string, unit: FleetUnit): void {
    const { option, leastPercent, mostPercent, outOfRangeCode } = this.limits;
    const least = Math.max(1, Math.ceil((count * leastPercent) / 100));
    const most = Math.floor((count * mostPercent) / 100);
    const { _amount: amount } = this.size;
    if (amount >= least && amount <= most) return;

    problems.add({
      code: outOfRangeCode,
      path: `${path}.${option}`,
      got: `is ${amount} of ${counted(count, unit)}`,
      wanted: this.accepted(),
      remedy: least > most ? this.withoutSteps(unit) : `use ${written(unit, amount > most ? most : least)}`,
    });
  }

  private addOtherUnit(problems: Problems, path: string, unit: FleetUnit): void {
    problems.add({
      code: 'DeploymentUnitMismatch',
      path: `${path}.${this.limits.option}`,
      got: `is ${this.size.toString()}`,
      wanted: unit === 'COPY_COUNT' ? 'an inference component moves by copies' : 'an endpoint moves by instances',
      remedy: `use ${written(unit, this.size._amount)}`,
    });
  }

  private accepted(): string {
    return `SageMaker accepts ${this.limits.leastPercent} to ${this.limits.mostPercent} %`;
  }

  private withoutSteps(unit: FleetUnit): string {
    return unit === 'COPY_COUNT'
      ? `serve ${counted(2, unit)} or more, or give the component no strategy`
      : `serve on ${counted(2, unit)} or more, or use DeploymentStrategy.allAtOnce()`;
  }
}

function knownCounts(fleets: Fleets | undefined): number[] {
  return (fleets?.counts ?? []).filter((count) => !Token.isUnresolved(count) && count > 0);
}

function written(unit: FleetUnit | 'CAPACITY_PERCENT', amount: number): string {
  switch (unit) {
    case 'CAPACITY_PERCENT':
      return `CapacitySize.percent(Percent.of(${amount}))`;
    case 'INSTANCE_COUNT':
      return `CapacitySize.instances(${amount})`;
    case 'COPY_COUNT':
      return `CapacitySize.copies(${amount})`;
  }
}
