import { inProportion } from '../shares';
import { Arm } from './arm';
import { indexOfLargest } from './largest';
import { BetaDraw } from './random';

/** With so many draws a share is known to one percentage point (two standard errors). */
const DRAWS = 10_000;

/**
 * Thompson sampling for a whole batch of requests: each arm's share is the probability that it is the best one.
 *
 * Thompson's rule draws a mean for every arm from what is believed of it and sends the request to the largest. Between two
 * updates the beliefs stay as they are, so that the rule sends each arm this share of the batch. The belief of an arm is
 * the beta distribution with one success and one failure more than were seen; both of its parameters are 1 or more.
 */
export function thompsonShares(arms: readonly Arm[], draw: BetaDraw, draws = DRAWS): number[] {
  const wins = arms.map(() => 0);

  for (let round = 0; round < draws; round++) {
    const means = arms.map(({ successes, failures }) => draw(1 + successes, 1 + failures));
    wins[indexOfLargest(means)]++;
  }

  return inProportion(wins);
}
