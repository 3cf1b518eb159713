import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { Difference } from './difference';

/** What a look at the samples may say of a difference, however many looks there were before and will be. */
export interface SequentialResult {
  /** How surprising the difference is if there is none; below the level at any look means that there is one. */
  readonly pValue: number;

  /** A range that holds the true difference at all looks together, but for the level. */
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** Values that never vary tell no difference from chance. */
const NOTHING_KNOWN: SequentialResult = { pValue: 1, interval: { lower: -Infinity, upper: Infinity } };

/** The test is sharpest when each variant has so many times its minimum sample. */
const SHARPEST_AT = 5;

/**
 * Tests a difference in a way that stays valid when somebody looks after every request and stops at a look of their choice.
 *
 * It is the mixture sequential probability ratio test: the likelihood of the difference seen, averaged over true differences
 * that are normal around 0, against its likelihood with no difference. If there is none, that ratio ever reaches
 * 1 / level with a probability of at most the level, so that its inverse is a p-value at every look, and the differences for
 * which it does not are an interval. Alpha spending was the other choice. It needs less traffic for a difference that shows
 * late, but it must know the looks, or the traffic of the whole test, beforehand; a schedule that is repeated, delayed or
 * changed, and traffic that comes as it likes, would break it without a sign.
 *
 * The ratio is that of normal means. Estimated variances make it exact for large samples only, which is why the variance of
 * the mixture makes it strict for small ones, and why a t statistic counts by its tail probability. The variance of the
 * mixture is the one that is best at five times the minimum sample.
 *
 * @see Johari, Koomen, Pekelis and Walsh, Always valid inference: continuous monitoring of A/B tests, Operations Research 70
 * (2022), for the test
 * @see Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Time-uniform central limit theory and asymptotic confidence
 * sequences, Annals of Statistics 52 (2024), for estimated variances, unequal ones included, and for the mixture's variance
 */
export function sequentialTest(difference: Difference, minSample: number, level: number): SequentialResult {
  const { estimate, variance, unitVariance } = difference;
  if (variance === 0) return NOTHING_KNOWN;

  const ratio = (sharpness(level) * unitVariance) / (SHARPEST_AT * minSample * variance);
  const standardError = Math.sqrt(variance);
  const deviation = normalDeviation(Math.abs(estimate) / standardError, difference);

  const logEvidence = (deviation ** 2 * ratio) / (1 + ratio) / 2 - Math.log1p(ratio) / 2;
  const limit = Math.sqrt((1 + 1 / ratio) * (Math.log1p(ratio) - 2 * Math.log(level)));
  const reach = deviationOfT(limit, difference) * standardError;

  return {
    pValue: Math.min(1, Math.exp(-logEvidence)),
    interval: { lower: estimate - reach, upper: estimate + reach },
  };
}

/** The mixture's variance, as a multiple of the estimate's, that makes the interval shortest. */
function sharpness(level: number): number {
  const needed = -2 * Math.log(level);

  return needed + Math.log1p(needed);
}

/** The normal deviation that is as unlikely as a t statistic. */
function normalDeviation(statistic: number, { degreesOfFreedom }: Difference): number {
  return degreesOfFreedom === undefined ? statistic : -normalQuantile(tCdf(-statistic, degreesOfFreedom), 0, 1);
}

/** The t statistic that is as unlikely as a normal deviation. */
function deviationOfT(deviation: number, { degreesOfFreedom }: Difference): number {
  return degreesOfFreedom === undefined ? deviation : -tQuantile(normalCdf(-deviation, 0, 1), degreesOfFreedom);
}
