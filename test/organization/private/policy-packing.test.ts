import {
  PackableStatement,
  documentOf,
  minifiedSize,
  packStatements,
} from '../../../lib/organization/private/policy-packing';

/** What a document takes beside its statements. */
const FRAME = minifiedSize(documentOf([]));

test('a document has no white space to count', () => {
  const size = minifiedSize(documentOf([statement('a', 20)]));

  expect(size).toBe(FRAME + 20);
});

test.each([
  ['fits exactly', FRAME + 20 + 1 + 20, [['a', 'b']]],
  ['passes the limit by one', FRAME + 20 + 20, [['a'], ['b']]],
])('a second statement that %s', (_what, maxBytes, expected) => {
  const { documents } = packStatements([statement('a', 20), statement('b', 20)], { maxDocuments: 2, maxBytes });

  expect(documents.map(sidsOf)).toEqual(expected);
});

test.each([
  ['too large for any document', 100, 2],
  ['one more than the documents take', 60, 0],
])('a statement that is %s is left over', (_what, size, maxDocuments) => {
  const { leftOver } = packStatements([statement('a', size)], { maxDocuments, maxBytes: FRAME + 60 });

  expect(sidsOf(leftOver)).toEqual(['a']);
});

/** A statement of so many bytes. */
function statement(sid: string, size: number): PackableStatement {
  return { guardrail: 'example', sid, content: { S: 'x'.repeat(size - minifiedSize({ S: '' })) } };
}

function sidsOf(statements: readonly PackableStatement[]): string[] {
  return statements.map(({ sid }) => sid);
}
