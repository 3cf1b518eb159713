import { inProportion } from '../shares';
import { Arm, evidenceOf, meanRewardOf } from './arm';
import { indexOfLargest } from './largest';

/** With so many plays a share is a whole percentage. */
const PLAYS = 100;

/**
 * UCB1 for a whole batch of requests: each arm's share of the plays that the rule would make before the next update.
 *
 * UCB1 plays the arm with the highest upper confidence bound, mean + √(2 ln t / n). Between two updates no reward arrives:
 * each play narrows the bound of its arm as any play does, while the mean stays as it is; t is the number of plays at the
 * end of the batch. An arm that was never tried comes first.
 */
export function ucb1Shares(arms: readonly Arm[], plays = PLAYS): number[] {
  const means = arms.map(meanRewardOf);
  const counts = arms.map(evidenceOf);
  const width = 2 * Math.log(counts.reduce((sum, count) => sum + count, plays));
  const bound = (arm: number): number => means[arm] + Math.sqrt(width / counts[arm]);
  const bounds = arms.map((_, arm) => (counts[arm] === 0 ? Infinity : bound(arm)));
  const played = arms.map(() => 0);

  for (let play = 0; play < plays; play++) {
    const arm = indexOfLargest(bounds);
    played[arm]++;
    counts[arm]++;
    bounds[arm] = bound(arm);
  }

  return inProportion(played);
}
