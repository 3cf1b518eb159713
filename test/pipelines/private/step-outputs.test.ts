import { ValueType } from '../../../lib/pipelines';
import { checkOutputs, outputOf, renderOutputs } from '../../../lib/pipelines/private/step-outputs';
import { told } from './told';

const PATH = 'steps.Deploy';

test.each([0, 1, 50])('a step may give back %p values', (count) => {
  expect(told((problems) => checkOutputs(problems, PATH, numbered(count)))).toEqual([]);
});

test('a step gives back no more than SageMaker takes', () => {
  expect(told((problems) => checkOutputs(problems, PATH, numbered(51)))).toEqual([
    'EntriesOutOfRange: steps.Deploy.outputs has 51 entries, SageMaker takes up to 50 values from a step; write larger results to a file in S3 and give its address',
  ]);
});

test('values of one name are refused', () => {
  const outputs = [{ outputName: 'url' }, { outputName: 'url' }];

  expect(told((problems) => checkOutputs(problems, PATH, outputs))).toEqual([
    'StepPartNameTaken: steps.Deploy.outputs has "url" more than once, the name of an output is unique in its step; rename all but one',
  ]);
});

test.each(['', "it's", 'a.b', 'a'.repeat(257)])('"%s" is no name of a value', (outputName) => {
  expect(told((problems) => checkOutputs(problems, PATH, [{ outputName }]))).toEqual([
    `NameMalformed: steps.Deploy.outputs[0].outputName is "${outputName}", an output name is 1 to 256 characters: letters, digits, hyphens and underscores; choose a name of that form`,
  ]);
});

test.each(['a', 'A_b-2', 'a'.repeat(256)])('"%s" is a name of a value', (outputName) => {
  expect(told((problems) => checkOutputs(problems, PATH, [{ outputName }]))).toEqual([]);
});

test('a value is text unless it says otherwise', () => {
  const outputs = [{ outputName: 'url' }, { outputName: 'ready', valueType: ValueType.BOOLEAN }];

  expect(renderOutputs(outputs)).toEqual([
    { OutputName: 'url', OutputType: 'String' },
    { OutputName: 'ready', OutputType: 'Boolean' },
  ]);
  expect(outputOf('Deploy', 'url', outputs)._valueType).toBe(ValueType.STRING);
  expect(outputOf('Deploy', 'ready', outputs)._valueType).toBe(ValueType.BOOLEAN);
});

function numbered(count: number): { outputName: string }[] {
  return [...Array(count).keys()].map((i) => ({ outputName: `value-${i}` }));
}
