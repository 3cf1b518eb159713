import { Duration, Stack } from 'aws-cdk-lib';
import {
  AnalysisEngine,
  BiasGate,
  BiasLimit,
  BiasPredictions,
  CheckBaseline,
  ClarifyLocation,
  ClarifyValues,
  ContainerImage,
  DataBiasMetric,
  DataQualityGate,
  DriftMeasure,
  ExplainabilityGate,
  ExplainedModel,
  FailStep,
  GateDataset,
  JobCompute,
  MetricThreshold,
  ModelBiasMetric,
  ModelEvaluation,
  ModelQualityGate,
  RunChoice,
  ShapBaseline,
} from '../../lib/pipelines';
import { Example, Examples, OUTPUT_KEY_ARN } from './definitions';
import { FILES, LIMITS, managedEngine, SERVED_MODEL } from './gates';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone';

const outputS3Uri = 's3://acme-data/check';
const people = GateDataset.csv('s3://acme-data/people/');
const predictions = GateDataset.jsonLines('s3://acme-data/predictions/');
const released = CheckBaseline.ofModelPackageGroup(GROUP_ARN);
const compute = JobCompute.onDemand({ instanceType: 'ml.m5.4xlarge', maxRuntime: Duration.hours(4) });
const managed = AnalysisEngine.managed({ compute });
const rest = {
  failOnViolation: RunChoice.never(),
  registerNewBaseline: RunChoice.always(),
  outputKeyArn: OUTPUT_KEY_ARN,
  displayName: 'Judge',
  description: 'Lets only good ones through',
  cacheFor: Duration.days(1),
};

/** Each quality gate on both engines, with all that it takes there. */
export const EVERY_GATE: Examples = {
  'DataQualityGate/open': (stack) =>
    judgedBy(
      new DataQualityGate('Judge', {
        ...rest,
        outputS3Uri,
        engine: openEngine(stack),
        dataset: GateDataset.csv('s3://acme-data/people/', { header: false, columns: ['id', 'sex', 'age'] }),
        expectedColumns: ['id', 'sex', 'age'],
        ignoredColumns: ['id'],
        minCompleteness: 0.99,
        minTypeMatch: 0.98,
        minKnownCategories: 0.97,
        maxDrift: 0.1,
        maxCategoricalDrift: 0.2,
        driftMeasure: DriftMeasure.SIMPLE,
        baseline: FILES,
      }),
    ),

  'DataQualityGate/managed': () => ({
    steps: [
      new DataQualityGate('Judge', {
        ...rest,
        engine: managed,
        dataset: people,
        outputS3Uri,
        baseline: released,
      }).step,
    ],
  }),

  'ModelQualityGate/open': (stack) =>
    judgedBy(
      new ModelQualityGate('Judge', {
        ...rest,
        engine: openEngine(stack),
        evaluation: ModelEvaluation.ofBinaryClassification(predictions, {
          labelColumn: 'hired',
          predictionColumn: 'predicted',
          probabilityColumn: 'score',
          probabilityThreshold: 0.6,
          positiveLabel: 'yes',
        }),
        thresholds: [
          MetricThreshold.atLeast('accuracy', 0.9),
          MetricThreshold.notWorseThanChampion('auc', { tolerance: 0.01 }),
        ],
        championS3Uri: 's3://acme-models/champion/statistics.json',
        outputS3Uri,
        baseline: FILES,
      }),
    ),

  'ModelQualityGate/managed': () => ({
    steps: [
      new ModelQualityGate('Judge', {
        ...rest,
        engine: managed,
        evaluation: ModelEvaluation.ofRegression(predictions, { labelColumn: 'rings', predictionColumn: 'predicted' }),
        outputS3Uri,
        baseline: FILES,
      }).step,
    ],
  }),

  'ModelQualityGate/regression': (stack) => ({
    steps: [
      new ModelQualityGate('Judge', {
        engine: openEngine(stack),
        evaluation: ModelEvaluation.ofRegression(predictions, { labelColumn: 'rings', predictionColumn: 'predicted' }),
        thresholds: [MetricThreshold.atMost('rmse', 2.5)],
        outputS3Uri,
      }).step,
    ],
  }),

  'ModelQualityGate/classes': (stack) => ({
    steps: [
      new ModelQualityGate('Judge', {
        engine: openEngine(stack),
        evaluation: ModelEvaluation.ofMulticlassClassification(predictions, {
          labelColumn: 'species',
          predictionColumn: 'predicted',
        }),
        thresholds: [MetricThreshold.atLeast('accuracy', 0.9)],
        outputS3Uri,
      }).step,
    ],
  }),

  'ModelQualityGate/report': (stack) => ({
    steps: [
      new ModelQualityGate('Judge', {
        engine: openEngine(stack),
        evaluation: ModelEvaluation.fromReport('s3://acme-data/evaluation.json'),
        thresholds: [MetricThreshold.notWorseThanChampion('happiness', { higherIsBetter: true })],
        championS3Uri: 's3://acme-models/champion/evaluation.json',
        outputS3Uri,
      }).step,
    ],
  }),

  'BiasGate/open': (stack) =>
    judgedBy(
      new BiasGate('Judge', {
        ...rest,
        engine: openEngine(stack),
        dataset: people,
        labelColumn: 'hired',
        positiveOutcome: ClarifyValues.ofText('yes'),
        facets: [{ name: 'sex', values: ClarifyValues.ofText('F') }],
        predictions: BiasPredictions.inColumn('predicted'),
        groupColumn: 'department',
        dataMetrics: [DataBiasMetric.CI, DataBiasMetric.CDDL],
        modelMetrics: [ModelBiasMetric.DI, ModelBiasMetric.DPPL],
        limits: [
          BiasLimit.ofData(DataBiasMetric.CI, 0.2),
          BiasLimit.ofDataBetween(DataBiasMetric.CDDL, -0.1, 0.1),
          BiasLimit.ofPredictions(ModelBiasMetric.DPPL, 0.1),
          BiasLimit.ofPredictionsBetween(ModelBiasMetric.DI, 0.8, 1.25),
        ],
        baselineTolerance: 0.05,
        outputS3Uri,
        baseline: LIMITS,
      }),
    ),

  'BiasGate/managed': () => ({
    steps: [
      new BiasGate('Judge', {
        ...rest,
        engine: managedEngine(),
        dataset: people,
        labelColumn: 'hired',
        positiveOutcome: ClarifyValues.ofNumbers(1),
        facets: [{ name: 'sex' }],
        predictions: BiasPredictions.ofModel(SERVED_MODEL, { label: ClarifyLocation.column(0) }),
        groupColumn: 'department',
        modelMetrics: [ModelBiasMetric.DPPL],
        outputS3Uri,
        baseline: released,
      }).step,
    ],
  }),

  'ExplainabilityGate/open': (stack) =>
    judgedBy(
      new ExplainabilityGate('Judge', {
        ...rest,
        engine: openEngine(stack),
        model: ExplainedModel.xgboost('s3://acme-models/model.tar.gz'),
        dataset: people,
        labelColumn: 'hired',
        excludedColumns: ['id'],
        minNdcg: 0.8,
        maxFeatureShare: 0.6,
        outputS3Uri,
        baseline: LIMITS,
      }),
    ),

  'ExplainabilityGate/managed': () => ({
    steps: [
      new ExplainabilityGate('Judge', {
        ...rest,
        engine: managedEngine(),
        model: ExplainedModel.served(SERVED_MODEL, {
          prediction: { label: ClarifyLocation.column(0) },
          shapBaseline: ShapBaseline.ofRecords([1, 2, 3]),
        }),
        dataset: people,
        labelColumn: 'hired',
        excludedColumns: ['id'],
        skipCheck: RunChoice.always(),
        outputS3Uri,
      }).step,
    ],
  }),
};

function openEngine(stack: Stack): AnalysisEngine {
  return AnalysisEngine.open(stack, 'Analysis', { image: ContainerImage.xgboost('1.7-1'), compute });
}

/** A gate of the open engine, and a step behind it that says what it left. */
function judgedBy(gate: DataQualityGate | ModelQualityGate | BiasGate | ExplainabilityGate): Example {
  const results = [
    gate.statisticsS3Uri,
    gate.constraintsS3Uri,
    gate.violationsS3Uri,
    gate.nextBaselineConstraintsS3Uri,
    gate.violationCount.asString,
  ];
  const end = new FailStep('End', { message: results.join(' ') });
  gate.guards(end);

  return { steps: [gate.step, end] };
}
