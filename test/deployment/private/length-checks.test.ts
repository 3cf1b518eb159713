import { Lazy } from 'aws-cdk-lib';
import { renderProblem, Problems } from '../../../lib/core';
import { checkListLength, checkTextLength } from '../../../lib/deployment/private/length-checks';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each([undefined, 'a', 'abcd', Lazy.string({ produce: () => '' })])(
  'a text of 1 to 4 characters passes: %p',
  (text) => {
    checkTextLength(problems, 'name', text, 4);

    expect(problems.all).toEqual([]);
  },
);

test.each([
  { text: '', problem: 'name is empty, SageMaker takes 1 to 4 characters; write something there' },
  { text: 'abcde', problem: 'name has 5 characters, SageMaker takes 1 to 4 characters; shorten it' },
])('"$text" is refused', ({ text, problem }) => {
  checkTextLength(problems, 'name', text, 4);

  expect(problems.all.map(renderProblem)).toEqual([`TextLengthOutOfRange: ${problem}`]);
});

test.each([undefined, ['a'], ['a', 'b'], Lazy.list({ produce: () => [] })])(
  'a list of 1 or 2 entries passes: %p',
  (list) => {
    checkListLength(problems, 'names', list, 2);

    expect(problems.all).toEqual([]);
  },
);

test.each([
  {
    list: [],
    problem: 'names is empty, SageMaker takes 1 to 2 entries; leave the option out, or name an entry',
  },
  {
    list: ['a', 'b', 'c'],
    problem: 'names has 3 entries, SageMaker takes 1 to 2 entries; leave out those that are not needed',
  },
])('a list of $list.length entries is refused', ({ list, problem }) => {
  checkListLength(problems, 'names', list, 2);

  expect(problems.all.map(renderProblem)).toEqual([`ListLengthOutOfRange: ${problem}`]);
});
