import { samplesOf } from '../../../../lib/deployment/handlers/judge-test/test-samples';
import { SETTINGS } from './world';

const COUNTERS = {
  Champion: { count: 10, sum: 4, sumOfSquares: 4 },
  Challenger: { count: 20, sum: 9, sumOfSquares: 9 },
};

test('counters of rewards that are 0 or 1 are successes in trials', () => {
  const samples = samplesOf(COUNTERS, SETTINGS);

  expect(samples).toEqual({
    metric: 'proportion',
    control: { variant: 'Champion', successes: 4, trials: 10 },
    challengers: [{ variant: 'Challenger', successes: 9, trials: 20 }],
  });
});

test('counters of numbers are sums, and the control may come last', () => {
  const samples = samplesOf(COUNTERS, { ...SETTINGS, metric: 'mean', control: 'Challenger' });

  expect(samples).toEqual({
    metric: 'mean',
    control: { variant: 'Challenger', ...COUNTERS.Challenger },
    challengers: [{ variant: 'Champion', ...COUNTERS.Champion }],
  });
});
