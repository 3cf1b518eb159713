import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { TuningSearch } from '../tuning-search';
import { TuningStrategy } from '../tuning-strategy';
import { hyperparameterNames } from './hyperparameters';
import { quoted } from './quoted-names';
import { checkSeconds, checkWhole, ValueRange } from './value-checks';

const PARALLEL: ValueRange = {
  least: 1,
  most: 100,
  wanted: 'a tuning job runs 1 to 100 training jobs at a time, in whole numbers',
  remedy: 'write 10, or leave it out',
};

const RUNTIME: ValueRange = {
  least: 120,
  most: 2_592_000,
  wanted: 'a tuning job runs for 2 minutes to 30 days, in whole seconds',
  remedy: 'use Duration.hours(12)',
};

const NOT_IMPROVING: ValueRange = {
  least: 3,
  most: Infinity,
  wanted: 'SageMaker waits for 3 training jobs or more, in whole numbers',
  remedy: 'write 10, or leave it out',
};

const SEED: ValueRange = {
  least: 0,
  most: Number.MAX_SAFE_INTEGER,
  wanted: 'a seed is a whole number, 0 or more',
  remedy: 'write 1',
};

/** Checks how long a tuning job searches and in which way; the path names the step. */
export function checkTuningLimits(
  problems: Problems,
  path: string,
  search: TuningSearch,
  strategy: TuningStrategy,
): void {
  const { definitions, maxTrainingJobs, completion } = search;

  strategy._check(problems, `${path}.strategy`, definitions.map(hyperparameterNames));
  checkWhole(problems, `${path}.maxTrainingJobs`, maxTrainingJobs, {
    least: 1,
    most: strategy._mostJobs,
    wanted: `a search by the strategy ${strategy._name} starts 1 to ${strategy._mostJobs} training jobs, in whole numbers`,
    remedy: 'write 20',
  });
  checkWhole(problems, `${path}.maxParallelTrainingJobs`, search.maxParallelTrainingJobs, PARALLEL);
  checkSeconds(problems, `${path}.maxRuntime`, search.maxRuntime, RUNTIME);
  checkWhole(problems, `${path}.completion.maxJobsNotImproving`, completion?.maxJobsNotImproving, NOT_IMPROVING);
  checkWhole(problems, `${path}.randomSeed`, search.randomSeed, SEED);
  if (strategy._name === 'Grid') checkGrid(problems, path, search);
  if (strategy._name !== 'Grid') checkLimited(problems, path, search);
  checkSeveral(problems, path, search, strategy);
}

/** A grid is finite, and SageMaker counts it itself; any other number of training jobs than the grid's is refused. */
function checkGrid(problems: Problems, path: string, { definitions, maxTrainingJobs }: TuningSearch): void {
  definitions.forEach(({ ranges }, i) => {
    const endless = ranges.filter((range) => range._kind !== 'Categorical').map((range) => range.hyperparameterName);
    if (endless.length === 0) return;
    problems.add({
      code: 'GridRangeUnsupported',
      path: `${path}.definitions[${i}].ranges`,
      got: `has ${quoted(endless)} beside categorical ranges`,
      wanted: 'a grid has categorical ranges only',
      remedy: 'use HyperparameterRange.categorical(…), or TuningStrategy.bayesian()',
    });
  });

  const combinations = definitions
    .map(({ ranges }) => ranges.reduce((product, range) => product * (range._choices ?? 1), 1))
    .reduce((sum, product) => sum + product, 0);
  if (combinations > TuningStrategy.grid()._mostJobs) {
    problems.add({
      code: 'GridTooLarge',
      path: `${path}.definitions`,
      got: `have ${combinations} combinations`,
      wanted: `a grid has up to ${TuningStrategy.grid()._mostJobs}`,
      remedy: 'leave out values, or use TuningStrategy.random()',
    });
  }
  if (maxTrainingJobs === undefined || Token.isUnresolved(maxTrainingJobs) || maxTrainingJobs === combinations) return;
  problems.add({
    code: 'GridSizeMismatch',
    path: `${path}.maxTrainingJobs`,
    got: `is ${maxTrainingJobs}`,
    wanted: `a grid starts one training job for each of its ${combinations} combinations`,
    remedy: 'leave it out',
  });
}

/** Without an end a search would go on for a month, unless SageMaker chooses the limits. */
function checkLimited(problems: Problems, path: string, search: TuningSearch): void {
  const { definitions, maxTrainingJobs, maxRuntime } = search;
  if (maxTrainingJobs !== undefined || maxRuntime !== undefined) return;
  if (definitions.some(({ ranges }) => ranges.some((range) => range._kind === 'Auto'))) return;

  problems.add({
    code: 'TuningUnlimited',
    path,
    got: 'has neither maxTrainingJobs nor maxRuntime',
    wanted: 'a search ends after a number of training jobs or after a time',
    remedy: 'write { maxTrainingJobs: 20 }, or another number',
  });
}

/** Some features know one definition only. */
function checkSeveral(problems: Problems, path: string, search: TuningSearch, strategy: TuningStrategy): void {
  if (search.definitions.length < 2) return;

  const features = [
    ...(search.warmStart ? [{ prop: 'warmStart', noun: 'warm start' }] : []),
    ...(strategy._stopsEarly ? [{ prop: 'strategy.earlyStopping', noun: 'early stopping' }] : []),
  ];
  for (const { prop, noun } of features) {
    problems.add({
      code: 'TuningFeatureUnsupported',
      path: `${path}.${prop}`,
      got: 'is given',
      wanted: `SageMaker knows ${noun} only with a single definition`,
      remedy: 'leave it out, or tune each definition in a step of its own',
    });
  }
}
