import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledgements';
import { pack } from './packing';
import { Permission } from './permissions';
import { leastPolicySize, likelyPolicySize } from './policy-size';
import { check } from './problems';

/** Largest managed policy that IAM accepts, in characters. */
const POLICY_SIZE = 6_144;

/** How many managed policies IAM attaches to one role, unless AWS has raised the quota. */
const POLICIES = 10;

/** Who assumes a role, and what it is derived from. */
export interface DerivedRoleProps {
  readonly assumedBy: iam.IPrincipal;
  readonly description: string;
  readonly permissions: readonly Permission[];

  /**
   * Why resources have wildcards; a security reviewer reads it in the evidence.
   *
   * @default - no resource has one
   */
  readonly wildcardReason?: string;

  /** @default - CloudFormation chooses a name */
  readonly roleName?: string;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** A role that may do what is listed, in as few statements and managed policies as that takes, and nothing else. */
export class DerivedRole extends Construct {
  public readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: DerivedRoleProps) {
    super(scope, id);

    this.role = new iam.Role(this, 'Resource', {
      roleName: props.roleName,
      description: props.description,
      assumedBy: props.assumedBy,
      managedPolicies: this.policiesOf(props.permissions, props.wildcardReason),
      permissionsBoundary: props.permissionsBoundary,
    });
  }

  private policiesOf(permissions: readonly Permission[], wildcardReason?: string): iam.ManagedPolicy[] {
    const statements = mergePermissions(Stack.of(this), permissions);

    return this.packed(statements).map((together, i) => {
      const policy = new iam.ManagedPolicy(this, i === 0 ? 'Policy' : `Policy${i + 1}`);
      policy.addStatements(...together.map(statementOf));
      const patterns = [...new Set(together.flatMap(({ resources }) => resources))];
      if (wildcardReason !== undefined) acknowledgeWildcards(policy, 'Resource', { patterns, reason: wildcardReason });

      return policy;
    });
  }

  /** The statements by policy; one that no policy has room for is refused. */
  private packed(statements: readonly Permission[]): Permission[][] {
    const contentOf = (statement: Permission): unknown =>
      Stack.of(this).resolve(statementOf(statement).toStatementJson());
    const frame = leastPolicySize({ Statement: [], Version: '2012-10-17' });
    const sizeOf = (statement: Permission): number => likelyPolicySize(contentOf(statement)) + 1;

    const room = POLICY_SIZE - frame;
    const { bins, leftOver } = pack(
      statements.flatMap((statement) => inPieces(statement, room, sizeOf)),
      {
        most: POLICIES,
        sizeOf,
        fits: (together) => together.reduce((sum, statement) => sum + sizeOf(statement), 0) <= room,
      },
    );
    check(this, (problems) =>
      leftOver.forEach(({ actions }) =>
        problems.add({
          code: 'RolePolicyTooLarge',
          path: 'role',
          got: `needs a statement about ${actions.join(', ')} that finds no room`,
          wanted: `IAM accepts ${POLICIES} policies of ${POLICY_SIZE} characters`,
          remedy: 'divide the work between two roles, each with fewer resources',
        }),
      ),
    );

    return bins;
  }
}

/** A statement about many resources as several that have room in a policy each. */
function inPieces(statement: Permission, room: number, sizeOf: (statement: Permission) => number): Permission[] {
  const { resources } = statement;
  if (resources.length < 2 || sizeOf(statement) <= room) return [statement];

  const middle = Math.ceil(resources.length / 2);
  return [resources.slice(0, middle), resources.slice(middle)].flatMap((half) =>
    inPieces({ ...statement, resources: half }, room, sizeOf),
  );
}

/** A permission with what it says as text, so that two that say the same have the same text. */
interface ReadPermission extends Permission {
  readonly actionsText: string;
  readonly resourcesText: string;
  readonly conditionsText: string;
}

/**
 * As few statements as say the same, in an order of their own, so that another order of steps changes nothing: those that
 * differ in their actions alone become one, then those that differ in their resources alone.
 */
export function mergePermissions(stack: Stack, permissions: readonly Permission[]): Permission[] {
  const texts = new Map<string, string>();
  const textOf = (value: string): string => {
    const text = texts.get(value) ?? JSON.stringify(stack.resolve(value));
    texts.set(value, text);
    return text;
  };
  const sorted = (values: readonly string[]): string[] =>
    [...new Map(values.map((value) => [textOf(value), value]))].sort(byText).map(([, value]) => value);
  const read = ({ actions, resources, conditions }: Permission, conditionsText: string): ReadPermission => ({
    actions: sorted(actions),
    actionsText: sorted(actions).join(),
    resources: sorted(resources),
    resourcesText: sorted(resources).map(textOf).join(),
    conditions,
    conditionsText,
  });

  const all = permissions.map((each) => read(each, JSON.stringify(stack.resolve(each.conditions)) ?? ''));
  const ofActions = grouped(all, (each) => each.resourcesText + each.conditionsText).map(([first, ...others]) =>
    read({ ...first, actions: [first, ...others].flatMap(({ actions }) => actions) }, first.conditionsText),
  );
  const statements = grouped(ofActions, (each) => each.actionsText + each.conditionsText).map(([first, ...others]) =>
    read({ ...first, resources: [first, ...others].flatMap(({ resources }) => resources) }, first.conditionsText),
  );

  return statements
    .map((each): [string, ReadPermission] => [[each.actionsText, each.resourcesText, each.conditionsText].join(), each])
    .sort(byText)
    .map(([, { actions, resources, conditions }]) => ({ actions, resources, conditions }));
}

/** A permission as a statement of a policy. */
export function statementOf({ actions, resources, conditions }: Permission): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [...actions], resources: [...resources], conditions });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }

  return [...groups.values()];
}

function byText([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
