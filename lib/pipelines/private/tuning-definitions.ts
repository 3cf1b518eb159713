import { Problems, repeatedIn } from '../../core';
import { HyperparameterRange } from '../hyperparameter-range';
import { TuningDefinition } from '../tuning-definition';
import { checkDistinct } from './distinct-names';
import { hyperparameterNames, renderHyperparameters } from './hyperparameters';
import { quoted } from './quoted-names';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';
import { checkTrainingJob, renderTrainingJob } from './training-job-settings';
import { checkEntries, checkHyphenated, checkLength, ValueRange } from './value-checks';

const RANGE_LISTS = {
  Integer: 'IntegerParameterRanges',
  Continuous: 'ContinuousParameterRanges',
  Categorical: 'CategoricalParameterRanges',
  Auto: 'AutoParameters',
} as const;

const LONGEST_NAME = 64;
const LONGEST_METRIC_NAME = 255;
const MOST_HYPERPARAMETERS = 100;
const MOST_METRICS = 20;

const DEFINITIONS: ValueRange = {
  least: 1,
  most: 10,
  wanted: 'a tuning job has 1 to 10 definitions',
  remedy: 'give at least one, and divide more among several steps',
};

const RANGES: ValueRange = {
  least: 0,
  most: 30,
  wanted: 'a tuning job searches up to 30 hyperparameters, those of all definitions together',
  remedy: 'fix the values of some of them in hyperparameters',
};

const VARIABLES: ValueRange = {
  least: 0,
  most: 48,
  wanted: 'a tuning job takes up to 48 environment variables, those of all definitions together',
  remedy: 'bring some of them in a file of the script',
};

/** Under which members objective and ranges stand. */
const SINGLE = { objective: 'HyperParameterTuningJobObjective', ranges: 'ParameterRanges' };
const ONE_OF_SEVERAL = { objective: 'TuningObjective', ranges: 'HyperParameterRanges' };

/** The training jobs as definitions write them: a single one's objective and ranges are those of the tuning job. */
export function renderDefinitions(
  context: StepContext,
  definitions: readonly TuningDefinition[],
): { readonly config: DefinitionExpression; readonly jobs: DefinitionExpression } {
  const [first, ...others] = definitions;
  const several = others.length > 0;

  return {
    config: several || first === undefined ? {} : objectiveAndRanges(first, SINGLE),
    jobs: several
      ? {
          TrainingJobDefinitions: definitions.map((definition) => ({
            ...renderDefinition(context, definition),
            ...objectiveAndRanges(definition, ONE_OF_SEVERAL),
          })),
        }
      : { TrainingJobDefinition: first && renderDefinition(context, first) },
  };
}

/** Checks the definitions of a tuning job; the path names the step. */
export function checkDefinitions(problems: Problems, path: string, definitions: readonly TuningDefinition[]): void {
  const at = `${path}.definitions`;

  checkEntries(problems, at, definitions.length, DEFINITIONS);
  definitions.forEach((definition, i) => checkDefinition(problems, `${at}[${i}]`, definition));
  checkNames(problems, path, definitions);
  checkEntries(problems, at, definitions.flatMap((definition) => definition.ranges).length, {
    ...RANGES,
    code: 'TooManyRanges',
  });
  checkEntries(
    problems,
    at,
    definitions.flatMap((definition) => Object.keys(definition.environmentVariables ?? {})).length,
    { ...VARIABLES, code: 'TooManyVariables' },
  );
}

function objectiveAndRanges({ objective, ranges }: TuningDefinition, members: typeof SINGLE): DefinitionExpression {
  return { [members.objective]: objective._render(), [members.ranges]: renderRanges(ranges) };
}

/** Ranges by kind, as definitions write them. */
function renderRanges(ranges: readonly HyperparameterRange[]): DefinitionExpression {
  const kinds = [...new Set(ranges.map((range) => range._kind))];

  return Object.fromEntries(
    kinds.map((kind) => [
      RANGE_LISTS[kind],
      ranges.filter((range) => range._kind === kind).map((range) => range._render()),
    ]),
  );
}

function renderDefinition(context: StepContext, definition: TuningDefinition): DefinitionExpression {
  return {
    DefinitionName: definition.definitionName,
    StaticHyperParameters: renderHyperparameters(context.stack.region, definition),
    ...renderTrainingJob(context, definition),
  };
}

function checkDefinition(problems: Problems, path: string, definition: TuningDefinition): void {
  const { definitionName, ranges, objective, compute } = definition;

  checkHyphenated(problems, `${path}.definitionName`, definitionName, LONGEST_NAME);
  checkTrainingJob(problems, path, definition, {
    // The name of the objective is a hyperparameter, too.
    hyperparameters: MOST_HYPERPARAMETERS - ranges.length - 1,
    metrics: MOST_METRICS,
  });
  checkLength(problems, `${path}.objective.metricName`, objective.metricName, LONGEST_METRIC_NAME);
  checkObjective(problems, `${path}.objective`, definition);
  checkRanges(problems, `${path}.ranges`, ranges, hyperparameterNames(definition));
  if (compute?._kind !== 'warmPool') return;
  problems.add({
    code: 'ComputeKindUnsupported',
    path: `${path}.compute`,
    got: 'is JobCompute.warmPool(…)',
    wanted: 'a tuning job keeps its instances for its own training jobs only',
    remedy: 'use JobCompute.onDemand(…)',
  });
}

function checkObjective(problems: Problems, path: string, { objective, metrics = [] }: TuningDefinition): void {
  const names = metrics.map((metric) => metric.metricName);
  if (names.length === 0 || names.includes(objective.metricName)) return;

  problems.add({
    code: 'ObjectiveUnknown',
    path,
    got: `is "${objective.metricName}"`,
    wanted: `the definition reads the metrics ${quoted(names)}`,
    remedy: 'add it to metrics, or name one of these',
  });
}

function checkRanges(problems: Problems, path: string, ranges: HyperparameterRange[], fixed: string[]): void {
  const names = ranges.map((range) => range.hyperparameterName);

  ranges.forEach((range, i) => range._check(problems, `${path}[${i}]`));
  if (ranges.length === 0) {
    problems.add({
      code: 'TuningWithoutRanges',
      path,
      got: 'is empty',
      wanted: 'a tuning job searches at least one hyperparameter',
      remedy: "add HyperparameterRange.continuous('eta', 0.1, 0.5), or another",
    });
  }
  for (const name of repeatedIn(names)) {
    problems.add({
      code: 'RangeNameTaken',
      path,
      got: `has "${name}" more than once`,
      wanted: 'a hyperparameter is searched in one range',
      remedy: 'leave out all but one',
    });
  }
  for (const name of names.filter((each) => fixed.includes(each))) {
    problems.add({
      code: 'HyperparameterFixed',
      path,
      got: `has "${name}", whose value is fixed in hyperparameters`,
      wanted: 'a hyperparameter is either searched or fixed',
      remedy: 'leave out one of the two',
    });
  }
}

function checkNames(problems: Problems, path: string, definitions: readonly TuningDefinition[]): void {
  if (definitions.length < 2) return;

  definitions.forEach((definition, i) => {
    if (definition.definitionName !== undefined) return;
    problems.add({
      code: 'DefinitionUnnamed',
      path: `${path}.definitions[${i}].definitionName`,
      got: 'is missing',
      wanted: 'each of several definitions has a name',
      remedy: 'name it after its algorithm, as "xgboost"',
    });
  });
  const names = definitions.flatMap(({ definitionName }) => definitionName ?? []);
  checkDistinct(problems, path, { prop: 'definitions', noun: 'a definition', names });
}
