import { isEncryptionContext, standingIn, withStandIns } from './encryption-context';

test('a policy and a request name an encryption context alike, and all else as before', () => {
  const condition = { 'kms:EncryptionContext:purpose': 'log', 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };

  const policy = withStandIns({ Statement: [{ Effect: 'Allow', Condition: { StringEquals: condition } }] });
  const context = standingIn(condition);

  expect(context).toEqual({
    'aws:PrincipalTag/kms:EncryptionContext:purpose': 'log',
    'kms:ViaService': 's3.eu-west-1.amazonaws.com',
  });
  expect(policy).toEqual({ Statement: [{ Effect: 'Allow', Condition: { StringEquals: context } }] });
});

test.each([
  ['kms:EncryptionContext:purpose', true],
  ['kms:EncryptionContextKeys', false],
  ['kms:ViaService', false],
])('%s as a part of an encryption context: %s', (key, expected) => {
  expect(isEncryptionContext(key)).toBe(expected);
});
