import { fail } from 'node:assert';
import { TemplateResource } from './template-resources';

/** A policy by its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: object;
}

/** Policies of one kind at one level of the tree, as the simulator takes them. */
export interface PolicyLevel {
  readonly orgIdentifier: string;
  readonly policies: NamedPolicy[];
}

/** What templates cannot tell of an organisation. */
export interface OrganizationFacts {
  /** Id of the organisation. */
  readonly organizationId: string;

  /** The account that no control policy binds. */
  readonly managementAccount: string;

  /**
   * Path of the unit that an account lies in, by its id.
   *
   * CloudFormation moves no account, so that no template says it.
   */
  readonly placement: Readonly<Record<string, string>>;

  /**
   * Ids of units that the templates did not create, by their paths.
   *
   * @default - the templates create every unit
   */
  readonly adoptedUnits?: Readonly<Record<string, string>>;
}

export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** A level of the tree: the root, a unit or an account. */
interface Node {
  readonly id: string;
  readonly name: string;
  readonly parentId?: string;
}

interface ControlPolicy extends NamedPolicy {
  readonly type: string;
  readonly targetIds: readonly string[];
}

const FULL_ACCESS: NamedPolicy = {
  name: 'FullAWSAccess',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** The organisational units of templates, the accounts in them, and the policies that hold there. */
export class ControlPolicyTree {
  public readonly facts: OrganizationFacts;

  private readonly units: ReadonlyMap<string, Node>;
  private readonly policies: readonly ControlPolicy[];
  private readonly levels = new Map<string, PolicyLevel[]>();

  constructor(resources: readonly TemplateResource[], facts: OrganizationFacts) {
    const units = resources
      .filter(({ type }) => type === 'AWS::Organizations::OrganizationalUnit')
      .map(({ ref, properties }) => ({
        id: ref,
        name: String(properties.Name),
        parentId: String(properties.ParentId),
      }));
    const adopted = Object.entries(facts.adoptedUnits ?? {}).map(([path, id]) => ({ id, name: path }));

    this.facts = facts;
    this.units = new Map([...units, ...adopted].map((unit) => [unit.id, unit]));
    this.policies = resources
      .filter(({ type }) => type === 'AWS::Organizations::Policy')
      .map(({ name, properties }) => ({
        name,
        type: String(properties.Type),
        policy: documentOf(properties.Content),
        targetIds: (properties.TargetIds ?? []) as string[],
      }));
  }

  /** The policies of a kind that bind an account, from the root down; none bind the management account or a stranger's. */
  public levelsOf(type: ControlPolicyType, account: string): PolicyLevel[] {
    const known = this.levels.get(`${type} ${account}`);
    if (known) return known;

    const binding = this.policies.length === 0 || account === this.facts.managementAccount ? [] : this.chainOf(account);
    const levels = binding.map(({ id, name }) => ({
      orgIdentifier: name,
      policies: [
        ...(type === 'SERVICE_CONTROL_POLICY' ? [FULL_ACCESS] : []),
        ...this.policies.filter((policy) => policy.type === type && policy.targetIds.includes(id)),
      ].map(({ name, policy }) => ({ name, policy })),
    }));

    this.levels.set(`${type} ${account}`, levels);
    return levels;
  }

  /** The size of each policy of a kind, in characters without white space. */
  public sizesOf(type: ControlPolicyType): { readonly name: string; readonly characters: number }[] {
    return this.policies
      .filter((policy) => policy.type === type)
      .map(({ name, policy }) => ({ name, characters: JSON.stringify(policy).length }));
  }

  /** Paths of the units that a policy of the name is attached to; ids of targets that are no unit of the tree. */
  public targetsOf(name: string): string[] {
    return this.policies
      .filter((policy) => policy.name === name)
      .flatMap(({ targetIds }) => targetIds.map((id) => (this.units.has(id) ? this.pathOf(id) : id)));
  }

  private chainOf(account: string): Node[] {
    const path = this.facts.placement[account];
    if (path === undefined) return fail(`account ${account} lies in no organisational unit`);
    const unit = [...this.units.values()].find(({ id }) => this.pathOf(id) === path);
    if (!unit) return fail(`account ${account} lies in ${path}, which no template creates and nobody adopted`);

    return [...this.upwards(unit.id).reverse(), { id: account, name: account }];
  }

  /** The unit, those above it, and the root. */
  private upwards(id: string): Node[] {
    const unit = this.units.get(id);
    if (!unit) return [{ id, name: 'root' }];

    return [unit, ...(unit.parentId === undefined ? [] : this.upwards(unit.parentId))];
  }

  private pathOf(id: string): string {
    return this.upwards(id)
      .filter((node) => this.units.has(node.id))
      .map(({ name }) => name)
      .reverse()
      .join('/');
  }
}

/** Where accounts lie once somebody has followed the checklist of an organisation's layout. */
export function placementOf(checklist: readonly string[]): Record<string, string> {
  const moves = checklist.map((line) => /^move (\d{12}) to ([^:]+): /.exec(line)).filter((move) => move !== null);

  return Object.fromEntries(moves.map(([, account, path]) => [account, path]));
}

/** A document, which templates write as an object or as text. */
export function documentOf(content: unknown): object {
  return (typeof content === 'string' ? JSON.parse(content) : content) as object;
}
