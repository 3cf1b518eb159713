/** How traffic is shared until a bandit knows something of all variants. */
export interface BanditWarmUp {
  /** How many rewards each variant has before rewards decide: 0 to 1,000,000. A variant that joins later warms up as well. */
  readonly rewardsPerVariant: number;

  /**
   * The weights of the variants until then, by their names: 0 or more, one of them above 0. A variant that has none gets the minimum
   * share.
   *
   * @default - all variants alike
   */
  readonly weights?: { [variantName: string]: number };
}
