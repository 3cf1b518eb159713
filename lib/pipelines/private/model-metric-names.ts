import { QualityProblemType } from '../quality-check';

const CLASSIFICATION = ['recall', 'precision', 'f0_5', 'f1', 'f2'];

/** The metrics of a problem type, as Model Monitor and our scripts name them. */
export const METRIC_NAMES: Readonly<Record<QualityProblemType, readonly string[]>> = {
  [QualityProblemType.REGRESSION]: ['mae', 'mse', 'rmse', 'r2'],
  [QualityProblemType.BINARY_CLASSIFICATION]: [
    'accuracy',
    'auc',
    ...CLASSIFICATION,
    'true_positive_rate',
    'true_negative_rate',
    'false_positive_rate',
    'false_negative_rate',
  ],
  [QualityProblemType.MULTICLASS_CLASSIFICATION]: ['accuracy', ...CLASSIFICATION.map((name) => `weighted_${name}`)],
};

/** Where the statistics hold the metrics of a problem type. */
export const METRIC_SECTIONS: Readonly<Record<QualityProblemType, string>> = {
  [QualityProblemType.REGRESSION]: 'regression_metrics',
  [QualityProblemType.BINARY_CLASSIFICATION]: 'binary_classification_metrics',
  [QualityProblemType.MULTICLASS_CLASSIFICATION]: 'multiclass_classification_metrics',
};

/** Which way metrics get better, for those that are known. */
export const HIGHER_IS_BETTER: ReadonlyMap<string, boolean> = new Map(
  Object.values(METRIC_NAMES).flatMap((names) => names.map((name) => [name, !isError(name)] as const)),
);

/** Whether a metric lies from 0 to 1. */
export function isShare(metric: string): boolean {
  return HIGHER_IS_BETTER.has(metric) && !METRIC_NAMES[QualityProblemType.REGRESSION].includes(metric);
}

function isError(name: string): boolean {
  return ['mae', 'mse', 'rmse', 'false_positive_rate', 'false_negative_rate'].includes(name);
}
