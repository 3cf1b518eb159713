import { RewardCounters } from '../reward-counters';
import { learned, newArm, Rewards } from './arm';
import { KnownArm } from './bandit-state';

/** Differences of sums are exact to so many places; what lies behind them is rounding. */
const EXACT = 1e6;

/**
 * The arm of a variant after an update, from what was known of it and the counters of all its rewards.
 *
 * A variant that is new begins without knowledge: what was counted before may be of another model that had its name.
 */
export function learnedFrom(
  name: string,
  known: KnownArm | undefined,
  now: RewardCounters,
  discount: number,
): KnownArm {
  const { seen, ...arm } = known ?? { ...newArm(name), seen: now };

  return { ...learned(arm, rewardsBetween(seen, now), discount), seen: { count: now.count, sum: now.sum } };
}

/** Counters that were set back tell nothing about the time between; they are followed from where they stand. */
function rewardsBetween(seen: KnownArm['seen'], now: RewardCounters): Rewards {
  if (now.count < seen.count) return { count: 0, total: 0 };

  return { count: now.count - seen.count, total: Math.round((now.sum - seen.sum) * EXACT) / EXACT };
}
