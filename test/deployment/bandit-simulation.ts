import mt19937 from '@stdlib/random-base-mt19937';
import { AllocationSettings, allocate } from '../../lib/deployment/handlers/allocate-traffic/allocation';
import { learned, newArm } from '../../lib/deployment/handlers/allocate-traffic/arm';
import { Policy } from '../../lib/deployment/handlers/allocate-traffic/policy';
import { seededBeta } from '../../lib/deployment/handlers/allocate-traffic/random';

/** An endpoint with simulated users: each request goes to a variant by its share and is rewarded with 1 or with 0. */
export interface Scenario {
  /** The probability of a reward by arm, while the update with this number (from 0) is in force. */
  readonly means: (update: number) => readonly number[];
  readonly updates: number;
  readonly requestsPerUpdate: number;
  readonly settings: AllocationSettings;

  /** What the rewards before an update count after it. */
  readonly discount: number;
}

/** What one simulation did, update by update. */
export interface Run {
  /** The share of each arm while the update was in force. */
  readonly shares: ReadonlyArray<readonly number[]>;

  /** How many rewards the requests up to the end of the update were expected to miss, against the best arm of the time. */
  readonly regret: readonly number[];
}

/** Each policy; few draws estimate the same shares as many do, with more noise, and are fast. */
export const POLICIES = {
  'Thompson sampling': { kind: 'thompson', draws: 10 },
  UCB1: { kind: 'ucb1', plays: 100 },
  'epsilon-greedy (0.1)': { kind: 'epsilonGreedy', epsilon: 0.1 },
} as const;

/** The same rewards for 10,000 requests, 100 an update, and neither warm-up, floor nor step: what the policy alone does. */
export function steady(means: readonly number[], policy: Policy): Scenario {
  return {
    means: () => means,
    updates: 100,
    requestsPerUpdate: 100,
    settings: { policy, warmUp: { observations: 0 }, minShare: 0, maxStep: 1 },
    discount: 1,
  };
}

/** The update from which the best of three arms is the worst, and the other way round. */
export const DRIFT = 50;

/** A bandit as one runs it, with a floor and a step, while the best arm changes after `DRIFT` updates of 100 requests. */
export function drifting(discount: number, policy: Policy = POLICIES['Thompson sampling']): Scenario {
  return {
    means: (update) => (update < DRIFT ? [0.3, 0.25, 0.2] : [0.2, 0.25, 0.3]),
    updates: 150,
    requestsPerUpdate: 100,
    settings: { policy, warmUp: { observations: 50 }, minShare: 0.05, maxStep: 0.1 },
    discount,
  };
}

/** One run for each seed from 0. */
export function simulateAll(scenario: Scenario, seeds: number): Run[] {
  return Array.from({ length: seeds }, (_, seed) => simulate(scenario, seed));
}

/** Plays a scenario; the same seed gives the same run. */
export function simulate({ means, updates, requestsPerUpdate, settings, discount }: Scenario, seed: number): Run {
  const draw = seededBeta(`simulation ${seed}`);
  const random = uniform(seed);
  const run = { shares: [] as number[][], regret: [] as number[] };
  let arms = means(0).map((_, arm) => newArm(`arm-${arm}`));
  let last: ReadonlyMap<string, number> = new Map(arms.map(({ name }) => [name, 1]));
  let regret = 0;

  for (let update = 0; update < updates; update++) {
    last = allocate(arms, last, settings, draw);
    const shares = [...last.values()];
    const { counts, totals } = requests(requestsPerUpdate, shares, means(update), random);

    arms = arms.map((arm, index) => learned(arm, { total: totals[index], count: counts[index] }, discount));
    regret += regretOf(counts, means(update));
    run.shares.push(shares);
    run.regret.push(regret);
  }
  return run;
}

/** What the runs reached on average: the cumulative regret after each update. */
export function meanRegret(runs: readonly Run[]): number[] {
  return runs[0].regret.map((_, update) => runs.reduce((sum, { regret }) => sum + regret[update], 0) / runs.length);
}

/**
 * What no policy that is good everywhere can stay below in the long run (Lai and Robbins, 1985): for each arm its gap by the
 * information that one reward gives about it, times the logarithm of the number of requests.
 */
export function laiRobbinsBound(means: readonly number[], requestCount: number): number {
  const best = Math.max(...means);
  const slower = means.filter((mean) => mean < best);

  return slower.reduce((sum, mean) => sum + ((best - mean) / divergence(mean, best)) * Math.log(requestCount), 0);
}

/** Kullback-Leibler divergence of two Bernoulli distributions. */
function divergence(p: number, q: number): number {
  return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
}

/** Numbers from 0 up to 1. */
function uniform(seed: number): () => number {
  // Seeds of the generator begin at 1.
  const next = mt19937.factory({ seed: seed + 1 });
  const count = next.MAX + 1;

  return () => next() / count;
}

function requests(count: number, shares: readonly number[], means: readonly number[], random: () => number) {
  const counts = shares.map(() => 0);
  const totals = shares.map(() => 0);

  for (let request = 0; request < count; request++) {
    const arm = routed(shares, random());
    counts[arm]++;
    if (random() < means[arm]) totals[arm]++;
  }
  return { counts, totals };
}

/** SageMaker sends each request to a variant at random, by weight. */
function routed(shares: readonly number[], point: number): number {
  let end = 0;

  const arm = shares.findIndex((share) => point < (end += share));
  return arm < 0 ? shares.length - 1 : arm;
}

function regretOf(counts: readonly number[], means: readonly number[]): number {
  const best = Math.max(...means);

  return counts.reduce((sum, count, arm) => sum + count * (best - means[arm]), 0);
}
