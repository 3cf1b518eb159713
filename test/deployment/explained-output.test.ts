import { Problems, renderProblem } from '../../lib/core';
import { ExplainedOutput } from '../../lib/deployment';

test.each([{}, { probabilityIndex: 0 }, { probabilityIndex: 1, labelIndex: 0 }])(
  'an answer between commas says what stands in which column: %p',
  (columns) => {
    const output = ExplainedOutput.csv(columns);

    expect(problemsOf(output)).toEqual([]);
    expect(output._render()).toEqual(columns);
  },
);

test('an answer in JSON says where the scores stand, and the names of the classes', () => {
  const written = { probabilityAttribute: 'probabilities', labelAttribute: 'a'.repeat(64) };

  const output = ExplainedOutput.jsonLines(written);

  expect(problemsOf(output)).toEqual([]);
  expect(output._render()).toEqual(written);
});

test.each(['probabilityIndex', 'labelIndex'])('%s counts columns from 0', (option) => {
  const negative = ExplainedOutput.csv({ [option]: -1 });
  const half = ExplainedOutput.csv({ [option]: 0.5 });

  expect(problemsOf(negative)).toEqual([
    `NumberOutOfRange: output.${option} is -1, it takes 0 or more whole columns; write 0`,
  ]);
  expect(problemsOf(half)).toEqual([
    `NumberOutOfRange: output.${option} is 0.5, it takes 0 or more whole columns; write 0`,
  ]);
});

test('one column does not say two things', () => {
  const output = ExplainedOutput.csv({ probabilityIndex: 1, labelIndex: 1 });

  expect(problemsOf(output)).toEqual([
    'ExplainedColumnsSame: output.labelIndex is 1, as probabilityIndex is, scores and names of classes stand in columns of their own; correct one of the two',
  ]);
});

test('expressions are short', () => {
  const output = ExplainedOutput.jsonLines({ probabilityAttribute: '', labelAttribute: 'a'.repeat(65) });

  expect(problemsOf(output)).toEqual([
    'TextLengthOutOfRange: output.probabilityAttribute is empty, SageMaker takes 1 to 64 characters; write something there',
    'TextLengthOutOfRange: output.labelAttribute has 65 characters, SageMaker takes 1 to 64 characters; shorten it',
  ]);
});

function problemsOf(output: ExplainedOutput): string[] {
  const problems = new Problems();

  output._check(problems, 'output');

  return problems.all.map(renderProblem);
}
