import {
  ClarifyBiasOptions,
  ClarifyFormat,
  ClarifyModel,
  ClarifyValues,
  DataBiasMetric,
  ExplainabilityOptions,
  ModelBiasMetric,
  PipelineParameter,
} from '../../../lib/pipelines';
import {
  checkDataBias,
  checkExplainability,
  checkKnownAtSynth,
  checkModelBias,
} from '../../../lib/pipelines/private/analysis-checks';
import { told } from './told';

const BIAS: ClarifyBiasOptions = {
  label: 'y',
  headers: ['y', 'age', 'sex', 'region'],
  positiveOutcome: ClarifyValues.ofNumbers(1),
  facets: [{ name: 'age' }],
};
const MODEL: ClarifyModel = { modelName: 'abalone', instanceType: 'ml.m5.large' };

test('columns are among the headers', () => {
  const options = {
    ...BIAS,
    label: 'z',
    facets: [{ name: 'agee' }],
    groupColumn: 'regoin',
    excludedColumns: ['sex', 'id'],
  };

  expect(told((problems) => checkDataBias(problems, 'check', options))).toEqual([
    expect.stringMatching(/^ColumnUnknown: check\.label has "z", the headers name no such column; /),
    'ColumnUnknown: check.facets has "agee", the headers name no such column; did you mean "age"',
    'ColumnUnknown: check.groupColumn has "regoin", the headers name no such column; did you mean "region"',
    expect.stringMatching(/^ColumnUnknown: check\.excludedColumns has "id", the headers name no such column; /),
  ]);
});

test.each([{ headers: undefined }, { format: ClarifyFormat.JSON_LINES }])(
  'columns go unchecked where their names are unknown or paths: %p',
  (unknown) => {
    const options = { ...BIAS, label: 'data.label', ...unknown };

    expect(told((problems) => checkDataBias(problems, 'check', options))).toEqual([]);
  },
);

test('an analysis has something to measure', () => {
  const options = { ...BIAS, facets: [], metrics: [] };

  expect(told((problems) => checkDataBias(problems, 'check', options))).toEqual([
    'AnalysisEmpty: check.facets is empty, an analysis needs a group to compare with the others; name at least one',
    'AnalysisEmpty: check.metrics is empty, an analysis needs a measure; name at least one',
  ]);
});

test('a facet counts once', () => {
  const options = { ...BIAS, facets: [{ name: 'age' }, { name: 'age' }] };

  expect(told((problems) => checkDataBias(problems, 'check', options))).toEqual([
    'StepPartNameTaken: check.facets has "age" more than once, the name of a facet is unique in its step; rename all but one',
  ]);
});

test('disparity by groups needs the groups', () => {
  const wanted = (metric: string) =>
    `BiasMetricWithoutGroups: check.metrics has ${metric}, without a group column, ${metric} is measured apart for each value of a column; name the column as groupColumn, or leave ${metric} out`;
  const data = { ...BIAS, metrics: [DataBiasMetric.CDDL] };
  const model = { ...BIAS, model: MODEL, metrics: [ModelBiasMetric.CDDPL] };

  expect(told((problems) => checkDataBias(problems, 'check', data))).toEqual([wanted('CDDL')]);
  expect(told((problems) => checkModelBias(problems, 'check', model))).toEqual([wanted('CDDPL')]);
  expect(told((problems) => checkDataBias(problems, 'check', { ...data, groupColumn: 'region' }))).toEqual([]);
});

test('features of a JSON document are found by their path', () => {
  const options = { ...BIAS, format: ClarifyFormat.JSON };

  expect(told((problems) => checkDataBias(problems, 'check', options))).toEqual([
    'FeaturesPathMissing: check.featuresPath is missing, Clarify cannot tell by itself where the features of a JSON document stand; give their JMESPath, as "instances[*].features"',
  ]);
});

test.each([
  {
    model: { instanceType: 'm5.large' },
    problem:
      /^InstanceTypeNotOffered: check\.model\.instanceType is "m5\.large", SageMaker offers no such type for hosting/,
  },
  {
    model: { instanceCount: 0 },
    problem:
      /^NumberOutOfRange: check\.model\.instanceCount is 0, an endpoint needs a whole number of instances, 1 or more/,
  },
  { model: { endpointNamePrefix: '-a' }, problem: /^NameMalformed: check\.model\.endpointNamePrefix is "-a"/ },
  {
    model: { customAttributes: 'a'.repeat(1_025) },
    problem: /^TextTooLong: check\.model\.customAttributes has 1025 characters/,
  },
  {
    model: { acceptType: 'image/png' },
    problem:
      /^PayloadTypeUnsupported: check\.model\.acceptType is "image\/png", Clarify sends and reads text\/csv, application\/jsonlines, application\/json; choose one of them/,
  },
  {
    model: { contentType: 'application/jsonlines' },
    problem:
      /^RequestTemplateIncomplete: check\.model\.contentTemplate lacks \$features, .*write it as '\{"features": \$features\}'$/,
  },
  {
    model: { contentType: 'application/json', recordTemplate: '$features' },
    problem: /^RequestTemplateIncomplete: check\.model\.contentTemplate lacks \$record or \$records, /,
  },
  {
    model: { contentType: 'application/json', contentTemplate: '$records' },
    problem:
      /^RequestTemplateIncomplete: check\.model\.recordTemplate lacks \$features, \$features_kvp or \$\{name\}, /,
  },
])('a model can be served and asked: $problem', ({ model, problem }) => {
  const options = { ...BIAS, model: { ...MODEL, ...model } };

  expect(told((problems) => checkModelBias(problems, 'check', options))).toEqual([expect.stringMatching(problem)]);
});

test.each([
  { wished: { samples: 0 }, problem: 'NumberOutOfRange: check.samples is 0' },
  { wished: { seed: 1.5 }, problem: 'NumberOutOfRange: check.seed is 1.5' },
  { wished: { features: [] }, problem: 'AnalysisEmpty: check.features is empty' },
  {
    wished: { prediction: { probabilityThreshold: 2 } },
    problem: 'ProbabilityOutOfRange: check.prediction.probabilityThreshold is 2',
  },
  { wished: { headers: ['a'], features: ['b'] }, problem: 'ColumnUnknown: check.features has "b"' },
])('an explanation can be made: $problem', ({ wished, problem }) => {
  const options: ExplainabilityOptions = { model: MODEL, ...wished };

  expect(told((problems) => checkExplainability(problems, 'check', options)).map((text) => text.split(',')[0])).toEqual(
    [problem],
  );
});

test('a configuration holds no references, however deep', () => {
  const config = { facet: [{ name: PipelineParameter.ofString('Facet').asString }], samples: 1 };

  expect(told((problems) => checkKnownAtSynth(problems, 'check', config))).toEqual([
    'AnalysisConfigUnresolved: check has a value for facet.0.name that is not known at synth, Clarify reads its configuration as a file, in which SageMaker resolves no references; write the value itself, or let a step write the file and use ClarifyCheck.fromConfigFile(…)',
  ]);
});
