import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  ClarifyLocation,
  ExplainabilityGate,
  ExplainedModel,
  GateDataset,
  ShapBaseline,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { filesOf, managedEngine, SERVED_MODEL } from './gates';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('the scripts get a model of XGBoost as a file', () => {
  const gate = gateOf(
    AnalysisEngine.open(stack, 'Analysis'),
    ExplainedModel.xgboost('s3://acme-data/model/model.tar.gz'),
  );

  const rendered = renderedIn(stack, [gate.step]);

  expect(filesOf(rendered)).toEqual({
    dataset: 's3://acme-data/test/',
    model: 's3://acme-data/model/model.tar.gz',
  });
});

test('Clarify serves any model', () => {
  const model = ExplainedModel.served(SERVED_MODEL, {
    prediction: { label: ClarifyLocation.column(0) },
    shapBaseline: ShapBaseline.ofRecords([0, 1]),
  });

  const rendered = renderedIn(stack, [gateOf(managedEngine(), model).step]);

  expect(rendered).toMatchObject({ Type: 'ClarifyCheck', CheckType: 'MODEL_EXPLAINABILITY', ModelName: 'abalone' });
});

test.each([
  [
    'the open engine explains models of XGBoost',
    () => gateOf(AnalysisEngine.open(stack, 'Analysis'), ExplainedModel.served(SERVED_MODEL)),
    'GateUnsupportedByEngine: steps.Explain.model is given to the open engine, it explains models of XGBoost by their files; use ExplainedModel.xgboost(…), or use AnalysisEngine.managed(…)',
  ],
  [
    'the managed engine explains models that it serves',
    () => gateOf(managedEngine(), ExplainedModel.xgboost('s3://acme-data/model/model.tar.gz')),
    'GateUnsupportedByEngine: steps.Explain.model is given to the managed engine, Clarify asks a model that it serves; make one in a ModelStep, and use ExplainedModel.served(…), or use AnalysisEngine.open(…)',
  ],
])('%s', (_, gate, message) => {
  expect(gate).toThrow(message);
});

function gateOf(engine: AnalysisEngine, model: ExplainedModel): ExplainabilityGate {
  return new ExplainabilityGate('Explain', {
    engine,
    model,
    dataset: GateDataset.csv('s3://acme-data/test/'),
    outputS3Uri: 's3://acme-data/check',
  });
}
