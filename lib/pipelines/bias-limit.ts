import { Problems } from '../core';
import { DataBiasMetric, ModelBiasMetric } from './clarify-bias';
import { settingText } from './private/analysis-arguments';
import { checkBetween } from './private/gate-checks';

/**
 * How much bias a gate lets pass, by one metric. Each holds for every facet.
 *
 * A metric is 0 where both groups fare alike; disparate impact, which is a ratio, is 1 there.
 */
export class BiasLimit {
  /** The bias of the data, before training: how far the metric may be from its ideal, in either direction; 0 or more. */
  public static ofData(metric: DataBiasMetric, distance: number): BiasLimit {
    return new BiasLimit(metric, { distance });
  }

  /** The bias of predictions: how far the metric may be from its ideal, in either direction; 0 or more. */
  public static ofPredictions(metric: ModelBiasMetric, distance: number): BiasLimit {
    return new BiasLimit(metric, { distance });
  }

  /** The bias of the data, before training: from where to where the metric may lie. */
  public static ofDataBetween(metric: DataBiasMetric, least: number, most: number): BiasLimit {
    return new BiasLimit(metric, { least, most });
  }

  /** The bias of predictions: from where to where the metric may lie, as disparate impact from 0.8 to 1.25. */
  public static ofPredictionsBetween(metric: ModelBiasMetric, least: number, most: number): BiasLimit {
    return new BiasLimit(metric, { least, most });
  }

  private constructor(
    /** @internal */
    public readonly _metric: DataBiasMetric | ModelBiasMetric,
    private readonly range: DistanceOrEnds,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { range } = this;

    if ('distance' in range) {
      checkBetween(problems, path, range.distance, { most: Infinity, what: 'a distance from the ideal' });
      return;
    }
    if (!(range.least > range.most)) return;
    problems.add({
      code: 'BiasLimitReversed',
      path,
      got: `reaches from ${range.least} to ${range.most}`,
      wanted: 'the first end of a range is the lower one',
      remedy: 'exchange them',
    });
  }

  /** @internal */
  public get _setting(): [name: 'distance' | 'range', value: string] {
    const { range, _metric: metric } = this;

    return 'distance' in range
      ? ['distance', `${metric}=${settingText(range.distance)}`]
      : ['range', `${metric}=${settingText(range.least)},${settingText(range.most)}`];
  }
}

type DistanceOrEnds = { readonly distance: number } | { readonly least: number; readonly most: number };
