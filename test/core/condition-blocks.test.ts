import { allOf, mergeBlocks } from '../../lib/core/condition-blocks';

describe('two blocks in one', () => {
  test('hold the keys of both', () => {
    const merged = mergeBlocks({ Null: { a: 'false' } }, { Null: { b: 'true' }, StringEquals: { c: 'x' } });

    expect(merged).toEqual([{ Null: { a: 'false', b: 'true' }, StringEquals: { c: 'x' } }]);
  });

  test('accept of a key what both accept', () => {
    const merged = mergeBlocks({ StringEquals: { a: ['x', 'y', 'z'] } }, { StringEquals: { a: ['z', 'x'] } });

    expect(merged).toEqual([{ StringEquals: { a: ['x', 'z'] } }]);
  });

  test('refuse of a key what either refuses', () => {
    const merged = mergeBlocks({ StringNotEquals: { a: 'x' } }, { StringNotEquals: { a: 'y' } });

    expect(merged).toEqual([{ StringNotEquals: { a: ['x', 'y'] } }]);
  });

  test('keep one value as it was written', () => {
    const merged = mergeBlocks({ ArnEquals: { a: ['x'] } }, { ArnEquals: { a: 'x' } });

    expect(merged).toEqual([{ ArnEquals: { a: ['x'] } }]);
  });

  test.each([
    ['accept nothing in common', { StringEquals: { a: 'x' } }, { StringEquals: { a: 'y' } }],
    ['want a key there and away', { Null: { a: 'true' } }, { Null: { a: 'false' } }],
    ['want a value of a key that must be away', { ArnEquals: { a: 'x' } }, { Null: { a: 'true' } }],
  ])('are none when they %s', (_what, left, right) => {
    expect(mergeBlocks(left, right)).toEqual([]);
    expect(mergeBlocks(right, left)).toEqual([]);
  });

  test('hold a condition that is true of a missing key beside one that wants it away', () => {
    const block = { 'ForAllValues:StringLike': { a: 'x' }, Null: { a: 'true' } };

    expect(mergeBlocks(block, {})).toEqual([block]);
  });
});

test('all of several lists is every way to take one of each, without the impossible', () => {
  const ways = allOf([
    [{ StringEquals: { a: 'x' } }, { Null: { a: 'true' } }],
    [{ StringEquals: { a: 'x' } }, { StringEquals: { b: 'y' } }],
  ]);

  expect(ways).toEqual([
    { StringEquals: { a: 'x' } },
    { StringEquals: { a: 'x', b: 'y' } },
    { Null: { a: 'true' }, StringEquals: { b: 'y' } },
  ]);
});
