import {
  ModelQualityOptions,
  PipelineParameter,
  QualityCheck,
  QualityDatasetFormat,
  QualityProblemType,
} from '../../lib/pipelines';
import { environmentIn, stackIn } from './definitions';
import { told } from './private/told';

const DATASET = { datasetS3Uri: 's3://acme-data/train', format: QualityDatasetFormat.csv() };
const REGRESSION: ModelQualityOptions = {
  ...DATASET,
  problemType: QualityProblemType.REGRESSION,
  groundTruthAttribute: '_c0',
  inferenceAttribute: '_c1',
};

test('a check of data has its scripts as inputs, and knows them by name', () => {
  const check = QualityCheck.dataQuality({
    ...DATASET,
    preprocessorS3Uri: 's3://acme-code/quality/before.py',
    postprocessorS3Uri: 's3://acme-code/quality/after.py',
  });

  const environment = environmentIn(stackIn());
  expect(check._inputs.map((input) => input._render(environment))).toMatchObject([
    { InputName: 'baseline_dataset_input', S3Input: { S3Uri: 's3://acme-data/train' } },
    {
      InputName: 'post_analytics_processor_script_input',
      S3Input: { LocalPath: '/opt/ml/processing/input/post_analytics_processor_script_input' },
    },
    {
      InputName: 'record_preprocessor_script_input',
      S3Input: { LocalPath: '/opt/ml/processing/input/record_preprocessor_script_input' },
    },
  ]);
  expect(check._variables).toMatchObject({
    record_preprocessor_script: '/opt/ml/processing/input/record_preprocessor_script_input/before.py',
    post_analytics_processor_script: '/opt/ml/processing/input/post_analytics_processor_script_input/after.py',
  });
});

test('a check of a model knows what is predicted, and where', () => {
  const check = QualityCheck.modelQuality({
    ...DATASET,
    problemType: QualityProblemType.BINARY_CLASSIFICATION,
    groundTruthAttribute: '_c0',
    probabilityAttribute: '_c1',
    probabilityThreshold: 0.7,
  });

  expect(check._type).toBe('MODEL_QUALITY');
  expect(check._variables).toEqual({
    output_path: '/opt/ml/processing/output',
    publish_cloudwatch_metrics: 'Disabled',
    dataset_format: '{"csv":{"header":true,"output_columns_position":"START"}}',
    dataset_source: '/opt/ml/processing/input/baseline_dataset_input',
    analysis_type: 'MODEL_QUALITY',
    problem_type: 'BinaryClassification',
    ground_truth_attribute: '_c0',
    probability_attribute: '_c1',
    probability_threshold_attribute: '0.7',
  });
});

test('the dataset of a run, its script and its threshold may be references', () => {
  const [data, threshold] = [PipelineParameter.ofString('Data'), PipelineParameter.ofFloat('Threshold')];
  const check = QualityCheck.modelQuality({
    ...REGRESSION,
    datasetS3Uri: data.asString,
    postprocessorS3Uri: `${data.asString}/after.py`,
    probabilityThreshold: threshold.asNumber,
  });

  expect(problemsOf(check)).toEqual([]);
});

test.each([
  { postprocessorS3Uri: 's3://acme-code/after', got: 'ends with "after"' },
  {
    postprocessorS3Uri: PipelineParameter.ofString('Script').asString,
    got: 'ends with what is not known at synth',
  },
])('the name of a script is known: $got', ({ postprocessorS3Uri, got }) => {
  const check = QualityCheck.dataQuality({ ...DATASET, postprocessorS3Uri });

  expect(problemsOf(check)).toEqual([
    `ScriptNameUnknown: check.postprocessorS3Uri ${got}, the job calls a Python script by the name that its key ends with; end the address with the name, as "/preprocess.py"`,
  ]);
});

test.each([
  { problemType: QualityProblemType.REGRESSION, wanted: 'a regression is judged by its predictions' },
  {
    problemType: QualityProblemType.MULTICLASS_CLASSIFICATION,
    wanted: 'classes are judged by prediction or score',
  },
])('a model is judged by something: $problemType', ({ problemType, wanted }) => {
  const check = QualityCheck.modelQuality({ ...REGRESSION, problemType, inferenceAttribute: undefined });

  expect(problemsOf(check)).toEqual([
    `PredictionUnknown: check.inferenceAttribute is missing, ${wanted}; name the column with the prediction`,
  ]);
});

function problemsOf(check: QualityCheck): string[] {
  return told((problems) => check._check(problems, 'check'));
}
