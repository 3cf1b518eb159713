/**
 * What it takes to encrypt and decrypt with a key. The key's policy and the policy of the role that uses it must name the
 * same actions, or access fails at run time.
 */
export const USE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** What it takes to let an AWS service use the key for a volume. */
export const DELEGATE_KEY = ['kms:CreateGrant'];
