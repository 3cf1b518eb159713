import { sequentialTest } from '../../../../lib/deployment/handlers/judge-test/sequential';

const DIFFERENCE = { estimate: 0.02, variance: 0.000_02, unitVariance: 0.2 };
const MIN_SAMPLE = 1_000;

test('the p-value is the density without a difference against that of the mixture', () => {
  const { estimate, variance, unitVariance } = DIFFERENCE;
  const needed = -2 * Math.log(0.05);
  const mixture = ((needed + Math.log(1 + needed)) * unitVariance) / (5 * MIN_SAMPLE);
  const density = (spread: number) => Math.exp(-(estimate ** 2) / (2 * spread)) / Math.sqrt(spread);

  const { pValue } = sequentialTest(DIFFERENCE, MIN_SAMPLE, 0.05);

  expect(pValue).toBeCloseTo(density(variance) / density(variance + mixture), 12);
});

test('the interval ends where the p-value is the level', () => {
  const { interval } = sequentialTest(DIFFERENCE, MIN_SAMPLE, 0.05);

  for (const end of [interval.lower, interval.upper]) {
    const { pValue } = sequentialTest({ ...DIFFERENCE, estimate: DIFFERENCE.estimate - end }, MIN_SAMPLE, 0.05);
    expect(pValue).toBeCloseTo(0.05, 9);
  }
});

test('a t statistic counts less than the same normal one', () => {
  const known = sequentialTest(DIFFERENCE, MIN_SAMPLE, 0.05);

  const estimated = sequentialTest({ ...DIFFERENCE, degreesOfFreedom: 20 }, MIN_SAMPLE, 0.05);

  expect(estimated.pValue).toBeGreaterThan(known.pValue);
  expect(estimated.interval.upper).toBeGreaterThan(known.interval.upper);
});

test.each([undefined, 200])(
  'a difference beyond all doubt has a p-value of 0 (%p degrees of freedom)',
  (degreesOfFreedom) => {
    const certain = { estimate: 1e6, variance: 1e-6, unitVariance: 1e-3, degreesOfFreedom };

    const { pValue } = sequentialTest(certain, MIN_SAMPLE, 0.05);

    expect(pValue).toBeCloseTo(0, 12);
  },
);

test('values that never vary tell nothing', () => {
  const result = sequentialTest({ estimate: 1, variance: 0, unitVariance: 0 }, MIN_SAMPLE, 0.05);

  expect(result).toEqual({ pValue: 1, interval: { lower: -Infinity, upper: Infinity } });
});
