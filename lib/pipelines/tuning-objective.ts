import { DefinitionExpression } from './private/reference-token';

/** The metric by which training jobs are compared, and which way is better. */
export class TuningObjective {
  /** The greater the better, as of `validation:auc`. */
  public static maximize(metricName: string): TuningObjective {
    return new TuningObjective('Maximize', metricName);
  }

  /** The smaller the better, as of `validation:rmse`. */
  public static minimize(metricName: string): TuningObjective {
    return new TuningObjective('Minimize', metricName);
  }

  private constructor(
    private readonly direction: 'Maximize' | 'Minimize',
    /** Name of the metric: 1 to 255 characters. */
    public readonly metricName: string,
  ) {}

  /** @internal */
  public _render(): DefinitionExpression {
    return { Type: this.direction, MetricName: this.metricName };
  }
}
