/**
 * What an A/B test makes of rewards.
 *
 * Rewards that are 0 or 1 are compared as proportions, all others as means.
 */
export class AbMetric {
  /** Rewards are 0 or 1, as whether a user clicked: the share of those that are 1 is compared, by a two-proportion test. */
  public static proportion(): AbMetric {
    return new AbMetric('proportion');
  }

  /** Rewards are numbers, as what a user spent: their means are compared, by Welch's test. */
  public static mean(): AbMetric {
    return new AbMetric('mean');
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'proportion' | 'mean',
  ) {}
}
