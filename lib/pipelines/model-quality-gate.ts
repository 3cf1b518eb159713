import { check, Problems } from '../core';
import { GateOptions } from './gate-options';
import { MetricThreshold } from './metric-threshold';
import { ModelEvaluation } from './model-evaluation';
import { Setting } from './private/analysis-arguments';
import { openGate } from './private/analysis-step';
import { checkGate, checkUnsupported } from './private/gate-checks';
import { GateResults } from './private/gate-results';
import { qualityGate } from './private/managed-gate';
import { METRIC_NAMES, METRIC_SECTIONS } from './private/model-metric-names';
import { checkS3Uri } from './private/value-checks';
import { PropertyFileValue } from './property-file';
import { QualityCheck } from './quality-check';
import { QualityGate } from './quality-gate';

const FIGURES_TOO = { statistics: true };

/** Which model is judged, and what it must satisfy. */
export interface ModelQualityGateProps extends GateOptions {
  /** What the model is judged by. */
  readonly evaluation: ModelEvaluation;

  /**
   * What its metrics must satisfy, with or without a baseline. A threshold goes before that of the baseline for the same
   * metric. Open engine only.
   *
   * @default - what the baseline demands
   */
  readonly thresholds?: MetricThreshold[];

  /**
   * The metrics of the model that serves now: the `statistics.json` of its own gate, or another report of that form. Open
   * engine only.
   *
   * @default - the model is not compared with another
   */
  readonly championS3Uri?: string;
}

/**
 * A gate before a model is registered: are its metrics good enough, by numbers, by a baseline's constraints, or by the model
 * that serves now?
 *
 * The managed engine takes its thresholds from the baseline's `constraints.json`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-metrics.html
 */
export class ModelQualityGate extends QualityGate {
  /** @internal */
  protected readonly _results: GateResults;

  private readonly evaluation: ModelEvaluation;

  constructor(stepName: string, props: ModelQualityGateProps) {
    super();

    check(undefined, (problems) => checkModelQuality(problems, `steps.${stepName}`, props));

    this._results = gateOf(stepName, props);
    this.evaluation = props.evaluation;
  }

  /**
   * The value of a metric, for the condition of a later step. The open engine measures metrics of predictions; those of a
   * report are read from the step that wrote it.
   *
   * @param metric name of the metric, as `mse`
   */
  public metricValue(metric: string): PropertyFileValue {
    const value = this._offered(
      'metricValue',
      this._results.value,
      'its checks have no file that conditions could read',
    );
    const { section, names } = metricsOf(this.evaluation);
    check(undefined, (problems) => {
      if (names.includes(metric)) return;
      problems.add({
        code: 'StepResultUnknown',
        path: `steps.${this.step.stepName}`,
        got: `has no metric "${metric}"`,
        wanted: names.length > 0 ? `it has ${names.join(', ')}` : 'it judges a report that another step wrote',
        remedy: names.length > 0 ? 'correct the name' : 'use propertyFileValue(…) of that step',
      });
    });

    return value('Statistics', `${section}.${metric}.value`);
  }
}

/** The metrics that the gate measures itself, and where its statistics hold them. */
function metricsOf({ _predictions: predictions }: ModelEvaluation): { section: string; names: readonly string[] } {
  if (predictions === undefined) return { section: '', names: [] };

  return { section: METRIC_SECTIONS[predictions.problemType], names: METRIC_NAMES[predictions.problemType] };
}

function gateOf(stepName: string, props: ModelQualityGateProps): GateResults {
  const { engine, evaluation, thresholds = [], championS3Uri } = props;
  const { _predictions: predictions, _reportS3Uri: evaluationFile } = evaluation;
  if (engine._kind === 'managed' && predictions) {
    return qualityGate(stepName, props, QualityCheck.modelQuality(evaluation._qualityOptions(predictions)));
  }

  return openGate(stepName, props, {
    name: 'model_quality',
    settings: { ...evaluation._settings, ...gathered(thresholds.flatMap((threshold) => threshold._settings)) },
    files: { dataset: predictions?.dataset._s3Uri, evaluation: evaluationFile, champion: championS3Uri },
  });
}

/** Settings of one name become a list. */
function gathered(settings: readonly [string, Setting][]): Record<string, Setting> {
  const names = [...new Set(settings.map(([name]) => name))];

  return Object.fromEntries(
    names.map((name) => [name, settings.flatMap(([other, value]) => (other === name ? [value as string] : []))]),
  );
}

function checkModelQuality(problems: Problems, path: string, props: ModelQualityGateProps): void {
  const { engine, evaluation, thresholds, championS3Uri } = props;
  const { _predictions: predictions, _reportS3Uri: report } = evaluation;
  const asking = thresholds?.findIndex((threshold) => threshold._asksChampion) ?? -1;

  checkGate(problems, path, props, FIGURES_TOO);
  evaluation._check(problems, `${path}.evaluation`);
  checkS3Uri(problems, `${path}.championS3Uri`, championS3Uri);
  thresholds?.forEach((threshold, i) =>
    threshold._check(problems, `${path}.thresholds[${i}]`, predictions?.problemType),
  );
  if (asking >= 0 && championS3Uri === undefined) {
    problems.add({
      code: 'ChampionMissing',
      path: `${path}.championS3Uri`,
      got: 'is missing',
      wanted: `thresholds[${asking}] compares the model with the champion`,
      remedy: 'name the file with its metrics',
    });
  }
  if (asking < 0 && championS3Uri !== undefined) {
    problems.add({
      code: 'ChampionUnused',
      path: `${path}.championS3Uri`,
      got: 'is given',
      wanted: 'no threshold compares the model with it',
      remedy: 'add MetricThreshold.notWorseThanChampion(…), or leave it out',
    });
  }
  if (engine._kind === 'open') return;

  const inBaseline = {
    wanted: 'Model Monitor takes its thresholds from the baseline',
    remedy: "write them into the baseline's constraints.json",
  };
  const positiveLabel = predictions?.positiveLabel === '1' ? undefined : predictions?.positiveLabel;
  checkUnsupported(problems, path, 'managed', [
    { prop: 'thresholds', value: thresholds, ...inBaseline },
    { prop: 'championS3Uri', value: championS3Uri, ...inBaseline },
    {
      prop: 'evaluation',
      value: report,
      wanted: 'Model Monitor measures predictions itself',
      remedy: 'use ModelEvaluation.ofRegression(…) or another of predictions',
    },
    {
      prop: 'evaluation.positiveLabel',
      value: positiveLabel,
      wanted: 'Model Monitor takes 1 for the positive class',
      remedy: 'write the labels as 0 and 1',
    },
    {
      prop: 'evaluation.dataset.columns',
      value: predictions?.dataset._columns,
      wanted: 'Model Monitor names the columns of data without a header _c0, _c1 and so on',
      remedy: 'leave them out, and name the columns so',
    },
  ]);
}
