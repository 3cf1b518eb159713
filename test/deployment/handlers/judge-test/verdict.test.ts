import { Samples } from '../../../../lib/deployment/handlers/judge-test/samples';
import { TestRules, verdictOn } from '../../../../lib/deployment/handlers/judge-test/verdict';

const RULES: TestRules = { minSample: 1_000, level: 0.05, better: 'higher' };

const clicks = (control: number, ...challengers: number[]): Samples => ({
  metric: 'proportion',
  control: { variant: 'champion', successes: control, trials: 10_000 },
  challengers: challengers.map((successes, i) => ({ variant: `challenger-${i + 1}`, successes, trials: 10_000 })),
});
const latency = (control: number, challenger: number): Samples => ({
  metric: 'mean',
  control: values('champion', control),
  challengers: [values('challenger-1', challenger)],
});

test('a challenger that is better wins, and the reason tells by how much', () => {
  const verdict = verdictOn(clicks(1_000, 1_250), RULES, 'withinLimits');

  expect(verdict).toMatchObject({
    outcome: 'winner',
    winner: 'challenger-1',
    reason: 'higher is better: challenger-1 less champion is 0.025 (0.0113 to 0.0387, p 0.00000163)',
  });
});

test('the control wins when the challenger is worse', () => {
  const verdict = verdictOn(clicks(1_250, 1_000), RULES, 'withinLimits');

  expect(verdict).toMatchObject({ outcome: 'winner', winner: 'champion' });
});

test('a lower mean wins where lower is better', () => {
  const verdict = verdictOn(latency(80, 70), { ...RULES, better: 'lower' }, 'withinLimits');

  expect(verdict).toMatchObject({ outcome: 'winner', winner: 'challenger-1' });
});

test('of two challengers that are better the one that differs most wins', () => {
  const verdict = verdictOn(clicks(1_000, 1_250, 1_300), RULES, 'withinLimits');

  expect(verdict).toMatchObject({ outcome: 'winner', winner: 'challenger-2' });
});

test('the control does not win while one of two challengers may still be better', () => {
  const verdict = verdictOn(clicks(1_250, 1_000, 1_250), RULES, 'withinLimits');

  expect(verdict).toMatchObject({ outcome: 'keepTesting' });
});

test('two challengers need more evidence than one', () => {
  const [alone] = verdictOn(clicks(1_000, 1_160), RULES, 'withinLimits').comparisons;

  const [beside] = verdictOn(clicks(1_000, 1_160, 1_000), RULES, 'withinLimits').comparisons;

  expect(beside.pValue).toBeGreaterThan(alone.pValue);
  expect(beside.interval.lower).toBeLessThan(alone.interval.lower);
});

test.each([
  ['withinLimits' as const, 'keepTesting'],
  ['pastMaximum' as const, 'noDifference'],
])('without a winner a test that is %s: %s', (elapsed, outcome) => {
  const verdict = verdictOn(clicks(1_000, 1_010), RULES, elapsed);

  expect(verdict).toMatchObject({
    outcome,
    reason: 'challenger-1 less champion is 0.001 (-0.012 to 0.014, p 1)',
  });
});

test('before its minimum duration a test names no winner, but tells what it sees', () => {
  const verdict = verdictOn(clicks(1_000, 2_000), RULES, 'belowMinimum');

  expect(verdict).toMatchObject({
    outcome: 'keepTesting',
    comparisons: [{ challenger: 'challenger-1', estimate: 0.1 }],
  });
});

test.each([
  ['withinLimits' as const, 'keepTesting'],
  ['pastMaximum' as const, 'noDifference'],
])('a test that is %s says nothing of variants with too few requests: %s', (elapsed, outcome) => {
  const verdict = verdictOn(clicks(1_000, 2_000), { ...RULES, minSample: 10_001 }, elapsed);

  expect(verdict).toEqual({
    outcome,
    comparisons: [],
    reason: 'champion has 10000 of 10001 requests, challenger-1 has 10000 of 10001 requests',
  });
});

test('values that never vary name no winner', () => {
  const constant = (variant: string, value: number) => ({
    variant,
    count: 1_000,
    sum: 1_000 * value,
    sumOfSquares: 1_000 * value ** 2,
  });
  const samples: Samples = {
    metric: 'mean',
    control: constant('champion', 1),
    challengers: [constant('challenger-1', 2)],
  };

  const verdict = verdictOn(samples, RULES, 'pastMaximum');

  expect(verdict).toMatchObject({
    outcome: 'noDifference',
    reason: 'no value of challenger-1 or champion differs from its others',
  });
});

test.each([
  [{ minSample: 99 }, 'AbTestSampleTooSmall: minSample is 99, it is a whole number, 100 or more'],
  [{ minSample: NaN }, 'AbTestSampleTooSmall: minSample is NaN, it is a whole number, 100 or more'],
  [{ level: 0 }, 'AbTestLevelOutOfRange: level is 0, it is above 0 and below 1'],
  [{ level: 1 }, 'AbTestLevelOutOfRange: level is 1, it is above 0 and below 1'],
  [{ level: NaN }, 'AbTestLevelOutOfRange: level is NaN, it is above 0 and below 1'],
])('rules are refused that prove nothing: %j', (rules, message) => {
  const act = () => verdictOn(clicks(1_000, 1_250), { ...RULES, ...rules }, 'withinLimits');

  expect(act).toThrow(new Error(message));
});

test('malformed samples are refused', () => {
  const act = () => verdictOn(clicks(1_000, 10_001), RULES, 'withinLimits');

  expect(act).toThrow(new Error('AbTestSampleContradictory: challenger-1 has 10001 successes in 10000 trials'));
});

function values(variant: string, mean: number) {
  return { variant, count: 10_000, sum: 10_000 * mean, sumOfSquares: 10_000 * (mean ** 2 + 40 ** 2) };
}
