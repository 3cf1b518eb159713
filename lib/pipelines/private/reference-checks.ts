import { nearest, Problems } from '../../core';
import { pathsIn, PlacedStep, RenderedDefinition, resultOf, stepsByName } from './rendered-definition';
import { DeadEnd, deadEndOf } from './result-path';

const EXECUTION_VARIABLE = /^Execution\.(.*)$/;
const PARAMETER = /^Parameters\../;

const EXECUTION_VARIABLES = [
  'CurrentDateTime',
  'PipelineArn',
  'PipelineExecutionArn',
  'PipelineExecutionId',
  'PipelineName',
  'StartDateTime',
];

/** What only steps of a type know of the execution: the name of their own job. */
const JOB_VARIABLES: Readonly<Record<string, string>> = {
  Processing: 'ProcessingJobName',
  Training: 'TrainingJobName',
};

/** Checks that every reference leads to something that its step makes, or that the execution knows. */
export function checkReferences(
  problems: Problems,
  { PipelineExperimentConfig, MlflowConfig }: RenderedDefinition,
  steps: readonly PlacedStep[],
): void {
  const byName = stepsByName(steps);

  for (const { step, paths } of steps) {
    for (const path of paths) {
      const end = endOf(path, byName, JOB_VARIABLES[step.Type]);
      if (end) problems.add({ path: `steps.${step.Name}`, got: toldUse(path), ...end });
    }
  }
  for (const [place, value] of Object.entries({ experiment: PipelineExperimentConfig, mlflow: MlflowConfig })) {
    for (const path of pathsIn(value)) {
      const end = resultOf(path) ? TOO_EARLY : endOf(path, byName);
      if (end) problems.add({ path: place, got: toldUse(path), ...end });
    }
  }
}

const TOO_EARLY: DeadEnd = {
  code: 'ReferenceTooEarly',
  wanted: 'it is read before the first step runs',
  remedy: 'use a parameter or an execution variable',
};

function endOf(path: string, byName: ReadonlyMap<string, PlacedStep>, jobVariable?: string): DeadEnd | undefined {
  const [, variable] = EXECUTION_VARIABLE.exec(path) ?? [];
  const result = resultOf(path);

  if (variable !== undefined) return variableDeadEnd(variable, jobVariable);
  if (PARAMETER.test(path)) return undefined;
  if (result === undefined) {
    return {
      code: 'ReferenceMalformed',
      wanted: 'a reference reads Parameters.<name>, Execution.<variable> or Steps.<step>.<path>',
      remedy: 'write it in one of these forms',
    };
  }

  const maker = byName.get(result.stepName);
  return maker && deadEndOf(maker.step, result.path);
}

function variableDeadEnd(variable: string, jobVariable?: string): DeadEnd | undefined {
  const known = [...EXECUTION_VARIABLES, ...(jobVariable === undefined ? [] : [jobVariable])];
  if (known.includes(variable)) return undefined;
  const [candidate] = nearest(variable, known);

  return {
    code: 'ExecutionVariableUnknown',
    wanted: `an execution knows ${known.join(', ')}`,
    remedy: candidate ? `did you mean "${candidate}"` : 'use one of these',
  };
}

function toldUse(path: string): string {
  const result = resultOf(path);

  return result ? `uses "${result.path}" of the step "${result.stepName}"` : `uses "${path}"`;
}
