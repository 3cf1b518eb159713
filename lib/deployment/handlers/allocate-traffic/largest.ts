/** Where the largest value stands; the first of several. */
export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((largest, value, index) => (value > values[largest] ? index : largest), 0);
}
