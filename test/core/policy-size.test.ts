import { leastPolicySize, likelyPolicySize } from '../../lib/core';

test('white space does not count', () => {
  expect(leastPolicySize({ Sid: 'a b c' })).toBe('{"Sid":"abc"}'.length);
});

test('the known parts of a join count', () => {
  const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::data']] };

  expect(leastPolicySize({ Resource: arn })).toBe('{"Resource":"arn::s3:::data"}'.length);
});

test.each([{ Ref: 'Bucket' }, { 'Fn::GetAtt': ['Key', 'Arn'] }, { 'Fn::ImportValue': 'arn' }])(
  '%j counts for nothing, because it is known at deployment only',
  (reference) => {
    expect(leastPolicySize({ Resource: [reference] })).toBe('{"Resource":[""]}'.length);
  },
);

test('a condition of one key is no reference', () => {
  const condition = { Bool: { 'aws:SecureTransport': 'true' } };

  expect(leastPolicySize(condition)).toBe(JSON.stringify(condition).length);
});

test.each([
  ['a text', { A: 'b' }, 9],
  ['a value of its own', { A: { 'Fn::GetAtt': ['Key', 'Arn'] } }, 8 + 80],
  ['a part of a text', { A: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3']] } }, 8 + 7 + 10],
  ['a name in a text', { A: { 'Fn::Join': ['', ['table/', { Ref: 'Table' }]] } }, 8 + 6 + 40],
])('%s is likely to be so long', (_what, document, size) => {
  expect(likelyPolicySize(document)).toBe(size);
});
