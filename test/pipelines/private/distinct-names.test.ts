import { checkDistinct } from '../../../lib/pipelines/private/distinct-names';
import { told } from './told';

test('each name that a step uses again is told once', () => {
  const parts = { prop: 'inputs', noun: 'an input', names: ['a', 'b', 'a', 'a', 'c'] };

  expect(told((problems) => checkDistinct(problems, 'steps.Train', parts))).toEqual([
    'StepPartNameTaken: steps.Train.inputs has "a" more than once, the name of an input is unique in its step; rename all but one',
  ]);
});
