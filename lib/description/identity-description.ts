import { Persona } from './team-description';

/** How people sign in to Studio. */
export interface IdentityDescription {
  /** Where people's identities live. A Studio domain cannot change it later. */
  readonly provider: IdentityProvider;

  /**
   * ARN of the IAM Identity Center instance, as `arn:aws:sso:::instance/ssoins-1234567890abcdef`.
   *
   * Required with Identity Center; refused with IAM.
   *
   * @default - none
   */
  readonly instanceArn?: string;

  /**
   * Groups of people who work for the whole platform. Needs Identity Center.
   *
   * @default - none
   */
  readonly groups?: PlatformGroup[];

  /**
   * Who may repair what serves models when everything else fails.
   *
   * @default - nobody: there is no such role
   */
  readonly breakGlass?: BreakGlassDescription;
}

/** A group of the directory, and what its people do for the whole platform. */
export interface PlatformGroup {
  /** Id of the group in Identity Center, as `a1b2c3d4-5678-90ab-cdef-1234567890ab`. */
  readonly groupId: string;

  /** What its people do: platform engineer, model approver or auditor. */
  readonly persona: Persona;

  /**
   * Name of the permission set that they see in the access portal: 1 to 32 letters, digits and `+=,.@_-`. It is permanent.
   *
   * @default - the names of the platform and of the persona
   */
  readonly permissionSetName?: string;
}

/** Who may repair what serves models when everything else fails, for an hour, with MFA, and seen by the team. */
export interface BreakGlassDescription {
  /**
   * ARNs of IAM users, or of roles that such users assume with MFA, as `arn:aws:iam::333333333333:user/on-call`; at least one.
   *
   * Sessions of IAM Identity Center do not tell AWS of a second factor, so they cannot be used here.
   */
  readonly assumedBy: string[];
}

/** Where people's identities live. */
export enum IdentityProvider {
  /** IAM: people open Studio through a presigned URL that their persona role may create. */
  IAM = 'iam',

  /** IAM Identity Center: people sign in with the organisation's directory. */
  IDENTITY_CENTER = 'identity-center',
}
