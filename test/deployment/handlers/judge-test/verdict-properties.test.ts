import * as fc from 'fast-check';
import { MeanSample, ProportionSample, Samples } from '../../../../lib/deployment/handlers/judge-test/samples';
import { Elapsed, TestRules, Verdict, verdictOn } from '../../../../lib/deployment/handlers/judge-test/verdict';

const MIN_SAMPLE = 200;
const RULES: TestRules = { minSample: MIN_SAMPLE, level: 0.05, better: 'higher' };

const size = fc.integer({ min: MIN_SAMPLE, max: 100_000 });
const clicks = (variant: string): fc.Arbitrary<ProportionSample> =>
  fc
    .tuple(size, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([trials, share]) => ({ variant, trials, successes: Math.round(trials * share) }));
const values = (variant: string): fc.Arbitrary<MeanSample> =>
  fc
    .tuple(size, fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }))
    .map(([count, mean, spread]) => sampleOf(variant, count, mean, spread));
const level = fc.double({ min: 0.000_1, max: 0.5, noNaN: true });
const better = fc.constantFrom('higher' as const, 'lower' as const);
const elapsed = fc.constantFrom<Elapsed>('belowMinimum', 'withinLimits', 'pastMaximum');

const pairs = fc.oneof(
  fc
    .tuple(clicks('champion'), clicks('challenger'))
    .map(([control, challenger]): Samples => ({ metric: 'proportion', control, challengers: [challenger] })),
  fc
    .tuple(values('champion'), values('challenger'))
    .map(([control, challenger]): Samples => ({ metric: 'mean', control, challengers: [challenger] })),
);
const threes = fc
  .tuple(values('champion'), values('challenger-1'), values('challenger-2'))
  .map(([control, ...challengers]): Samples => ({ metric: 'mean', control, challengers }));

test('every sample has a p-value and an interval around its estimate, and a winner is one of its variants', () => {
  fc.assert(
    fc.property(fc.oneof(pairs, threes), level, better, elapsed, (samples, level, better, elapsed) => {
      const verdict = verdictOn(samples, { minSample: MIN_SAMPLE, level, better }, elapsed);

      expect(verdict.comparisons).toHaveLength(samples.challengers.length);
      for (const { estimate, pValue, interval } of verdict.comparisons) {
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(interval.lower).toBeLessThanOrEqual(estimate);
        expect(interval.upper).toBeGreaterThanOrEqual(estimate);
      }
      const names = [samples.control, ...samples.challengers].map(({ variant }) => variant);
      expect([undefined, ...names]).toContain(winnerIn(verdict));
    }),
  );
});

test('no winner is named before the minimum duration', () => {
  fc.assert(
    fc.property(fc.oneof(pairs, threes), level, better, (samples, level, better) => {
      const verdict = verdictOn(samples, { minSample: MIN_SAMPLE, level, better }, 'belowMinimum');

      expect(verdict.outcome).toBe('keepTesting');
    }),
  );
});

test('no winner is named before the minimum sample', () => {
  fc.assert(
    fc.property(fc.oneof(pairs, threes), level, elapsed, fc.nat(), (samples, level, elapsed, more) => {
      const sizes = [samples.control, ...samples.challengers].map((s) => ('trials' in s ? s.trials : s.count));
      const minSample = Math.min(...sizes) + 1 + more;

      const verdict = verdictOn(samples, { ...RULES, minSample, level }, elapsed);

      expect(winnerIn(verdict)).toBeUndefined();
    }),
  );
});

test('a test that is past its maximum never goes on', () => {
  fc.assert(
    fc.property(fc.oneof(pairs, threes), level, (samples, level) => {
      const verdict = verdictOn(samples, { ...RULES, level }, 'pastMaximum');

      expect(verdict.outcome).not.toBe('keepTesting');
    }),
  );
});

test('control and challenger change places, and nothing else changes', () => {
  fc.assert(
    fc.property(pairs, level, (samples, level) => {
      const one = verdictOn(samples, { ...RULES, level }, 'withinLimits');

      const other = verdictOn(exchanged(samples), { ...RULES, level }, 'withinLimits');

      expect(winnerIn(other)).toBe(winnerIn(one));
      expect(other.comparisons[0].estimate).toBeCloseTo(-one.comparisons[0].estimate, 9);
      expect(other.comparisons[0].pValue).toBeCloseTo(one.comparisons[0].pValue, 9);
    }),
  );
});

test('whoever wins where higher is better loses where lower is', () => {
  fc.assert(
    fc.property(pairs, level, (samples, level) => {
      const higher = winnerIn(verdictOn(samples, { ...RULES, level, better: 'higher' }, 'withinLimits'));

      const lower = winnerIn(verdictOn(samples, { ...RULES, level, better: 'lower' }, 'withinLimits'));

      expect([higher, lower].sort()).toEqual(
        higher === undefined ? [undefined, undefined] : ['challenger', 'champion'],
      );
    }),
  );
});

test('the interval holds no difference as long as nobody wins, and only then', () => {
  fc.assert(
    fc.property(pairs, level, (samples, level) => {
      const verdict = verdictOn(samples, { ...RULES, level }, 'withinLimits');

      const [{ lower, upper }] = verdict.comparisons.map(({ interval }) => interval);
      expect(lower < 0 && upper > 0).toBe(verdict.outcome === 'keepTesting');
    }),
  );
});

test('a winner at one level wins at every easier level, with a shorter interval', () => {
  fc.assert(
    fc.property(pairs, level, level, (samples, one, other) => {
      const strict = verdictOn(samples, { ...RULES, level: Math.min(one, other) }, 'withinLimits');

      const easy = verdictOn(samples, { ...RULES, level: Math.max(one, other) }, 'withinLimits');

      if (strict.outcome === 'winner') expect(winnerIn(easy)).toBe(strict.winner);
      expect(easy.comparisons[0].interval.upper).toBeLessThanOrEqual(strict.comparisons[0].interval.upper);
    }),
  );
});

test('the further the challenger is ahead, the smaller its p-value', () => {
  fc.assert(
    fc.property(size, fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (count, first, second, spread) => {
      const [near, far] = [first, second].sort((a, b) => a - b);
      const pValueOf = (lead: number) =>
        verdictOn(
          {
            metric: 'mean',
            control: sampleOf('champion', count, 0, spread),
            challengers: [sampleOf('challenger', count, lead, spread)],
          },
          RULES,
          'withinLimits',
        ).comparisons[0].pValue;

      expect(pValueOf(far)).toBeLessThanOrEqual(pValueOf(near) + 1e-9);
    }),
  );
});

test('the unit in which a metric is counted does not matter', () => {
  fc.assert(
    fc.property(threes, fc.constantFrom(0.001, 60, 1_024), (samples, factor) => {
      const plain = verdictOn(samples, RULES, 'withinLimits');

      const scaled = verdictOn(inUnits(samples, factor), RULES, 'withinLimits');

      expect(winnerIn(scaled)).toBe(winnerIn(plain));
      scaled.comparisons.forEach(({ pValue }, i) => expect(pValue).toBeCloseTo(plain.comparisons[i].pValue, 9));
    }),
  );
});

function winnerIn(verdict: Verdict): string | undefined {
  return verdict.outcome === 'winner' ? verdict.winner : undefined;
}

function sampleOf(variant: string, count: number, mean: number, spread: number): MeanSample {
  return { variant, count, sum: count * mean, sumOfSquares: count * (mean ** 2 + spread ** 2) };
}

function exchanged(samples: Samples): Samples {
  return samples.metric === 'proportion'
    ? { metric: 'proportion', control: samples.challengers[0], challengers: [samples.control] }
    : { metric: 'mean', control: samples.challengers[0], challengers: [samples.control] };
}

function inUnits(samples: Samples, factor: number): Samples {
  if (samples.metric === 'proportion') return samples;
  const scaled = (sample: MeanSample) => ({
    ...sample,
    sum: sample.sum * factor,
    sumOfSquares: sample.sumOfSquares * factor ** 2,
  });

  return { metric: 'mean', control: scaled(samples.control), challengers: samples.challengers.map(scaled) };
}
