import { Token } from 'aws-cdk-lib';
import { check, checkAccountId, Problems } from '../core';

const UNIT_ARN = /^arn:aws[a-z-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/;
const ORGANIZATION_ARN = /^arn:aws[a-z-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/;

/**
 * Whom something is shared with through AWS RAM.
 *
 * @see https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html
 */
export class SharePrincipal {
  /** An account, by its id of 12 digits. */
  public static account(accountId: string): SharePrincipal {
    check(undefined, (problems) => checkAccountId(problems, 'accountId', accountId));

    return new SharePrincipal(accountId);
  }

  /** Every account of an organisational unit, those to come included; by ARN. */
  public static organizationalUnit(unitArn: string): SharePrincipal {
    check(undefined, (problems) => checkOrganizationsArn(problems, 'unitArn', unitArn, UNIT_ARN));

    return new SharePrincipal(unitArn);
  }

  /** Every account of an organization, those to come included; by ARN. */
  public static organization(organizationArn: string): SharePrincipal {
    check(undefined, (problems) =>
      checkOrganizationsArn(problems, 'organizationArn', organizationArn, ORGANIZATION_ARN),
    );

    return new SharePrincipal(organizationArn);
  }

  private constructor(
    /** @internal */
    public readonly _id: string,
  ) {}
}

function checkOrganizationsArn(problems: Problems, path: string, value: string, pattern: RegExp): void {
  if (Token.isUnresolved(value) || pattern.test(value)) return;

  problems.add({
    code: 'OrganizationsArnMalformed',
    path,
    got: `is "${value}"`,
    wanted:
      pattern === UNIT_ARN
        ? 'the ARN of a unit reads arn:<partition>:organizations::<account>:ou/<organization id>/<unit id>'
        : 'the ARN of an organization reads arn:<partition>:organizations::<account>:organization/<organization id>',
    remedy: "copy it from the account tree of AWS Organizations; the account is the organization's management account",
  });
}
