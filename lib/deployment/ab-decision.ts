/** What happens when an A/B test has named a winner. Somebody is told in any case. */
export class AbDecision {
  /** Nothing else: the variants keep their weights until a person changes them. */
  public static tell(): AbDecision {
    return new AbDecision(false);
  }

  /**
   * The winner gets all requests, as soon as no deployment runs. From then on deployments keep the weights that run, so that weights
   * that are written down count for a new endpoint only.
   */
  public static shiftTraffic(): AbDecision {
    return new AbDecision(true);
  }

  private constructor(
    /** @internal */
    public readonly _shifts: boolean,
  ) {}
}
