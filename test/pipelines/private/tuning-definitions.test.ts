import { Duration } from 'aws-cdk-lib';
import {
  ContainerImage,
  HyperparameterRange,
  JobCompute,
  TrainingChannel,
  TuningDefinition,
  TuningObjective,
} from '../../../lib/pipelines';
import { checkDefinitions, renderDefinitions } from '../../../lib/pipelines/private/tuning-definitions';
import { environmentIn, stackIn } from '../definitions';
import { told } from './told';

const ETA = HyperparameterRange.continuous('eta', 0.1, 0.5);

test('ranges are sorted by kind', () => {
  const stack = stackIn();
  const ranges = [
    ETA,
    HyperparameterRange.integer('max_depth', 3, 10),
    HyperparameterRange.continuous('alpha', 0, 1),
    HyperparameterRange.categorical('tree_method', ['hist', 'exact']),
  ];

  const { config } = renderDefinitions({ stack, environment: environmentIn(stack) }, [definitionWith({ ranges })]);

  expect(config.ParameterRanges).toEqual({
    ContinuousParameterRanges: [expect.objectContaining({ Name: 'eta' }), expect.objectContaining({ Name: 'alpha' })],
    IntegerParameterRanges: [expect.objectContaining({ Name: 'max_depth' })],
    CategoricalParameterRanges: [{ Name: 'tree_method', Values: ['hist', 'exact'] }],
  });
});

test('thirty hyperparameters are searched, in one definition or in several', () => {
  const halves = ['a', 'b'].map((definitionName) => definitionWith({ definitionName, ranges: manyRanges(15) }));

  expect(toldOf([definitionWith({ ranges: manyRanges(30) })])).toEqual([]);
  expect(toldOf(halves)).toEqual([]);
});

test('all definitions together have limits', () => {
  const environmentVariables = Object.fromEntries([...Array(25).keys()].map((i) => [`VARIABLE_${i}`, '']));
  const halves = ['a', 'b'].map((definitionName) =>
    definitionWith({ definitionName, ranges: manyRanges(16), environmentVariables }),
  );

  expect(toldOf(halves)).toEqual([
    'TooManyRanges: step.definitions has 32 entries, a tuning job searches up to 30 hyperparameters, those of all definitions together; fix the values of some of them in hyperparameters',
    'TooManyVariables: step.definitions has 50 entries, a tuning job takes up to 48 environment variables, those of all definitions together; bring some of them in a file of the script',
  ]);
});

test('a tuning job has ten definitions at most', () => {
  const definitions = [...Array(11).keys()].map((i) => definitionWith({ definitionName: `definition-${i}` }));

  expect(toldOf(definitions)).toEqual([
    'EntriesOutOfRange: step.definitions has 11 entries, a tuning job has 1 to 10 definitions; give at least one, and divide more among several steps',
  ]);
});

test('several definitions have different names', () => {
  const definitions = ['a', 'a', 'b b', undefined].map((definitionName) => definitionWith({ definitionName }));

  expect(toldOf(definitions)).toEqual([
    'NameMalformed: step.definitions[2].definitionName is "b b", a name is 1 to 64 letters, digits and hyphens between them; choose a name of that form',
    'DefinitionUnnamed: step.definitions[3].definitionName is missing, each of several definitions has a name; name it after its algorithm, as "xgboost"',
    'StepPartNameTaken: step.definitions has "a" more than once, the name of a definition is unique in its step; rename all but one',
  ]);
});

test('the objective is a metric that the definition reads, where it says which', () => {
  const metrics = [{ metricName: 'validation:auc', regex: 'auc=(.*)' }];

  expect(toldOf([definitionWith({ metrics })])).toEqual([
    'ObjectiveUnknown: step.definitions[0].objective is "validation:rmse", the definition reads the metrics "validation:auc"; add it to metrics, or name one of these',
  ]);
  expect(toldOf([definitionWith({ metrics, objective: TuningObjective.maximize('validation:auc') })])).toEqual([]);
});

test('a hyperparameter is searched once, and is not fixed', () => {
  const definition = definitionWith({ ranges: [ETA, ETA], hyperparameters: { eta: '0.3' } });

  expect(toldOf([definition])).toEqual([
    'RangeNameTaken: step.definitions[0].ranges has "eta" more than once, a hyperparameter is searched in one range; leave out all but one',
    'HyperparameterFixed: step.definitions[0].ranges has "eta", whose value is fixed in hyperparameters, a hyperparameter is either searched or fixed; leave out one of the two',
    'HyperparameterFixed: step.definitions[0].ranges has "eta", whose value is fixed in hyperparameters, a hyperparameter is either searched or fixed; leave out one of the two',
  ]);
});

test('searched and fixed hyperparameters count together, and the objective is one of them', () => {
  const fixed = (count: number): Record<string, string> =>
    Object.fromEntries([...Array(count).keys()].map((i) => [`fixed${i}`, '1']));

  expect(toldOf([definitionWith({ ranges: manyRanges(9), hyperparameters: fixed(90) })])).toEqual([]);
  expect(toldOf([definitionWith({ ranges: manyRanges(9), hyperparameters: fixed(91) })])).toEqual([
    'EntriesOutOfRange: step.definitions[0].hyperparameters has 91 entries, SageMaker takes up to 90 hyperparameters, those of the script and the distribution included; bring some of them in a file of the script',
  ]);
});

test('a tuning job reads fewer metrics than a training job', () => {
  const metrics = [...Array(21).keys()].map((i) => ({ metricName: `metric${i}`, regex: '(.*)' }));

  expect(toldOf([definitionWith({ metrics, objective: TuningObjective.minimize('metric0') })])).toEqual([
    'EntriesOutOfRange: step.definitions[0].metrics has 21 entries, SageMaker reads up to 20 metrics; leave out those that nobody looks at',
  ]);
});

test('a tuning job keeps no instances for others', () => {
  const compute = JobCompute.warmPool({ keepAlive: Duration.minutes(30) });

  expect(toldOf([definitionWith({ compute })])).toEqual([
    'ComputeKindUnsupported: step.definitions[0].compute is JobCompute.warmPool(…), a tuning job keeps its instances for its own training jobs only; use JobCompute.onDemand(…)',
  ]);
});

test('the parts of a definition are checked in their place', () => {
  const definition = definitionWith({
    channels: [],
    ranges: [HyperparameterRange.categorical('tree_method', [])],
    objective: TuningObjective.minimize('a'.repeat(256)),
  });

  expect(toldOf([definition]).map((message) => message.split(' ').slice(0, 2).join(' '))).toEqual([
    'TrainingWithoutData: step.definitions[0].channels',
    'TextTooLong: step.definitions[0].objective.metricName',
    'EntriesOutOfRange: step.definitions[0].ranges[0].values',
  ]);
});

function manyRanges(count: number): HyperparameterRange[] {
  return [...Array(count).keys()].map((i) => HyperparameterRange.continuous(`parameter${i}`, 0, 1));
}

function definitionWith(wished: Partial<TuningDefinition>): TuningDefinition {
  return {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    objective: TuningObjective.minimize('validation:rmse'),
    ranges: [ETA],
    ...wished,
  };
}

function toldOf(definitions: TuningDefinition[]): string[] {
  return told((problems) => checkDefinitions(problems, 'step', definitions));
}
