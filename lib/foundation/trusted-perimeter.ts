import { check, checkAccountId, checkOrganizationId, Problems } from '../core';

/**
 * Whose principals and resources are trusted: those of one organization, or those of given accounts.
 *
 * Endpoint policies, key policies and bucket policies are limited to it, so that stolen credentials of a stranger do
 * not work from our networks, and our people cannot copy data to a stranger's account through them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 */
export class TrustedPerimeter {
  /**
   * Every account of an AWS organization, those that join later included.
   *
   * @param organizationId id of the organization, as `o-a1b2c3d4e5`
   */
  public static organization(organizationId: string): TrustedPerimeter {
    check(undefined, (problems) => checkOrganizationId(problems, 'organizationId', organizationId));

    return new TrustedPerimeter('OrgID', organizationId);
  }

  /**
   * The given accounts, for those who have no organization.
   *
   * @param accountIds ids of the accounts; at least one
   */
  public static accounts(accountIds: string[]): TrustedPerimeter {
    check(undefined, (problems) => checkAccounts(problems, accountIds));

    return new TrustedPerimeter('Account', [...new Set(accountIds)]);
  }

  private constructor(
    private readonly boundary: string,
    private readonly trusted: string | string[],
  ) {}

  /**
   * Holds for callers of the perimeter.
   *
   * @internal
   */
  public _ofCaller(): Record<string, string | string[]> {
    return { [`aws:Principal${this.boundary}`]: this.trusted };
  }

  /**
   * Holds for resources of the perimeter.
   *
   * @internal
   */
  public _ofResource(): Record<string, string | string[]> {
    return { [`aws:Resource${this.boundary}`]: this.trusted };
  }
}

function checkAccounts(problems: Problems, accountIds: string[]): void {
  if (accountIds.length === 0) {
    problems.add({
      code: 'PerimeterWithoutAccounts',
      path: 'accountIds',
      got: 'is empty',
      wanted: 'a perimeter trusts at least one account',
      remedy: 'name the accounts that work together, this one included',
    });
  }
  accountIds.forEach((accountId, i) => checkAccountId(problems, `accountIds[${i}]`, accountId));
}
