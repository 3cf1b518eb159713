import { NetworkDescription } from './network-description';
import { OrganizationDescription } from './organization-description';
import { IdentityDescription } from './identity-description';
import { TeamDescription } from './team-description';

/**
 * Everything a platform team decides, as plain data.
 *
 * Write it by hand, read it from YAML with `PlatformFile.read`, or generate it. Nothing in it is an AWS resource.
 */
export interface PlatformDescription {
  /** Name of the platform: 1 to 20 lower-case letters, digits and hyphens. Every physical name begins with it, so it is permanent. */
  readonly name: string;

  /** Region of every stack, as `eu-west-1`. */
  readonly homeRegion: string;

  /**
   * Partition of every account: `aws`, `aws-cn` or `aws-us-gov`.
   *
   * @default - the partition of the home region
   */
  readonly partition?: string;

  /**
   * Who runs machine learning in this organisation; shapes the organisational units.
   *
   * @default OperatingModel.FEDERATED
   */
  readonly operatingModel?: OperatingModel;

  /** The accounts of the platform, by role. */
  readonly accounts: PlatformAccounts;

  /**
   * The AWS organization that the accounts belong to.
   *
   * @default - no organization: access across accounts is limited to the accounts of this description instead
   */
  readonly organization?: OrganizationDescription;

  /** The address space and availability zones that the teams' networks are cut from. */
  readonly network: NetworkDescription;

  /**
   * How people sign in to Studio.
   *
   * @default - IAM: each member is a user profile opened through the member's persona role
   */
  readonly identity?: IdentityDescription;

  /** The teams, each with its members, accounts and projects; at least one. */
  readonly teams: TeamDescription[];
}

/**
 * Who runs machine learning in an organisation.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/ml-best-practices-public-sector-organizations/ml-best-practices-public-sector-organizations.html
 */
export enum OperatingModel {
  /** One central team builds and runs the models of every line of business. */
  CENTRALIZED = 'centralized',

  /** Each line of business builds and runs its own models on its own. */
  DECENTRALIZED = 'decentralized',

  /** A central team gives the platform and the guardrails, lines of business build and run the models. */
  FEDERATED = 'federated',
}

/**
 * The shared accounts of a platform, by role. Each is an account id of twelve digits, quoted in YAML.
 *
 * Roles may share an account, so that a small organisation can start with one.
 */
export interface PlatformAccounts {
  /** The organization's management account: guardrails, permission sets, organisation budgets. */
  readonly management: string;

  /** The log archive: central log and flow-log buckets. */
  readonly logArchive: string;

  /** The security account: delegated administrator of the security services, alert topic. */
  readonly security: string;

  /** The shared services account: model registry, artifact bucket and key, project portfolio, event bus. */
  readonly sharedServices: string;

  /** The data account: lake buckets, central feature groups. */
  readonly data: string;
}
