import { Duration, Size } from 'aws-cdk-lib';
import {
  CheckBaseline,
  ClarifyCheck,
  ClarifyCheckStep,
  ClarifyCheckStepProps,
  ClarifyCheckType,
  ClarifyFormat,
  ClarifyLocation,
  ClarifyModel,
  ClarifyPrediction,
  ClarifyValues,
  ContainerImage,
  DataBiasMetric,
  FailStep,
  JobCompute,
  ModelBiasMetric,
  OutputColumns,
  PipelineParameter,
  QualityCheck,
  QualityCheckStep,
  QualityCheckStepProps,
  QualityDatasetFormat,
  QualityProblemType,
  RunChoice,
  ShapAggregation,
  ShapBaseline,
} from '../../lib/pipelines';
import { Examples, OUTPUT_KEY_ARN } from './definitions';
import { FILES, LIMITS, SERVED_MODEL } from './gates';

const GROUP_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package-group/abalone';
const NETWORK_REASON = 'Clarify asks the model on an endpoint';

const image = ContainerImage.scikitLearn('1.2-1');
const hired = { label: 'hired', positiveOutcome: ClarifyValues.ofNumbers(1), facets: [{ name: 'sex' }] };
const model: ClarifyModel = {
  ...SERVED_MODEL,
  instanceCount: 2,
  contentType: 'application/jsonlines',
  acceptType: 'application/jsonlines',
  contentTemplate: '{"features":$features}',
  customAttributes: 'test',
  endpointNamePrefix: 'acme-bias',
  targetModel: 'abalone.tar.gz',
};
const prediction: ClarifyPrediction = {
  label: ClarifyLocation.path('predicted_label'),
  probability: ClarifyLocation.path('score'),
  probabilityThreshold: 0.6,
  labelValues: ClarifyValues.ofText('no', 'yes'),
};
const everyInput = {
  format: ClarifyFormat.JSON_LINES,
  headers: ['id', 'sex', 'department', 'hired'],
  featuresPath: 'features',
  excludedColumns: ['id'],
};
const checkJob = {
  image,
  compute: JobCompute.onDemand({ instanceType: 'ml.m5.2xlarge', volumeSize: Size.gibibytes(50) }),
  environmentVariables: { LOG_LEVEL: 'info' },
  outputKeyArn: OUTPUT_KEY_ARN,
  displayName: 'Check',
  description: 'Compares with the last release',
  cacheFor: Duration.days(1),
};

/** The steps that measure data and models, with the fewest props and with all that they take. */
export const EVERY_CHECK_STEP: Examples = {
  'ClarifyCheck/smallest': () => ({ steps: [clarifyWith('Check', { check: ClarifyCheck.dataBias(hired) })] }),

  'ClarifyCheck/fullest': () => {
    const { choices, parameters } = runChoices();
    const dataBias = clarifyWith('DataBias', {
      ...checkJob,
      ...choices,
      check: ClarifyCheck.dataBias({
        ...everyInput,
        identifierColumn: 'id',
        label: 'hired',
        positiveOutcome: ClarifyValues.above(0.5),
        facets: [
          { name: 'sex', values: ClarifyValues.ofText('F', 'X') },
          { name: 'age', values: ClarifyValues.above(40) },
        ],
        groupColumn: 'department',
        metrics: [DataBiasMetric.CI, DataBiasMetric.CDDL],
      }),
      baseline: LIMITS,
    });
    const modelBias = clarifyWith('ModelBias', {
      check: ClarifyCheck.modelBias({
        ...everyInput,
        ...hired,
        groupColumn: 'department',
        model,
        prediction,
        metrics: [ModelBiasMetric.DPPL, ModelBiasMetric.CDDPL],
      }),
      networkCallsReason: NETWORK_REASON,
    });
    const explanation = clarifyWith('Explain', {
      check: ClarifyCheck.explainability({
        ...everyInput,
        model: { ...model, contentType: undefined, recordTemplate: '$features_kvp', contentTemplate: '$record' },
        label: 'hired',
        prediction,
        baseline: ShapBaseline.fromS3('s3://acme-data/baseline/records.jsonl'),
        samples: 100,
        aggregation: ShapAggregation.MEDIAN,
        logOdds: true,
        keepLocalValues: false,
        seed: 7,
        features: ['sex'],
      }),
      networkCallsReason: NETWORK_REASON,
    });
    const { calculatedBaselineConstraints, baselineUsedForDriftCheckConstraints } = dataBias.properties;
    const report = endOf(
      calculatedBaselineConstraints.asString,
      baselineUsedForDriftCheckConstraints.asString,
      modelBias.monitoringConfigS3Uri,
    );

    return { steps: [dataBias, modelBias, explanation, report], parameters };
  },

  'ClarifyCheck/modelBias': () => ({
    steps: [
      clarifyWith('Check', {
        check: ClarifyCheck.modelBias({ ...hired, model: SERVED_MODEL }),
        networkCallsReason: NETWORK_REASON,
      }),
    ],
  }),

  'ClarifyCheck/explainability': () => ({
    steps: [
      clarifyWith('Check', {
        check: ClarifyCheck.explainability({ model: SERVED_MODEL, baseline: ShapBaseline.clustered(10) }),
        networkCallsReason: NETWORK_REASON,
      }),
    ],
  }),

  'ClarifyCheck/configFile': () => ({
    steps: [
      clarifyWith('Check', {
        check: ClarifyCheck.fromConfigFile({
          checkType: ClarifyCheckType.MODEL_BIAS,
          configS3Uri: 's3://acme-data/analysis_config.json',
          modelName: 'abalone',
        }),
        networkCallsReason: NETWORK_REASON,
      }),
    ],
  }),

  'QualityCheck/smallest': () => ({ steps: [qualityWith('Check', {})] }),

  'QualityCheck/fullest': () => {
    const { choices, parameters } = runChoices();
    const dataQuality = qualityWith('DataQuality', {
      ...checkJob,
      ...choices,
      check: QualityCheck.dataQuality({
        datasetS3Uri: 's3://acme-data/table/',
        format: QualityDatasetFormat.csv({ header: false, outputColumns: OutputColumns.END }),
        preprocessorS3Uri: 's3://acme-code/preprocess.py',
        postprocessorS3Uri: 's3://acme-code/postprocess.py',
      }),
      baseline: FILES,
    });
    const modelQuality = qualityWith('ModelQuality', {
      check: QualityCheck.modelQuality({
        datasetS3Uri: 's3://acme-data/predictions/',
        format: QualityDatasetFormat.json(),
        postprocessorS3Uri: 's3://acme-code/postprocess.py',
        problemType: QualityProblemType.BINARY_CLASSIFICATION,
        groundTruthAttribute: '$.hired',
        inferenceAttribute: '$.predicted',
        probabilityAttribute: '$.score',
        probabilityThreshold: 0.6,
      }),
      baseline: FILES,
    });
    const { calculatedBaselineStatistics, baselineUsedForDriftCheckStatistics } = dataQuality.properties;
    const report = endOf(calculatedBaselineStatistics.asString, baselineUsedForDriftCheckStatistics.asString);

    return { steps: [dataQuality, modelQuality, report], parameters };
  },

  'QualityCheck/modelQuality': () => ({
    steps: [
      qualityWith('Check', {
        check: QualityCheck.modelQuality({
          datasetS3Uri: 's3://acme-data/predictions/',
          format: QualityDatasetFormat.jsonLines(),
          problemType: QualityProblemType.REGRESSION,
          groundTruthAttribute: '$.rings',
          inferenceAttribute: '$.predicted',
        }),
      }),
    ],
  }),
};

function clarifyWith(
  stepName: string,
  wished: Partial<ClarifyCheckStepProps> & Pick<ClarifyCheckStepProps, 'check'>,
): ClarifyCheckStep {
  return new ClarifyCheckStep(stepName, {
    datasetS3Uri: 's3://acme-data/people/',
    outputS3Uri: 's3://acme-data/check',
    baseline: CheckBaseline.ofModelPackageGroup(GROUP_ARN),
    ...wished,
  });
}

function qualityWith(stepName: string, wished: Partial<QualityCheckStepProps>): QualityCheckStep {
  return new QualityCheckStep(stepName, {
    check: QualityCheck.dataQuality({
      datasetS3Uri: 's3://acme-data/captured/',
      format: QualityDatasetFormat.capturedData(),
    }),
    outputS3Uri: 's3://acme-data/check',
    baseline: CheckBaseline.ofModelPackageGroup(GROUP_ARN),
    ...wished,
  });
}

/** Parameters that decide what a check does. */
function runChoices(): { choices: Partial<ClarifyCheckStepProps>; parameters: PipelineParameter[] } {
  const skip = PipelineParameter.ofBoolean('Skip', { defaultValue: false });
  const register = PipelineParameter.ofBoolean('Register', { defaultValue: true });

  return {
    choices: {
      skipCheck: RunChoice.decidedBy(skip),
      failOnViolation: RunChoice.never(),
      registerNewBaseline: RunChoice.decidedBy(register),
    },
    parameters: [skip, register],
  };
}

function endOf(...facts: string[]): FailStep {
  return new FailStep('End', { message: facts.join(' ') });
}
