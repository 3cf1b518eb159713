import { TuningObjective } from '../../lib/pipelines';

test('an objective is better when it is greater, or when it is smaller', () => {
  expect(TuningObjective.maximize('validation:auc')._render()).toEqual({
    Type: 'Maximize',
    MetricName: 'validation:auc',
  });
  expect(TuningObjective.minimize('validation:rmse')._render()).toEqual({
    Type: 'Minimize',
    MetricName: 'validation:rmse',
  });
});
