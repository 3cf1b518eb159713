import { repeatedIn } from '../../lib/core/repeated';

test.each([
  { items: [], repeated: [] },
  { items: ['a', 'b'], repeated: [] },
  { items: ['a', 'b', 'a', 'a', 'c', 'b'], repeated: ['a', 'b'] },
])('of $items, $repeated are repeated', ({ items, repeated }) => {
  expect(repeatedIn(items)).toEqual(repeated);
});
