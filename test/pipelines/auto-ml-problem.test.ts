import {
  AutoMLProblem,
  BinaryClassificationMetric,
  MulticlassClassificationMetric,
  RegressionMetric,
} from '../../lib/pipelines';

test.each([
  { problem: AutoMLProblem.regression(), type: 'Regression', metric: 'MSE' },
  { problem: AutoMLProblem.regression(RegressionMetric.R2), type: 'Regression', metric: 'R2' },
  { problem: AutoMLProblem.binaryClassification(), type: 'BinaryClassification', metric: 'F1' },
  {
    problem: AutoMLProblem.binaryClassification(BinaryClassificationMetric.AUC),
    type: 'BinaryClassification',
    metric: 'AUC',
  },
  { problem: AutoMLProblem.multiclassClassification(), type: 'MulticlassClassification', metric: 'Accuracy' },
  {
    problem: AutoMLProblem.multiclassClassification(MulticlassClassificationMetric.F1_MACRO),
    type: 'MulticlassClassification',
    metric: 'F1macro',
  },
])('candidates for $type are compared by $metric', ({ problem, type, metric }) => {
  expect(problem._render()).toEqual({ ProblemType: type, AutoMLJobObjective: { MetricName: metric } });
});
