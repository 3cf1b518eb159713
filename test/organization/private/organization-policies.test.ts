import { Token } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { checkPolicySize, checkPolicyText } from '../../../lib/organization/private/organization-policies';

test.each([
  ['x', ''],
  ['x'.repeat(128), 'x'.repeat(512)],
  [Token.asString({ Ref: 'Name' }), Token.asString({ Ref: 'Text' })],
])('texts that AWS Organizations accepts are accepted', (name, description) => {
  const problems = new Problems();

  checkPolicyText(problems, name, description);

  expect(problems.all).toEqual([]);
});

test.each([
  ['', '', 'policyName has 0 characters'],
  ['x'.repeat(129), '', 'policyName has 129 characters'],
  ['x', 'x'.repeat(513), 'description has 513 characters'],
])('texts that are too short or too long are refused', (name, description, expected) => {
  const problems = new Problems();

  checkPolicyText(problems, name, description);

  expect(problems.all.map(({ path, got }) => `${path} ${got}`)).toEqual([expected]);
});

test.each([
  [9, []],
  [8, ['make a policy of 9 characters, AWS Organizations accepts 8']],
])('a document of 9 characters is held against a limit of %i', (limit, expected) => {
  const problems = new Problems();

  checkPolicySize(problems, 'tags', { a: 'b' }, limit);

  expect(problems.all.map(({ got, wanted }) => `${got}, ${wanted}`)).toEqual(expected);
});
