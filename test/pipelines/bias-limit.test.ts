import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  BiasGate,
  BiasLimit,
  BiasPredictions,
  ClarifyValues,
  DataBiasMetric,
  GateDataset,
  ModelBiasMetric,
  PipelineParameter,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { settingsOf } from './gates';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  [BiasLimit.ofData(DataBiasMetric.DPL, 0.1), '--distance=DPL=0.1'],
  [BiasLimit.ofPredictions(ModelBiasMetric.RD, 0), '--distance=RD=0'],
  [BiasLimit.ofDataBetween(DataBiasMetric.CI, -0.5, 0.5), '--range=CI=-0.5,0.5'],
  [BiasLimit.ofPredictionsBetween(ModelBiasMetric.DI, 0.8, 1.25), '--range=DI=0.8,1.25'],
])('the scripts are told how much bias passes', (limit, expected) => {
  const rendered = renderedIn(stack, [gateWith(limit).step]);

  expect(settingsOf(rendered)).toContain(expected);
});

test('a run may choose how much bias passes', () => {
  const most = PipelineParameter.ofFloat('MaxDpl', { defaultValue: 0.1 });

  const gate = gateWith(BiasLimit.ofData(DataBiasMetric.DPL, most.asNumber));

  const rendered = renderedIn(stack, [gate.step], { parameters: [most] });
  expect(settingsOf(rendered)).toContainEqual({
    'Std:Join': { On: '', Values: ['--distance=DPL=', { Get: 'Parameters.MaxDpl' }] },
  });
});

test('limits that nothing satisfies are refused', () => {
  const gate = () =>
    gateWith(BiasLimit.ofData(DataBiasMetric.DPL, -0.1), BiasLimit.ofPredictionsBetween(ModelBiasMetric.DI, 1.25, 0.8));

  expect(gate).toThrow(
    [
      '2 problems:',
      '  GateLimitOutOfRange: steps.CheckBias.limits[0] is -0.1, a distance from the ideal is 0 or more; choose a number in that range',
      '  BiasLimitReversed: steps.CheckBias.limits[1] reaches from 1.25 to 0.8, the first end of a range is the lower one; exchange them',
    ].join('\n'),
  );
});

function gateWith(...limits: BiasLimit[]): BiasGate {
  return new BiasGate('CheckBias', {
    engine: AnalysisEngine.open(stack, 'Analysis'),
    dataset: GateDataset.csv('s3://acme-data/people/'),
    labelColumn: 'hired',
    positiveOutcome: ClarifyValues.ofNumbers(1),
    facets: [{ name: 'sex' }],
    predictions: BiasPredictions.inColumn('predicted'),
    limits,
    outputS3Uri: 's3://acme-data/check',
  });
}
