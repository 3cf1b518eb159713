import { differenceOfProportions } from '../../../../lib/deployment/handlers/judge-test/two-proportion';

const of = (successes: number, trials: number) => ({ variant: 'any', successes, trials });

test('the estimate is the plain difference, its variance knows a success and a failure more for each', () => {
  const difference = differenceOfProportions(of(99, 998), of(149, 998));

  expect(difference.estimate).toBeCloseTo(50 / 998, 12);
  expect(difference.variance).toBeCloseTo((0.1 * 0.9 + 0.15 * 0.85) / 1_000, 12);
  expect(difference.unitVariance).toBeCloseTo(0.1 * 0.9 + 0.15 * 0.85, 12);
});

test.each([
  ['without a success', of(0, 500), of(0, 500)],
  ['with nothing but successes', of(500, 500), of(500, 500)],
])('two variants %s do not differ, with a variance above 0', (_, control, challenger) => {
  const difference = differenceOfProportions(control, challenger);

  expect(difference.estimate).toBe(0);
  expect(difference.variance).toBeGreaterThan(0);
});

test('a variant with little traffic and no success yet does not seem certain of it', () => {
  const difference = differenceOfProportions(of(9, 9_000), of(0, 1_000));

  const deviation = Math.abs(difference.estimate) / Math.sqrt(difference.variance);
  expect(deviation).toBeLessThan(1);
});
