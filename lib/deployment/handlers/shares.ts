/** Shares in proportion to the weights, at least one of which is above 0; they add up to 1. */
export function inProportion(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);

  return weights.map((weight) => weight / total);
}
