import { checkRange } from './range';
import { Arm, meanRewardOf } from './arm';

/**
 * Epsilon-greedy for a whole batch of requests: the share epsilon is spread over all arms, the rest goes to the best one.
 *
 * That is what the rule does with each request. Arms with the same best mean divide the rest among them.
 */
export function epsilonGreedyShares(arms: readonly Arm[], epsilon: number): number[] {
  checkRange('BanditEpsilonOutOfRange', 'epsilon', epsilon, 0, 1);
  const means = arms.map(meanRewardOf);
  const best = Math.max(...means);
  const winners = means.filter((mean) => mean === best).length;

  return means.map((mean) => epsilon / arms.length + (mean === best ? (1 - epsilon) / winners : 0));
}
