import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  Condition,
  ConditionStep,
  GateDataset,
  MetricThreshold,
  ModelEvaluation,
  ModelQualityGate,
  ModelQualityGateProps,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';
import { FILES, filesOf } from './gates';

const PREDICTIONS = GateDataset.csv('s3://acme-data/predictions/');
const REPORT = ModelEvaluation.fromReport('s3://acme-data/evaluation.json');

let stack: Stack;
let open: AnalysisEngine;

beforeEach(() => {
  stack = stackIn();
  open = AnalysisEngine.open(stack, 'Analysis');
});

test('the scripts get predictions, baseline and champion', () => {
  const gate = gateOf({
    baseline: FILES,
    thresholds: [MetricThreshold.notWorseThanChampion('mse')],
    championS3Uri: 's3://acme-data/champion/statistics.json',
  });

  const rendered = renderedIn(stack, [gate.step]);

  expect(filesOf(rendered)).toEqual({
    'baseline/constraints': 's3://acme-data/baseline/constraints.json',
    'baseline/statistics': 's3://acme-data/baseline/statistics.json',
    dataset: 's3://acme-data/predictions/',
    champion: 's3://acme-data/champion/statistics.json',
  });
});

test('a later step may read a metric', () => {
  const gate = gateOf({});
  const decide = new ConditionStep('Decide', {
    conditions: [Condition.lessThanOrEqualTo(gate.metricValue('mse').asNumber, 6)],
    ifSteps: [stepNamed('Register')],
  });

  pipelineIn(stack, [gate.step, decide]);

  const [check, condition] = definitionOf(stack).Steps;
  expect(check).toMatchObject({
    PropertyFiles: [{ PropertyFileName: 'Statistics', OutputName: 'result', FilePath: 'statistics.json' }],
  });
  expect(condition.Arguments.Conditions).toMatchObject([
    {
      LeftValue: {
        'Std:JsonGet': {
          PropertyFile: { Get: 'Steps.CheckModel.PropertyFiles.Statistics' },
          Path: 'regression_metrics.mse.value',
        },
      },
    },
  ]);
});

test('Model Monitor measures the same predictions', () => {
  const rendered = renderedIn(stack, [gateOf({ engine: AnalysisEngine.managed(), baseline: FILES }).step]);

  expect(rendered).toMatchObject({
    Type: 'QualityCheck',
    CheckType: 'MODEL_QUALITY',
    SuppliedBaselineConstraints: 's3://acme-data/baseline/constraints.json',
  });
});

test.each([
  [
    'a metric that is not measured',
    () => gateOf({}).metricValue('auc'),
    'StepResultUnknown: steps.CheckModel has no metric "auc", it has mae, mse, rmse, r2; correct the name',
  ],
  [
    'a metric of a report',
    () => gateOf({ evaluation: REPORT }).metricValue('mse'),
    'StepResultUnknown: steps.CheckModel has no metric "mse", it judges a report that another step wrote; use propertyFileValue(…) of that step',
  ],
  [
    'a metric of the managed engine',
    () => gateOf({ engine: AnalysisEngine.managed() }).metricValue('mse'),
    'GateUnsupportedByEngine: steps.CheckModel.metricValue is asked of the managed engine, its checks have no file that conditions could read; use AnalysisEngine.open(…)',
  ],
  [
    'a comparison without a champion',
    () => gateOf({ thresholds: [MetricThreshold.notWorseThanChampion('mse')] }),
    'ChampionMissing: steps.CheckModel.championS3Uri is missing, thresholds[0] compares the model with the champion; name the file with its metrics',
  ],
  [
    'a champion without a comparison',
    () => gateOf({ championS3Uri: 's3://acme-data/champion/statistics.json' }),
    'ChampionUnused: steps.CheckModel.championS3Uri is given, no threshold compares the model with it; add MetricThreshold.notWorseThanChampion(…), or leave it out',
  ],
])('%s is refused', (_, gate, message) => {
  expect(gate).toThrow(message);
});

test('the managed engine measures predictions and compares with a baseline, no more', () => {
  const gate = () =>
    gateOf({
      engine: AnalysisEngine.managed(),
      evaluation: REPORT,
      thresholds: [MetricThreshold.notWorseThanChampion('mse')],
      championS3Uri: 's3://acme-data/champion/statistics.json',
    });

  expect(gate).toThrow(
    [
      '3 problems:',
      "  GateUnsupportedByEngine: steps.CheckModel.thresholds is given to the managed engine, Model Monitor takes its thresholds from the baseline; write them into the baseline's constraints.json, or use AnalysisEngine.open(…)",
      "  GateUnsupportedByEngine: steps.CheckModel.championS3Uri is given to the managed engine, Model Monitor takes its thresholds from the baseline; write them into the baseline's constraints.json, or use AnalysisEngine.open(…)",
      '  GateUnsupportedByEngine: steps.CheckModel.evaluation is given to the managed engine, Model Monitor measures predictions itself; use ModelEvaluation.ofRegression(…) or another of predictions, or use AnalysisEngine.open(…)',
    ].join('\n'),
  );
});

test('Model Monitor knows one positive label, and names columns by their places', () => {
  const dataset = GateDataset.csv('s3://acme-data/predictions/', { header: false, columns: ['hired', 'prediction'] });
  const evaluation = ModelEvaluation.ofBinaryClassification(dataset, {
    labelColumn: 'hired',
    predictionColumn: 'prediction',
    positiveLabel: 'yes',
  });

  expect(() => gateOf({ engine: AnalysisEngine.managed(), evaluation })).toThrow(
    [
      '2 problems:',
      '  GateUnsupportedByEngine: steps.CheckModel.evaluation.positiveLabel is given to the managed engine, Model Monitor takes 1 for the positive class; write the labels as 0 and 1, or use AnalysisEngine.open(…)',
      '  GateUnsupportedByEngine: steps.CheckModel.evaluation.dataset.columns is given to the managed engine, Model Monitor names the columns of data without a header _c0, _c1 and so on; leave them out, and name the columns so, or use AnalysisEngine.open(…)',
    ].join('\n'),
  );
});

function gateOf(wished: Partial<ModelQualityGateProps>): ModelQualityGate {
  return new ModelQualityGate('CheckModel', {
    engine: open,
    evaluation: ModelEvaluation.ofRegression(PREDICTIONS, { labelColumn: 'rings', predictionColumn: 'prediction' }),
    outputS3Uri: 's3://acme-data/check',
    ...wished,
  });
}
