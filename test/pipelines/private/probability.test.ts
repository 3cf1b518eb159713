import { PipelineParameter } from '../../../lib/pipelines';
import { checkProbability } from '../../../lib/pipelines/private/probability';
import { told } from './told';

test.each([0.01, 0.5, 0.99, undefined, PipelineParameter.ofFloat('Threshold').asNumber])(
  '%p divides predictions in two',
  (threshold) => {
    expect(told((problems) => checkProbability(problems, 'threshold', threshold))).toEqual([]);
  },
);

test.each([0, 1, 50, NaN])('%p does not', (threshold) => {
  expect(told((problems) => checkProbability(problems, 'threshold', threshold))).toEqual([
    `ProbabilityOutOfRange: threshold is ${threshold}, a score between 0 and 1 divides positive from negative predictions; write 0.5, or leave it out`,
  ]);
});
