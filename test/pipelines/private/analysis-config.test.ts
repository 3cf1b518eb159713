import {
  ClarifyFormat,
  ClarifyLocation,
  ClarifyModel,
  ClarifyValues,
  DataBiasMetric,
  ModelBiasMetric,
  ShapAggregation,
  ShapBaseline,
} from '../../../lib/pipelines';
import {
  dataBiasConfig,
  explainabilityConfig,
  explainabilityMonitoringConfig,
  modelBiasConfig,
} from '../../../lib/pipelines/private/analysis-config';

const REPORT = { name: 'report', title: 'Analysis Report' };
const BIAS = {
  label: 'y',
  positiveOutcome: ClarifyValues.ofText('yes'),
  facets: [{ name: 'sex' }],
  groupColumn: 'region',
};
const MODEL: ClarifyModel = {
  modelName: 'abalone',
  instanceType: 'ml.m5.large',
  instanceCount: 2,
  contentType: 'application/json',
  acceptType: 'application/jsonlines',
  contentTemplate: '{"instances": $records}',
  recordTemplate: '$features',
  customAttributes: 'trace=1',
  endpointNamePrefix: 'clarify-abalone',
  targetModel: 'a.tar.gz',
};

test('bias of data is measured as wished', () => {
  const config = dataBiasConfig({
    ...BIAS,
    format: ClarifyFormat.JSON_LINES,
    featuresPath: 'features',
    excludedColumns: ['id'],
    identifierColumn: 'id',
    metrics: [DataBiasMetric.CI, DataBiasMetric.CDDL],
  });

  expect(written(config)).toEqual({
    dataset_type: 'application/jsonlines',
    features: 'features',
    label: 'y',
    joinsource_name_or_index: 'id',
    excluded_columns: ['id'],
    label_values_or_threshold: ['yes'],
    facet: [{ name_or_index: 'sex' }],
    group_variable: 'region',
    methods: { pre_training_bias: { methods: ['CI', 'CDDL'] }, report: REPORT },
  });
});

test('bias of a model is measured by its predictions; the step names the model', () => {
  const config = modelBiasConfig({
    ...BIAS,
    model: MODEL,
    prediction: {
      label: ClarifyLocation.column(0),
      probability: ClarifyLocation.path('scores'),
      probabilityThreshold: 0.8,
      labelValues: ClarifyValues.ofText('yes', 'no'),
    },
    metrics: [ModelBiasMetric.DPPL],
  });

  expect(written(config)).toMatchObject({
    methods: { post_training_bias: { methods: ['DPPL'] }, report: REPORT },
    predictor: {
      label: 0,
      probability: 'scores',
      label_headers: ['yes', 'no'],
      instance_type: 'ml.m5.large',
      initial_instance_count: 2,
      endpoint_name_prefix: 'clarify-abalone',
      accept_type: 'application/jsonlines',
      content_type: 'application/json',
      content_template: '{"instances": $records}',
      record_template: '$features',
      custom_attributes: 'trace=1',
      target_model: 'a.tar.gz',
    },
    probability_threshold: 0.8,
  });
  expect(config.predictor).not.toHaveProperty('model_name');
});

test('predictions are explained by SHAP values', () => {
  const config = explainabilityConfig({
    model: { modelName: 'abalone', instanceType: 'ml.m5.large' },
    baseline: ShapBaseline.ofRecords([1, 2]),
    samples: 5,
    aggregation: ShapAggregation.MEAN_ABSOLUTE,
    logOdds: true,
    keepLocalValues: false,
    seed: 7,
    features: ['age'],
  });

  expect(written(config)).toEqual({
    dataset_type: 'text/csv',
    methods: {
      shap: {
        use_logit: true,
        save_local_shap_values: false,
        baseline: [[1, 2]],
        num_samples: 5,
        agg_method: 'mean_abs',
        seed: 7,
        features_to_explain: ['age'],
      },
      report: REPORT,
    },
    predictor: { instance_type: 'ml.m5.large', initial_instance_count: 1 },
  });
});

test('a monitor sees no labels', () => {
  const config = explainabilityMonitoringConfig({ model: MODEL, headers: ['y', 'age'], label: 'y' });

  expect(config.headers).toEqual(['age']);
});

function written(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config));
}
