import { App, Stack } from 'aws-cdk-lib';
import { Problem, Problems, check, renderProblem } from '../../lib/core';

const FIRST: Problem = {
  code: 'CanaryTooLarge',
  path: 'teams[0].canaryPercent',
  got: 'is 60 %',
  wanted: 'SageMaker accepts 1 to 50 %',
  remedy: 'write 50',
};
const SECOND: Problem = {
  code: 'NameMissing',
  path: 'name',
  got: 'is missing',
  wanted: 'it is required',
  remedy: 'add it',
};

function caught(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test('a problem reads code, path, got, wanted, remedy', () => {
  expect(renderProblem(FIRST)).toBe(
    'CanaryTooLarge: teams[0].canaryPercent is 60 %, SageMaker accepts 1 to 50 %; write 50',
  );
});

test('a problem of a file begins with its place', () => {
  expect(renderProblem({ ...FIRST, location: { file: 'platform.yaml', line: 4, column: 2 } })).toBe(
    'platform.yaml:4:2 CanaryTooLarge: teams[0].canaryPercent is 60 %, SageMaker accepts 1 to 50 %; write 50',
  );
});

test('nothing is thrown when there is no problem', () => {
  expect(() => new Problems().throwIfAny()).not.toThrow();
});

test('one problem is thrown under its own code', () => {
  const error = caught(() => check(undefined, (problems) => problems.add(FIRST)));

  expect(error?.name).toBe('CanaryTooLarge');
  expect(error?.message).toBe(renderProblem(FIRST));
});

test('several problems are thrown together, in the order they were found', () => {
  const problems = new Problems();
  problems.add(FIRST);
  problems.add(SECOND);

  const error = caught(() => problems.throwIfAny());

  expect(problems.all).toEqual([FIRST, SECOND]);
  expect(error?.name).toBe('SeveralProblems');
  expect(error?.message).toBe(`2 problems:\n  ${renderProblem(FIRST)}\n  ${renderProblem(SECOND)}`);
});

test('a construct that throws is named', () => {
  const stack = new Stack(new App(), 'Hosting');

  const error = caught(() => check(stack, (problems) => problems.add(FIRST)));

  expect(error).toMatchObject({ name: 'CanaryTooLarge', constructPath: 'Hosting' });
});
