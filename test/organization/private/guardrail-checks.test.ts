import { Problems } from '../../../lib/core';
import {
  checkBucketPattern,
  checkNamePrefix,
  checkNotEmpty,
  checkOnce,
  checkTagKey,
} from '../../../lib/organization/private/guardrail-checks';

let problems: Problems;

beforeEach(() => {
  problems = new Problems();
});

test.each([
  ['a', false],
  ['ac', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['-acme', false],
])('the prefix "%s" is accepted: %s', (prefix, accepted) => {
  checkNamePrefix(problems, 'namePrefix', prefix);

  expect(problems.all).toHaveLength(accepted ? 0 : 1);
});

test.each([
  ['', false],
  ['t', true],
  ['t'.repeat(128), true],
  ['t'.repeat(129), false],
])('the tag key "%s" is accepted: %s', (key, accepted) => {
  checkTagKey(problems, 'key', key);

  expect(problems.all).toHaveLength(accepted ? 0 : 1);
});

test.each([
  ['*', false],
  ['acme-logs-*', true],
])('the bucket name "%s" is accepted: %s', (name, accepted) => {
  checkBucketPattern(problems, 'bucket', name);

  expect(problems.all).toHaveLength(accepted ? 0 : 1);
});

test('an empty list is reported, and what a list names twice, once each', () => {
  checkNotEmpty(problems, 'regions', []);
  checkOnce(problems, 'tags', ['a', 'b', 'a', 'a']);

  expect(problems.all.map(({ code }) => code)).toEqual(['GuardrailWithoutValues', 'GuardrailValueTwice']);
});
