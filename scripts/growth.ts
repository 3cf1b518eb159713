/** The slope of the line through the logarithms, by least squares: 1 is linear. */
export function exponent(sizes: readonly number[], times: readonly number[]): number {
  const [x, y] = [sizes, times].map((values) => values.map(Math.log));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = x.map((value) => value - mean(x));

  return (
    deviations.reduce((sum, deviation, i) => sum + deviation * (y[i] - mean(y)), 0) /
    deviations.reduce((sum, deviation) => sum + deviation ** 2, 0)
  );
}
