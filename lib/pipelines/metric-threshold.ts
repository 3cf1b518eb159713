import { nearest, Problems } from '../core';
import { Setting, settingText } from './private/analysis-arguments';
import { checkBetween } from './private/gate-checks';
import { HIGHER_IS_BETTER, isShare, METRIC_NAMES } from './private/model-metric-names';
import { QualityProblemType } from './quality-check';

/** How a model may compare with the champion. */
export interface ChampionOptions {
  /**
   * How much worse the metric may be, in its own unit: 0 or more.
   *
   * @default 0
   */
  readonly tolerance?: number;

  /**
   * Whether a high value is good; needed for a metric of your own.
   *
   * @default - as Model Monitor's metric of that name
   */
  readonly higherIsBetter?: boolean;
}

/**
 * What a metric of a model must satisfy. Metrics are named as in Model Monitor, such as `mse`, `accuracy` or `weighted_f1`, or
 * as in the report that is judged.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-metrics.html
 */
export class MetricThreshold {
  /** The metric must reach a value, in its own unit; shares such as accuracy count from 0 to 1. A parameter as `asNumber`. */
  public static atLeast(metric: string, value: number): MetricThreshold {
    return new MetricThreshold(metric, 'at-least', value);
  }

  /** The metric must not pass a value, in its own unit; shares count from 0 to 1. A parameter as `asNumber`. */
  public static atMost(metric: string, value: number): MetricThreshold {
    return new MetricThreshold(metric, 'at-most', value);
  }

  /** The metric must be as good as the champion's, but for a tolerance. */
  public static notWorseThanChampion(metric: string, options: ChampionOptions = {}): MetricThreshold {
    const { tolerance = 0, higherIsBetter } = options;

    return new MetricThreshold(metric, 'not-worse-than-champion', tolerance, higherIsBetter);
  }

  private constructor(
    private readonly metric: string,
    private readonly kind: 'at-least' | 'at-most' | 'not-worse-than-champion',
    private readonly value: number,
    private readonly higherIsBetter = HIGHER_IS_BETTER.get(metric),
  ) {}

  /** @internal */
  public get _asksChampion(): boolean {
    return this.kind === 'not-worse-than-champion';
  }

  /** @internal */
  public _check(problems: Problems, path: string, problemType?: QualityProblemType): void {
    const { metric, kind, value, higherIsBetter } = this;
    const names = problemType && METRIC_NAMES[problemType];

    checkBetween(problems, path, value, {
      least: isShare(metric) || this._asksChampion ? 0 : -Infinity,
      most: isShare(metric) ? 1 : Infinity,
      what: this._asksChampion ? 'a tolerance' : `the metric ${metric}`,
    });
    if (names?.includes(metric) === false) {
      const [candidate] = nearest(metric, names);
      problems.add({
        code: 'MetricUnknown',
        path,
        got: `is about "${metric}"`,
        wanted: `the metrics of ${problemType} are ${names.join(', ')}`,
        remedy: candidate ? `did you mean "${candidate}"` : 'name one of them',
      });
    }
    if (higherIsBetter === (kind === 'at-most') && !this._asksChampion) {
      problems.add({
        code: 'MetricThresholdReversed',
        path,
        got: `wants ${metric} ${kind.replace('-', ' ')} ${value}`,
        wanted: `a good model has a ${higherIsBetter ? 'high' : 'low'} ${metric}`,
        remedy: `use MetricThreshold.${higherIsBetter ? 'atLeast' : 'atMost'}(…)`,
      });
    }
    if (!this._asksChampion || higherIsBetter !== undefined) return;
    problems.add({
      code: 'MetricDirectionUnknown',
      path,
      got: `compares "${metric}" with the champion's`,
      wanted: 'only you know whether a high value of it is good',
      remedy: 'say so in higherIsBetter',
    });
  }

  /** @internal */
  public get _settings(): [string, Setting][] {
    const { metric, kind, value } = this;
    const direction = this.higherIsBetter ? 'higher-is-better' : 'lower-is-better';

    return [
      [kind, `${metric}=${settingText(value)}`],
      ...(this._asksChampion && !HIGHER_IS_BETTER.has(metric) ? [[direction, metric] as [string, Setting]] : []),
    ];
  }
}
