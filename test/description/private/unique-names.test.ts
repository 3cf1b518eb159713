import { Token } from 'aws-cdk-lib';
import { renderProblem } from '../../../lib/core';
import { DescriptionProblems } from '../../../lib/description/private/description-problems';
import { checkUniqueNames } from '../../../lib/description/private/unique-names';

function told(names: (string | undefined)[]): string[] {
  const problems = new DescriptionProblems();
  const entries = names.map((name) => (name === undefined ? undefined : { name }));
  checkUniqueNames(problems, 'list', entries, 'a name is unique');

  return problems.all.map(renderProblem);
}

test.each([
  ['differ', ['a', 'b', undefined, 'c']],
  ['are tokens', [Token.asString({ Ref: 'Parameter' }), Token.asString({ Ref: 'Parameter' })]],
  ['are none', []],
])('names that %s are accepted', (_, names) => {
  expect(told(names)).toEqual([]);
});

test.each([
  ['again', ['a', 'b', 'a'], ['list[2].name is "a", which list[0].name has too']],
  ['in another case', ['anna', 'Anna'], ['list[1].name is "Anna", which list[0].name has too']],
  [
    'three times',
    ['a', 'a', 'a'],
    ['list[1].name is "a", which list[0].name has too', 'list[2].name is "a", which list[0].name has too'],
  ],
])('a name that is given %s is refused', (_, names, beginnings) => {
  expect(told(names)).toEqual(
    beginnings.map((start) => `DuplicateName: ${start}, a name is unique; give one of the two another name`),
  );
});

test('a list that is not there is accepted', () => {
  const problems = new DescriptionProblems();

  checkUniqueNames(problems, 'list', undefined, 'a name is unique');

  expect(problems.all).toEqual([]);
});
