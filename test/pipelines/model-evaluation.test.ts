import { Stack } from 'aws-cdk-lib';
import { AnalysisEngine, GateDataset, ModelEvaluation, ModelQualityGate } from '../../lib/pipelines';
import { renderedIn, stackIn } from './definitions';
import { filesOf, settingsIn } from './gates';

const PREDICTIONS = GateDataset.csv('s3://acme-data/predictions/');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  [
    ModelEvaluation.ofRegression(PREDICTIONS, { labelColumn: 'rings', predictionColumn: 'prediction' }),
    ['--problem-type=Regression', '--label-column=rings', '--prediction-column=prediction'],
  ],
  [
    ModelEvaluation.ofBinaryClassification(PREDICTIONS, {
      labelColumn: 'hired',
      probabilityColumn: 'score',
      probabilityThreshold: 0.4,
      positiveLabel: 'yes',
    }),
    [
      '--problem-type=BinaryClassification',
      '--label-column=hired',
      '--probability-column=score',
      '--probability-threshold=0.4',
      '--positive-label=yes',
    ],
  ],
  [
    ModelEvaluation.ofMulticlassClassification(PREDICTIONS, { labelColumn: 'stars', predictionColumn: 'prediction' }),
    ['--problem-type=MulticlassClassification', '--label-column=stars', '--prediction-column=prediction'],
  ],
])('the scripts are told where labels and predictions stand', (evaluation, expected) => {
  const settings = settingsIn(stack, gateOf(evaluation, AnalysisEngine.open(stack, 'Analysis')));

  expect(settings).toEqual(['--format=csv', '--header=true', ...expected]);
});

test('a report needs no data', () => {
  const gate = gateOf(
    ModelEvaluation.fromReport('s3://acme-data/evaluation.json'),
    AnalysisEngine.open(stack, 'Analysis'),
  );

  const rendered = renderedIn(stack, [gate.step]);

  expect(filesOf(rendered)).toEqual({ evaluation: 's3://acme-data/evaluation.json' });
});

test.each([
  [PREDICTIONS, 'hired', 'prediction'],
  [GateDataset.jsonLines('s3://acme-data/predictions/'), '$.hired', '$.prediction'],
])('Model Monitor is told the same, and of JSON the paths', (dataset, label, prediction) => {
  const evaluation = ModelEvaluation.ofBinaryClassification(dataset, {
    labelColumn: 'hired',
    predictionColumn: 'prediction',
    positiveLabel: '1',
  });

  const rendered = renderedIn(stack, [gateOf(evaluation, AnalysisEngine.managed()).step]);

  expect(rendered.Arguments.Environment).toMatchObject({
    problem_type: 'BinaryClassification',
    ground_truth_attribute: label,
    inference_attribute: prediction,
  });
});

test('two classes without any predictions are refused', () => {
  const evaluation = () => ModelEvaluation.ofBinaryClassification(PREDICTIONS, { labelColumn: 'hired' });

  expect(evaluation).toThrow(
    'EvaluationWithoutPredictions: columns name no predictions, labels are compared with predicted classes or with probabilities; give predictionColumn or probabilityColumn',
  );
});

test.each([0, 1])('a threshold of %d divides nothing', (probabilityThreshold) => {
  const evaluation = ModelEvaluation.ofBinaryClassification(PREDICTIONS, {
    labelColumn: 'hired',
    probabilityColumn: 'score',
    probabilityThreshold,
  });

  expect(() => gateOf(evaluation, AnalysisEngine.open(stack, 'Analysis'))).toThrow(
    `ProbabilityOutOfRange: steps.CheckModel.evaluation.probabilityThreshold is ${probabilityThreshold}, a score between 0 and 1 divides positive from negative predictions; write 0.5, or leave it out`,
  );
});

test('a column that the data does not have is refused', () => {
  const dataset = GateDataset.csv('s3://acme-data/predictions/', { header: false, columns: ['rings', 'prediction'] });
  const evaluation = ModelEvaluation.ofRegression(dataset, { labelColumn: 'ring', predictionColumn: 'prediction' });

  expect(() => gateOf(evaluation, AnalysisEngine.open(stack, 'Analysis'))).toThrow(
    'ColumnUnknown: steps.CheckModel.evaluation.labelColumn is "ring", the dataset has no such column; did you mean "rings"',
  );
});

function gateOf(evaluation: ModelEvaluation, engine: AnalysisEngine): ModelQualityGate {
  return new ModelQualityGate('CheckModel', { engine, evaluation, outputS3Uri: 's3://acme-data/check' });
}
