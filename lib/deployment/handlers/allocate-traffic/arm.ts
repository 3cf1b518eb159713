import { CalculationRefused } from '../calculation-refused';
import { checkRange } from './range';

/** What the rewards of one production variant have shown so far. */
export interface Arm {
  /** The name of the production variant. */
  readonly name: string;

  /** The sum of its rewards, older ones discounted; each reward is 0 to 1. */
  readonly successes: number;

  /** How much the same rewards fell short of 1, discounted likewise. */
  readonly failures: number;

  /** How many rewards there were, without discount. */
  readonly observations: number;
}

/** The rewards of one arm since the last update. */
export interface Rewards {
  /** Their sum. */
  readonly total: number;

  /** How many there are. */
  readonly count: number;
}

export function newArm(name: string): Arm {
  return { name, successes: 0, failures: 0, observations: 0 };
}

/**
 * The arm after an update: what it knew counts `discount` times as much as before, then the new rewards are added.
 *
 * With a discount of 1 nothing is forgotten. Below 1 what lies 1 / (1 - discount) updates back has lost two thirds of its
 * weight, so that the arm follows rewards that change. An arm without new rewards forgets as well, and is tried again.
 */
export function learned(arm: Arm, { total, count }: Rewards, discount: number): Arm {
  checkRange('BanditDiscountOutOfRange', 'discount', discount, 0, 1);
  checkRange('BanditRewardsOutOfRange', `rewards of ${arm.name}: count`, count, 0);
  checkRange('BanditRewardsOutOfRange', `rewards of ${arm.name}: total`, total, 0, count);

  return {
    name: arm.name,
    successes: discount * arm.successes + total,
    failures: discount * arm.failures + count - total,
    observations: arm.observations + count,
  };
}

/** How many rewards stand behind what is known of an arm, older ones discounted. */
export function evidenceOf({ successes, failures }: Arm): number {
  return successes + failures;
}

/** The mean reward of an arm; an arm that nobody has tried may be as good as can be. */
export function meanRewardOf(arm: Arm): number {
  const evidence = evidenceOf(arm);

  return evidence > 0 ? arm.successes / evidence : 1;
}

/** Refuses arms from which no share can be computed. */
export function checkArms(arms: readonly Arm[]): void {
  const names = arms.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);

  if (arms.length === 0) throw new CalculationRefused('BanditWithoutArms', 'there is no production variant');
  if (repeated !== undefined) throw new CalculationRefused('BanditArmRepeated', `${repeated} appears twice`);
  for (const { name, successes, failures, observations } of arms) {
    for (const [field, value] of Object.entries({ successes, failures, observations })) {
      checkRange('BanditStatisticsOutOfRange', `${name}.${field}`, value, 0);
    }
  }
}
