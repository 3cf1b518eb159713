import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

const ACCOUNT_ID = /^\d{12}$/;

/** Whether a value is an AWS account id. */
export function isAccountId(value: string): boolean {
  return ACCOUNT_ID.test(value);
}

/** Checks that a value is an AWS account id: a string of twelve digits. */
export function checkAccountId(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || isAccountId(value)) return;

  problems.add({
    code: 'AccountIdMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'an account id is 12 digits',
    remedy: 'copy the id from the account list of AWS Organizations and keep it in quotes',
  });
}
