import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  BiasGate,
  BiasGateProps,
  BiasLimit,
  BiasPredictions,
  ClarifyValues,
  DataBiasMetric,
  GateDataset,
  ModelBiasMetric,
  PipelineParameter,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, renderedIn, stackIn } from './definitions';
import { filesOf, LIMITS, managedEngine, settingsIn, settingsOf } from './gates';

let stack: Stack;
let open: AnalysisEngine;

beforeEach(() => {
  stack = stackIn();
  open = AnalysisEngine.open(stack, 'Analysis');
});

test('the scripts are told outcomes, groups and metrics', () => {
  const gate = gateOf({
    positiveOutcome: ClarifyValues.ofText('hired', 'invited'),
    facets: [
      { name: 'sex', values: ClarifyValues.ofText('F', 'X') },
      { name: 'age', values: ClarifyValues.above(40) },
      { name: 'region' },
    ],
    predictions: BiasPredictions.inColumn('predicted'),
    groupColumn: 'department',
    dataMetrics: [DataBiasMetric.CI, DataBiasMetric.CDDL],
    modelMetrics: [ModelBiasMetric.DI],
    baselineTolerance: 0.05,
  });

  const settings = settingsIn(stack, gate);

  expect(settings).toEqual([
    '--format=csv',
    '--header=true',
    '--label-column=hired',
    '--positive-label=hired',
    '--positive-label=invited',
    '--prediction-column=predicted',
    '--group-column=department',
    '--facet={"column":"sex","values":["F","X"]}',
    '--facet={"column":"age","above":"40"}',
    '--facet={"column":"region","values":[]}',
    '--metric=CI',
    '--metric=CDDL',
    '--metric=DI',
    '--baseline-tolerance=0.05',
  ]);
});

test('outcomes above a number are good where they are such', () => {
  const settings = settingsIn(stack, gateOf({ positiveOutcome: ClarifyValues.above(0.5) }));

  expect(settings).toContain('--positive-above=0.5');
});

test('where one kind of metrics is chosen, the other is complete', () => {
  const settings = settingsIn(
    stack,
    gateOf({ predictions: BiasPredictions.inColumn('predicted'), dataMetrics: [DataBiasMetric.CI] }),
  );

  expect(settings.filter((setting) => String(setting).startsWith('--metric='))).toHaveLength(
    1 + Object.values(ModelBiasMetric).length,
  );
});

test('a run may choose the age at which a group begins', () => {
  const age = PipelineParameter.ofInteger('Age', { defaultValue: 40 });
  const gate = gateOf({ facets: [{ name: 'age', values: ClarifyValues.above(age.asNumber) }] });

  const rendered = renderedIn(stack, [gate.step], { parameters: [age] });

  expect(settingsOf(rendered)).toContainEqual({
    'Std:Join': { On: '', Values: ['--facet={"column":"age","above":"', { Get: 'Parameters.Age' }, '"}'] },
  });
});

test('the scripts compare with limits alone', () => {
  const rendered = renderedIn(stack, [gateOf({ baseline: LIMITS }).step]);

  expect(filesOf(rendered)).toEqual({
    'baseline/constraints': 's3://acme-data/baseline/constraints.json',
    dataset: 's3://acme-data/people/',
  });
});

test('Clarify measures the bias of data in isolation, even where its engine may call others', () => {
  const gate = gateOf({ engine: managedEngine(), baseline: LIMITS, dataMetrics: [DataBiasMetric.DPL] });

  const rendered = renderedIn(stack, [gate.step]);

  expect(rendered).toMatchObject({
    Type: 'ClarifyCheck',
    CheckType: 'DATA_BIAS',
    SuppliedBaselineConstraints: 's3://acme-data/baseline/constraints.json',
    Arguments: { NetworkConfig: { EnableNetworkIsolation: true } },
  });
});

test.each([
  [(gate: BiasGate) => gate.statisticsS3Uri, 'CalculatedBaselineConstraints'],
  [(gate: BiasGate) => gate.constraintsS3Uri, 'CalculatedBaselineConstraints'],
  [(gate: BiasGate) => gate.nextBaselineConstraintsS3Uri, 'BaselineUsedForDriftCheckConstraints'],
])('a gate by Clarify leaves limits alone, its analysis among them', (fileOf, property) => {
  const gate = gateOf({ engine: managedEngine() });
  const reader = gateOf({ dataset: GateDataset.csv(fileOf(gate)) }, 'Read');

  pipelineIn(stack, [gate.step, reader.step]);

  const [, rendered] = definitionOf(stack).Steps;
  expect(filesOf(rendered)).toEqual({ dataset: { Get: `Steps.CheckBias.${property}` } });
});

test.each([
  [
    'violationsS3Uri',
    (gate: BiasGate) => gate.violationsS3Uri,
    'it names that file in ListPipelineExecutionSteps only',
  ],
  [
    'nextBaselineStatisticsS3Uri',
    (gate: BiasGate) => gate.nextBaselineStatisticsS3Uri,
    'it compares with limits alone',
  ],
])('Clarify offers no %s', (prop, fileOf, why) => {
  const gate = gateOf({ engine: managedEngine() });

  expect(() => fileOf(gate)).toThrow(
    `GateUnsupportedByEngine: steps.CheckBias.${prop} is asked of the managed engine, ${why}; use AnalysisEngine.open(…)`,
  );
});

test.each([
  [
    { limits: [BiasLimit.ofPredictions(ModelBiasMetric.DI, 0.2)] },
    'BiasMetricNotMeasured: steps.CheckBias.limits[0] is about DI, the gate does not measure it; give predictions, or leave it out',
  ],
  [
    { dataMetrics: [DataBiasMetric.CDDL] },
    'BiasMetricNotMeasured: steps.CheckBias.dataMetrics[0] is about CDDL, the gate does not measure it; give groupColumn, or leave it out',
  ],
  [
    { dataMetrics: [DataBiasMetric.CI], limits: [BiasLimit.ofData(DataBiasMetric.DPL, 0.1)] },
    'BiasMetricNotMeasured: steps.CheckBias.limits[0] is about DPL, the gate does not measure it; add it to the metrics, or leave it out',
  ],
  [
    { facets: [] },
    'EntriesOutOfRange: steps.CheckBias.facets is empty, bias is judged for 1 to 20 groups; name the groups that matter',
  ],
  [
    { facets: Array.from({ length: 21 }, (_, i) => ({ name: `facet${i}` })) },
    'EntriesOutOfRange: steps.CheckBias.facets has 21 entries, bias is judged for 1 to 20 groups; name the groups that matter',
  ],
  [
    { baselineTolerance: -0.1 },
    'GateLimitOutOfRange: steps.CheckBias.baselineTolerance is -0.1, a tolerance is 0 or more; choose a number in that range',
  ],
  [
    { predictions: BiasPredictions.inColumn('predicted'), modelMetrics: [ModelBiasMetric.FT] },
    'GateUnsupportedByEngine: steps.CheckBias.modelMetrics is given to the open engine, it does not measure the counterfactual fliptest; leave ModelBiasMetric.FT out, or use AnalysisEngine.managed(…)',
  ],
])('what cannot be judged is refused', (wished, message) => {
  expect(() => gateOf(wished)).toThrow(message);
});

test('the managed engine compares CSV data with a baseline, no more', () => {
  const gate = () =>
    gateOf({
      engine: managedEngine(),
      dataset: GateDataset.jsonLines('s3://acme-data/people/'),
      limits: [BiasLimit.ofData(DataBiasMetric.DPL, 0.1)],
      baselineTolerance: 0.1,
    });

  expect(gate).toThrow(
    [
      '3 problems:',
      "  GateUnsupportedByEngine: steps.CheckBias.limits is given to the managed engine, Clarify compares with the values of the baseline alone; write the values that pass into the baseline's constraints.json, or use AnalysisEngine.open(…)",
      "  GateUnsupportedByEngine: steps.CheckBias.baselineTolerance is given to the managed engine, Clarify compares with the values of the baseline alone; write the values that pass into the baseline's constraints.json, or use AnalysisEngine.open(…)",
      '  GateUnsupportedByEngine: steps.CheckBias.dataset is given to the managed engine, Clarify finds the columns of JSON records by paths; use GateDataset.csv(…), or a ClarifyCheckStep of your own, or use AnalysisEngine.open(…)',
    ].join('\n'),
  );
});

function gateOf(wished: Partial<BiasGateProps>, stepName = 'CheckBias'): BiasGate {
  return new BiasGate(stepName, {
    engine: open,
    dataset: GateDataset.csv('s3://acme-data/people/'),
    labelColumn: 'hired',
    positiveOutcome: ClarifyValues.ofNumbers(1),
    facets: [{ name: 'sex', values: ClarifyValues.ofText('F') }],
    outputS3Uri: 's3://acme-data/check',
    ...wished,
  });
}
