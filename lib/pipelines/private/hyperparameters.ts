import { Problems } from '../../core';
import { TrainingJobOptions } from '../training-job';
import { DefinitionExpression } from './reference-token';
import { asTexts } from './text-value';
import { checkEntries, checkTextMap } from './value-checks';

const LONGEST_VALUE = 2_500;
const LONGEST_KEY = 256;

/** Where a message needs no region, because it only counts and names what a script or a distribution sets. */
const ANY_REGION = '';

/** The hyperparameters of a job with those that its script and its distribution set; none is undefined. */
export function renderHyperparameters(region: string, job: TrainingJobOptions): DefinitionExpression | undefined {
  const all = { ...asTexts(job.hyperparameters ?? {}), ...settingsOf(region, job) };

  return Object.keys(all).length > 0 ? all : undefined;
}

/** The names of a job's hyperparameters, those that its script and its distribution set included. */
export function hyperparameterNames(job: TrainingJobOptions): string[] {
  return Object.keys({ ...job.hyperparameters, ...settingsOf(ANY_REGION, job) });
}

/** Checks a job's hyperparameters; those that a tuning job searches count as well. */
export function checkHyperparameters(problems: Problems, path: string, job: TrainingJobOptions, most: number): void {
  const settings = settingsOf(ANY_REGION, job);
  const names = Object.keys(job.hyperparameters ?? {});

  checkEntries(problems, path, hyperparameterNames(job).length, {
    least: 0,
    most,
    wanted: `SageMaker takes up to ${most} hyperparameters, those of the script and the distribution included`,
    remedy: 'bring some of them in a file of the script',
  });
  checkTextMap(problems, path, job.hyperparameters, {
    most: Infinity,
    longestValue: LONGEST_VALUE,
    noun: 'hyperparameters',
  });
  for (const name of names.filter((each) => each.length > LONGEST_KEY)) {
    problems.add({
      code: 'TextTooLong',
      path: `${path}.${name}`,
      got: `has a name of ${name.length} characters`,
      wanted: `SageMaker takes up to ${LONGEST_KEY}`,
      remedy: 'shorten it',
    });
  }
  for (const name of names.filter((each) => each in settings)) {
    problems.add({
      code: 'HyperparameterReserved',
      path: `${path}.${name}`,
      got: 'is given',
      wanted: 'the script or the distribution of the job sets it',
      remedy: 'leave it out',
    });
  }
}

function settingsOf(region: string, { script, distribution, compute }: TrainingJobOptions): DefinitionExpression {
  const settings = { ...script?._hyperparameters(region), ...distribution?._hyperparameters(compute) };

  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
