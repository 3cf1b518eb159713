import { missing, onlyOf, withoutWildcards } from '../../../lib/organization/private/denial-conditions';

test('a missing key is told by a condition of its own', () => {
  expect(missing('sagemaker:ModelArn')).toEqual({ Null: { 'sagemaker:ModelArn': 'true' } });
});

test('a list of what is approved denies a request for a single other value', () => {
  const denials = onlyOf('Other', ['sagemaker:CreateModel'], 'sagemaker:VpcSubnets', ['subnet-1']);

  expect(denials.map(({ conditions }) => conditions)).toEqual([
    { 'ForAnyValue:StringNotEquals': { 'sagemaker:VpcSubnets': ['subnet-1'] } },
  ]);
});

test('without a list nothing is denied', () => {
  expect(onlyOf('Other', ['sagemaker:CreateModel'], 'sagemaker:VpcSubnets')).toEqual([]);
});

test.each([
  ['arn:aws:kms:*:*:key/*', 'arn:aws:kms:::key/*'],
  ['arn:aws:kms:eu-west-1:666666666666:key/1', 'arn:aws:kms:eu-west-1:666666666666:key/1'],
])('the ARN %s is checked as %s', (arn, checked) => {
  expect(withoutWildcards(arn)).toBe(checked);
});
