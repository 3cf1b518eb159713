import { DescriptionProblems } from '../../../lib/description/private/description-problems';
import { YamlSource } from '../../../lib/description/private/yaml-source';

const PROBLEM = { code: 'Code', path: 'teams[1].name', got: 'is x', wanted: 'y', remedy: 'z' };
const SOURCE = new YamlSource('platform.yaml', 'teams:\n  - name: a\n  - name: a\n');

test('a problem of a file is given its place', () => {
  const problems = new DescriptionProblems(SOURCE);

  problems.add(PROBLEM);

  expect(problems.all).toEqual([{ ...PROBLEM, location: { file: 'platform.yaml', line: 3, column: 11 } }]);
});

test('a place that is already known is kept', () => {
  const location = { file: 'platform.yaml', line: 9, column: 9 };
  const problems = new DescriptionProblems(SOURCE);

  problems.add({ ...PROBLEM, location });

  expect(problems.all).toEqual([{ ...PROBLEM, location }]);
});

test('a problem of a description in code has no place', () => {
  const problems = new DescriptionProblems();

  problems.add(PROBLEM);

  expect(problems.all).toEqual([PROBLEM]);
});

test('another field is mentioned with its line where there are lines', () => {
  expect(new DescriptionProblems(SOURCE).mention('teams[0].name')).toBe('teams[0].name (line 2)');
  expect(new DescriptionProblems().mention('teams[0].name')).toBe('teams[0].name');
});
