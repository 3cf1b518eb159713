import { Problems, renderProblem } from '../../lib/core';
import { ShadowTestState } from '../../lib/deployment';

test.each([
  [ShadowTestState.running(), { desiredState: 'Running', statusReason: undefined }],
  [ShadowTestState.completed('fast enough'), { desiredState: 'Completed', statusReason: 'fast enough' }],
  [ShadowTestState.cancelled('too slow'), { desiredState: 'Cancelled', statusReason: 'too slow' }],
])('a test is meant to be somewhere, for a reason', (state, rendered) => {
  expect(state._render()).toEqual(rendered);
});

test.each([
  ['fast enough', []],
  ['a'.repeat(1024), []],
  [
    'a'.repeat(1025),
    ['TextLengthOutOfRange: state has 1025 characters, SageMaker takes 1 to 1024 characters; shorten it'],
  ],
  [' ', ['TextLengthOutOfRange: state is empty, SageMaker takes 1 to 1024 characters; write something there']],
])('a reason says something, and not too much', (reason, expected) => {
  const problems = new Problems();

  ShadowTestState.completed(reason)._check(problems, 'state');

  expect(problems.all.map(renderProblem)).toEqual(expected);
});
