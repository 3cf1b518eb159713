import * as fc from 'fast-check';
import { withinLimits } from '../../../../lib/deployment/handlers/allocate-traffic/limits';
import { inProportion } from '../../../../lib/deployment/handlers/shares';

const ROUNDING = 1e-9;

test('what keeps within the limits is taken as it is', () => {
  const shares = withinLimits([0.7, 0.2, 0.1], [0.6, 0.2, 0.2], { minShare: 0.1, maxStep: 0.1 });

  expect(shares).toEqual([0.7, 0.2, 0.1].map((share) => expect.closeTo(share, 12)));
});

test('an arm below the floor is raised to it, and the others give in proportion to what they have above it', () => {
  const shares = withinLimits([0.8, 0.2, 0], [0.4, 0.3, 0.3], { minShare: 0.1, maxStep: 1 });

  expect(shares).toEqual([0.7125, 0.1875, 0.1].map((share) => expect.closeTo(share, 12)));
});

test('no arm moves further than the step, and all of them keep their direction', () => {
  const shares = withinLimits([0, 0.7, 0.3], [0.5, 0.3, 0.2], { minShare: 0, maxStep: 0.1 });

  expect(shares).toEqual([0.4, 0.38, 0.22].map((share) => expect.closeTo(share, 12)));
});

test('a variant that is new is raised to the floor at once, and the steps count from there', () => {
  const shares = withinLimits([0.1, 0.9], [1, 0], { minShare: 0.2, maxStep: 0.05 });

  expect(shares).toEqual([0.75, 0.25].map((share) => expect.closeTo(share, 12)));
});

test('a last share that lies a hair below the floor opens no way past the step', () => {
  const shares = withinLimits([0.95, 0.05], [0.05 - 1e-9, 0.95 + 1e-9], { minShare: 0.05, maxStep: 0.1 });

  expect(shares).toEqual([0.15, 0.85].map((share) => expect.closeTo(share, 8)));
});

test.each([2, 3, 7, 10])('a floor of 1 / %d leaves each arm the same', (count) => {
  const shares = withinLimits(oneHot(count, 0), oneHot(count, 1), { minShare: 1 / count, maxStep: 0.1 });

  expect(shares).toEqual(shares.map(() => 1 / count));
});

test('a step of 0 freezes the traffic', () => {
  const shares = withinLimits([0, 1], [0.6, 0.4], { minShare: 0, maxStep: 0 });

  expect(shares).toEqual([0.6, 0.4]);
});

test.each([
  [
    { minShare: 0.5, maxStep: 0.1 },
    'BanditFloorTooHigh: minShare is 0.5, 3 arms leave at most 0.3333333333333333 each',
  ],
  [{ minShare: -0.1, maxStep: 0.1 }, 'BanditFloorOutOfRange: minShare is -0.1, it must be 0 to 1'],
  [{ minShare: 0.1, maxStep: NaN }, 'BanditStepOutOfRange: maxStep is NaN, it must be 0 to 1'],
])('%j is refused', (limits, message) => {
  expect(() => withinLimits([1, 0, 0], [0, 1, 0], limits)).toThrow(new Error(message));
});

describe('whatever is wanted', () => {
  test('the shares add up to 1, and none is below the floor', () => {
    fc.assert(
      fc.property(cases(), ({ wanted, last, minShare, maxStep }) => {
        const shares = withinLimits(wanted, last, { minShare, maxStep });

        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(minShare - ROUNDING);
      }),
    );
  });

  test('no share moves further than the step, unless the floor raises it or takes from it', () => {
    fc.assert(
      fc.property(cases(), ({ wanted, last, minShare, maxStep }) => {
        const raised = withinLimits(last, last, { minShare, maxStep });

        const shares = withinLimits(wanted, last, { minShare, maxStep });

        const steps = shares.map((share, arm) => Math.abs(share - raised[arm]));
        expect(Math.max(...steps)).toBeLessThanOrEqual(maxStep + ROUNDING);
        if (Math.min(...last) >= minShare) raised.forEach((share, arm) => expect(share).toBeCloseTo(last[arm], 8));
      }),
    );
  });

  test('repeated updates arrive at it, raised to the floor', () => {
    fc.assert(
      fc.property(cases(), ({ wanted, last, minShare }) => {
        const limits = { minShare, maxStep: 0.1 };
        const goal = withinLimits(wanted, wanted, limits);

        const end = Array.from({ length: 11 }).reduce<number[]>((shares) => withinLimits(wanted, shares, limits), last);

        end.forEach((share, arm) => expect(share).toBeCloseTo(goal[arm], 8));
      }),
    );
  });
});

/** Shares of 1 to 10 arms, with any floor that they can hold and any step. */
function cases() {
  const portion = fc.double({ min: 0, max: 1, noNaN: true });
  const shares = (count: number): fc.Arbitrary<number[]> =>
    fc
      .array(fc.oneof(fc.constant(0), portion), { minLength: count, maxLength: count })
      .filter((weights) => weights.some((weight) => weight > 0))
      .map(inProportion);

  return fc.integer({ min: 1, max: 10 }).chain((count) =>
    fc.record({
      wanted: shares(count),
      last: shares(count),
      minShare: portion.map((part) => part / count),
      maxStep: portion,
    }),
  );
}

function oneHot(count: number, hot: number): number[] {
  return Array.from({ length: count }, (_, arm) => (arm === hot ? 1 : 0));
}
