import { ClarifyLocation } from '../../lib/pipelines';

test('a place in an answer is a column or a path', () => {
  expect(ClarifyLocation.column(0)._render()).toBe(0);
  expect(ClarifyLocation.path('predictions[*].score')._render()).toBe('predictions[*].score');
});
