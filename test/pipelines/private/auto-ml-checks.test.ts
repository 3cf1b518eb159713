import { Duration } from 'aws-cdk-lib';
import { AutoMLAlgorithm, AutoMLSearch, PipelineParameter } from '../../../lib/pipelines';
import { checkAutoML } from '../../../lib/pipelines/private/auto-ml-checks';
import { told } from './told';

test.each<Partial<AutoMLSearch>>([
  {},
  { maxCandidates: 1 },
  { maxCandidates: 750 },
  { maxCandidates: PipelineParameter.ofInteger('Candidates').asNumber },
  { validationFraction: 0.01 },
  { validationFraction: PipelineParameter.ofFloat('Fraction').asNumber },
  { targetColumn: PipelineParameter.ofString('Target').asString },
  { outputS3Uri: `s3://acme/${'a'.repeat(502)}` },
  { algorithms: Object.values(AutoMLAlgorithm) },
  { maxRuntime: Duration.seconds(1) },
])('search %# is accepted', (wished) => {
  expect(toldOf(wished)).toEqual([]);
});

test('addresses and keys are checked', () => {
  const wished = {
    trainingTable: { s3Uri: 'train' },
    validationTable: { s3Uri: 'validation' },
    outputS3Uri: `s3://acme/${'a'.repeat(503)}`,
    featureSpecificationS3Uri: 'features.json',
    outputKeyArn: 'alias/acme',
  };

  expect(toldOf(wished).map((message) => message.split(' ').slice(0, 2).join(' '))).toEqual([
    'S3UriMalformed: step.trainingTable.s3Uri',
    'S3UriMalformed: step.validationTable.s3Uri',
    'S3UriMalformed: step.outputS3Uri',
    'S3UriMalformed: step.featureSpecificationS3Uri',
    'ArnMalformed: step.outputKeyArn',
  ]);
});

test('columns have names', () => {
  expect(toldOf({ targetColumn: '', sampleWeightColumn: 'my weight' })).toEqual([
    'AutoMLWithoutTarget: step.targetColumn is empty, an AutoML job predicts one column; name it, as the first line of the table does',
    'WeightColumnMalformed: step.sampleWeightColumn is "my weight", the name of that column is 1 to 256 letters, digits, hyphens and underscores; rename the column in the table',
  ]);
});

test('a model is validated in one way', () => {
  expect(toldOf({ validationTable: { s3Uri: 's3://acme-data/validation' }, validationFraction: 0.2 })).toEqual([
    'ValidationAmbiguous: step has both validationTable and validationFraction, a model is validated with a table of its own, or with a part of the training table; leave out one of them',
  ]);
});

test.each([0, 1, -0.5])('%p is no part of a table', (validationFraction) => {
  expect(toldOf({ validationFraction })).toEqual([
    `ValidationFractionOutOfRange: step.validationFraction is ${validationFraction}, it is a part of the table, more than 0 and less than 1; write 0.2`,
  ]);
});

test('an ensemble consists of different algorithms', () => {
  expect(toldOf({ algorithms: [] })).toEqual([
    'EntriesOutOfRange: step.algorithms is empty, an ensemble consists of at least one algorithm; add AutoMLAlgorithm.XGBOOST, or leave it out',
  ]);
  expect(toldOf({ algorithms: [AutoMLAlgorithm.XGBOOST, AutoMLAlgorithm.XGBOOST] })).toEqual([
    'AlgorithmRepeated: step.algorithms has "xgboost" more than once, an algorithm is in the ensemble or is not; leave out all but one',
  ]);
});

test('a search has limits that SageMaker knows', () => {
  const wished = {
    maxCandidates: 751,
    maxRuntimePerTrainingJob: Duration.seconds(0),
    maxRuntime: Duration.millis(1500),
  };

  expect(toldOf(wished)).toEqual([
    'NumberOutOfRange: step.maxCandidates is 751, an AutoML job tries 1 to 750 candidates, in whole numbers; write 50, or leave it out',
    'DurationOutOfRange: step.maxRuntimePerTrainingJob is 0 seconds, SageMaker limits it in whole seconds, 1 or more; use Duration.hours(1), or leave it out',
    'DurationOutOfRange: step.maxRuntime is 1 second 500 millis, SageMaker limits it in whole seconds, 1 or more; use Duration.hours(1), or leave it out',
  ]);
});

function toldOf(wished: Partial<AutoMLSearch>): string[] {
  const search = {
    trainingTable: { s3Uri: 's3://acme-data/train' },
    targetColumn: 'rings',
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  };

  return told((problems) => checkAutoML(problems, 'step', search));
}
