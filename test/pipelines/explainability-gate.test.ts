import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  ExplainabilityGate,
  ExplainabilityGateProps,
  ExplainedModel,
  GateDataset,
} from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { filesOf, LIMITS, managedEngine, SERVED_MODEL, settingsIn } from './gates';

let stack: Stack;
let open: AnalysisEngine;

beforeEach(() => {
  stack = stackIn();
  open = AnalysisEngine.open(stack, 'Analysis');
});

test('the scripts are told what the model does not get, and the limits', () => {
  const gate = gateOf({ labelColumn: 'rings', excludedColumns: ['id'], minNdcg: 0.8, maxFeatureShare: 0.6 });

  const settings = settingsIn(stack, gate);

  expect(settings).toEqual([
    '--format=csv',
    '--header=true',
    '--excluded-column=rings',
    '--excluded-column=id',
    '--min-ndcg=0.8',
    '--max-feature-share=0.6',
  ]);
});

test('the scripts compare with the ranking of a baseline', () => {
  const rendered = renderedIn(stack, [gateOf({ baseline: LIMITS }).step]);

  expect(filesOf(rendered)).toMatchObject({ 'baseline/constraints': 's3://acme-data/baseline/constraints.json' });
});

test('Clarify explains the same data', () => {
  const gate = gateOf({
    engine: managedEngine(),
    model: ExplainedModel.served(SERVED_MODEL),
    labelColumn: 'rings',
    excludedColumns: ['id'],
    baseline: LIMITS,
  });

  const rendered = renderedIn(stack, [gate.step]);

  expect(rendered).toMatchObject({
    Type: 'ClarifyCheck',
    CheckType: 'MODEL_EXPLAINABILITY',
    SuppliedBaselineConstraints: 's3://acme-data/baseline/constraints.json',
  });
});

test.each([
  [
    { minNdcg: 90, maxFeatureShare: 1.5 },
    [
      '2 problems:',
      '  GateLimitOutOfRange: steps.Explain.minNdcg is 90, the gain is 0 to 1; write 0.9 for 90 %',
      '  GateLimitOutOfRange: steps.Explain.maxFeatureShare is 1.5, a share is 0 to 1; choose a number in that range',
    ].join('\n'),
  ],
  [
    {
      dataset: GateDataset.csv('s3://acme-data/test/', { header: false, columns: ['rings', 'length'] }),
      labelColumn: 'ring',
      excludedColumns: ['lenght'],
    },
    [
      '2 problems:',
      '  ColumnUnknown: steps.Explain.labelColumn is "ring", the dataset has no such column; did you mean "rings"',
      '  ColumnUnknown: steps.Explain.excludedColumns[0] is "lenght", the dataset has no such column; did you mean "length"',
    ].join('\n'),
  ],
  [
    { model: ExplainedModel.xgboost('model.tar.gz') },
    'S3UriMalformed: steps.Explain.model.modelDataS3Uri is "model.tar.gz", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
  ],
])('what cannot be explained is refused', (wished, message) => {
  expect(() => gateOf(wished)).toThrow(message);
});

test('the managed engine takes its own limits', () => {
  const gate = () =>
    gateOf({
      engine: managedEngine(),
      model: ExplainedModel.served(SERVED_MODEL),
      minNdcg: 0.8,
      maxFeatureShare: 0.6,
    });

  expect(gate).toThrow(
    [
      '2 problems:',
      '  GateUnsupportedByEngine: steps.Explain.minNdcg is given to the managed engine, Clarify finds drift below 0.9; leave it out, or use AnalysisEngine.open(…)',
      '  GateUnsupportedByEngine: steps.Explain.maxFeatureShare is given to the managed engine, Clarify compares rankings alone; leave it out, or use AnalysisEngine.open(…)',
    ].join('\n'),
  );
});

function gateOf(wished: Partial<ExplainabilityGateProps>): ExplainabilityGate {
  return new ExplainabilityGate('Explain', {
    engine: open,
    model: ExplainedModel.xgboost('s3://acme-data/model/model.tar.gz'),
    dataset: GateDataset.csv('s3://acme-data/test/'),
    outputS3Uri: 's3://acme-data/check',
    ...wished,
  });
}
