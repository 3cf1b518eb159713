import { nearest, Problems } from '../../core';
import { PipelineParameter } from '../pipeline-parameter';
import { PipelineStep } from '../pipeline-step';

const STEP_REFERENCE = /^Steps\.([^.]+)\./;
const PARAMETER_REFERENCE = /^Parameters\.(.+)$/;

/** A step as it stands in the rendered definition. */
interface RenderedStep {
  readonly Name: string;
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly Arguments?: RenderedArguments;
}

/** The arguments of a step; those of a condition step hold other steps. */
interface RenderedArguments {
  readonly IfSteps?: RenderedStep[];
  readonly ElseSteps?: RenderedStep[];
  readonly [name: string]: unknown;
}

/** A pipeline definition as it is sent to SageMaker. */
export interface RenderedDefinition {
  readonly Version: string;
  readonly Parameters: { Name: string }[];
  readonly Steps: RenderedStep[];
}

/** All steps of a pipeline, those in branches too, in the order in which they stand. */
export function withBranches(steps: readonly PipelineStep[]): PipelineStep[] {
  return steps.flatMap((step) => [step, ...withBranches(step._branches)]);
}

/** Checks step names, which must be unique over all branches. */
export function checkStepNames(problems: Problems, steps: readonly PipelineStep[]): void {
  const names = steps.map((step) => step.stepName);

  for (const name of new Set(names.filter((candidate, i) => names.indexOf(candidate) !== i))) {
    problems.add({
      code: 'StepNameTaken',
      path: `steps.${name}`,
      got: `appears ${names.filter((other) => other === name).length} times`,
      wanted: 'a step name is unique in its pipeline, over all branches',
      remedy: 'rename all but one',
    });
  }
}

/** Checks that every reference leads to a step of the pipeline and that no step waits for itself. */
export function checkStepGraph(problems: Problems, definition: RenderedDefinition): void {
  const edges = new Map(edgesOf(definition.Steps));
  const names = [...edges.keys()];

  for (const [name, predecessors] of edges) {
    for (const predecessor of predecessors.filter((candidate) => !names.includes(candidate))) {
      const [candidate] = nearest(predecessor, names);
      problems.add({
        code: 'StepUnknown',
        path: `steps.${name}`,
        got: `uses the step "${predecessor}"`,
        wanted: 'the pipeline has no such step',
        remedy: candidate ? `add it to the pipeline, or did you mean "${candidate}"` : 'add it to the pipeline',
      });
    }
  }

  const cycle = findCycle(edges);
  if (!cycle) return;
  problems.add({
    code: 'StepCycle',
    path: `steps.${cycle[0]}`,
    got: `waits for itself: ${cycle.join(' -> ')}`,
    wanted: 'steps form a graph without cycles',
    remedy: 'remove one of these dependencies',
  });
}

/** Checks that the declared parameters and the used ones are the same. */
export function checkParameters(
  problems: Problems,
  definition: RenderedDefinition,
  parameters: readonly PipelineParameter[],
): void {
  const declared = parameters.map((parameter) => parameter.parameterName);
  const used = new Set(referencesIn(definition.Steps).flatMap((path) => PARAMETER_REFERENCE.exec(path)?.[1] ?? []));

  for (const name of [...used].filter((candidate) => !declared.includes(candidate))) {
    problems.add({
      code: 'ParameterUndeclared',
      path: 'parameters',
      got: `lacks "${name}", which a step uses`,
      wanted: 'a pipeline declares every parameter that its steps use',
      remedy: 'add the parameter to the list',
    });
  }
  for (const name of declared.filter((candidate) => !used.has(candidate))) {
    problems.add({
      code: 'ParameterUnused',
      path: 'parameters',
      got: `has "${name}", which no step uses`,
      wanted: 'a parameter without effect misleads whoever starts the pipeline',
      remedy: 'use it in a step, or remove it',
    });
  }
  for (const name of new Set(declared.filter((candidate, i) => declared.indexOf(candidate) !== i))) {
    problems.add({
      code: 'ParameterNameTaken',
      path: 'parameters',
      got: `has "${name}" more than once`,
      wanted: 'a parameter name is unique in its pipeline',
      remedy: 'rename all but one',
    });
  }
}

/** What each step waits for. A step inside a branch waits for the condition step as well as for what it uses itself. */
function edgesOf(steps: readonly RenderedStep[], conditionStep?: string): [string, string[]][] {
  return steps.flatMap((step) => [
    [step.Name, [...predecessorsOf(step), ...(conditionStep === undefined ? [] : [conditionStep])]],
    ...edgesOf(branchesOf(step), step.Name),
  ]);
}

function branchesOf(step: RenderedStep): RenderedStep[] {
  return [...(step.Arguments?.IfSteps ?? []), ...(step.Arguments?.ElseSteps ?? [])];
}

function predecessorsOf(step: RenderedStep): string[] {
  const own = { ...step, Arguments: { ...step.Arguments, IfSteps: undefined, ElseSteps: undefined } };
  const used = referencesIn(own).flatMap((path) => STEP_REFERENCE.exec(path)?.[1] ?? []);

  return [...new Set([...used, ...(step.DependsOn ?? [])])];
}

/** Every `{"Get": path}` below a rendered value. */
function referencesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];

  const get = (value as { Get?: unknown }).Get;
  return typeof get === 'string' ? [get] : Object.values(value).flatMap(referencesIn);
}

function findCycle(edges: ReadonlyMap<string, string[]>): string[] | undefined {
  const done = new Set<string>();

  const visit = (name: string, trail: string[]): string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return undefined;

    for (const predecessor of edges.get(name) ?? []) {
      const cycle = visit(predecessor, [...trail, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  };

  for (const name of edges.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}
