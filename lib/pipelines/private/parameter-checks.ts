import { nearest, Problems } from '../../core';
import { pathsIn, PlacedStep, RenderedDefinition } from './rendered-definition';

const PARAMETER = /^Parameters\.(.+)$/;
const MOST_PARAMETERS = 200;

/** Checks that the declared parameters and the used ones are the same, and that there are not too many. */
export function checkParameters(
  problems: Problems,
  { Parameters: parameters = [], PipelineExperimentConfig, MlflowConfig }: RenderedDefinition,
  steps: readonly PlacedStep[],
): void {
  const counts = new Map<string, number>();
  for (const { Name: name } of parameters) counts.set(name, (counts.get(name) ?? 0) + 1);
  const users = [
    ...steps.map(({ step, paths }) => ({ path: `steps.${step.Name}`, names: parameterNames(paths) })),
    { path: 'experiment', names: parameterNames(pathsIn(PipelineExperimentConfig)) },
    { path: 'mlflow', names: parameterNames(pathsIn(MlflowConfig)) },
  ];
  const used = new Set(users.flatMap(({ names }) => names));

  if (parameters.length > MOST_PARAMETERS) {
    problems.add({
      code: 'TooManyParameters',
      path: 'parameters',
      got: `has ${parameters.length} entries`,
      wanted: `SageMaker accepts up to ${MOST_PARAMETERS}`,
      remedy: 'read rarely changed values from a file in S3 instead',
    });
  }
  for (const { path, names } of users) {
    for (const name of names.filter((candidate) => !counts.has(candidate))) {
      const [candidate] = nearest(name, [...counts.keys()]);
      problems.add({
        code: 'ParameterUndeclared',
        path,
        got: `uses the parameter "${name}"`,
        wanted: 'a pipeline declares every parameter that it uses',
        remedy: candidate ? `add it to parameters, or did you mean "${candidate}"` : 'add it to parameters',
      });
    }
  }
  for (const [name, count] of counts) {
    if (!used.has(name)) {
      problems.add({
        code: 'ParameterUnused',
        path: 'parameters',
        got: `has "${name}", which no step uses`,
        wanted: 'a parameter without effect misleads whoever starts the pipeline',
        remedy: 'use it in a step, or remove it',
      });
    }
    if (count > 1) {
      problems.add({
        code: 'ParameterNameTaken',
        path: 'parameters',
        got: `has "${name}" more than once`,
        wanted: 'a parameter name is unique in its pipeline',
        remedy: 'rename all but one',
      });
    }
  }
}

function parameterNames(paths: readonly string[]): string[] {
  return paths.flatMap((path) => PARAMETER.exec(path)?.[1] ?? []);
}
