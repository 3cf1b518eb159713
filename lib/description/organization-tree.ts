import { PlacedAccount } from './organization-description';
import { PlatformDescription } from './platform-description';
import { placesByPurpose, unitsMeant, unitTreeOf, workloadGroupsOf } from './private/organization-tree';

/**
 * The organisational units of a platform, and which accounts lie in them.
 *
 * They follow from the operating model: where a central team runs machine learning there is one group of workloads, else one
 * for each line of business.
 */
export class OrganizationTree {
  /** The tree of a description that keeps the rules. */
  public static of(description: PlatformDescription): OrganizationTree {
    const places = [...placesByPurpose(description)].map(([account, { unit }]) => ({ account, unit }));
    const placed = places.filter(({ account }) => account !== description.accounts.management);

    return new OrganizationTree(workloadGroupsOf(description), unitTreeOf(description), [
      ...placed,
      ...(description.organization?.accounts ?? []),
    ]);
  }

  private constructor(
    /** The groups of workloads, each with units for dev, test and prod. */
    public readonly workloadGroups: string[],
    /** Paths of all units, each after the one above it, as `Workloads/marine-life/prod`. */
    public readonly units: string[],
    /** The accounts but the management account, which lies at the root. An account lies in one unit: that of its first use. */
    public readonly accounts: PlacedAccount[],
  ) {}

  /**
   * Paths of the units that a path means, in which a `*` stands for any one name; none when there is no such unit.
   *
   * @param pattern a path as in the description, as `Sandbox`
   */
  public unitsMeant(pattern: string): string[] {
    return unitsMeant(pattern, this.units);
  }
}
