import { Tokenization } from 'aws-cdk-lib';
import { DefinitionExpression } from './reference-token';

/** A step as it stands in the rendered definition. */
export interface RenderedStep {
  readonly Name: string;
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly Arguments?: RenderedArguments;
  readonly [member: string]: unknown;
}

/** The arguments of a step; those of a condition step hold other steps. */
export interface RenderedArguments {
  readonly IfSteps?: RenderedStep[];
  readonly ElseSteps?: RenderedStep[];
  readonly [name: string]: unknown;
}

/** A parameter as it stands in the rendered definition. */
export interface RenderedParameter {
  readonly Name: string;
  readonly Type?: string;
  readonly DefaultValue?: string | number | boolean | object;
  readonly EnumValues?: readonly string[];
}

/** A pipeline definition as it is sent to SageMaker. */
export interface RenderedDefinition {
  readonly Version: string;
  readonly Parameters?: RenderedParameter[];
  readonly PipelineExperimentConfig?: unknown;
  readonly MlflowConfig?: unknown;
  readonly Steps: RenderedStep[];
}

/** The branch of a condition step that a step stands in. */
export interface Branch {
  readonly conditionStep: string;
  readonly side: 'if' | 'else';
}

/** A step with where it stands and what it refers to. */
export interface PlacedStep {
  readonly step: RenderedStep;
  readonly branch?: Branch;
  /** Every path that the step gets, each once. */
  readonly paths: readonly string[];
  /** The steps whose results it uses, each once. */
  readonly uses: readonly string[];
  /** The steps that it follows without using a result, each once. */
  readonly follows: readonly string[];
}

/** A step's result, as `{"Get": "Steps.<step>.<path>"}` names it. */
export interface ResultPath {
  readonly stepName: string;
  readonly path: string;
}

const RESULT = /^Steps\.([^.]+)\.(.+)$/;

/** All steps of a definition, those in branches after the step that holds them. */
export function placedSteps(steps: readonly RenderedStep[], branch?: Branch): PlacedStep[] {
  return steps.flatMap((step) => [
    placed(step, branch),
    ...placedSteps(branchOf(step, 'if'), { conditionStep: step.Name, side: 'if' }),
    ...placedSteps(branchOf(step, 'else'), { conditionStep: step.Name, side: 'else' }),
  ]);
}

/** The steps of a branch; none if the step has no branches. */
export function branchOf({ Arguments: held }: RenderedStep, side: Branch['side']): readonly RenderedStep[] {
  const steps = side === 'if' ? held?.IfSteps : held?.ElseSteps;

  return Array.isArray(steps) ? steps : [];
}

/** The steps by name; of several with one name the first. */
export function stepsByName(steps: readonly PlacedStep[]): Map<string, PlacedStep> {
  const byName = new Map<string, PlacedStep>();
  for (const placedStep of steps) {
    if (!byName.has(placedStep.step.Name)) byName.set(placedStep.step.Name, placedStep);
  }

  return byName;
}

/** The result that a path leads to, if it leads to one. */
export function resultOf(path: string): ResultPath | undefined {
  const [, stepName, rest] = RESULT.exec(path) ?? [];

  return stepName === undefined ? undefined : { stepName, path: rest };
}

/** Every `{"Get": path}` below a rendered value, each path once. */
export function pathsIn(value: unknown): string[] {
  const paths = new Set<string>();
  collectPaths(value, paths);

  return [...paths];
}

/** The address of every file in S3 below a rendered value that the pipeline itself reads a value of. */
export function jsonFilesIn(value: unknown): (string | DefinitionExpression)[] {
  if (value === null || typeof value !== 'object' || Tokenization.isResolvable(value)) return [];

  const { 'Std:JsonGet': read } = value as { 'Std:JsonGet'?: { S3Uri?: string | DefinitionExpression } };
  if (read !== undefined) return read.S3Uri === undefined ? [] : [read.S3Uri];
  return Object.values(value).flatMap(jsonFilesIn);
}

function placed(step: RenderedStep, branch?: Branch): PlacedStep {
  const paths = pathsIn({ ...step, Arguments: { ...step.Arguments, IfSteps: undefined, ElseSteps: undefined } });
  const uses = new Set(paths.flatMap((path) => resultOf(path)?.stepName ?? []));

  return {
    step,
    branch,
    paths,
    uses: [...uses],
    follows: [...new Set(step.DependsOn)].filter((name) => !uses.has(name)),
  };
}

function collectPaths(value: unknown, paths: Set<string>): void {
  if (value === null || typeof value !== 'object' || Tokenization.isResolvable(value)) return;

  const { Get: path } = value as { Get?: unknown };
  if (typeof path === 'string') {
    paths.add(path);
    return;
  }
  for (const entry of Object.values(value)) collectPaths(entry, paths);
}
