import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  BiasGate,
  BiasLimit,
  BiasPredictions,
  ClarifyValues,
  DataBiasMetric,
  DataQualityGate,
  DriftMeasure,
  ExplainabilityGate,
  ExplainedModel,
  GateDataset,
  MetricThreshold,
  ModelEvaluation,
  ModelQualityGate,
  QualityGate,
  RunChoice,
} from '../../../lib/pipelines';
import { renderedIn, stackIn } from '../definitions';
import { FILES, filesOf, LIMITS, settingsOf } from '../gates';

const SCRIPTS = join(__dirname, '../../../lib/pipelines/analysis');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  ['data_quality', fullDataQuality],
  ['model_quality', fullModelQuality],
  ['bias', fullBias],
  ['explainability', fullExplainability],
])('%s.py knows everything that a gate tells it, and reads every file that it gets', (analysis, gateOf) => {
  const scripts = [analysis, 'gate', 'dataset'].map((name) => readFileSync(join(SCRIPTS, `${name}.py`), 'utf8')).join();

  const rendered = renderedIn(stack, [gateOf(stack).step]);

  const told = settingsOf(rendered).map((setting) => String(setting).split('=')[0]);
  expect(told.filter((name) => !scripts.includes(`add_argument("${name}"`))).toEqual([]);
  const folders = Object.keys(filesOf(rendered)).map((folder) => folder.split('/').at(-1));
  expect(folders.filter((folder) => !scripts.includes(`"${folder}"`))).toEqual([]);
});

test('a job gets at most ten inputs, of different names', () => {
  const rendered = renderedIn(stack, [fullModelQuality(stack).step]);

  const names = (rendered.Arguments.ProcessingInputs as { InputName: string }[]).map(({ InputName }) => InputName);
  expect(names).toEqual(['scripts', 'baseline-constraints', 'baseline-statistics', 'dataset', 'champion']);
});

function fullDataQuality(scope: Stack): QualityGate {
  return new DataQualityGate('Check', {
    ...common(scope),
    baseline: FILES,
    dataset: GateDataset.csv('s3://acme-data/train/', { header: false, columns: ['id', 'rings'] }),
    expectedColumns: ['id', 'rings'],
    ignoredColumns: ['id'],
    minCompleteness: 0.9,
    minTypeMatch: 0.9,
    minKnownCategories: 0.9,
    maxDrift: 0.1,
    maxCategoricalDrift: 0.1,
    driftMeasure: DriftMeasure.ROBUST,
  });
}

function fullModelQuality(scope: Stack): QualityGate {
  return new ModelQualityGate('Check', {
    ...common(scope),
    baseline: FILES,
    evaluation: ModelEvaluation.ofBinaryClassification(GateDataset.csv('s3://acme-data/predictions/'), {
      labelColumn: 'label',
      predictionColumn: 'prediction',
      probabilityColumn: 'probability',
      probabilityThreshold: 0.4,
      positiveLabel: 'yes',
    }),
    thresholds: [
      MetricThreshold.atLeast('auc', 0.8),
      MetricThreshold.atMost('false_positive_rate', 0.2),
      MetricThreshold.notWorseThanChampion('f1', { tolerance: 0.01 }),
    ],
    championS3Uri: 's3://acme-data/champion/statistics.json',
  });
}

function fullBias(scope: Stack): QualityGate {
  return new BiasGate('Check', {
    ...common(scope),
    baseline: LIMITS,
    dataset: GateDataset.csv('s3://acme-data/people/'),
    labelColumn: 'hired',
    positiveOutcome: ClarifyValues.ofNumbers(1),
    facets: [{ name: 'sex' }, { name: 'age', values: ClarifyValues.above(40) }],
    predictions: BiasPredictions.inColumn('predicted'),
    groupColumn: 'department',
    dataMetrics: [DataBiasMetric.CI],
    limits: [BiasLimit.ofData(DataBiasMetric.CI, 0.5), BiasLimit.ofDataBetween(DataBiasMetric.CI, -0.5, 0.5)],
    baselineTolerance: 0.1,
  });
}

function fullExplainability(scope: Stack): QualityGate {
  return new ExplainabilityGate('Check', {
    ...common(scope),
    baseline: LIMITS,
    model: ExplainedModel.xgboost('s3://acme-data/model/model.tar.gz'),
    dataset: GateDataset.csv('s3://acme-data/test/'),
    labelColumn: 'rings',
    minNdcg: 0.9,
    maxFeatureShare: 0.5,
  });
}

/** What every gate says, all of it. */
function common(scope: Stack) {
  return {
    engine: AnalysisEngine.open(scope, 'Analysis'),
    outputS3Uri: 's3://acme-data/check',
    skipCheck: RunChoice.never(),
    failOnViolation: RunChoice.always(),
    registerNewBaseline: RunChoice.never(),
  };
}
