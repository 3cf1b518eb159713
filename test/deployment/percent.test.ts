import { Lazy } from 'aws-cdk-lib';
import { Percent } from '../../lib/deployment';

test.each([0, 0.5, 10, 100])('%p %% is a share', (amount) => {
  const share = Percent.of(amount);

  expect(share.amount).toBe(amount);
  expect(`${share}`).toBe(`${amount} %`);
});

test('a share may be known at deployment only', () => {
  const amount = Lazy.number({ produce: () => 10 });

  expect(Percent.of(amount).amount).toBe(amount);
});

test.each([-0.1, 100.1, NaN, Infinity])('%p %% is no share', (amount) => {
  const share = () => Percent.of(amount);

  expect(share).toThrow(
    `PercentOutOfRange: amount is ${amount}, a share is 0 to 100 %; write the share as a number such as 10 for 10 %`,
  );
});
