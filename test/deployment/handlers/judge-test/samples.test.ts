import {
  checkSamples,
  MeanSample,
  ProportionSample,
  Samples,
  varianceOf,
} from '../../../../lib/deployment/handlers/judge-test/samples';

const CLICKS: ProportionSample = { variant: 'champion', successes: 120, trials: 1_000 };
const LATENCY: MeanSample = { variant: 'champion', count: 1_000, sum: 80_000, sumOfSquares: 7_000_000 };

const proportions = (challenger: Partial<ProportionSample>): Samples => ({
  metric: 'proportion',
  control: CLICKS,
  challengers: [{ ...CLICKS, variant: 'challenger', ...challenger }],
});
const means = (challenger: Partial<MeanSample>): Samples => ({
  metric: 'mean',
  control: LATENCY,
  challengers: [{ ...LATENCY, variant: 'challenger', ...challenger }],
});

test.each([
  ['no requests', proportions({ successes: 0, trials: 0 })],
  ['no success', proportions({ successes: 0 })],
  ['nothing but successes', proportions({ successes: 1_000 })],
  ['no values', means({ count: 0, sum: 0, sumOfSquares: 0 })],
  ['values below 0', means({ sum: -80_000 })],
  ['one value, again and again', means({ count: 3, sum: 0.3, sumOfSquares: 3 * 0.1 ** 2 })],
])('samples are taken with %s', (_, samples) => {
  const act = () => checkSamples(samples);

  expect(act).not.toThrow();
});

test.each([
  [proportions({ successes: 1_001 }), 'AbTestSampleContradictory: challenger has 1001 successes in 1000 trials'],
  [proportions({ successes: -1 }), 'AbTestCountMalformed: challenger.successes is -1, it is a whole number, 0 or more'],
  [proportions({ trials: NaN }), 'AbTestCountMalformed: challenger.trials is NaN, it is a whole number, 0 or more'],
  [
    proportions({ trials: 1_000.5 }),
    'AbTestCountMalformed: challenger.trials is 1000.5, it is a whole number, 0 or more',
  ],
  [means({ count: Infinity }), 'AbTestCountMalformed: challenger.count is Infinity, it is a whole number, 0 or more'],
  [means({ sum: NaN }), 'AbTestSumMalformed: challenger.sum is NaN, it is a number'],
  [means({ sumOfSquares: Infinity }), 'AbTestSumMalformed: challenger.sumOfSquares is Infinity, it is a number'],
  [
    means({ sumOfSquares: 6_000_000 }),
    'AbTestSampleContradictory: challenger has a sum of 80000 and a sum of squares of 6000000, which no 1000 values have',
  ],
  [
    means({ sumOfSquares: -1 }),
    'AbTestSampleContradictory: challenger has a sum of 80000 and a sum of squares of -1, which no 1000 values have',
  ],
  [proportions({ variant: 'champion' }), 'AbTestVariantRepeated: champion appears twice'],
  [
    { metric: 'proportion' as const, control: CLICKS, challengers: [] },
    'AbTestWithoutChallenger: champion has nothing beside it',
  ],
])('samples are refused that no requests can have given (%#)', (samples, message) => {
  const act = () => checkSamples(samples);

  expect(act).toThrow(new Error(message));
});

test.each([
  ['1, 2, 3, 4', { count: 4, sum: 10, sumOfSquares: 30 }, 5 / 3],
  ['0.1 three times', { count: 3, sum: 0.3, sumOfSquares: 3 * 0.1 ** 2 }, 0],
])('the variance of %s', (_, sums, expected) => {
  const variance = varianceOf({ variant: 'champion', ...sums });

  expect(variance).toBeCloseTo(expected, 12);
});
