import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  DataQualityGate,
  DataQualityGateProps,
  DriftMeasure,
  GateDataset,
  PipelineParameter,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { FILES, settingsIn, settingsOf } from './gates';

let stack: Stack;
let open: AnalysisEngine;

beforeEach(() => {
  stack = stackIn();
  open = AnalysisEngine.open(stack, 'Analysis');
});

test('the scripts are told every limit', () => {
  const gate = gateOf({
    baseline: FILES,
    expectedColumns: ['sex', 'rings'],
    ignoredColumns: ['id'],
    minCompleteness: 0.99,
    minTypeMatch: 0.98,
    minKnownCategories: 0.97,
    maxDrift: 0.2,
    maxCategoricalDrift: 0.3,
    driftMeasure: DriftMeasure.SIMPLE,
  });

  const settings = settingsIn(stack, gate);

  expect(settings).toEqual([
    '--format=csv',
    '--header=true',
    '--expected-column=sex',
    '--expected-column=rings',
    '--ignored-column=id',
    '--min-completeness=0.99',
    '--min-type-match=0.98',
    '--min-known-categories=0.97',
    '--max-drift=0.2',
    '--max-categorical-drift=0.3',
    '--drift-measure=Simple',
  ]);
});

test('a run may choose a limit', () => {
  const drift = PipelineParameter.ofFloat('MaxDrift', { defaultValue: 0.1 });

  const rendered = renderedIn(stack, [gateOf({ maxDrift: drift.asNumber }).step], { parameters: [drift] });

  expect(settingsOf(rendered)).toContainEqual({
    'Std:Join': { On: '', Values: ['--max-drift=', { Get: 'Parameters.MaxDrift' }] },
  });
});

test('Model Monitor judges the same data', () => {
  const rendered = renderedIn(stack, [gateOf({ engine: AnalysisEngine.managed(), baseline: FILES }).step]);

  expect(rendered).toMatchObject({ Type: 'QualityCheck', CheckType: 'DATA_QUALITY' });
  expect(rendered.Arguments.ProcessingInputs).toMatchObject([
    { InputName: 'baseline_dataset_input', S3Input: { S3Uri: 's3://acme-data/train/' } },
  ]);
});

test.each([
  ['minCompleteness', 95, 'a share is 0 to 1; write 0.95 for 95 %'],
  ['minTypeMatch', -0.1, 'a share is 0 to 1; choose a number in that range'],
  ['minKnownCategories', 1.01, 'a share is 0 to 1; choose a number in that range'],
  ['maxDrift', NaN, 'the distance between two distributions is 0 to 1; choose a number in that range'],
  ['maxCategoricalDrift', 2, 'the distance between two distributions is 0 to 1; write 0.02 for 2 %'],
])('%s is refused outside its range', (prop, value, told) => {
  const gate = () => gateOf({ [prop]: value });

  expect(gate).toThrow(`GateLimitOutOfRange: steps.CheckData.${prop} is ${value}, ${told}`);
});

test.each([0, 1])('a limit may be %d', (limit) => {
  const gate = () => gateOf({ minCompleteness: limit, maxDrift: limit });

  expect(gate).not.toThrow();
});

test.each([
  [0, 'is empty'],
  [61, 'has 61 entries'],
])('%d expected columns are refused', (count, told) => {
  const gate = () => gateOf({ expectedColumns: Array.from({ length: count }, (_, i) => `c${i}`) });

  expect(gate).toThrow(
    `EntriesOutOfRange: steps.CheckData.expectedColumns ${told}, the gate is told 1 to 60 names; leave them out, and compare with a baseline`,
  );
});

test('the managed engine takes its limits from the baseline alone', () => {
  const gate = () =>
    gateOf({
      engine: AnalysisEngine.managed(),
      dataset: GateDataset.csv('s3://acme-data/train/', { header: false, columns: ['rings'] }),
      expectedColumns: ['rings'],
      maxDrift: 0.2,
    });

  expect(gate).toThrow(
    [
      '3 problems:',
      "  GateUnsupportedByEngine: steps.CheckData.maxDrift is given to the managed engine, Model Monitor takes its limits from the baseline; write it into monitoring_config of the baseline's constraints.json, or use AnalysisEngine.open(…)",
      '  GateUnsupportedByEngine: steps.CheckData.expectedColumns is given to the managed engine, Model Monitor judges the columns of the baseline; leave it out, or use AnalysisEngine.open(…)',
      '  GateUnsupportedByEngine: steps.CheckData.dataset.columns is given to the managed engine, Model Monitor names the columns of data without a header _c0, _c1 and so on; leave them out, or use AnalysisEngine.open(…)',
    ].join('\n'),
  );
});

function gateOf(wished: Partial<DataQualityGateProps>): DataQualityGate {
  return new DataQualityGate('CheckData', {
    engine: open,
    dataset: GateDataset.csv('s3://acme-data/train/'),
    outputS3Uri: 's3://acme-data/check',
    ...wished,
  });
}
