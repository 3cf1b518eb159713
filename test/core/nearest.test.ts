import * as fc from 'fast-check';
import { nearest } from '../../lib/core';

const KEYS = ['name', 'homeRegion', 'partition', 'accounts', 'teams'];

test.each([
  ['homeRegon', 'homeRegion'],
  ['homeregion', 'homeRegion'],
  ['acounts', 'accounts'],
  ['naem', 'name'],
  ['Teams', 'teams'],
])('%s is near %s', (typed, meant) => {
  expect(nearest(typed, KEYS)).toEqual([meant]);
});

test.each(['', 'x', 'owner', 'größe', 'organisation'])('%j is near nothing', (typed) => {
  expect(nearest(typed, KEYS)).toEqual([]);
});

test('the best comes first, and of equals the first in the alphabet', () => {
  expect(nearest('ml.m5.large', ['ml.m7.large', 'ml.m6.large', 'ml.m5.xlarge', 'ml.m5.large'], 3)).toEqual([
    'ml.m5.large',
    'ml.m5.xlarge',
    'ml.m6.large',
  ]);
});

test('two letters that changed places are one mistake', () => {
  expect(nearest('iam', ['aim', 'ixy'])).toEqual(['aim']);
});

test('what is typed right is nearest to itself', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (words) => {
      expect(nearest(words[0], words)[0]?.toLowerCase()).toBe(words[0].toLowerCase());
    }),
  );
});
