import { Lazy } from 'aws-cdk-lib';
import { PipelineParameter, StepProperties } from '../../../lib/pipelines';
import { checkNameBounded, isStepResult, namePattern, spellings } from '../../../lib/pipelines/private/name-patterns';
import { stepNamed } from '../definitions';
import { told } from './told';

const chosen = PipelineParameter.ofString('Chosen').asString;
const result = StepProperties._of(stepNamed('Make')).at('Name').asString;

test.each([
  ['abalone', 'abalone'],
  [`abalone-${chosen}`, 'abalone-*'],
  [`abalone-${chosen}-${chosen}-v1`, 'abalone-*-*-v1'],
  [chosen, '*'],
])('what a run completes may be anything', (name, pattern) => {
  const found = namePattern(name);

  expect(found).toBe(pattern);
});

test.each([
  ['abalone', ['abalone']],
  [`Abalone-${chosen}`, ['Abalone-*', 'abalone-*']],
])('a name with capitals has two spellings', (name, expected) => {
  const found = spellings(name);

  expect(found).toEqual(expected);
});

test('a name that a deployment fills in is spelt as it comes', () => {
  const name = Lazy.string({ produce: () => 'Abalone' });

  const found = spellings(name);

  expect(found).toEqual([name]);
});

test.each([
  [result, true],
  [`made-${result}`, false],
  [chosen, false],
  ['abalone', false],
])('a result of an earlier step is told from other names', (name, expected) => {
  const found = isStepResult(name);

  expect(found).toBe(expected);
});

test.each(['abalone', `abalone-${chosen}`])('a name that begins with a text is bounded', (name) => {
  const found = told((problems) => checkNameBounded(problems, 'name', name));

  expect(found).toEqual([]);
});

test.each([chosen, `${chosen}-abalone`])('a name that begins with what a run knows is refused', (name) => {
  const found = told((problems) => checkNameBounded(problems, 'name', name));

  expect(found).toEqual([
    "NameUnbounded: name begins with what only a run knows, the pipeline's role is allowed what begins with a known text only; put a text in front, as `abalone-${parameter.asString}`",
  ]);
});
