import * as fc from 'fast-check';
import {
  Arm,
  Rewards,
  checkArms,
  evidenceOf,
  learned,
  meanRewardOf,
  newArm,
} from '../../../../lib/deployment/handlers/allocate-traffic/arm';
import { armOf } from '../../arms';

test('rewards of 0 to 1 are a success in part, and a failure for the rest', () => {
  const arm = newArm('blue');

  const after = learned(arm, { total: 2.5, count: 4 }, 1);

  expect(after).toEqual({ name: 'blue', successes: 2.5, failures: 1.5, observations: 4 });
});

test('what was known before counts less with each update, except for the number of rewards', () => {
  const arm = armOf('blue', 10, 40);

  const after = learned(arm, { total: 1, count: 2 }, 0.9);

  expect(after).toEqual({ name: 'blue', successes: 10, failures: 28, observations: 42 });
});

test('an arm without new rewards forgets as well', () => {
  const arm = armOf('blue', 10, 40);

  const after = learned(arm, { total: 0, count: 0 }, 0.5);

  expect(after).toEqual({ name: 'blue', successes: 5, failures: 15, observations: 40 });
});

test.each([
  [armOf('blue', 3, 12), 0.25],
  [armOf('blue', 0, 12), 0],
  [newArm('blue'), 1],
])('the mean reward of %j is %d', (arm, mean) => {
  expect(meanRewardOf(arm)).toBe(mean);
});

test('whatever rewards arrive, no statistic is negative and the mean reward is 0 to 1', () => {
  const rewards = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }))
    .map((all): Rewards => ({ total: all.reduce((sum, reward) => sum + reward, 0), count: all.length }));
  const discounts = fc.double({ min: 0, max: 1, noNaN: true });

  fc.assert(
    fc.property(fc.array(rewards), discounts, (updates, discount) => {
      const arm = updates.reduce((before: Arm, update) => learned(before, update, discount), newArm('blue'));

      expect(() => checkArms([arm])).not.toThrow();
      expect(evidenceOf(arm)).toBeLessThanOrEqual(arm.observations + 1e-9);
      expect(meanRewardOf(arm)).toBeGreaterThanOrEqual(0);
      expect(meanRewardOf(arm)).toBeLessThanOrEqual(1);
    }),
  );
});

test.each([
  [{ total: 3, count: 2 }, 1, 'BanditRewardsOutOfRange: rewards of blue: total is 3, it must be 0 to 2'],
  [{ total: -1, count: 2 }, 1, 'BanditRewardsOutOfRange: rewards of blue: total is -1, it must be 0 to 2'],
  [{ total: NaN, count: 2 }, 1, 'BanditRewardsOutOfRange: rewards of blue: total is NaN, it must be 0 to 2'],
  [
    { total: 0, count: -1 },
    1,
    'BanditRewardsOutOfRange: rewards of blue: count is -1, it must be 0 to 9007199254740991',
  ],
  [{ total: 0, count: 1 }, 1.1, 'BanditDiscountOutOfRange: discount is 1.1, it must be 0 to 1'],
])('of %j, discounted by %d, nothing is learned', (rewards, discount, message) => {
  expect(() => learned(newArm('blue'), rewards, discount)).toThrow(new Error(message));
});

test.each([
  [[], 'BanditWithoutArms: there is no production variant'],
  [[newArm('blue'), newArm('blue')], 'BanditArmRepeated: blue appears twice'],
  [
    [{ ...newArm('blue'), successes: NaN }],
    'BanditStatisticsOutOfRange: blue.successes is NaN, it must be 0 to 9007199254740991',
  ],
  [
    [{ ...newArm('blue'), failures: -1 }],
    'BanditStatisticsOutOfRange: blue.failures is -1, it must be 0 to 9007199254740991',
  ],
  [
    [{ ...newArm('blue'), observations: Infinity }],
    'BanditStatisticsOutOfRange: blue.observations is Infinity, it must be 0 to 9007199254740991',
  ],
])('the arms %j are refused', (arms, message) => {
  expect(() => checkArms(arms)).toThrow(new Error(message));
});
