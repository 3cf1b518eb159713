/** A step into a value: a member of an object, or a place in an array. */
export type PathStep = string | number;

/** `.name`, `['name']` or `[0]`. */
const STEP = /\.([A-Za-z_][\w-]*)|\['([^']+)'\]|\[(\d+)\]/y;

/** The steps of a path such as `$.predictions[0].score`; undefined where it is none. */
export function stepsOf(path: string): PathStep[] | undefined {
  if (!path.startsWith('$')) return undefined;

  const steps: PathStep[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const [whole, name, quoted, index] = STEP.exec(path) ?? [];
    if (whole === undefined) return undefined;
    steps.push(index === undefined ? (name ?? quoted) : Number(index));
  }
  return steps;
}

/** What lies at the end of a path; undefined where nothing does. */
export function valueAt(value: unknown, steps: readonly PathStep[]): unknown {
  return steps.reduce(valueIn, value);
}

function valueIn(value: unknown, step: PathStep): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) !== (typeof step === 'number') || !Object.hasOwn(value, step)) return undefined;

  return (value as Record<PathStep, unknown>)[step];
}
