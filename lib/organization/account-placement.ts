import { Token } from 'aws-cdk-lib';
import { check, checkAccountId, Problems } from '../core';

/** Longest account name that AWS Organizations accepts, in characters. */
const ACCOUNT_NAME_LENGTH = 50;

/** Shortest and longest e-mail address of an account, in characters. */
const EMAIL_LENGTH = [6, 64];

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Role that the management account assumes in an account it has created. */
const ACCESS_ROLE = 'OrganizationAccountAccessRole';

/** An account that exists, and where it belongs. */
export interface ExistingAccount {
  /** Id of the account: 12 digits. */
  readonly accountId: string;

  /** Path of the organisational unit it belongs to, as `Workloads/marine/prod`. */
  readonly unit: string;
}

/** An account that the deployment creates, and where. */
export interface CreatedAccount {
  /** Name of the account: 1 to 50 characters. CloudFormation cannot change it later. */
  readonly accountName: string;

  /** E-mail address of the account's root user: 6 to 64 characters, in use by no other AWS account. It is permanent. */
  readonly email: string;

  /** Path of the organisational unit it is created in, as `Workloads/marine/prod`. A later edit moves the account. */
  readonly unit: string;

  /**
   * Role that the management account assumes in the new account.
   *
   * @default 'OrganizationAccountAccessRole'
   */
  readonly accessRoleName?: string;
}

/**
 * In which organisational unit an account lies.
 *
 * CloudFormation creates accounts and moves those it has created. It cannot take over an account that exists, so an
 * existing account becomes a line of the layout's checklist.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-account.html
 */
export class AccountPlacement {
  /**
   * An account that exists already; somebody moves it, as the checklist says.
   *
   * Throws when the id is not twelve digits.
   */
  public static existing(account: ExistingAccount): AccountPlacement {
    check(undefined, (problems) => checkAccountId(problems, 'accountId', account.accountId));

    return new AccountPlacement(account.unit, account.accountId, undefined);
  }

  /**
   * An account that the deployment creates.
   *
   * Removing it from the description leaves the account as it is. Throws when the name or the address is refused by AWS.
   */
  public static created(account: CreatedAccount): AccountPlacement {
    check(undefined, (problems) => checkCreated(problems, account));

    return new AccountPlacement(account.unit, undefined, { accessRoleName: ACCESS_ROLE, ...account });
  }

  private constructor(
    /** Path of the organisational unit. */
    public readonly unit: string,
    /** Id of the account; undefined for one that the deployment creates. */
    public readonly accountId: string | undefined,
    /** What the deployment creates; undefined for an account that exists. */
    public readonly creation: CreatedAccount | undefined,
  ) {}

  /** What tells the account from others: its id, or for one that is created its e-mail address in lower case. */
  public get identity(): string {
    return this.creation ? this.creation.email.toLowerCase() : (this.accountId as string);
  }
}

function checkCreated(problems: Problems, { accountName, email }: CreatedAccount): void {
  if (!Token.isUnresolved(accountName) && (accountName.length === 0 || accountName.length > ACCOUNT_NAME_LENGTH)) {
    problems.add({
      code: 'AccountNameLength',
      path: 'accountName',
      got: `has ${accountName.length} characters`,
      wanted: `AWS Organizations accepts 1 to ${ACCOUNT_NAME_LENGTH}`,
      remedy: accountName.length === 0 ? 'write one' : 'shorten it',
    });
  }

  const [shortest, longest] = EMAIL_LENGTH;
  if (Token.isUnresolved(email) || (EMAIL.test(email) && email.length >= shortest && email.length <= longest)) return;
  problems.add({
    code: 'AccountEmailMalformed',
    path: 'email',
    got: `is "${email}"`,
    wanted: `the address of an account is ${shortest} to ${longest} characters with an "@" and a domain`,
    remedy: 'write an address that reaches a mailbox of yours, as "aws+marine-prod@example.com"',
  });
}
