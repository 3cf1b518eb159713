import { differenceOf } from '../../../../lib/deployment/handlers/judge-test/difference';

test.each([
  ['its own variances, where the larger one has less traffic', 1, 800, 9, 200, 1 / 800 + 9 / 200, 10],
  ['the common variance, where the smaller one has less traffic', 9, 800, 1, 200, 7.4 / 800 + 7.4 / 200, 14.8],
  ['either, which are the same, where the traffic is equal', 9, 500, 1, 500, 10 / 500, 10],
])('a difference has %s', (_, controlSpread, controlSize, spread, size, variance, unitVariance) => {
  const control = { mean: 3, spread: controlSpread, size: controlSize };
  const challenger = { mean: 5, spread, size };

  const difference = differenceOf(control, challenger);

  expect(difference.estimate).toBe(2);
  expect(difference.variance).toBeCloseTo(variance, 12);
  expect(difference.unitVariance).toBeCloseTo(unitVariance, 12);
});
