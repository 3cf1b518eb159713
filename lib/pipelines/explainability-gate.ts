import { check, Problems } from '../core';
import { ClarifyCheck } from './clarify-check';
import { ClarifyModel } from './clarify-model';
import { ExplainedModel } from './explained-model';
import { GateDataset } from './gate-dataset';
import { GateOptions } from './gate-options';
import { openGate } from './private/analysis-step';
import { checkBetween, checkGate, checkUnsupported, csvAlone } from './private/gate-checks';
import { GateResults } from './private/gate-results';
import { clarifyGate } from './private/managed-gate';
import { checkS3Uri } from './private/value-checks';
import { QualityGate } from './quality-gate';

const LIMITS_ALONE = { statistics: false };

/** Which predictions are explained, and what the explanation must satisfy. */
export interface ExplainabilityGateProps extends GateOptions {
  /** The model. */
  readonly model: ExplainedModel;

  /** The data whose predictions are explained, in the form that the model gets it. */
  readonly dataset: GateDataset;

  /**
   * The column with the true outcome, which the model does not get.
   *
   * @default - the data has none
   */
  readonly labelColumn?: string;

  /**
   * Other columns that the model does not get.
   *
   * @default - none
   */
  readonly excludedColumns?: string[];

  /**
   * How much the ranking of the features must be that of the baseline, as normalised discounted cumulative gain: 0 to 1, which
   * is the same ranking. The managed engine always takes the default.
   *
   * @default 0.9
   */
  readonly minNdcg?: number;

  /**
   * The share of all attributions that one feature may have: 0 to 1. A model that rests on a single one has often found a leak
   * of the label. It holds without a baseline, too. Open engine only.
   *
   * @default - any share
   */
  readonly maxFeatureShare?: number;
}

/**
 * A gate on what predictions rest on: do the features matter as they did in the baseline, and does none of them outweigh all
 * others?
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-feature-attribution-drift.html
 */
export class ExplainabilityGate extends QualityGate {
  /** @internal */
  protected readonly _results: GateResults;

  constructor(stepName: string, props: ExplainabilityGateProps) {
    super();

    check(undefined, (problems) => checkExplainability(problems, `steps.${stepName}`, props));

    this._results = gateOf(stepName, props);
  }
}

function gateOf(stepName: string, props: ExplainabilityGateProps): GateResults {
  const { engine, model, dataset, labelColumn, excludedColumns = [] } = props;
  if (engine._kind === 'managed' && model._model) return managedGate(stepName, props, model._model);

  return openGate(stepName, props, {
    name: 'explainability',
    settings: {
      ...dataset._settings,
      'excluded-column': [...(labelColumn === undefined ? [] : [labelColumn]), ...excludedColumns],
      'min-ndcg': props.minNdcg,
      'max-feature-share': props.maxFeatureShare,
    },
    files: { dataset: dataset._s3Uri, model: model._dataS3Uri },
  });
}

function managedGate(stepName: string, props: ExplainabilityGateProps, model: ClarifyModel): GateResults {
  const { dataset, labelColumn: label, excludedColumns } = props;
  const { prediction, shapBaseline: baseline } = props.model._options;
  const analysis = ClarifyCheck.explainability({
    ...dataset._clarifyOptions,
    excludedColumns,
    model,
    label,
    prediction,
    baseline,
  });

  return clarifyGate(stepName, props, dataset._s3Uri, analysis);
}

function checkExplainability(problems: Problems, path: string, props: ExplainabilityGateProps): void {
  const { engine, model, dataset, labelColumn, excludedColumns = [], minNdcg, maxFeatureShare } = props;

  checkGate(problems, path, props, LIMITS_ALONE);
  dataset._check(problems, `${path}.dataset`);
  dataset._checkColumn(problems, `${path}.labelColumn`, labelColumn);
  excludedColumns.forEach((name, i) => dataset._checkColumn(problems, `${path}.excludedColumns[${i}]`, name));
  checkS3Uri(problems, `${path}.model.modelDataS3Uri`, model._dataS3Uri);
  checkBetween(problems, `${path}.minNdcg`, minNdcg, { what: 'the gain' });
  checkBetween(problems, `${path}.maxFeatureShare`, maxFeatureShare, { what: 'a share' });

  if (engine._kind === 'open') {
    checkUnsupported(problems, path, 'open', [
      {
        prop: 'model',
        value: model._model,
        wanted: 'it explains models of XGBoost by their files',
        remedy: 'use ExplainedModel.xgboost(…)',
      },
    ]);
    return;
  }
  checkUnsupported(problems, path, 'managed', [
    {
      prop: 'model',
      value: model._dataS3Uri,
      wanted: 'Clarify asks a model that it serves',
      remedy: 'make one in a ModelStep, and use ExplainedModel.served(…)',
    },
    {
      prop: 'minNdcg',
      value: minNdcg,
      wanted: 'Clarify finds drift below 0.9',
      remedy: 'leave it out',
    },
    {
      prop: 'maxFeatureShare',
      value: maxFeatureShare,
      wanted: 'Clarify compares rankings alone',
      remedy: 'leave it out',
    },
    csvAlone(dataset),
  ]);
}
