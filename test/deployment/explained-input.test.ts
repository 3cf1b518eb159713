import { Problems, renderProblem } from '../../lib/core';
import { ExplainedInput } from '../../lib/deployment';

test('values between commas need no more to be said', () => {
  const input = ExplainedInput.csv();

  expect(problemsOf(input)).toEqual([]);
  expect(input._render()).toEqual({});
});

test('a line of JSON says where its features stand', () => {
  const written = { featuresAttribute: 'data.features', contentTemplate: '{"data":{"features":$features}}' };

  const input = ExplainedInput.jsonLines(written);

  expect(problemsOf(input)).toEqual([]);
  expect(input._render()).toEqual(written);
});

test.each([
  { featuresAttribute: '', problem: 'is empty, SageMaker takes 1 to 64 characters; write something there' },
  { featuresAttribute: 'a'.repeat(65), problem: 'has 65 characters, SageMaker takes 1 to 64 characters; shorten it' },
])('an expression $problem', ({ featuresAttribute, problem }) => {
  const input = ExplainedInput.jsonLines({ featuresAttribute, contentTemplate: '{"x":$features}' });

  expect(problemsOf(input)).toEqual([`TextLengthOutOfRange: input.featuresAttribute ${problem}`]);
});

test('a template is short, and says where the features go', () => {
  const contentTemplate = `{"${'a'.repeat(62)}":1}`;

  const input = ExplainedInput.jsonLines({ featuresAttribute: 'x', contentTemplate });

  expect(problemsOf(input)).toEqual([
    'TextLengthOutOfRange: input.contentTemplate has 68 characters, SageMaker takes 1 to 64 characters; shorten it',
    `ContentTemplateWithoutFeatures: input.contentTemplate is "${contentTemplate}", SageMaker writes the features of a record where $features stands; write a template as '{"features":$features}'`,
  ]);
});

function problemsOf(input: ExplainedInput): string[] {
  const problems = new Problems();

  input._check(problems, 'input');

  return problems.all.map(renderProblem);
}
