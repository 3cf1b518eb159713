import { Token } from 'aws-cdk-lib';
import { Problems, checkAccountId, isAccountId, renderProblem } from '../../lib/core';

function told(value: string): string[] {
  const problems = new Problems();
  checkAccountId(problems, 'account', value);

  return problems.all.map(renderProblem);
}

test.each(['111111111111', '000000000000'])('the account id %s is accepted', (value) => {
  expect(told(value)).toEqual([]);
  expect(isAccountId(value)).toBe(true);
});

test.each(['', '11111111111', '1111111111111', '1111-1111-1111', ' 111111111111', '111111111111\n', '١١١١١١١١١١١١'])(
  'the account id %j is refused',
  (value) => {
    expect(told(value)).toEqual([
      `AccountIdMalformed: account is "${value}", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes`,
    ]);
    expect(isAccountId(value)).toBe(false);
  },
);

test('a token passes', () => {
  expect(told(Token.asString({ Ref: 'AWS::AccountId' }))).toEqual([]);
});
