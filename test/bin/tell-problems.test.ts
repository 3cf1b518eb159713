import { tellProblems } from '../../bin/tell-problems';
import { check } from '../../lib/core';

const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);

afterEach(() => jest.clearAllMocks());
afterAll(() => jest.restoreAllMocks());

test('a run without problems tells nothing and goes on', () => {
  const run = jest.fn();

  tellProblems(run);

  expect(run).toHaveBeenCalledTimes(1);
  expect(error).not.toHaveBeenCalled();
  expect(exit).not.toHaveBeenCalled();
});

test('what is wrong with the input is told without a stack trace, and the process ends with 1', () => {
  const problem = { code: 'NameMalformed', path: 'name', got: 'is "A"', wanted: 'lower case', remedy: 'write "a"' };

  tellProblems(() => check(undefined, (problems) => problems.add(problem)));

  expect(error.mock.calls).toEqual([['NameMalformed: name is "A", lower case; write "a"']]);
  expect(exit).toHaveBeenCalledWith(1);
});

test('a fault of ours keeps its stack trace', () => {
  const fault = new TypeError('cannot read properties of undefined');

  const run = () =>
    tellProblems(() => {
      throw fault;
    });

  expect(run).toThrow(fault);
  expect(error).not.toHaveBeenCalled();
  expect(exit).not.toHaveBeenCalled();
});
