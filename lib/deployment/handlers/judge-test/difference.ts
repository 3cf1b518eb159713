/** What a test needs to know of one variant. */
export interface Observed {
  /** The mean of its values. */
  readonly mean: number;

  /** The variance of one value. */
  readonly spread: number;

  /** How many values there are. */
  readonly size: number;
}

/** How much a challenger differs from the control, as the samples of one look show it. */
export interface Difference {
  /** The challenger's mean or proportion less the control's. */
  readonly estimate: number;

  /** The variance of that estimate; 0 where no value of either differs from its others. */
  readonly variance: number;

  /** What the variance would be with one request for each of the two. */
  readonly unitVariance: number;

  /** Degrees of freedom of the variance; without them it counts as known. */
  readonly degreesOfFreedom?: number;
}

/**
 * The difference of two means, with the larger of two variances: that of variants which differ in spread, and that of variants
 * with a common one.
 *
 * The first alone holds for large samples, but not for a variant with little traffic and a skewed metric. Where large values
 * are rare, a sample that has missed them has a low mean and, for the same reason, a low variance, and would seem to be
 * certain of it. The common variance leans on the variant with more traffic.
 */
export function differenceOf(control: Observed, challenger: Observed): Difference {
  const own = control.spread / control.size + challenger.spread / challenger.size;
  const common =
    (control.size * control.spread + challenger.size * challenger.spread) / (control.size + challenger.size);
  const pooled = common / control.size + common / challenger.size;

  return {
    estimate: challenger.mean - control.mean,
    variance: Math.max(own, pooled),
    unitVariance: own >= pooled ? control.spread + challenger.spread : 2 * common,
  };
}
