import { PipelineParameter, RunChoice } from '../../../lib/pipelines';
import { analysisArguments, settingText } from '../../../lib/pipelines/private/analysis-arguments';
import { renderDefinition } from '../../../lib/pipelines/private/rendering';

test('values become text, lists one argument each, and what has no value is left out', () => {
  const words = analysisArguments({ header: true, 'max-drift': 0.1, column: ['a', 'b'], metric: [], label: undefined });

  expect(words).toEqual(['--header=true', '--max-drift=0.1', '--column=a', '--column=b']);
});

test.each([
  ['a number', () => PipelineParameter.ofFloat('Wish').asNumber],
  ['a text', () => PipelineParameter.ofString('Wish').asString],
  ['a choice', () => RunChoice.decidedBy(PipelineParameter.ofBoolean('Wish'))],
])('%s that a run chooses becomes part of a text', (_, value) => {
  const [word] = analysisArguments({ wish: value() });

  expect(renderDefinition(word)).toEqual({ 'Std:Join': { On: '', Values: ['--wish=', { Get: 'Parameters.Wish' }] } });
});

test.each([
  [RunChoice.always(), 'true'],
  [RunChoice.never(), 'false'],
  [-0.5, '-0.5'],
])('a settled value is its own text', (value, text) => {
  expect(settingText(value)).toBe(text);
});
