import { DefinitionExpression } from './private/reference-token';

/** A metric by which candidates for a number are compared. */
export enum RegressionMetric {
  /** Mean of the squared errors; the smaller the better. */
  MSE = 'MSE',
  /** Root of the mean of the squared errors; the smaller the better. */
  RMSE = 'RMSE',
  /** Mean of the absolute errors; the smaller the better. */
  MAE = 'MAE',
  /** Share of the variance that the model explains; the greater the better. */
  R2 = 'R2',
}

/** A metric by which candidates for one of two classes are compared; the greater the better. */
export enum BinaryClassificationMetric {
  /** Harmonic mean of precision and recall. */
  F1 = 'F1',
  /** Share of the right answers. */
  ACCURACY = 'Accuracy',
  /** Mean share of the right answers of each class. */
  BALANCED_ACCURACY = 'BalancedAccuracy',
  /** Area under the curve of true and false positives. */
  AUC = 'AUC',
  /** Share of the right ones among the positive answers. */
  PRECISION = 'Precision',
  /** Share of the positives that are found. */
  RECALL = 'Recall',
}

/** A metric by which candidates for one of several classes are compared; the greater the better. */
export enum MulticlassClassificationMetric {
  /** Share of the right answers. */
  ACCURACY = 'Accuracy',
  /** Mean share of the right answers of each class. */
  BALANCED_ACCURACY = 'BalancedAccuracy',
  /** Mean of the harmonic means of precision and recall of each class. */
  F1_MACRO = 'F1macro',
  /** Mean precision of the classes. */
  PRECISION_MACRO = 'PrecisionMacro',
  /** Mean recall of the classes. */
  RECALL_MACRO = 'RecallMacro',
}

/**
 * What a model predicts, and the metric by which candidates are compared.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/autopilot-metrics-validation.html
 */
export class AutoMLProblem {
  /** A number. */
  public static regression(metric: RegressionMetric = RegressionMetric.MSE): AutoMLProblem {
    return new AutoMLProblem('Regression', metric);
  }

  /** One of two classes. */
  public static binaryClassification(
    metric: BinaryClassificationMetric = BinaryClassificationMetric.F1,
  ): AutoMLProblem {
    return new AutoMLProblem('BinaryClassification', metric);
  }

  /** One of several classes. */
  public static multiclassClassification(
    metric: MulticlassClassificationMetric = MulticlassClassificationMetric.ACCURACY,
  ): AutoMLProblem {
    return new AutoMLProblem('MulticlassClassification', metric);
  }

  private constructor(
    private readonly type: string,
    private readonly metricName: string,
  ) {}

  /** @internal */
  public _render(): DefinitionExpression {
    return { ProblemType: this.type, AutoMLJobObjective: { MetricName: this.metricName } };
  }
}
