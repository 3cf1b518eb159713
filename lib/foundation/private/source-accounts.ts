import { checkAccountId, Problems } from '../../core';

/** Checks the accounts that logs come from. */
export function checkSourceAccounts(problems: Problems, accounts: string[]): void {
  if (accounts.length === 0) {
    problems.add({
      code: 'LogsWithoutSource',
      path: 'sourceAccounts',
      got: 'is empty',
      wanted: 'logs come from at least one account',
      remedy: 'name the accounts whose logs are delivered',
    });
  }
  accounts.forEach((account, i) => checkAccountId(problems, `sourceAccounts[${i}]`, account));
}
