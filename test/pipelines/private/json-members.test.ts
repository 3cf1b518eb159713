import { parseMembers } from '../../../lib/pipelines/private/json-members';

test.each([
  { json: undefined, members: {} },
  { json: '{}', members: {} },
  { json: '{"A": [1, {"b": null}]}', members: { A: [1, { b: null }] } },
])('the members of $json are read', ({ json, members }) => {
  expect(toldOf(json)).toEqual([]);
  expect(parseMembers(json)).toEqual(members);
});

test.each(['', '{', 'undefined'])('"%s" is no JSON, and has no members', (json) => {
  expect(toldOf(json)).toEqual(['JsonMalformed is no JSON']);
  expect(parseMembers(json)).toEqual({});
});

test.each([
  { json: '[]', got: 'is the text of a list' },
  { json: 'null', got: 'is the text of null' },
  { json: '1', got: 'is the text of 1' },
  { json: '"a"', got: 'is the text of "a"' },
])('$json is no object, and has no members', ({ json, got }) => {
  expect(toldOf(json)).toEqual([`JsonNotAnObject ${got}`]);
  expect(parseMembers(json)).toEqual({});
});

function toldOf(json?: string): string[] {
  const told: string[] = [];
  parseMembers(json, ({ code, got }) => told.push(`${code} ${got}`));

  return told;
}
