import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { claimBucketName } from '../../../lib/foundation/private/hardened-bucket';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Data');
});

test.each(['abc', 'acme-data-111111111111', 'a'.repeat(63), Lazy.string({ produce: () => 'acme' })])(
  'a bucket may be named %s',
  (name) => {
    const claimed = claimBucketName(stack, name);

    expect(claimed).toBe(name);
  },
);

test.each(['ab', 'a'.repeat(64), 'Acme', 'acme_data', 'acme.data', '-acme', 'acme-'])(
  'a bucket may not be named %s',
  (name) => {
    const claim = () => claimBucketName(stack, name);

    expect(claim).toThrow(
      `BucketNameMalformed: bucketName is "${name}", a bucket name is 3 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit; write a name such as "acme-marine-life-dev-111122223333"`,
    );
  },
);

test('a bucket name is taken once, in whichever account', () => {
  claimBucketName(new Construct(stack, 'First'), 'acme-data');

  const claim = () => claimBucketName(new Construct(stack, 'Second'), 'acme-data');

  expect(claim).toThrow(
    'NameTaken: Data/Second wants the bucket name "acme-data" in every account, which Data/First has, no two of a kind share a name there; give one of the two another name',
  );
});
