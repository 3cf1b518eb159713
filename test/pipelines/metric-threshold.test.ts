import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  GateDataset,
  MetricThreshold,
  ModelEvaluation,
  ModelQualityGate,
  PipelineParameter,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { settingsIn, settingsOf } from './gates';

const REGRESSION = ModelEvaluation.ofRegression(GateDataset.csv('s3://acme-data/predictions/'), {
  labelColumn: 'rings',
  predictionColumn: 'prediction',
});
const REPORT = ModelEvaluation.fromReport('s3://acme-data/evaluation.json');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('thresholds of all kinds reach the scripts, those of one kind together', () => {
  const gate = gateWith(
    REGRESSION,
    MetricThreshold.atMost('mse', 6),
    MetricThreshold.atLeast('r2', -0.5),
    MetricThreshold.atMost('mae', 1.5),
    MetricThreshold.notWorseThanChampion('rmse', { tolerance: 0.1 }),
  );

  const settings = settingsIn(stack, gate);

  expect(settings.slice(5)).toEqual([
    '--at-most=mse=6',
    '--at-most=mae=1.5',
    '--at-least=r2=-0.5',
    '--not-worse-than-champion=rmse=0.1',
  ]);
});

test('a run may choose a threshold', () => {
  const most = PipelineParameter.ofFloat('MaxMse', { defaultValue: 6 });

  const gate = gateWith(REGRESSION, MetricThreshold.atMost('mse', most.asNumber));

  const rendered = renderedIn(stack, [gate.step], { parameters: [most] });
  expect(settingsOf(rendered)).toContainEqual({
    'Std:Join': { On: '', Values: ['--at-most=mse=', { Get: 'Parameters.MaxMse' }] },
  });
});

test.each([
  [true, '--higher-is-better=bleu'],
  [false, '--lower-is-better=bleu'],
])('of a metric of your own the scripts are told which way is better', (higherIsBetter, expected) => {
  const gate = gateWith(REPORT, MetricThreshold.notWorseThanChampion('bleu', { higherIsBetter }));

  expect(settingsIn(stack, gate)).toEqual(['--not-worse-than-champion=bleu=0', expected]);
});

test.each([
  [
    REPORT,
    MetricThreshold.atLeast('accuracy', 80),
    'GateLimitOutOfRange: steps.CheckModel.thresholds[0] is 80, the metric accuracy is 0 to 1; write 0.8 for 80 %',
  ],
  [
    REGRESSION,
    MetricThreshold.notWorseThanChampion('mse', { tolerance: -1 }),
    'GateLimitOutOfRange: steps.CheckModel.thresholds[0] is -1, a tolerance is 0 or more; choose a number in that range',
  ],
  [
    REGRESSION,
    MetricThreshold.atMost('mes', 6),
    'MetricUnknown: steps.CheckModel.thresholds[0] is about "mes", the metrics of Regression are mae, mse, rmse, r2; did you mean "mse"',
  ],
  [
    REGRESSION,
    MetricThreshold.atLeast('mse', 6),
    'MetricThresholdReversed: steps.CheckModel.thresholds[0] wants mse at least 6, a good model has a low mse; use MetricThreshold.atMost(…)',
  ],
  [
    REPORT,
    MetricThreshold.atMost('accuracy', 0.8),
    'MetricThresholdReversed: steps.CheckModel.thresholds[0] wants accuracy at most 0.8, a good model has a high accuracy; use MetricThreshold.atLeast(…)',
  ],
  [
    REPORT,
    MetricThreshold.notWorseThanChampion('bleu'),
    'MetricDirectionUnknown: steps.CheckModel.thresholds[0] compares "bleu" with the champion\'s, only you know whether a high value of it is good; say so in higherIsBetter',
  ],
])('a threshold that makes no sense is refused', (evaluation, threshold, message) => {
  expect(() => gateWith(evaluation, threshold)).toThrow(message);
});

test.each([
  MetricThreshold.atLeast('accuracy', 0),
  MetricThreshold.atLeast('accuracy', 1),
  MetricThreshold.atMost('mse', 1e9),
])('a threshold may lie at the ends of its range', (threshold) => {
  expect(() => gateWith(REPORT, threshold)).not.toThrow();
});

function gateWith(evaluation: ModelEvaluation, ...thresholds: MetricThreshold[]): ModelQualityGate {
  const asksChampion = thresholds.some((threshold) => threshold._asksChampion);

  return new ModelQualityGate('CheckModel', {
    engine: AnalysisEngine.open(stack, 'Analysis'),
    evaluation,
    thresholds,
    championS3Uri: asksChampion ? 's3://acme-data/champion/statistics.json' : undefined,
    outputS3Uri: 's3://acme-data/check',
  });
}
