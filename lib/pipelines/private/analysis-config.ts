import { ClarifyBiasOptions, DataBiasOptions, ModelBiasOptions } from '../clarify-bias';
import { ClarifyDatasetOptions, ClarifyFormat } from '../clarify-dataset';
import { ExplainabilityOptions } from '../clarify-explainability';
import { ClarifyModel, ClarifyPrediction } from '../clarify-model';
import { DefinitionExpression } from './reference-token';

/** The report that every analysis writes beside its figures. */
const REPORT = { name: 'report', title: 'Analysis Report' };

/** The configuration of an analysis of a dataset's bias, as Clarify reads it. */
export function dataBiasConfig(options: DataBiasOptions): DefinitionExpression {
  return {
    ...datasetConfig(options, options.label),
    ...biasConfig(options),
    methods: { pre_training_bias: { methods: options.metrics ?? 'all' }, report: REPORT },
  };
}

/** The configuration of an analysis of a model's bias. The step names the model, because only a run knows it. */
export function modelBiasConfig(options: ModelBiasOptions): DefinitionExpression {
  return {
    ...datasetConfig(options, options.label),
    ...biasConfig(options),
    methods: { post_training_bias: { methods: options.metrics ?? 'all' }, report: REPORT },
    predictor: { ...predictionConfig(options.prediction), ...modelConfig(options.model) },
    probability_threshold: options.prediction?.probabilityThreshold,
  };
}

/** The configuration of an analysis of what predictions rest on. */
export function explainabilityConfig(options: ExplainabilityOptions): DefinitionExpression {
  return {
    ...datasetConfig(options, options.label),
    probability_threshold: options.prediction?.probabilityThreshold,
    methods: { shap: shapConfig(options), report: REPORT },
    predictor: { ...modelConfig(options.model), ...predictionConfig(options.prediction) },
  };
}

/** What a monitor needs to measure the bias of later data. */
export function biasMonitoringConfig(options: ClarifyBiasOptions): DefinitionExpression {
  return { ...biasConfig(options), headers: options.headers, label: options.label };
}

/** What a monitor needs to explain later predictions; it sees no labels. */
export function explainabilityMonitoringConfig(options: ExplainabilityOptions): DefinitionExpression {
  return {
    methods: { shap: shapConfig(options) },
    predictor: modelConfig(options.model),
    headers: options.headers?.filter((header) => header !== options.label),
  };
}

function datasetConfig(options: ClarifyDatasetOptions, label?: string): DefinitionExpression {
  return {
    dataset_type: options.format ?? ClarifyFormat.CSV,
    features: options.featuresPath,
    headers: options.headers,
    label,
    joinsource_name_or_index: options.identifierColumn,
    excluded_columns: options.excludedColumns,
  };
}

function biasConfig({ positiveOutcome, facets, groupColumn }: ClarifyBiasOptions): DefinitionExpression {
  return {
    label_values_or_threshold: positiveOutcome._render(),
    facet: facets.map(({ name, values }) => ({ name_or_index: name, value_or_threshold: values?._render() })),
    group_variable: groupColumn,
  };
}

function modelConfig(model: ClarifyModel): DefinitionExpression {
  return {
    instance_type: model.instanceType,
    initial_instance_count: model.instanceCount ?? 1,
    endpoint_name_prefix: model.endpointNamePrefix,
    accept_type: model.acceptType,
    content_type: model.contentType,
    content_template: model.contentTemplate,
    record_template: model.recordTemplate,
    custom_attributes: model.customAttributes,
    target_model: model.targetModel,
  };
}

function predictionConfig(prediction: ClarifyPrediction = {}): DefinitionExpression {
  return {
    label: prediction.label?._render(),
    probability: prediction.probability?._render(),
    label_headers: prediction.labelValues?._render(),
  };
}

function shapConfig(options: ExplainabilityOptions): DefinitionExpression {
  return {
    use_logit: options.logOdds ?? false,
    save_local_shap_values: options.keepLocalValues ?? true,
    ...options.baseline?._render(),
    num_samples: options.samples,
    agg_method: options.aggregation,
    seed: options.seed,
    features_to_explain: options.features,
  };
}
