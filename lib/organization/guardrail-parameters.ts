import { GuardrailExemption } from './guardrail-exemption';

/** Which subnets and security groups are approved, beside that there must be some. */
export interface InsideVpcProps {
  /**
   * Ids of the subnets that work may run in, as `subnet-0a1b2c3d4e5f67890`.
   *
   * @default - any subnet, as long as one is named
   */
  readonly subnetIds?: string[];

  /**
   * Ids of the security groups that work may run under, as `sg-0a1b2c3d4e5f67890`.
   *
   * @default - any security group, as long as one is named
   */
  readonly securityGroupIds?: string[];
}

/** Which keys are approved, beside that there must be one. */
export interface CustomerManagedKeysProps {
  /**
   * ARNs of the keys that may be used, as `arn:aws:kms:eu-west-1:666666666666:key/*`; they may have wildcards.
   *
   * KMS gives AWS managed keys ARNs like all others, so that only a list of keys tells them apart.
   *
   * @default - any key, as long as one is named
   */
  readonly keyArns?: string[];
}

/** Which regions are approved, and what may be done outside them. */
export interface ApprovedRegionsProps {
  /** Names of the regions, as `eu-west-1`. At least one. */
  readonly regions: string[];

  /**
   * Actions that are allowed in every region beside those of the global services, as `securityhub:*`.
   *
   * @default - the global services only, such as IAM, STS, Organizations, Route 53, CloudFront, Budgets and Support
   */
  readonly otherGlobalActions?: string[];
}

/** A tag that what is created must carry. */
export interface RequiredTag {
  /** Key of the tag, as `governed-ml:team`: 1 to 128 characters. */
  readonly key: string;

  /**
   * The values that it may have.
   *
   * @default - any value
   */
  readonly values?: string[];
}

/** Which tags are required, and of what. */
export interface RequiredTagsProps {
  /** The tags. At least one, each key once. */
  readonly tags: RequiredTag[];

  /**
   * Whether jobs must carry the tags, too.
   *
   * Jobs that a pipeline starts carry only the tags that their step names.
   *
   * @default false
   */
  readonly includeJobs?: boolean;
}

/** Which tags are protected, and from whom not. */
export interface ProtectedTagsProps {
  /** Keys of the tags, as `governed-ml:team`. At least one. */
  readonly tagKeys: string[];

  /** The roles of the platform, which set these tags. At least one. */
  readonly platformRoles: GuardrailExemption[];
}

/** What belongs to governance, and who may change it. */
export interface ProtectedGovernanceResourcesProps {
  /**
   * What the names of the platform's buckets, trails, rules, alarms, topics, stacks and managed policies begin with, as `acme`.
   *
   * A hyphen follows it, which may be written or left out, so that `acme` is no beginning of `acmeville`. Key aliases go on with
   * a hyphen or a slash. What has another name is not protected.
   */
  readonly namePrefix: string;

  /** The roles of the platform, which alone may change them. At least one. */
  readonly platformRoles: GuardrailExemption[];

  /**
   * Names of the buckets whose objects nobody else may delete or release from a hold, such as log buckets; they may have wildcards.
   *
   * @default - buckets are protected, and their objects are not
   */
  readonly logBucketNames?: string[];

  /**
   * What the names of monitoring schedules begin with, as `marine-life--`, just as they are written. At least one.
   *
   * @default - those of `namePrefix`, with its hyphen
   */
  readonly monitorNamePrefixes?: string[];

  /**
   * Roles that guardrails of units below exempt. They are protected here, so that nobody below forges one; they are not exempt.
   *
   * @default - no role but those that are exempt here
   */
  readonly exemptBelow?: GuardrailExemption[];
}

/** Whose principals may use the resources. */
export interface ResourcePerimeterProps {
  /** Id of the organization, as `o-a1b2c3d4e5`. */
  readonly organizationId: string;

  /**
   * Accounts outside the organization that are trusted, each an id of 12 digits.
   *
   * @default - none
   */
  readonly trustedAccountIds?: string[];
}

/** Which models may serve, and who creates them. */
export interface ApprovedPackagesOnlyProps {
  /** The roles of the platform, which create models from approved versions of the registry. At least one. */
  readonly platformRoles: GuardrailExemption[];

  /** What the names of the models that the platform creates begin with, as `acme-`. */
  readonly modelNamePrefix: string;
}
