import { Token } from 'aws-cdk-lib';
import { checkArn, Problems, repeatedIn } from '../../core';
import { AutoMLAlgorithm, AutoMLSearch } from '../auto-ml-search';
import { checkEntries, checkS3Uri, checkSeconds, checkWhole, ValueRange } from './value-checks';

const LONGEST_OUTPUT = 512;
const WEIGHT_COLUMN = /^[a-zA-Z0-9_-]{1,256}$/;

const CANDIDATES: ValueRange = {
  least: 1,
  most: 750,
  wanted: 'an AutoML job tries 1 to 750 candidates, in whole numbers',
  remedy: 'write 50, or leave it out',
};

const RUNTIME: ValueRange = {
  least: 1,
  most: Infinity,
  wanted: 'SageMaker limits it in whole seconds, 1 or more',
  remedy: 'use Duration.hours(1), or leave it out',
};

const ALGORITHMS: ValueRange = {
  least: 1,
  most: Object.keys(AutoMLAlgorithm).length,
  wanted: 'an ensemble consists of at least one algorithm',
  remedy: 'add AutoMLAlgorithm.XGBOOST, or leave it out',
};

/** Checks what an AutoML job learns from, and for how long; the path names the step. */
export function checkAutoML(problems: Problems, path: string, search: AutoMLSearch): void {
  const { trainingTable, validationTable, outputKeyArn, algorithms } = search;

  checkS3Uri(problems, `${path}.trainingTable.s3Uri`, trainingTable.s3Uri);
  checkS3Uri(problems, `${path}.validationTable.s3Uri`, validationTable?.s3Uri);
  checkS3Uri(problems, `${path}.outputS3Uri`, search.outputS3Uri, LONGEST_OUTPUT);
  checkS3Uri(problems, `${path}.featureSpecificationS3Uri`, search.featureSpecificationS3Uri);
  if (outputKeyArn !== undefined) checkArn(problems, `${path}.outputKeyArn`, outputKeyArn, 'kms');
  checkColumns(problems, path, search);
  checkValidation(problems, path, search);
  if (algorithms) checkEntries(problems, `${path}.algorithms`, new Set(algorithms).size, ALGORITHMS);
  checkRepetitions(problems, `${path}.algorithms`, algorithms ?? []);
  checkWhole(problems, `${path}.maxCandidates`, search.maxCandidates, CANDIDATES);
  checkSeconds(problems, `${path}.maxRuntimePerTrainingJob`, search.maxRuntimePerTrainingJob, RUNTIME);
  checkSeconds(problems, `${path}.maxRuntime`, search.maxRuntime, RUNTIME);
}

function checkColumns(problems: Problems, path: string, { targetColumn, sampleWeightColumn }: AutoMLSearch): void {
  if (targetColumn === '') {
    problems.add({
      code: 'AutoMLWithoutTarget',
      path: `${path}.targetColumn`,
      got: 'is empty',
      wanted: 'an AutoML job predicts one column',
      remedy: 'name it, as the first line of the table does',
    });
  }
  if (sampleWeightColumn === undefined || Token.isUnresolved(sampleWeightColumn)) return;
  if (WEIGHT_COLUMN.test(sampleWeightColumn)) return;
  problems.add({
    code: 'WeightColumnMalformed',
    path: `${path}.sampleWeightColumn`,
    got: `is "${sampleWeightColumn}"`,
    wanted: 'the name of that column is 1 to 256 letters, digits, hyphens and underscores',
    remedy: 'rename the column in the table',
  });
}

function checkValidation(problems: Problems, path: string, search: AutoMLSearch): void {
  const { validationTable, validationFraction } = search;
  if (validationFraction === undefined) return;

  if (validationTable) {
    problems.add({
      code: 'ValidationAmbiguous',
      path,
      got: 'has both validationTable and validationFraction',
      wanted: 'a model is validated with a table of its own, or with a part of the training table',
      remedy: 'leave out one of them',
    });
  }
  if (Token.isUnresolved(validationFraction) || (validationFraction > 0 && validationFraction < 1)) return;
  problems.add({
    code: 'ValidationFractionOutOfRange',
    path: `${path}.validationFraction`,
    got: `is ${validationFraction}`,
    wanted: 'it is a part of the table, more than 0 and less than 1',
    remedy: 'write 0.2',
  });
}

function checkRepetitions(problems: Problems, path: string, algorithms: AutoMLAlgorithm[]): void {
  for (const algorithm of repeatedIn(algorithms)) {
    problems.add({
      code: 'AlgorithmRepeated',
      path,
      got: `has "${algorithm}" more than once`,
      wanted: 'an algorithm is in the ensemble or is not',
      remedy: 'leave out all but one',
    });
  }
}
