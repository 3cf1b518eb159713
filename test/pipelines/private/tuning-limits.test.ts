import { Duration } from 'aws-cdk-lib';
import {
  ContainerImage,
  HyperparameterRange,
  PipelineParameter,
  TrainingChannel,
  TuningDefinition,
  TuningObjective,
  TuningSearch,
  TuningStrategy,
  TuningWarmStart,
} from '../../../lib/pipelines';
import { checkTuningLimits } from '../../../lib/pipelines/private/tuning-limits';
import { told } from './told';

const ETA = HyperparameterRange.continuous('eta', 0.1, 0.5);
const METHOD = HyperparameterRange.categorical('tree_method', ['hist', 'exact', 'approx']);
const BOOSTER = HyperparameterRange.categorical('booster', ['gbtree', 'dart']);

test.each<Partial<TuningSearch>>([
  { maxTrainingJobs: 1 },
  { maxTrainingJobs: 750 },
  { maxTrainingJobs: 10_000, strategy: TuningStrategy.random() },
  { maxTrainingJobs: PipelineParameter.ofInteger('Jobs').asNumber },
  { maxTrainingJobs: undefined, maxRuntime: Duration.minutes(2) },
  { maxRuntime: Duration.days(30) },
  { maxParallelTrainingJobs: 100 },
  { completion: { maxJobsNotImproving: 3 } },
  { randomSeed: 0 },
  { maxTrainingJobs: undefined, definitions: [searching(HyperparameterRange.auto('eta', '0.3'))] },
  { maxTrainingJobs: undefined, strategy: TuningStrategy.grid(), definitions: [searching(METHOD, BOOSTER)] },
  { maxTrainingJobs: 6, strategy: TuningStrategy.grid(), definitions: [searching(METHOD, BOOSTER)] },
])('search %# is accepted', (wished) => {
  expect(toldOf(wished)).toEqual([]);
});

test.each([
  { strategy: TuningStrategy.bayesian(), name: 'Bayesian', maxTrainingJobs: 0, most: 750 },
  { strategy: TuningStrategy.hyperband({ maxResource: 9 }), name: 'Hyperband', maxTrainingJobs: 751, most: 750 },
  { strategy: TuningStrategy.random(), name: 'Random', maxTrainingJobs: 10_001, most: 10_000 },
])('$name does not start $maxTrainingJobs training jobs', ({ strategy, name, maxTrainingJobs, most }) => {
  expect(toldOf({ strategy, maxTrainingJobs })).toEqual([
    `NumberOutOfRange: step.maxTrainingJobs is ${maxTrainingJobs}, a search by the strategy ${name} starts 1 to ${most} training jobs, in whole numbers; write 20`,
  ]);
});

test('a search has limits that SageMaker knows', () => {
  const wished = {
    maxParallelTrainingJobs: 101,
    maxRuntime: Duration.seconds(119),
    completion: { maxJobsNotImproving: 2 },
    randomSeed: -1,
  };

  expect(toldOf(wished)).toEqual([
    'NumberOutOfRange: step.maxParallelTrainingJobs is 101, a tuning job runs 1 to 100 training jobs at a time, in whole numbers; write 10, or leave it out',
    'DurationOutOfRange: step.maxRuntime is 1 minute 59 seconds, a tuning job runs for 2 minutes to 30 days, in whole seconds; use Duration.hours(12)',
    'NumberOutOfRange: step.completion.maxJobsNotImproving is 2, SageMaker waits for 3 training jobs or more, in whole numbers; write 10, or leave it out',
    'NumberOutOfRange: step.randomSeed is -1, a seed is a whole number, 0 or more; write 1',
  ]);
});

test('a search without an end is refused', () => {
  expect(toldOf({ maxTrainingJobs: undefined })).toEqual([
    'TuningUnlimited: step has neither maxTrainingJobs nor maxRuntime, a search ends after a number of training jobs or after a time; write { maxTrainingJobs: 20 }, or another number',
  ]);
});

test('a grid has categorical ranges only, and as many training jobs as combinations', () => {
  const strategy = TuningStrategy.grid();

  expect(toldOf({ strategy, maxTrainingJobs: undefined, definitions: [searching(METHOD, ETA)] })).toEqual([
    'GridRangeUnsupported: step.definitions[0].ranges has "eta" beside categorical ranges, a grid has categorical ranges only; use HyperparameterRange.categorical(…), or TuningStrategy.bayesian()',
  ]);
  expect(toldOf({ strategy, maxTrainingJobs: 5, definitions: [searching(METHOD, BOOSTER)] })).toEqual([
    'GridSizeMismatch: step.maxTrainingJobs is 5, a grid starts one training job for each of its 6 combinations; leave it out',
  ]);
});

test('a grid has an end', () => {
  const ranges = ['a', 'b'].map((name) =>
    HyperparameterRange.categorical(
      name,
      [...Array(28).keys()].map((i) => `value${i}`),
    ),
  );

  expect(
    toldOf({ strategy: TuningStrategy.grid(), maxTrainingJobs: undefined, definitions: [searching(...ranges)] }),
  ).toEqual([
    'GridTooLarge: step.definitions have 784 combinations, a grid has up to 750; leave out values, or use TuningStrategy.random()',
  ]);
});

test('Hyperband needs to know how far a training job may go', () => {
  expect(toldOf({ strategy: TuningStrategy.hyperband() })).toEqual([
    'HyperbandWithoutResource: step.strategy.maxResource is missing, Hyperband reads it from epochs, numepochs, n-epochs, n_epochs, num_epochs otherwise, and a definition fixes none of these; write the most epochs that a training job may take, such as 100',
  ]);
});

test('with several definitions SageMaker neither starts warm nor stops early', () => {
  const wished = {
    definitions: [searching(ETA), searching(ETA)],
    strategy: TuningStrategy.bayesian({ earlyStopping: true }),
    warmStart: TuningWarmStart.transferLearning('tune-1'),
  };

  expect(toldOf(wished)).toEqual([
    'TuningFeatureUnsupported: step.warmStart is given, SageMaker knows warm start only with a single definition; leave it out, or tune each definition in a step of its own',
    'TuningFeatureUnsupported: step.strategy.earlyStopping is given, SageMaker knows early stopping only with a single definition; leave it out, or tune each definition in a step of its own',
  ]);
});

function searching(...ranges: HyperparameterRange[]): TuningDefinition {
  return {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    objective: TuningObjective.minimize('validation:rmse'),
    ranges,
  };
}

function toldOf(wished: Partial<TuningSearch>): string[] {
  const search = { definitions: [searching(ETA)], maxTrainingJobs: 20, ...wished };

  return told((problems) => checkTuningLimits(problems, 'step', search, search.strategy ?? TuningStrategy.bayesian()));
}
