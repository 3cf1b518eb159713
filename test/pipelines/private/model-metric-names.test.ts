import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HIGHER_IS_BETTER, isShare, METRIC_SECTIONS } from '../../../lib/pipelines/private/model-metric-names';

const ANALYSIS = join(__dirname, '../../../lib/pipelines/analysis');

test.each([
  ['mse', false],
  ['r2', true],
  ['accuracy', true],
  ['false_negative_rate', false],
  ['weighted_f0_5', true],
  ['bleu', undefined],
])('whether a high %s is good', (metric, good) => {
  expect(HIGHER_IS_BETTER.get(metric)).toBe(good);
});

test.each([
  ['accuracy', true],
  ['false_positive_rate', true],
  ['mse', false],
  ['r2', false],
  ['bleu', false],
])('whether %s lies from 0 to 1', (metric, share) => {
  expect(isShare(metric)).toBe(share);
});

test('the scripts know the same metrics in the same places', () => {
  const measured = readFileSync(join(ANALYSIS, 'metrics.py'), 'utf8');
  const compared = readFileSync(join(ANALYSIS, 'model_quality.py'), 'utf8');

  const unknown = [...HIGHER_IS_BETTER.keys()].filter(
    (name) => !compared.includes(`"${name.replace('weighted_', '')}"`),
  );

  expect(unknown).toEqual([]);
  expect(Object.values(METRIC_SECTIONS).filter((section) => !measured.includes(`"${section}"`))).toEqual([]);
});
