import { checkRange } from './range';
import { Arm } from './arm';
import { epsilonGreedyShares } from './epsilon-greedy';
import { BetaDraw } from './random';
import { thompsonShares } from './thompson';
import { ucb1Shares } from './ucb1';

/** How traffic is shared between exploring and what has served best. */
export type Policy =
  /** By the probability that an arm is the best one, estimated with so many draws. */
  | { readonly kind: 'thompson'; readonly draws?: number }
  /** By the upper confidence bound of an arm; `plays` is about how many rewards arrive between two updates. */
  | { readonly kind: 'ucb1'; readonly plays?: number }
  /** The share epsilon to all arms alike, the rest to the best one. */
  | { readonly kind: 'epsilonGreedy'; readonly epsilon: number };

/** More would take longer than an update may. */
const MOST_ROUNDS = 100_000;

/** The share of each arm that the policy alone would give, in the order of the arms; they add up to 1. */
export function sharesBy(policy: Policy, arms: readonly Arm[], draw: BetaDraw): number[] {
  switch (policy.kind) {
    case 'thompson':
      checkRange('BanditDrawsOutOfRange', 'draws', policy.draws ?? 1, 1, MOST_ROUNDS);
      return thompsonShares(arms, draw, policy.draws);
    case 'ucb1':
      checkRange('BanditPlaysOutOfRange', 'plays', policy.plays ?? 1, 1, MOST_ROUNDS);
      return ucb1Shares(arms, policy.plays);
    case 'epsilonGreedy':
      return epsilonGreedyShares(arms, policy.epsilon);
  }
}
