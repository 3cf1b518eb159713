/** The AWS organization that the accounts belong to. */
export interface OrganizationDescription {
  /** Id of the organization, as `o-a1b2c3d4e5`. Cross-account access is limited to it. */
  readonly id: string;

  /** Id of the organization's root, as `r-ab12`. Organisational units hang below it. */
  readonly rootId: string;

  /**
   * Paths of organisational units beside those of the operating model, as `Infrastructure/Network`.
   *
   * @default - those of the operating model only
   */
  readonly additionalUnits?: string[];

  /**
   * Organisational units that exist already. They are left as they are.
   *
   * @default - every unit is created
   */
  readonly adoptedUnits?: AdoptedUnit[];

  /**
   * Further accounts, and the organisational unit of each, such as those for trying things out.
   *
   * The accounts of the platform and of its teams have their places by what they are for.
   *
   * @default - none
   */
  readonly accounts?: PlacedAccount[];

  /**
   * Which preventive guardrails hold in the organisational units.
   *
   * @default - the standard preset
   */
  readonly guardrails?: GuardrailChoices;

  /**
   * Which detective controls watch the accounts.
   *
   * @default - all of them with the presets standard and strict, none with the preset starter
   */
  readonly detectiveControls?: DetectiveControlChoices;

  /**
   * Whether the proactive and detective controls of AWS Control Tower on SageMaker are enabled on the units.
   *
   * It takes a landing zone of AWS Control Tower, and the units registered with it.
   *
   * @default false
   */
  readonly controlTowerControls?: boolean;
}

/** An organisational unit that exists. */
export interface AdoptedUnit {
  /** Path of the unit in the tree of the operating model, as `Workloads`. */
  readonly unit: string;

  /** Its id, as `ou-ab12-1a2b3c4d`. */
  readonly id: string;
}

/** An account that is neither a shared one of the platform nor a stage of a team. */
export interface PlacedAccount {
  /** Id of the account: twelve digits, quoted in YAML. */
  readonly account: string;

  /** Path of the unit that it belongs to, as `Sandbox`. */
  readonly unit: string;
}

/** Which preventive guardrails hold, where, and for whom they do not. */
export interface GuardrailChoices {
  /**
   * The preset that holds in every unit but `Suspended`, where nothing is allowed.
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
   * Instance types that work may run on, as `ml.m5.xlarge` or `ml.m5.*`.
   *
   * @default - any
   */
  readonly approvedInstanceTypes?: string[];

  /**
   * Accounts whose image registries are approved, those of AWS images included. Required with the preset strict.
   *
   * @default - any
   */
  readonly approvedRegistryAccounts?: string[];

  /**
   * Accounts outside the organization whose principals may use buckets, keys and roles.
   *
   * @default - none
   */
  readonly trustedAccounts?: string[];

  /**
   * What differs in some units.
   *
   * @default - the preset holds everywhere
   */
  readonly units?: UnitGuardrails[];

  /**
   * Roles that no guardrail binds, each with the reason.
   *
   * @default - none
   */
  readonly exemptions?: GuardrailExemption[];

  /**
   * How many service control policies the units have already: FullAWSAccess and those of AWS Control Tower.
   *
   * @default 1
   */
  readonly attachedPolicies?: number;
}

/** What differs in some organisational units. */
export interface UnitGuardrails {
  /**
   * Path of the unit, as `Sandbox`. A `*` stands for any one name, as in the path of the production of every team.
   *
   * Each unit is meant by one entry.
   */
  readonly unit: string;

  /**
   * Guardrails that hold beside those of the preset.
   *
   * @default - none
   */
  readonly include?: GuardrailName[];

  /**
   * Guardrails of the preset that do not hold, each with the reason.
   *
   * Only at the top of the tree, because what holds in a unit holds in all below it.
   *
   * @default - none
   */
  readonly omit?: GuardrailOmission[];

  /**
   * Instance types that work may run on, as `ml.m5.xlarge` or `ml.m5.*`.
   *
   * @default - those of the units above
   */
  readonly approvedInstanceTypes?: string[];
}

/** A guardrail that does not hold. */
export interface GuardrailOmission {
  /** The guardrail. */
  readonly guardrail: GuardrailName;

  /** Why it does not hold; it ends up in the evidence. */
  readonly reason: string;
}

/** How much the guardrails forbid. */
export enum GuardrailPreset {
  /** What every organisation wants: encryption, no public sharing, protected governance resources. */
  STARTER = 'starter',

  /** The starter set, and private networks, approved regions, required tags. */
  STANDARD = 'standard',

  /** The standard set, and network isolation, approved images, and in production nothing that was deployed by hand. */
  STRICT = 'strict',
}

/** A preventive control for machine learning. */
export enum GuardrailName {
  /** Volumes, outputs, endpoints and feature groups are encrypted with customer-managed keys. In every preset. */
  CUSTOMER_MANAGED_KEYS = 'customer-managed-keys',

  /** Nothing is opened to the public. In every preset. */
  NO_PUBLIC_SHARING = 'no-public-sharing',

  /** Nothing is shared outside the organisation. In every preset. */
  NO_EXTERNAL_SHARING = 'no-external-sharing',

  /** What governance consists of is changed by the platform only. In every preset. */
  PROTECTED_GOVERNANCE_RESOURCES = 'protected-governance-resources',

  /** Buckets, keys and roles are used by principals of the organisation only. In every preset. */
  RESOURCE_PERIMETER = 'resource-perimeter',

  /** No account leaves the organisation. In every preset. */
  REMAIN_IN_ORGANIZATION = 'remain-in-organization',

  /** Jobs, models, notebooks and domains run only inside a VPC. In the presets standard and strict. */
  INSIDE_VPC = 'inside-vpc',

  /** Studio domains reach the network through the VPC only. In the presets standard and strict. */
  STUDIO_VPC_ONLY = 'studio-vpc-only',

  /** The containers of a job encrypt their traffic. In the presets standard and strict. */
  ENCRYPTED_CONTAINER_TRAFFIC = 'encrypted-container-traffic',

  /** Notebook instances have no root access and no direct internet. In the presets standard and strict. */
  HARDENED_NOTEBOOKS = 'hardened-notebooks',

  /** Nothing is done outside the approved regions. In the presets standard and strict. */
  APPROVED_REGIONS = 'approved-regions',

  /** What lasts and costs is created with the governance tags. In the presets standard and strict. */
  REQUIRED_TAGS = 'required-tags',

  /** Governance tags are changed by the platform only. In the presets standard and strict. */
  PROTECTED_TAGS = 'protected-tags',

  /** Work runs on approved instance types only. Wherever `approvedInstanceTypes` are given. */
  APPROVED_INSTANCE_TYPES = 'approved-instance-types',

  /** Training and model containers make no network calls. In the preset strict. */
  NETWORK_ISOLATION = 'network-isolation',

  /** Images come from the registries of `approvedRegistryAccounts` only. In the preset strict. */
  APPROVED_IMAGE_REGISTRIES = 'approved-image-registries',

  /** Models and endpoints are made by the platform's roles only, so nobody deploys by hand. In production with the preset strict. */
  DEPLOYED_BY_PLATFORM = 'deployed-by-platform',

  /** No work runs on instances with accelerators. In no preset. */
  NO_ACCELERATORS = 'no-accelerators',

  /** Features that AWS has closed to new customers are not begun with. In no preset. */
  CLOSED_FEATURES = 'closed-features',
}

/** A role that no guardrail binds. */
export interface GuardrailExemption {
  /** Name of the IAM role, the same in every account. */
  readonly roleName: string;

  /** Why it needs the exemption; it ends up in the evidence. */
  readonly reason: string;
}

/** Which detective controls watch the accounts, and who is told. */
export interface DetectiveControlChoices {
  /**
   * Address that findings of high severity go to.
   *
   * @default - findings are collected, and nobody is told
   */
  readonly email?: string;

  /**
   * Controls that are left out, each with the reason.
   *
   * @default - none
   */
  readonly omit?: DetectiveControlOmission[];

  /**
   * Services that the security account has already, so that they are configured and not created: Security Hub, GuardDuty, Macie.
   *
   * @default - none
   */
  readonly adopt?: DetectiveControl[];
}

/** A detective control that is left out. */
export interface DetectiveControlOmission {
  /** The control. */
  readonly control: DetectiveControl;

  /** Why it is left out; it ends up in the evidence. */
  readonly reason: string;
}

/** What watches the accounts. */
export enum DetectiveControl {
  /** AWS Security Hub, with its controls on SageMaker. */
  SECURITY_HUB = 'security-hub',

  /** Rules of AWS Config on SageMaker. */
  CONFIG = 'config',

  /** Amazon GuardDuty: threats. */
  GUARDDUTY = 'guardduty',

  /** Amazon Macie: sensitive data in the buckets of the platform. */
  MACIE = 'macie',

  /** IAM Access Analyzer: what principals outside the organization reach. */
  EXTERNAL_ACCESS = 'external-access',

  /** IAM Access Analyzer: roles, keys and permissions that nobody uses. */
  UNUSED_ACCESS = 'unused-access',

  /** AWS CloudTrail: who reads and writes the objects of the platform's buckets. */
  DATA_EVENTS = 'data-events',
}
