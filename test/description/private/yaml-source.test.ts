import { renderProblem } from '../../../lib/core';
import { YamlSource } from '../../../lib/description/private/yaml-source';

function malformed(text: string): string[] {
  return new YamlSource('platform.yaml', text).malformed.map(renderProblem);
}

function placeOf(text: string, ...path: (string | number)[]): string {
  const { file, line, column } = new YamlSource('platform.yaml', text).locate(path);

  return `${file}:${line}:${column}`;
}

describe('a text that cannot be read', () => {
  const remedy = 'correct the indentation, brackets or quotes here or on the lines above';

  test.each([
    [
      'a second colon',
      'name: acme\nhomeRegion: eu: west\n',
      `platform.yaml:2:13 YamlMalformed: line 2 cannot be read, nested mappings are not allowed in compact mappings; ${remedy}`,
    ],
    [
      'a tab',
      'accounts:\n\tdata: x\n',
      `platform.yaml:2:1 YamlMalformed: line 2 cannot be read, tabs are not allowed as indentation; ${remedy}`,
    ],
    [
      'an open bracket',
      'a: [1, 2\nb: 3\n',
      `platform.yaml:2:1 YamlMalformed: line 2 cannot be read, flow sequence in block collection must be sufficiently indented and end with a ]; ${remedy}`,
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2\n',
      'platform.yaml:2:1 YamlMalformed: line 2 cannot be read, a description is one YAML document; remove the line "---" and what follows it',
    ],
    [
      'an alias without its anchor',
      'a: *b\n',
      'platform.yaml:1:4 YamlMalformed: line 1 cannot be read, the alias *b needs an anchor &b that ends above it; define the anchor on an earlier value',
    ],
    [
      'an alias inside its own anchor',
      'a: &a\n  b: *a\n',
      'platform.yaml:2:6 YamlMalformed: line 2 cannot be read, the alias *a needs an anchor &a that ends above it; define the anchor on an earlier value',
    ],
    [
      'a list as a key',
      'name: acme\n[a, b]: c\n',
      'platform.yaml:2:1 YamlMalformed: line 2 cannot be read, a key is a word; write the key out, without brackets or alias',
    ],
    [
      'a merge key without a mapping',
      'a: &a x\nb:\n  <<: [{}, *a]\n',
      'platform.yaml:3:3 YamlMalformed: line 3 cannot be read, the key << takes the alias of a mapping, or a list of such; write it as "<<: *anchor"',
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(malformed(text)).toEqual([message]);
  });

  test('is told about line by line, once a line', () => {
    const text = 'c: *d\na: 1\n  b: 2\n';

    const problems = malformed(text);

    expect(problems).toEqual([
      'platform.yaml:1:4 YamlMalformed: line 1 cannot be read, the alias *d needs an anchor &d that ends above it; define the anchor on an earlier value',
      `platform.yaml:2:4 YamlMalformed: line 2 cannot be read, nested mappings are not allowed in compact mappings; ${remedy}`,
    ]);
  });
});

test.each([
  [
    'at the top',
    'a: 1\nb: 2\na: 3\n',
    'platform.yaml:3:1 DuplicateKey: a stands at line 3, column 1 and already at line 1, column 1, a key stands once in its mapping; remove one of the two',
  ],
  [
    'in a list',
    'teams:\n  - name: x\n    "name": y\n',
    'platform.yaml:3:5 DuplicateKey: teams[0].name stands at line 3, column 5 and already at line 2, column 5, a key stands once in its mapping; remove one of the two',
  ],
])('a key that stands twice %s is told with both places', (_, text, message) => {
  const { duplicateKeys } = new YamlSource('platform.yaml', text);

  expect(duplicateKeys.map(renderProblem)).toEqual([message]);
});

test('an alias stands for its anchor, and a merge key for the keys of its mapping', () => {
  const source = new YamlSource('platform.yaml', 'a: &a {x: 1}\nb: *a\nc:\n  <<: *a\n  y: 2\n');

  expect(source.malformed).toEqual([]);
  expect(source.toData()).toEqual({ a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: 2 } });
});

test('an anchor may be used by hundreds of aliases', () => {
  const source = new YamlSource('platform.yaml', `a: &a x\nb: [${Array(500).fill('*a').join(', ')}]\n`);

  expect(source.toData()).toEqual({ a: 'x', b: Array(500).fill('x') });
});

describe('a field', () => {
  const text = '# a comment\nteams:\n  - name: x\n    stages: &stages {dev: {}}\n  - stages: *stages\n';

  test.each([
    ['its value, when it is there', ['teams', 0, 'name'], 'platform.yaml:3:11'],
    ['the mapping around it, when it is absent', ['teams', 0, 'email'], 'platform.yaml:3:5'],
    ['the alias, when it is one', ['teams', 1, 'stages'], 'platform.yaml:5:13'],
    ['the anchored text, when it is inside one', ['teams', 1, 'stages', 'dev'], 'platform.yaml:4:27'],
    ['the top, when all of it is absent', ['accounts', 'data'], 'platform.yaml:2:1'],
  ])('is placed at %s', (_, path, place) => {
    expect(placeOf(text, ...path)).toBe(place);
  });

  test('is placed right in a file with Windows line ends and a byte order mark', () => {
    expect(placeOf('\uFEFFa: 1\r\nb:\r\n  c: 2\r\n', 'b', 'c')).toBe('platform.yaml:3:6');
  });

  test('shows its text as it is written', () => {
    const source = new YamlSource('platform.yaml', 'a: &id 012\nb: *id\n');

    expect([source.textOf(['a']), source.textOf(['b']), source.textOf(['c'])]).toEqual(['012', '012', undefined]);
  });
});

test.each(['', '# only a comment\n', '---\n'])('the text %j has no data, and its problems stand at the top', (text) => {
  const source = new YamlSource('platform.yaml', text);

  expect(source.toData() ?? undefined).toBeUndefined();
  expect(source.locate([])).toMatchObject({ line: 1 });
});
