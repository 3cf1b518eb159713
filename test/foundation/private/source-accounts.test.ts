import { Problems } from '../../../lib/core';
import { checkSourceAccounts } from '../../../lib/foundation/private/source-accounts';

test('accounts by their ids are sources of logs', () => {
  const problems = problemsOf(['111111111111', '222222222222']);

  expect(problems.all).toEqual([]);
});

test('without an account there are no logs', () => {
  const problems = problemsOf([]);

  expect(() => problems.throwIfAny()).toThrow(
    'LogsWithoutSource: sourceAccounts is empty, logs come from at least one account; name the accounts whose logs are delivered',
  );
});

test('what is no account id is no source', () => {
  const problems = problemsOf(['111111111111', 'dev']);

  expect(() => problems.throwIfAny()).toThrow(
    'AccountIdMalformed: sourceAccounts[1] is "dev", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  );
});

function problemsOf(accounts: string[]): Problems {
  const problems = new Problems();
  checkSourceAccounts(problems, accounts);

  return problems;
}
