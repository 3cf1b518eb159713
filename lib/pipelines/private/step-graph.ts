import { nearest, Problems } from '../../core';
import { Branch, PlacedStep, stepsByName } from './rendered-definition';

/** What each step waits for, by name. */
export type StepGraph = ReadonlyMap<string, readonly string[]>;

/** A step that runs only with one branch of a condition step, because it stands there or waits for a step that does. */
interface BranchNeed extends Branch {
  readonly stepName: string;
}

/** The branches that a step needs, by condition step. */
type BranchNeeds = ReadonlyMap<string, BranchNeed>;

/** Checks step names, which must be unique over all branches. */
export function checkStepNames(problems: Problems, steps: readonly PlacedStep[]): void {
  const counts = new Map<string, number>();
  for (const { step } of steps) counts.set(step.Name, (counts.get(step.Name) ?? 0) + 1);

  for (const [name, count] of counts) {
    if (count === 1) continue;
    problems.add({
      code: 'StepNameTaken',
      path: `steps.${name}`,
      got: `appears ${count} times`,
      wanted: 'a step name is unique in its pipeline, over all branches',
      remedy: 'rename all but one',
    });
  }
}

/** Checks that steps wait for steps of the pipeline only, never for themselves, and never for both branches of a condition. */
export function checkStepGraph(problems: Problems, steps: readonly PlacedStep[]): void {
  const byName = stepsByName(steps);
  const graph = graphOf(steps);

  for (const { step, uses, follows } of steps) {
    for (const name of [...uses, ...follows].filter((candidate) => !byName.has(candidate))) {
      const [candidate] = nearest(name, [...byName.keys()]);
      problems.add({
        code: 'StepUnknown',
        path: `steps.${step.Name}`,
        got: `uses the step "${name}"`,
        wanted: 'the pipeline has no such step',
        remedy: candidate ? `add it to the pipeline, or did you mean "${candidate}"` : 'add it to the pipeline',
      });
    }
  }

  checkFailSteps(problems, steps, byName);
  const { order, cycles } = traverse(graph);
  for (const cycle of cycles) {
    problems.add({
      code: 'StepCycle',
      path: `steps.${cycle[0]}`,
      got: `waits for itself: ${cycle.join(' -> ')}`,
      wanted: 'steps form a graph without cycles',
      remedy: 'remove one of these dependencies',
    });
  }
  checkBranchNeeds(problems, order, byName);
}

/** A fail step ends the execution: nothing comes after it. */
function checkFailSteps(
  problems: Problems,
  steps: readonly PlacedStep[],
  byName: ReadonlyMap<string, PlacedStep>,
): void {
  for (const { step, uses, follows } of steps) {
    for (const name of [...uses, ...follows].filter((candidate) => byName.get(candidate)?.step.Type === 'Fail')) {
      problems.add({
        code: 'StepNeverRuns',
        path: `steps.${step.Name}`,
        got: `waits for the fail step "${name}"`,
        wanted: 'a fail step ends the execution',
        remedy: 'wait for what comes before it, or leave the dependency out',
      });
    }
  }
}

/** What each step waits for: a step inside a branch waits for the condition step as well as for what it uses itself. */
export function graphOf(steps: readonly PlacedStep[]): StepGraph {
  return new Map([...stepsByName(steps)].map(([name, step]) => [name, predecessorsOf(step)]));
}

function predecessorsOf({ uses, follows, branch }: PlacedStep): string[] {
  return [...uses, ...follows, ...(branch ? [branch.conditionStep] : [])];
}

/**
 * The steps in an order in which each comes after those that it waits for, and the cycles that stand in the way of one.
 *
 * The steps of a cycle are left out of the order, and no step is told in two cycles.
 */
export function traverse(graph: StepGraph): { readonly order: string[]; readonly cycles: string[][] } {
  const order: string[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const trail: { readonly name: string; readonly rest: Iterator<string> }[] = [];
  const places = new Map<string, number>();

  const enter = (name: string): void => {
    places.set(name, trail.length);
    trail.push({ name, rest: (graph.get(name) ?? []).values() });
  };
  const leave = (from: number): string[] => {
    const left = trail.splice(from).map(({ name }) => name);
    for (const name of left) {
      places.delete(name);
      done.add(name);
    }
    return left;
  };

  for (const root of graph.keys()) {
    if (!done.has(root)) enter(root);
    while (trail.length > 0) {
      const next = trail[trail.length - 1].rest.next();
      const place = next.done ? undefined : places.get(next.value);

      if (next.done) order.push(...leave(trail.length - 1));
      else if (place !== undefined) cycles.push([...leave(place), next.value]);
      else if (graph.has(next.value) && !done.has(next.value)) enter(next.value);
    }
  }

  return { order, cycles };
}

/** Only one branch of a condition step runs: whoever waits for both waits for ever. Told where the two meet, not further on. */
function checkBranchNeeds(problems: Problems, order: readonly string[], byName: ReadonlyMap<string, PlacedStep>): void {
  const needs = new Map<string, BranchNeeds>();

  for (const placedStep of order.flatMap((name) => byName.get(name) ?? [])) {
    const { Name: name } = placedStep.step;
    const inherited = predecessorsOf(placedStep).flatMap((predecessor) => needs.get(predecessor) ?? []);
    const own = placedStep.branch ? [ownNeed(name, placedStep.branch)] : [];
    const { merged, clashes } = merge([...inherited, ...own]);

    needs.set(name, merged);
    for (const clash of clashes) {
      problems.add({
        code: 'StepNeverRuns',
        path: `steps.${name}`,
        got: told(clash, name),
        wanted: 'only one branch of a condition step runs',
        remedy: 'move what both need out of the branches, or give each branch a step of its own',
      });
    }
  }
}

function ownNeed(stepName: string, branch: Branch): BranchNeeds {
  return new Map([[branch.conditionStep, { ...branch, stepName }]]);
}

/** Two needs that exclude each other: those of the two branches of a condition step. */
type Clash = readonly [BranchNeed, BranchNeed];

/** All needs together but those that exclude each other, which are told once per condition step. */
function merge(all: readonly BranchNeeds[]): { readonly merged: BranchNeeds; readonly clashes: readonly Clash[] } {
  const [first, ...others] = new Set(all);
  if (first === undefined || others.length === 0) return { merged: first ?? new Map(), clashes: [] };

  const merged = new Map(first);
  const clashes = new Map<string, Clash>();
  for (const need of others.flatMap((needs) => [...needs.values()])) {
    const known = merged.get(need.conditionStep) ?? need;
    merged.set(need.conditionStep, known);
    if (known.side !== need.side) clashes.set(need.conditionStep, [known, need]);
  }
  for (const conditionStep of clashes.keys()) merged.delete(conditionStep);

  return { merged, clashes: [...clashes.values()] };
}

/** A step's own branch comes last among its needs. */
function told([first, second]: Clash, stepName: string): string {
  const { conditionStep, side } = second;
  const other = `"${first.stepName}" of`;

  return second.stepName === stepName
    ? `stands in the ${side} branch of "${conditionStep}" and needs ${other} its ${first.side} branch`
    : `needs ${other} the ${first.side} branch of "${conditionStep}" and "${second.stepName}" of its ${side} branch`;
}
