import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  BiasGate,
  BiasPredictions,
  ClarifyLocation,
  ClarifyValues,
  GateDataset,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { managedEngine, SERVED_MODEL, settingsOf } from './gates';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the scripts find predictions in a column', () => {
  const gate = gateOf(AnalysisEngine.open(stack, 'Analysis'), BiasPredictions.inColumn('predicted'));

  const rendered = renderedIn(stack, [gate.step]);

  expect(settingsOf(rendered)).toContain('--prediction-column=predicted');
});

test('Clarify asks a model', () => {
  const predictions = BiasPredictions.ofModel(SERVED_MODEL, { probability: ClarifyLocation.column(0) });

  const rendered = renderedIn(stack, [gateOf(managedEngine(), predictions).step]);

  expect(rendered).toMatchObject({ Type: 'ClarifyCheck', CheckType: 'MODEL_BIAS', ModelName: 'abalone' });
  expect(rendered.Arguments).toMatchObject({ NetworkConfig: { EnableNetworkIsolation: false } });
});

test.each([
  [
    'the open engine cannot ask a model',
    () => gateOf(AnalysisEngine.open(stack, 'Analysis'), BiasPredictions.ofModel(SERVED_MODEL)),
    'GateUnsupportedByEngine: steps.CheckBias.predictions is given to the open engine, its isolated jobs cannot ask a model; let an earlier step write the predictions, and use BiasPredictions.inColumn(…), or use AnalysisEngine.managed(…)',
  ],
  [
    'the managed engine reads no column',
    () => gateOf(managedEngine(), BiasPredictions.inColumn('predicted')),
    'GateUnsupportedByEngine: steps.CheckBias.predictions is given to the managed engine, a check of a model asks the model itself; use BiasPredictions.ofModel(…), or use AnalysisEngine.open(…)',
  ],
])('%s', (_, gate, message) => {
  expect(gate).toThrow(message);
});

function gateOf(engine: AnalysisEngine, predictions: BiasPredictions): BiasGate {
  return new BiasGate('CheckBias', {
    engine,
    dataset: GateDataset.csv('s3://acme-data/people/'),
    labelColumn: 'hired',
    positiveOutcome: ClarifyValues.ofNumbers(1),
    facets: [{ name: 'sex' }],
    predictions,
    outputS3Uri: 's3://acme-data/check',
  });
}
