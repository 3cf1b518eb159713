/** The AWS organization that the accounts belong to. */
export interface OrganizationDescription {
  /** Id of the organization, as `o-a1b2c3d4e5`. Cross-account access is limited to it. */
  readonly id: string;

  /** Id of the organization's root, as `r-ab12`. Organisational units hang below it. */
  readonly rootId: string;

  /**
   * Which preventive guardrails hold in the organisational units.
   *
   * @default - the standard preset
   */
  readonly guardrails?: GuardrailChoices;
}

/** Which preventive guardrails hold, and for whom they do not. */
export interface GuardrailChoices {
  /**
   * The preset to begin with.
   *
   * @default GuardrailPreset.STANDARD
   */
  readonly preset?: GuardrailPreset;

  /**
   * Regions in which the accounts may work, beside the home region.
   *
   * @default - the home region only
   */
  readonly approvedRegions?: string[];

  /**
   * Roles that no guardrail binds, each with the reason.
   *
   * @default - none
   */
  readonly exemptions?: GuardrailExemption[];
}

/** How much the guardrails forbid. */
export enum GuardrailPreset {
  /** What every organisation wants: encryption, no public sharing, protected governance resources. */
  STARTER = 'starter',

  /** The starter set, and private networks, approved regions, required tags. */
  STANDARD = 'standard',

  /** The standard set, and network isolation, approved images, approved packages only in production. */
  STRICT = 'strict',
}

/** A role that no guardrail binds. */
export interface GuardrailExemption {
  /** Name of the IAM role, the same in every account. */
  readonly roleName: string;

  /** Why it needs the exemption; it ends up in the evidence. */
  readonly reason: string;
}
