import {
  DRIFT,
  POLICIES,
  drifting,
  laiRobbinsBound,
  meanRegret,
  simulate,
  simulateAll,
  steady,
} from './bandit-simulation';

const SEEDS = 200;
const REQUESTS = 10_000;

test('a run is decided by its seed', () => {
  const scenario = steady([0.1, 0.05], POLICIES['Thompson sampling']);

  const [first, second, other] = [simulate(scenario, 7), simulate(scenario, 7), simulate(scenario, 8)];

  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

// The ten arms are the low-reward scenario of Garivier and Cappé, "The KL-UCB algorithm for bounded stochastic bandits" (2011).
test.each([
  ['two arms', [0.1, 0.05]],
  ['five arms', [0.3, 0.25, 0.25, 0.2, 0.15]],
  ['ten arms', [0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01]],
])(
  `with %s, Thompson sampling misses at most 1.5 times the Lai-Robbins bound in ${REQUESTS} requests, and less than its rivals`,
  (_, means) => {
    const missed = (policy: keyof typeof POLICIES): number =>
      meanRegret(simulateAll(steady(means, POLICIES[policy]), SEEDS)).at(-1) ?? NaN;

    const thompson = missed('Thompson sampling');

    expect(thompson).toBeLessThanOrEqual(1.5 * laiRobbinsBound(means, REQUESTS));
    expect(thompson).toBeLessThan(missed('UCB1'));
    expect(thompson).toBeLessThan(missed('epsilon-greedy (0.1)'));
  },
  60_000,
);

describe('when the best arm becomes the worst, the new best one has more than half of the traffic', () => {
  test('after 20 updates in half of the runs and after 30 in 95 % of them, if rewards are discounted by 0.95', () => {
    const waits = updatesToRecover(0.95);

    expect(waits[SEEDS / 2]).toBeLessThanOrEqual(20);
    expect(waits[SEEDS * 0.95]).toBeLessThanOrEqual(30);
    expect(waits.at(-1)).toBeLessThan(Infinity);
  });

  test('after more than 45 updates in half of the runs, and never in some, if they are not', () => {
    const waits = updatesToRecover(1);

    expect(waits[SEEDS / 2]).toBeGreaterThan(45);
    expect(waits.at(-1)).toBe(Infinity);
  });
});

/** In how many updates each run came back, the fastest one first; infinitely many if it did not in 100. */
function updatesToRecover(discount: number): number[] {
  const waits = simulateAll(drifting(discount), SEEDS).map(({ shares }) => {
    const recovered = shares.findIndex(([, , newBest], update) => update > DRIFT && newBest > 0.5);
    return recovered < 0 ? Infinity : recovered - DRIFT;
  });

  return waits.sort((a, b) => a - b);
}
