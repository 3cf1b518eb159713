import { pack, Packed } from '../../lib/core';

test.each([
  ['fits exactly', 5, [['aaa', 'bb']]],
  ['passes the limit by one', 4, [['aaa'], ['bb']]],
])('a second item that %s', (_what, room, expected) => {
  const { bins } = packed(['aaa', 'bb'], 2, room);

  expect(bins).toEqual(expected);
});

test('large items go first, so that small ones fill what they leave', () => {
  const { bins, leftOver } = packed(['a', 'b', 'ccc', 'ddd'], 2, 4);

  expect(bins).toEqual([
    ['a', 'ccc'],
    ['b', 'ddd'],
  ]);
  expect(leftOver).toEqual([]);
});

test.each([
  ['too large for any bin', 'aaaaa', 2],
  ['one more than the bins take', 'a', 0],
])('an item that is %s is left over', (_what, item, most) => {
  const { leftOver } = packed([item], most, 4);

  expect(leftOver).toEqual([item]);
});

test('what is left over keeps its order', () => {
  const { bins, leftOver } = packed(['a', 'bbbbb', 'cccc'], 1, 4);

  expect(bins).toEqual([['cccc']]);
  expect(leftOver).toEqual(['a', 'bbbbb']);
});

function packed(items: string[], most: number, room: number): Packed<string> {
  return pack(items, {
    most,
    sizeOf: (item) => item.length,
    fits: (together) => together.join('').length <= room,
  });
}
