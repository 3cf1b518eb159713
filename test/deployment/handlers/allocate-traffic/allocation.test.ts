import * as fc from 'fast-check';
import { CalculationRefused } from '../../../../lib/deployment/handlers/calculation-refused';
import { AllocationSettings, allocate } from '../../../../lib/deployment/handlers/allocate-traffic/allocation';
import { newArm } from '../../../../lib/deployment/handlers/allocate-traffic/arm';
import { Policy } from '../../../../lib/deployment/handlers/allocate-traffic/policy';
import { seededBeta } from '../../../../lib/deployment/handlers/allocate-traffic/random';
import { armOf } from '../../arms';

const SETTINGS: AllocationSettings = {
  policy: { kind: 'thompson' },
  warmUp: { observations: 50 },
  minShare: 0.05,
  maxStep: 0.2,
};
const ARMS = [armOf('blue', 10, 100), armOf('green', 30, 100)];
const LAST = new Map([
  ['blue', 1],
  ['green', 1],
]);

test('the better arm gets more traffic, by one step', () => {
  const shares = allocate(ARMS, LAST, SETTINGS, seededBeta('update 7'));

  expect(shares).toEqual(
    new Map([
      ['blue', expect.closeTo(0.3, 12)],
      ['green', expect.closeTo(0.7, 12)],
    ]),
  );
});

test('an update that is repeated computes the same shares', () => {
  const close = [armOf('blue', 20, 100), armOf('green', 22, 100), armOf('red', 21, 100)];
  const last = new Map([...LAST, ['red', 1]]);
  const again = () => allocate(close, last, { ...SETTINGS, maxStep: 1 }, seededBeta('update 7'));

  const [first, second] = [again(), again()];

  expect([...second]).toEqual([...first]);
});

test.each([
  [undefined, [0.5, 0.5]],
  [{ blue: 3, green: 2 }, [0.6, 0.4]],
  [{ blue: 1, green: 0 }, [0.7, 0.3]],
])('while an arm is warming up, the weights %j decide, one step at a time', (weights, expected) => {
  const arms = [armOf('blue', 10, 100), armOf('green', 30, 49)];
  const settings = { ...SETTINGS, warmUp: { observations: 50, weights } };

  const shares = allocate(arms, LAST, settings, seededBeta('update 7'));

  expect([...shares.values()]).toEqual(expected.map((share) => expect.closeTo(share, 12)));
});

test('a variant that is new starts at the floor, and warms up', () => {
  const arms = [...ARMS, newArm('red')];

  const shares = allocate(arms, LAST, { ...SETTINGS, maxStep: 0.1 }, seededBeta('update 7'));

  expect(shares.get('red')).toBeCloseTo(0.15, 12);
});

test('the only arm has all the traffic', () => {
  const shares = allocate([newArm('blue')], new Map([['blue', 1]]), SETTINGS, seededBeta('update 7'));

  expect(shares).toEqual(new Map([['blue', 1]]));
});

test('for any policy, statistics, weights and limits the shares add up to 1, and hold the floor and the step', () => {
  fc.assert(
    fc.property(updates(), ({ arms, last, settings, id }) => {
      const shares = allocate(arms, last, settings, seededBeta(id));

      const total = [...last.values()].reduce((sum, weight) => sum + weight, 0);
      const before = arms.map(({ name }) => (last.get(name) ?? 0) / total);
      const after = [...shares.values()];
      expect(after.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(Math.min(...after)).toBeGreaterThanOrEqual(settings.minShare - 1e-9);
      if (Math.min(...before) < settings.minShare) return;
      after.forEach((share, arm) => expect(Math.abs(share - before[arm])).toBeLessThanOrEqual(settings.maxStep + 1e-9));
    }),
  );
});

test.each<[string, Partial<AllocationSettings>, Map<string, number>, string]>([
  [
    'weights for an arm that is not there',
    {},
    new Map([...LAST, ['red', 1]]),
    'BanditArmUnknown: last weights name red, which is no arm of this bandit',
  ],
  [
    'a weight below 0',
    {},
    new Map([['blue', -1]]),
    'BanditWeightOutOfRange: last weights: blue is -1, it must be 0 to 9007199254740991',
  ],
  [
    'a weight that is no number',
    {},
    new Map([['blue', NaN]]),
    'BanditWeightOutOfRange: last weights: blue is NaN, it must be 0 to 9007199254740991',
  ],
  ['no traffic at all', {}, new Map([['blue', 0]]), 'BanditWithoutTraffic: last weights are all zero'],
  [
    'a warm-up for an arm that is not there',
    { warmUp: { observations: 1000, weights: { red: 1 } } },
    LAST,
    'BanditArmUnknown: warmUp.weights name red, which is no arm of this bandit',
  ],
  [
    'a warm-up without an end',
    { warmUp: { observations: Infinity } },
    LAST,
    'BanditWarmUpOutOfRange: warmUp.observations is Infinity, it must be 0 to 9007199254740991',
  ],
])('%s is refused', (_, settings, last, message) => {
  const attempt = () => allocate(ARMS, last, { ...SETTINGS, ...settings }, seededBeta('update 7'));

  expect(attempt).toThrow(CalculationRefused);
  expect(attempt).toThrow(new Error(message));
});

/** An update of a bandit with 1 to 10 arms. */
function updates() {
  const portion = fc.double({ min: 0, max: 1, noNaN: true });
  const policy = fc.oneof(
    fc.constant<Policy>({ kind: 'thompson', draws: 20 }),
    fc.constant<Policy>({ kind: 'ucb1', plays: 20 }),
    portion.map((epsilon): Policy => ({ kind: 'epsilonGreedy', epsilon })),
  );
  const statistics = fc.record({ successes: amount(), failures: amount(), observations: fc.nat(200) });

  return fc.array(statistics, { minLength: 1, maxLength: 10 }).chain((all) => {
    const arms = all.map((statistic, arm) => ({ name: `arm-${arm}`, ...statistic }));
    const weights = fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 100, noNaN: true })), {
        minLength: arms.length,
        maxLength: arms.length,
      })
      .filter((given) => given.some((weight) => weight > 0))
      .map((given) => new Map(given.map((weight, arm) => [`arm-${arm}`, weight])));

    return fc.record({
      arms: fc.constant(arms),
      last: weights,
      settings: fc.record({
        policy,
        warmUp: fc.record({ observations: fc.nat(100) }),
        minShare: portion.map((part) => part / arms.length),
        maxStep: portion,
      }),
      id: fc.uuid(),
    });
  });
}

/** Discounted sums: anything from almost nothing to a long history of rewards. */
function amount(): fc.Arbitrary<number> {
  return fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1e4, noNaN: true }));
}
