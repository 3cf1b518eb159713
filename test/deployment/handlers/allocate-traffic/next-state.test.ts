import { stateAfter } from '../../../../lib/deployment/handlers/allocate-traffic/next-state';
import { BanditState } from '../../../../lib/deployment/handlers/allocate-traffic/bandit-state';
import { banditIn } from './bandits';

const DUE = { scheduledAt: 7_200_000, weights: { blue: 1, green: 1 } };
const LAST: BanditState = {
  version: 4,
  scheduledAt: 3_600_000,
  arms: [
    { name: 'blue', successes: 10, failures: 30, observations: 40, seen: { count: 40, sum: 10 } },
    { name: 'green', successes: 20, failures: 20, observations: 40, seen: { count: 40, sum: 20 } },
  ],
  weights: { blue: 1, green: 1 },
};
const REWARDS = { blue: [50, 12] as const, green: [60, 30] as const };

test('a bandit begins with what rewards there are from then on, and with the warm-up', async () => {
  const bandit = banditIn({ rewards: REWARDS });

  const state = await stateAfter(undefined, DUE, bandit);

  expect(state).toEqual({
    version: 1,
    scheduledAt: 7_200_000,
    arms: [
      { name: 'blue', successes: 0, failures: 0, observations: 0, seen: { count: 50, sum: 12 } },
      { name: 'green', successes: 0, failures: 0, observations: 0, seen: { count: 60, sum: 30 } },
    ],
    weights: { blue: 1, green: 1 },
  });
});

test('an update learns the rewards since the last one, and forgets by the discount', async () => {
  const bandit = banditIn({ rewards: REWARDS }, { discount: 0.5 });

  const state = await stateAfter(LAST, DUE, bandit);

  expect(state.version).toBe(5);
  expect(state.arms).toEqual([
    { name: 'blue', successes: 7, failures: 23, observations: 50, seen: { count: 50, sum: 12 } },
    { name: 'green', successes: 20, failures: 20, observations: 60, seen: { count: 60, sum: 30 } },
  ]);
});

test('chance is seeded by the update: the same one decides the same, and the next one may decide otherwise', async () => {
  const settings = { policy: { kind: 'thompson' }, warmUp: { observations: 0 } } as const;
  const bandit = banditIn({ rewards: REWARDS }, settings);
  const unknown = { ...LAST, arms: [] };

  const [first, again, next] = await Promise.all(
    [unknown, unknown, { ...unknown, version: 5 }].map((last) => stateAfter(last, DUE, bandit)),
  );

  expect(again).toEqual(first);
  expect(next.weights).not.toEqual(first.weights);
});

test('weights add up to the number of variants, so that one that joins with a weight of 1 has an equal share', async () => {
  const bandit = banditIn({ rewards: { ...REWARDS, red: [0, 0] } }, { variantNames: ['blue', 'green', 'red'] });

  const { weights } = await stateAfter(LAST, { ...DUE, weights: { blue: 1, green: 3, red: 0 } }, bandit);

  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(3, 6);
});

test('a variant that was deleted is forgotten, and its traffic goes to the others', async () => {
  const bandit = banditIn({ rewards: { ...REWARDS, red: [9, 9] } }, { variantNames: ['blue', 'green', 'red'] });
  const red = { name: 'red', successes: 9, failures: 0, observations: 9, seen: { count: 9, sum: 9 } };

  const { arms, weights } = await stateAfter({ ...LAST, arms: [...LAST.arms, red] }, DUE, bandit);

  expect(arms.map(({ name }) => name)).toEqual(['blue', 'green']);
  expect(Object.keys(weights)).toEqual(['blue', 'green']);
});

test('a variant that is new begins without knowledge, although rewards were counted under its name', async () => {
  const bandit = banditIn({ rewards: { ...REWARDS, red: [9, 9] } }, { variantNames: ['blue', 'green', 'red'] });

  const { arms } = await stateAfter(LAST, { ...DUE, weights: { ...DUE.weights, red: 1 } }, bandit);

  expect(arms[2]).toEqual({ name: 'red', successes: 0, failures: 0, observations: 0, seen: { count: 9, sum: 9 } });
});

test.each([
  ['are those of the variants that are there', { blue: 3, green: 1, red: 4 }, { blue: 1.4, green: 0.6 }],
  ['are equal where all of them belonged to variants that are gone', { red: 1 }, { blue: 1, green: 1 }],
])('the weights of the warm-up %s', async (_, weights, expected) => {
  const settings = { variantNames: ['blue', 'green', 'red'], warmUp: { observations: 100, weights } };
  const bandit = banditIn({ rewards: REWARDS }, settings);

  const state = await stateAfter(LAST, DUE, bandit);

  expect(state.weights).toEqual(expected);
});

test('the only variant keeps all traffic', async () => {
  const bandit = banditIn({ rewards: REWARDS });

  const { weights } = await stateAfter(LAST, { ...DUE, weights: { blue: 0.6 } }, bandit);

  expect(weights).toEqual({ blue: 1 });
});
