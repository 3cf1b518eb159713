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
}

/** Where people's identities live. */
export enum IdentityProvider {
  /** IAM: people open Studio through a presigned URL that their persona role may create. */
  IAM = 'iam',

  /** IAM Identity Center: people sign in with the organisation's directory. */
  IDENTITY_CENTER = 'identity-center',
}
