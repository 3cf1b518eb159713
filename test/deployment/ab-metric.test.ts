import { AbMetric } from '../../lib/deployment';

test.each([
  { rewards: 'are 0 or 1', metric: AbMetric.proportion(), kind: 'proportion' },
  { rewards: 'are numbers', metric: AbMetric.mean(), kind: 'mean' },
])('rewards that $rewards are compared as a $kind', ({ metric, kind }) => {
  expect(metric._kind).toBe(kind);
});
