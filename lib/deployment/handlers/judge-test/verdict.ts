import { CalculationRefused } from '../calculation-refused';
import { Difference } from './difference';
import { checkSamples, LEAST_SAMPLE, Samples, sizeOf, variantsOf } from './samples';
import { sequentialTest, SequentialResult } from './sequential';
import { differenceOfProportions } from './two-proportion';
import { differenceOfMeans } from './welch';

/** What a test has to show before it names a winner. */
export interface TestRules {
  /** How many requests each variant needs at least: 100 or more. */
  readonly minSample: number;

  /** The greatest probability that the test names a winner although all variants are alike: above 0 and below 1. */
  readonly level: number;

  /** Which values of the metric are good. */
  readonly better: 'higher' | 'lower';
}

/** How long a test has run, beside the durations that it has at least and at most. */
export type Elapsed = 'belowMinimum' | 'withinLimits' | 'pastMaximum';

/** One challenger beside the control, corrected for the looks and for the number of challengers. */
export interface Comparison extends SequentialResult {
  /** The name of the challenger. */
  readonly challenger: string;

  /** The challenger's mean or proportion less the control's. */
  readonly estimate: number;
}

/** What a look at a test says; the comparisons are empty as long as a variant has less than its minimum sample. */
export type Verdict =
  | {
      readonly outcome: 'keepTesting' | 'noDifference';
      readonly comparisons: readonly Comparison[];
      readonly reason: string;
    }
  | {
      readonly outcome: 'winner';
      readonly winner: string;
      readonly comparisons: readonly Comparison[];
      readonly reason: string;
    };

/**
 * What the samples say at this look.
 *
 * A challenger wins that is better than the control; of several, the one that differs most. The control wins when every
 * challenger is worse. The level holds for the whole test: for all looks, by the sequential test, and for all challengers,
 * by Bonferroni's correction, which unlike Holm's keeps each interval in step with its p-value.
 */
export function verdictOn(samples: Samples, rules: TestRules, elapsed: Elapsed): Verdict {
  checkRules(rules);
  checkSamples(samples);

  const open = elapsed === 'pastMaximum' ? 'noDifference' : 'keepTesting';
  const short = variantsOf(samples).filter((sample) => sizeOf(sample) < rules.minSample);
  if (short.length > 0) {
    const sizes = short.map((sample) => `${sample.variant} has ${sizeOf(sample)} of ${rules.minSample} requests`);
    return { outcome: open, comparisons: [], reason: sizes.join(', ') };
  }

  const comparisons = comparisonsOf(samples, rules);
  const reason = comparisons.map((comparison) => told(comparison, samples.control.variant)).join(', ');
  const winner = elapsed === 'belowMinimum' ? undefined : winnerOf(samples.control.variant, comparisons, rules);
  return winner === undefined
    ? { outcome: open, comparisons, reason }
    : { outcome: 'winner', winner, comparisons, reason: `${rules.better} is better: ${reason}` };
}

function comparisonsOf(samples: Samples, { minSample, level }: TestRules): Comparison[] {
  const challengers = samples.challengers.length;

  return differencesIn(samples).map(({ challenger, difference }) => {
    const { pValue, interval } = sequentialTest(difference, minSample, level / challengers);
    return { challenger, estimate: difference.estimate, pValue: Math.min(1, challengers * pValue), interval };
  });
}

function differencesIn(samples: Samples): { readonly challenger: string; readonly difference: Difference }[] {
  if (samples.metric === 'proportion') {
    return samples.challengers.map((challenger) => ({
      challenger: challenger.variant,
      difference: differenceOfProportions(samples.control, challenger),
    }));
  }

  return samples.challengers.map((challenger) => ({
    challenger: challenger.variant,
    difference: differenceOfMeans(samples.control, challenger),
  }));
}

function winnerOf(
  control: string,
  comparisons: readonly Comparison[],
  { level, better }: TestRules,
): string | undefined {
  const gain = ({ estimate }: Comparison): number => (better === 'higher' ? estimate : -estimate);
  const proven = comparisons.filter(({ pValue }) => pValue <= level);
  const [best] = proven.filter((comparison) => gain(comparison) > 0).sort((a, b) => gain(b) - gain(a));

  if (best !== undefined) return best.challenger;
  return proven.length === comparisons.length ? control : undefined;
}

function told({ challenger, estimate, pValue, interval }: Comparison, control: string): string {
  if (!Number.isFinite(interval.upper)) return `no value of ${challenger} or ${control} differs from its others`;

  const range = `${rounded(interval.lower)} to ${rounded(interval.upper)}`;
  return `${challenger} less ${control} is ${rounded(estimate)} (${range}, p ${rounded(pValue)})`;
}

function rounded(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}

function checkRules({ minSample, level }: TestRules): void {
  if (!Number.isSafeInteger(minSample) || minSample < LEAST_SAMPLE) {
    throw new CalculationRefused(
      'AbTestSampleTooSmall',
      `minSample is ${minSample}, it is a whole number, ${LEAST_SAMPLE} or more`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new CalculationRefused('AbTestLevelOutOfRange', `level is ${level}, it is above 0 and below 1`);
  }
}
