/** The items that stand in a list more than once, each told once. */
export function repeatedIn<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items.filter((item, i) => items.indexOf(item) !== i))];
}
