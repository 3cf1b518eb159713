import { Stack } from 'aws-cdk-lib';
import { Condition, ConditionStep, FailStep, PipelineParameter } from '../../lib/pipelines';
import { definitionOf, permissionsOf, pipelineIn, renderedIn, stackIn } from './definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('an execution fails with a reason', () => {
  const rendered = renderedIn(stack, [new FailStep('Stop', { message: 'the error is too large' })]);

  expect(rendered).toEqual({ Name: 'Stop', Type: 'Fail', Arguments: { ErrorMessage: 'the error is too large' } });
});

test('the reason tells values of the run', () => {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
  const stop = new FailStep('Stop', { message: `the error is above ${limit.asString}` });
  const check = new ConditionStep('Check', {
    conditions: [Condition.lessThan(limit.asNumber, 7)],
    ifSteps: [],
    elseSteps: [stop],
  });

  pipelineIn(stack, [check], { parameters: [limit] });

  expect(definitionOf(stack).Steps[0].Arguments.ElseSteps).toMatchObject([
    {
      Arguments: {
        ErrorMessage: { 'Std:Join': { On: '', Values: ['the error is above ', { Get: 'Parameters.Limit' }] } },
      },
    },
  ]);
});

test('a reason that is a number is told as text', () => {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });

  const rendered = renderedIn(stack, [new FailStep('Stop', { message: limit.asString })], { parameters: [limit] });

  expect(rendered.Arguments).toEqual({
    ErrorMessage: { 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Limit' }] } },
  });
});

test('failing needs no permission', () => {
  expect(permissionsOf(stack, new FailStep('Stop', { message: 'no' }))).toEqual([]);
});

test.each(['', ' '])('an execution does not fail without a word: "%s"', (message) => {
  const pipeline = () => pipelineIn(stack, [new FailStep('Stop', { message })]);

  expect(pipeline).toThrow(
    'FailStepWithoutMessage: steps.Stop.message is empty, whoever finds the failed execution reads why; say what was not good enough',
  );
});

test('a reason has its length', () => {
  const longest = () => pipelineIn(stackIn(), [new FailStep('Stop', { message: 'a'.repeat(3_072) })]);
  const longer = () => pipelineIn(stack, [new FailStep('Stop', { message: 'a'.repeat(3_073) })]);

  expect(longest).not.toThrow();
  expect(longer).toThrow('TextTooLong: steps.Stop.message has 3073 characters, SageMaker takes up to 3072; shorten it');
});
