/**
 * Roles of another account, by name.
 *
 * A policy that names a role as its principal is refused until that role exists, and breaks for good when the role is
 * made anew. So the account becomes the principal, and a condition on the caller's ARN narrows it to these roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export interface CrossAccountRoles {
  /** Id of the account that the roles belong to: 12 digits. */
  readonly accountId: string;

  /** Names of the roles, with their path if they have one; `*` stands for any characters, as in `acme-marine-life-*`. At least one. */
  readonly roleNames: string[];
}
