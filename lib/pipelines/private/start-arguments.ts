import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { PipelineDefinition } from '../pipeline-definition';
import { PipelineStart } from '../pipeline-start';
import {
  checkNoneMissing,
  checkParameterNames,
  checkParameterValues,
  DeclaredParameter,
  hasScheduleFact,
  isKnownLater,
} from './parameter-values';
import { DefinitionExpression } from './reference-token';
import { placedSteps } from './rendered-definition';
import { checkSelection } from './step-selection';
import { checkLength, checkWhole } from './value-checks';

const DISPLAY_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,81}$/;
const DESCRIPTION_LENGTH = 3_072;
const EXPERIMENT_NAME_LENGTH = 256;

/** Parameter and value, as EventBridge lists them. */
export interface StartParameter {
  readonly name: string;
  readonly value: string;
}

/** The parameters that a definition declares. */
export function declaredParameters(definition: PipelineDefinition): readonly DeclaredParameter[] {
  return (definition._rendered.Parameters ?? []) as readonly DeclaredParameter[];
}

/** Checks what a run is started with: against the pipeline's definition, where that is known. */
export function checkStart(problems: Problems, start: PipelineStart, definition?: PipelineDefinition): void {
  const { parameters = {}, displayName } = start;

  if (definition) {
    checkParameterNames(problems, 'start.parameters', Object.keys(parameters), declaredParameters(definition));
  }
  checkParameterValues(problems, 'start.parameters', parameters, definition ? declaredParameters(definition) : []);
  if (displayName !== undefined && !isKnownLater(displayName) && !DISPLAY_NAME.test(displayName)) {
    problems.add({
      code: 'NameMalformed',
      path: 'start.displayName',
      got: `is "${displayName}"`,
      wanted: 'the name of a run is 1 to 82 characters: letters, digits and hyphens between them',
      remedy: 'choose a name of that form',
    });
  }
  checkLength(problems, 'start.description', start.description, DESCRIPTION_LENGTH);
  checkLength(problems, 'start.mlflowExperimentName', start.mlflowExperimentName, EXPERIMENT_NAME_LENGTH);
  checkParallelism(problems, 'start.maxParallelSteps', start.maxParallelSteps);
  checkWhole(problems, 'start.pipelineVersionId', start.pipelineVersionId, {
    least: 1,
    most: Number.MAX_SAFE_INTEGER,
    wanted: 'SageMaker counts versions from 1',
    remedy: 'copy the number from the list of versions, or leave it out',
  });
  checkSelection(problems, 'start', start, definition && placedSteps(definition._rendered.Steps));
}

/** Checks that a start that nobody watches gives every parameter a value. */
export function checkStartComplete(
  problems: Problems,
  given: readonly string[],
  definition?: PipelineDefinition,
): void {
  if (definition) checkNoneMissing(problems, 'start.parameters', given, declaredParameters(definition));
}

/** Checks that a start that EventBridge Scheduler does not make holds none of its facts. */
export function checkWithoutSchedule(problems: Problems, { parameters = {}, ...others }: PipelineStart): void {
  const texts = [
    ...Object.entries(parameters).map(([name, text]) => [`start.parameters.${name}`, text] as const),
    ...Object.entries(others).map(([name, value]) => [`start.${name}`, value as unknown] as const),
  ];

  for (const [path, text] of texts) {
    if (typeof text !== 'string' || !hasScheduleFact(text)) continue;
    problems.add({
      code: 'ScheduleFactUnknown',
      path,
      got: `is "${text}"`,
      wanted: 'only a schedule completes it',
      remedy: 'write another text, or start the pipeline by a PipelineSchedule',
    });
  }
}

/** Checks how many steps may run at the same time. */
export function checkParallelism(problems: Problems, path: string, maxParallelSteps: number | undefined): void {
  if (maxParallelSteps === undefined || Token.isUnresolved(maxParallelSteps)) return;
  if (Number.isInteger(maxParallelSteps) && maxParallelSteps >= 1) return;

  problems.add({
    code: 'ParallelismOutOfRange',
    path,
    got: `is ${maxParallelSteps}`,
    wanted: 'a pipeline runs a whole number of steps at a time, 1 or more',
    remedy: 'write 1, or leave it out',
  });
}

/** The arguments of a start beside the parameters. */
export function argumentsBesideParameters(start: PipelineStart): string[] {
  return Object.entries(start)
    .filter(([name, value]) => name !== 'parameters' && value !== undefined)
    .map(([name]) => name);
}

/** Whether EventBridge can start the pipeline by its own form for pipelines, which knows parameters and no facts of a schedule. */
export function isPlainStart(start: PipelineStart): boolean {
  return argumentsBesideParameters(start).length === 0 && !Object.values(start.parameters ?? {}).some(hasScheduleFact);
}

/** The parameters as EventBridge lists them. */
export function startParameters({ parameters = {} }: PipelineStart): StartParameter[] {
  return Object.entries(parameters).map(([name, value]) => ({ name, value }));
}

/** The whole call as the SageMaker API takes it; the token makes a start that is delivered twice one run. */
export function startRequest(
  pipelineName: string,
  start: PipelineStart,
  clientRequestToken: string,
): DefinitionExpression {
  const { maxParallelSteps, selectedSteps, sourceExecutionArn } = start;

  return {
    PipelineName: pipelineName,
    PipelineExecutionDisplayName: start.displayName,
    PipelineExecutionDescription: start.description,
    PipelineParameters: startParameters(start).map(({ name, value }) => ({ Name: name, Value: value })),
    ClientRequestToken: clientRequestToken,
    ParallelismConfiguration: maxParallelSteps && { MaxParallelExecutionSteps: maxParallelSteps },
    SelectiveExecutionConfig: selectedSteps && {
      SelectedSteps: selectedSteps.map((name) => ({ StepName: name })),
      SourcePipelineExecutionArn: sourceExecutionArn,
    },
    PipelineVersionId: start.pipelineVersionId,
    MlflowExperimentName: start.mlflowExperimentName,
  };
}
