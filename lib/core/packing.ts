/** How large items are, and how much room there is for them. */
export interface PackingRoom<Item> {
  /** How many bins there may be. */
  readonly most: number;
  readonly sizeOf: (item: Item) => number;

  /** Whether a bin takes these items together. */
  readonly fits: (items: readonly Item[]) => boolean;
}

/** What fits into bins, and what does not. */
export interface Packed<Item> {
  readonly bins: Item[][];
  readonly leftOver: Item[];
}

/**
 * Packs items, such as the statements of policies, into as few bins as it can: the largest first, each into the first bin with room.
 *
 * Within a bin the items keep the order they were given in, and bins are in the order of their first items.
 */
export function pack<Item>(items: readonly Item[], { most, sizeOf, fits }: PackingRoom<Item>): Packed<Item> {
  const bins: Item[][] = [];
  const leftOver: Item[] = [];
  const order = new Map(items.map((item, i) => [item, i]));
  const inOrder = (a: Item, b: Item): number => (order.get(a) as number) - (order.get(b) as number);

  for (const item of [...items].sort((a, b) => sizeOf(b) - sizeOf(a) || inOrder(a, b))) {
    const fitting = bins.find((bin) => fits([...bin, item]));
    if (fitting) fitting.push(item);
    else if (bins.length < most && fits([item])) bins.push([item]);
    else leftOver.push(item);
  }

  return {
    bins: bins.map((bin) => bin.sort(inOrder)).sort(([a], [b]) => inOrder(a, b)),
    leftOver: leftOver.sort(inOrder),
  };
}
