import { check, Problems } from '../core';
import { BiasLimit } from './bias-limit';
import { BiasPredictions } from './bias-predictions';
import { ClarifyBiasOptions, ClarifyFacet, DataBiasMetric, ModelBiasMetric } from './clarify-bias';
import { ClarifyCheck } from './clarify-check';
import { ClarifyValues } from './clarify-values';
import { GateDataset } from './gate-dataset';
import { GateOptions } from './gate-options';
import { Setting, settingText } from './private/analysis-arguments';
import { openGate } from './private/analysis-step';
import { checkBetween, checkGate, checkUnsupported, csvAlone } from './private/gate-checks';
import { GateResults } from './private/gate-results';
import { clarifyGate } from './private/managed-gate';
import { checkEntries } from './private/value-checks';
import { QualityGate } from './quality-gate';

const LIMITS_ALONE = { statistics: false };
const MOST_FACETS = 20;

/** The metrics that compare the groups apart for each value of a column. */
const CONDITIONAL: readonly string[] = [DataBiasMetric.CDDL, ModelBiasMetric.CDDPL];

/** Whose bias is judged, towards whom, and how much of it passes. */
export interface BiasGateProps extends GateOptions {
  /** The data: one row for each person or thing. */
  readonly dataset: GateDataset;

  /** The column with the true outcome. */
  readonly labelColumn: string;

  /** The outcomes that are good for those concerned. */
  readonly positiveOutcome: ClarifyValues;

  /**
   * The groups that are compared with all others; 1 to 20. A row without a value belongs to the others; where a number divides
   * them, each row has one.
   */
  readonly facets: ClarifyFacet[];

  /**
   * The predictions whose bias is judged. The open engine judges the bias of labels beside it, the managed one either.
   *
   * @default - the bias of the data is judged, before training
   */
  readonly predictions?: BiasPredictions;

  /**
   * The column by whose values disparity is measured apart, for the metrics CDDL and CDDPL.
   *
   * @default - those metrics are left out
   */
  readonly groupColumn?: string;

  /**
   * The measures of the data's bias.
   *
   * @default - all of them
   */
  readonly dataMetrics?: DataBiasMetric[];

  /**
   * The measures of the predictions' bias. The counterfactual fliptest is for the managed engine only.
   *
   * @default - all of them
   */
  readonly modelMetrics?: ModelBiasMetric[];

  /**
   * How much bias passes, with or without a baseline. Open engine only.
   *
   * @default - no metric may be further from its ideal than in the baseline
   */
  readonly limits?: BiasLimit[];

  /**
   * How much further from its ideal than in the baseline a metric may be: 0 or more. Open engine only.
   *
   * @default 0
   */
  readonly baselineTolerance?: number;
}

/**
 * A gate against bias: how do groups fare in the labels before training, and in the predictions after it?
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-detect-data-bias.html
 */
export class BiasGate extends QualityGate {
  /** @internal */
  protected readonly _results: GateResults;

  constructor(stepName: string, props: BiasGateProps) {
    super();

    check(undefined, (problems) => checkBias(problems, `steps.${stepName}`, props));

    this._results = props.engine._kind === 'managed' ? managedGate(stepName, props) : scriptedGate(stepName, props);
  }
}

function managedGate(stepName: string, props: BiasGateProps): GateResults {
  const { dataset, labelColumn: label, positiveOutcome, facets, groupColumn, predictions } = props;
  const options: ClarifyBiasOptions = { ...dataset._clarifyOptions, label, positiveOutcome, facets, groupColumn };
  const { _model: model, _prediction: prediction } = predictions ?? {};
  const analysis = model
    ? ClarifyCheck.modelBias({ ...options, model, prediction, metrics: props.modelMetrics })
    : ClarifyCheck.dataBias({ ...options, metrics: props.dataMetrics });

  return clarifyGate(stepName, props, dataset._s3Uri, analysis);
}

function scriptedGate(stepName: string, props: BiasGateProps): GateResults {
  const { dataset, positiveOutcome, limits = [] } = props;
  const limitsOf = (name: string): string[] =>
    limits.flatMap(({ _setting: [other, value] }) => (other === name ? [value] : []));

  return openGate(stepName, props, {
    name: 'bias',
    settings: {
      ...dataset._settings,
      'label-column': props.labelColumn,
      ...outcomeSettings(positiveOutcome),
      'prediction-column': props.predictions?._column,
      'group-column': props.groupColumn,
      facet: props.facets.map(facetSetting),
      metric: metricsOf(props),
      distance: limitsOf('distance'),
      range: limitsOf('range'),
      'baseline-tolerance': props.baselineTolerance,
    },
    files: { dataset: dataset._s3Uri },
  });
}

function outcomeSettings(outcome: ClarifyValues): Record<string, Setting> {
  const values = outcome._render();

  return outcome._isThreshold ? { 'positive-above': values } : { 'positive-label': values };
}

function facetSetting({ name, values }: ClarifyFacet): string {
  const texts = values?._render().map(settingText) ?? [];

  return JSON.stringify(values?._isThreshold ? { column: name, above: texts[0] } : { column: name, values: texts });
}

/** The scripts take one list; where only one kind of metrics is chosen, the other is complete. */
function metricsOf({ dataMetrics, modelMetrics }: BiasGateProps): string[] | undefined {
  if (dataMetrics === undefined && modelMetrics === undefined) return undefined;

  return [...(dataMetrics ?? Object.values(DataBiasMetric)), ...(modelMetrics ?? Object.values(ModelBiasMetric))];
}

function checkBias(problems: Problems, path: string, props: BiasGateProps): void {
  const { dataset, labelColumn, facets, groupColumn, predictions, limits = [], baselineTolerance } = props;

  checkGate(problems, path, props, LIMITS_ALONE);
  dataset._check(problems, `${path}.dataset`);
  dataset._checkColumn(problems, `${path}.labelColumn`, labelColumn);
  dataset._checkColumn(problems, `${path}.groupColumn`, groupColumn);
  dataset._checkColumn(problems, `${path}.predictions`, predictions?._column);
  facets.forEach(({ name }, i) => dataset._checkColumn(problems, `${path}.facets[${i}].name`, name));
  checkEntries(problems, `${path}.facets`, facets.length, {
    least: 1,
    most: MOST_FACETS,
    wanted: `bias is judged for 1 to ${MOST_FACETS} groups`,
    remedy: 'name the groups that matter',
  });
  checkBetween(problems, `${path}.baselineTolerance`, baselineTolerance, { most: Infinity, what: 'a tolerance' });
  limits.forEach((limit, i) => limit._check(problems, `${path}.limits[${i}]`));
  checkMeasured(problems, path, props);
  checkEngine(problems, path, props);
}

/** Checks that what is limited or asked for is measured at all. */
function checkMeasured(problems: Problems, path: string, props: BiasGateProps): void {
  const { groupColumn, predictions, limits = [], dataMetrics, modelMetrics } = props;
  const chosen: readonly string[] = [
    ...(dataMetrics ?? Object.values(DataBiasMetric)),
    ...(modelMetrics ?? Object.values(ModelBiasMetric)),
  ];
  const ofPredictions: readonly string[] = Object.values(ModelBiasMetric);

  const whyNot = (metric: string): string | undefined => {
    if (ofPredictions.includes(metric) && predictions === undefined) return 'give predictions';
    if (CONDITIONAL.includes(metric) && groupColumn === undefined) return 'give groupColumn';
    return chosen.includes(metric) ? undefined : 'add it to the metrics';
  };
  const asked = [
    ...limits.map(({ _metric: metric }, i) => ({ place: `limits[${i}]`, metric })),
    ...(dataMetrics ?? []).map((metric, i) => ({ place: `dataMetrics[${i}]`, metric })),
    ...(modelMetrics ?? []).map((metric, i) => ({ place: `modelMetrics[${i}]`, metric })),
  ];
  for (const { place, metric } of asked) {
    const remedy = whyNot(metric);
    if (remedy === undefined) continue;
    problems.add({
      code: 'BiasMetricNotMeasured',
      path: `${path}.${place}`,
      got: `is about ${metric}`,
      wanted: 'the gate does not measure it',
      remedy: `${remedy}, or leave it out`,
    });
  }
}

function checkEngine(problems: Problems, path: string, props: BiasGateProps): void {
  const { engine, predictions, limits, modelMetrics, baselineTolerance } = props;
  const asked: readonly string[] = [...(modelMetrics ?? []), ...(limits ?? []).map(({ _metric: metric }) => metric)];

  if (engine._kind === 'open') {
    checkUnsupported(problems, path, 'open', [
      {
        prop: 'predictions',
        value: predictions?._model,
        wanted: 'its isolated jobs cannot ask a model',
        remedy: 'let an earlier step write the predictions, and use BiasPredictions.inColumn(…)',
      },
      {
        prop: 'modelMetrics',
        value: asked.find((metric) => metric === 'FT'),
        wanted: 'it does not measure the counterfactual fliptest',
        remedy: 'leave ModelBiasMetric.FT out',
      },
    ]);
    return;
  }
  const inBaseline = {
    wanted: 'Clarify compares with the values of the baseline alone',
    remedy: "write the values that pass into the baseline's constraints.json",
  };
  checkUnsupported(problems, path, 'managed', [
    { prop: 'limits', value: limits, ...inBaseline },
    { prop: 'baselineTolerance', value: baselineTolerance, ...inBaseline },
    {
      prop: 'predictions',
      value: predictions?._column,
      wanted: 'a check of a model asks the model itself',
      remedy: 'use BiasPredictions.ofModel(…)',
    },
    csvAlone(props.dataset),
  ]);
}
