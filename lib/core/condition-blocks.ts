/** The conditions of a statement, by operator and key: all of them must hold. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Both blocks in one; none when no request can satisfy both.
 *
 * Where both limit a key by the same operator, the values that both accept remain; `*` in values is compared as it stands.
 */
export function mergeBlocks(a: ConditionBlock, b: ConditionBlock): ConditionBlock[] {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};

  for (const operator of new Set([...Object.keys(a), ...Object.keys(b)])) {
    merged[operator] = { ...a[operator], ...b[operator] };
    for (const key of Object.keys(a[operator] ?? {}).filter((each) => each in (b[operator] ?? {}))) {
      const common = commonValues(operator, a[operator][key], b[operator][key]);
      if (common.length === 0) return [];
      merged[operator][key] = common.length === [a[operator][key]].flat().length ? a[operator][key] : common;
    }
  }
  return contradictsItself(merged) ? [] : [merged];
}

/** Every way to satisfy one block of each list. */
export function allOf(lists: readonly (readonly ConditionBlock[])[]): ConditionBlock[] {
  return lists.reduce<ConditionBlock[]>(
    (ways, list) => ways.flatMap((way) => list.flatMap((block) => mergeBlocks(way, block))),
    [{}],
  );
}

function commonValues(operator: string, a: string | readonly string[], b: string | readonly string[]): string[] {
  const [left, right] = [[a].flat(), [b].flat()];
  if (operator.includes('Not')) return [...new Set([...left, ...right])];

  return left.filter((value) => right.includes(value));
}

/** A key that must be absent cannot have a value. */
function contradictsItself(block: ConditionBlock): boolean {
  const absent = Object.keys(block.Null ?? {}).filter((key) => block.Null[key] === 'true');

  return Object.entries(block).some(
    ([operator, keys]) =>
      !/^(Null|ForAllValues:.*|.*Not.*|.*IfExists)$/.test(operator) && absent.some((key) => key in keys),
  );
}
