import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { CfnAccount, CfnOrganizationalUnit } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import {
  check,
  checkAccountId,
  checkOrganizationalUnitId,
  checkOrganizationId,
  checkOrganizationRootId,
  isBelowRoot,
  levelsOf,
  nearest,
  ORGANIZATIONAL_UNITS,
  organizationalUnitTree,
  Problems,
  unitAbove,
  workloadUnit,
  WORKLOAD_STAGES,
} from '../core';
import { AccountPlacement } from './account-placement';
import { delegationLine, moveLine, policyTypeLines, trustLine, TRUSTED_SERVICES } from './private/preflight-lines';

/** How deep organisational units may lie below the root. */
const MOST_LEVELS = 5;

/** Longest name of an organisational unit, in characters. */
const NAME_LENGTH = 128;

/** An organisational unit: a group of accounts that policies are attached to. */
export interface OrganizationalUnit {
  /** Names from below the root down to the unit, joined by slashes, as `Workloads/marine/prod`. */
  readonly path: string;

  /** Id of the unit, as `ou-ab12-1a2b3c4d`. Policies are attached to it. */
  readonly organizationalUnitId: string;

  /** ARN of the unit. Control Tower controls are enabled on it. */
  readonly organizationalUnitArn: string;
}

/** An account that administers a service for the whole organization. */
export interface DelegatedAdministrator {
  /** Id of the account: 12 digits. */
  readonly accountId: string;

  /** Principal of the service, as `guardduty.amazonaws.com`. It must be a trusted one. */
  readonly servicePrincipal: string;
}

/** Which organisational units there are, and which accounts lie in them. */
export interface OrganizationLayoutProps {
  /** Id of the organization, as `o-a1b2c3d4e5`. */
  readonly organizationId: string;

  /** Id of the organization's root, as `r-ab12`. */
  readonly rootId: string;

  /**
   * Teams or lines of business, at least one. Each has a unit below `Workloads`, with the units `dev`, `test` and `prod`.
   *
   * A name has 1 to 128 characters and no slash.
   */
  readonly workloadGroups: string[];

  /**
   * Paths of further units, as `Infrastructure/Network`. The unit above must be part of the tree.
   *
   * @default - none
   */
  readonly additionalUnits?: string[];

  /**
   * Units that exist already: their ids by their paths in this tree.
   *
   * An adopted unit is left as it is, its name included; only what the tree puts below it is created.
   *
   * @default - every unit is created
   */
  readonly adoptedUnits?: { [path: string]: string };

  /**
   * Where the accounts lie. An account has one place.
   *
   * @default - no account is created, and the checklist moves none
   */
  readonly accounts?: AccountPlacement[];

  /**
   * Principals of the services that may act in every account. They are lines of the checklist.
   *
   * @default - those that the platform's logging, detection, sharing and single sign-on need
   */
  readonly trustedServices?: string[];

  /**
   * Accounts that administer a service for the organization. They are lines of the checklist.
   *
   * @default - the management account administers each service
   */
  readonly delegatedAdministrators?: DelegatedAdministrator[];

  /**
   * Id of the management account, which the ARNs of adopted units name.
   *
   * @default - the account of the stack
   */
  readonly managementAccountId?: string;
}

/**
 * The organisational units of a machine learning platform, and the accounts in them.
 *
 * Security, Infrastructure, Data, ML Platform (the shared services), Workloads with dev, test and prod for each team or
 * line of business, Sandbox and Suspended. Units are created or adopted. A new unit is named once: its path is part of its
 * identity in the template, so that adding, adopting or reordering others never replaces it, and it outlives its stack.
 *
 * CloudFormation can neither move accounts that exist nor enable trusted access, policy types and delegated
 * administrators. Those are the lines of `preflight()`. The layout belongs into a stack of the management account.
 *
 * Throws when an id is malformed, a name is too long or used twice, the tree is too deep, or an account has two places.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/recommended-ous-and-accounts.html
 */
export class OrganizationLayout extends Construct {
  /** Security tooling and the log archive. */
  public readonly security: OrganizationalUnit;

  /** Network and other infrastructure that teams share. */
  public readonly infrastructure: OrganizationalUnit;

  /** The data lake and central feature groups. */
  public readonly data: OrganizationalUnit;

  /** Shared services of the platform: registry, images, project templates. Its name is `ML Platform`. */
  public readonly sharedServices: OrganizationalUnit;

  /** The unit above the units of all teams or lines of business. */
  public readonly workloadsParent: OrganizationalUnit;

  /** Accounts for trying things out. */
  public readonly sandbox: OrganizationalUnit;

  /** Accounts that are out of service, for the quarantine policy. */
  public readonly suspended: OrganizationalUnit;

  /** All units, each after the one above it. */
  public readonly units: OrganizationalUnit[];

  private readonly groups: readonly string[];
  private readonly checklist: readonly string[];

  constructor(scope: Construct, id: string, props: OrganizationLayoutProps) {
    super(scope, id);

    check(this, (problems) => checkLayout(problems, props));

    this.groups = props.workloadGroups;
    this.units = this.unitsOf(props);

    this.createAccounts(props.accounts ?? []);

    this.security = this.unit(ORGANIZATIONAL_UNITS.security);
    this.infrastructure = this.unit(ORGANIZATIONAL_UNITS.infrastructure);
    this.data = this.unit(ORGANIZATIONAL_UNITS.data);
    this.sharedServices = this.unit(ORGANIZATIONAL_UNITS.sharedServices);
    this.workloadsParent = this.unit(ORGANIZATIONAL_UNITS.workloads);
    this.sandbox = this.unit(ORGANIZATIONAL_UNITS.sandbox);
    this.suspended = this.unit(ORGANIZATIONAL_UNITS.suspended);
    this.checklist = this.checklistOf(props);
  }

  /**
   * The unit of a stage.
   *
   * Throws when the stage or the group is unknown, and when there are several groups and none is named.
   *
   * @param stage `dev`, `test` or `prod`
   * @param group the team or line of business; needed only where there are several
   */
  public workloads(stage: string, group?: string): OrganizationalUnit {
    check(this, (problems) => {
      checkKnown(problems, 'stage', stage, WORKLOAD_STAGES, 'StageUnknown');
      if (group !== undefined) checkKnown(problems, 'group', group, this.groups, 'WorkloadGroupUnknown');
      if (group !== undefined || this.groups.length === 1) return;
      problems.add({
        code: 'WorkloadGroupMissing',
        path: 'group',
        got: 'is missing',
        wanted: `there are several groups: ${this.groups.join(', ')}`,
        remedy: `name one, or take allWorkloads('${stage}')`,
      });
    });

    return this.unit(workloadUnit(group ?? this.groups[0], stage));
  }

  /**
   * The units of a stage, one for each team or line of business.
   *
   * Throws when the stage is unknown.
   *
   * @param stage `dev`, `test` or `prod`
   */
  public allWorkloads(stage: string): OrganizationalUnit[] {
    return this.groups.map((group) => this.workloads(stage, group));
  }

  /**
   * The unit at a path, as `Infrastructure/Network`.
   *
   * Throws when the tree has no such unit.
   */
  public unit(path: string): OrganizationalUnit {
    check(this, (problems) => checkKnown(problems, 'path', path, pathsOf(this.units), 'OrganizationalUnitUnknown'));

    return this.units.find((unit) => unit.path === path) as OrganizationalUnit;
  }

  /**
   * What somebody does by hand in the management account, because CloudFormation cannot: a line each, with its command.
   *
   * Policy types and trusted access come first, then delegated administrators, then the accounts to move. The lines
   * tell what must hold, not what is missing: a line that is done already may be passed over.
   */
  public preflight(): string[] {
    return [...this.checklist];
  }

  private unitsOf(props: OrganizationLayoutProps): OrganizationalUnit[] {
    const tree = new Construct(this, 'Units');
    const units = new Map<string, OrganizationalUnit>();

    for (const path of treeOf(props)) {
      const adopted = props.adoptedUnits?.[path];
      const parentId = units.get(unitAbove(path))?.organizationalUnitId ?? props.rootId;
      units.set(path, adopted ? this.adopt(props, path, adopted) : create(tree, path, parentId));
    }

    return [...units.values()];
  }

  private adopt(props: OrganizationLayoutProps, path: string, organizationalUnitId: string): OrganizationalUnit {
    const organizationalUnitArn = Stack.of(this).formatArn({
      service: 'organizations',
      region: '',
      account: props.managementAccountId,
      resource: 'ou',
      resourceName: `${props.organizationId}/${organizationalUnitId}`,
    });

    return { path, organizationalUnitId, organizationalUnitArn };
  }

  /** One after the other, because AWS Organizations refuses to create two accounts at a time. */
  private createAccounts(placements: readonly AccountPlacement[]): void {
    const accounts = new Construct(this, 'Accounts');
    let previous: CfnAccount | undefined;

    for (const { creation } of placements) {
      if (!creation) continue;
      const account = new CfnAccount(accounts, creation.accountName, {
        accountName: creation.accountName,
        email: creation.email,
        parentIds: [this.unit(creation.unit).organizationalUnitId],
        roleName: creation.accessRoleName,
      });
      account.applyRemovalPolicy(RemovalPolicy.RETAIN);
      if (previous) account.addResourceDependency(previous);
      previous = account;
    }
  }

  private checklistOf(props: OrganizationLayoutProps): string[] {
    const moves = (props.accounts ?? []).filter(({ accountId }) => accountId !== undefined);

    return [
      ...policyTypeLines(props.rootId),
      ...(props.trustedServices ?? TRUSTED_SERVICES).map(trustLine),
      ...(props.delegatedAdministrators ?? []).map(({ accountId, servicePrincipal }) =>
        delegationLine(accountId, servicePrincipal),
      ),
      ...moves.map(({ accountId, unit }) => moveLine(accountId as string, unit, this.unit(unit).organizationalUnitId)),
    ];
  }
}

function create(tree: Construct, path: string, parentId: string): OrganizationalUnit {
  const unit = new CfnOrganizationalUnit(tree, path, { name: nameOf(path), parentId });
  unit.applyRemovalPolicy(RemovalPolicy.RETAIN);

  return { path, organizationalUnitId: unit.attrId, organizationalUnitArn: unit.attrArn };
}

function treeOf({ workloadGroups, additionalUnits }: OrganizationLayoutProps): string[] {
  return organizationalUnitTree(workloadGroups, additionalUnits);
}

function checkLayout(problems: Problems, props: OrganizationLayoutProps): void {
  const { organizationId, rootId, workloadGroups, additionalUnits = [], accounts = [] } = props;

  checkOrganizationId(problems, 'organizationId', organizationId);
  checkOrganizationRootId(problems, 'rootId', rootId);
  if (props.managementAccountId !== undefined) {
    checkAccountId(problems, 'managementAccountId', props.managementAccountId);
  }
  checkGroups(problems, workloadGroups);
  additionalUnits.forEach((path, i) => checkAdditional(problems, `additionalUnits[${i}]`, path, treeOf(props)));
  checkUnique(
    problems,
    'workloadGroups',
    workloadGroups.map((group) => `${ORGANIZATIONAL_UNITS.workloads}/${group}`),
    [],
  );
  checkUnique(problems, 'additionalUnits', additionalUnits, treeOf({ ...props, additionalUnits: [] }));
  checkAdopted(problems, props);
  checkPlacements(problems, accounts, treeOf(props));
  checkAdministrators(problems, props);
}

function checkGroups(problems: Problems, groups: readonly string[]): void {
  if (groups.length === 0) {
    problems.add({
      code: 'WorkloadGroupsMissing',
      path: 'workloadGroups',
      got: 'is empty',
      wanted: 'workloads have at least one team or line of business',
      remedy: 'name one, so that a second never moves the first',
    });
  }

  groups.forEach((group, i) => {
    const path = `workloadGroups[${i}]`;
    checkUnitName(problems, path, group);
    if (!group.includes('/')) return;
    problems.add({
      code: 'OrganizationalUnitNameMalformed',
      path,
      got: `is "${group}"`,
      wanted: 'the name of a group has no slash, which divides the names of a path',
      remedy: `write "${group.replace(/\/+/g, '-')}"`,
    });
  });
}

function checkAdditional(problems: Problems, field: string, path: string, tree: readonly string[]): void {
  path.split('/').forEach((name) => checkUnitName(problems, field, name));

  const levels = levelsOf(path);
  if (levels > MOST_LEVELS) {
    problems.add({
      code: 'OrganizationalUnitTooDeep',
      path: field,
      got: `is "${path}", ${levels} levels deep`,
      wanted: `AWS Organizations accepts ${MOST_LEVELS} levels below the root`,
      remedy: 'put the unit further up',
    });
  }

  const parent = unitAbove(path);
  if (parent === '' || tree.includes(parent)) return;
  const [candidate] = nearest(parent, tree);
  problems.add({
    code: 'OrganizationalUnitWithoutParent',
    path: field,
    got: `is "${path}", below "${parent}"`,
    wanted: 'the tree has no such unit',
    remedy: candidate ? `did you mean below "${candidate}"` : `add "${parent}" to additionalUnits`,
  });
}

function checkUnitName(problems: Problems, path: string, name: string): void {
  if (name.trim() === '') {
    problems.add({
      code: 'OrganizationalUnitNameMalformed',
      path,
      got: 'has an empty name',
      wanted: `the name of a unit has 1 to ${NAME_LENGTH} characters`,
      remedy: 'write one',
    });
  }
  if (name.length <= NAME_LENGTH) return;

  problems.add({
    code: 'OrganizationalUnitNameTooLong',
    path,
    got: `names a unit with ${name.length} characters`,
    wanted: `AWS Organizations accepts ${NAME_LENGTH}`,
    remedy: 'shorten the name',
  });
}

/** Case does not tell two units apart, because people would confuse them. */
function checkUnique(problems: Problems, field: string, added: readonly string[], present: readonly string[]): void {
  added.forEach((path, i) => {
    const earlier = [...present, ...added.slice(0, i)];
    const twin = earlier.find((other) => other.toLowerCase() === path.toLowerCase());
    if (twin === undefined) return;
    problems.add({
      code: 'OrganizationalUnitTwice',
      path: `${field}[${i}]`,
      got: `adds "${path}", and there is "${twin}"`,
      wanted: 'the units below one parent have different names',
      remedy: 'remove or rename one of the two',
    });
  });
}

function checkAdopted(problems: Problems, props: OrganizationLayoutProps): void {
  const adopted = Object.entries(props.adoptedUnits ?? {});
  const tree = treeOf(props);

  adopted.forEach(([path, id], i) => {
    const field = `adoptedUnits["${path}"]`;
    checkKnown(problems, field, path, tree, 'OrganizationalUnitUnknown');
    checkOrganizationalUnitId(problems, field, id);
    checkAdoptedPlace(problems, field, path, props);

    if (!isBelowRoot(id, props.rootId)) {
      problems.add({
        code: 'AdoptedUnitOfOtherRoot',
        path: field,
        got: `is "${id}", below another root than ${props.rootId}`,
        wanted: 'the first part of the id is that of the root',
        remedy: 'copy the id of a unit of this organization',
      });
    }

    const other = adopted.findIndex(([, otherId]) => otherId === id);
    if (other === i || Token.isUnresolved(id)) return;
    problems.add({
      code: 'AdoptedUnitTwice',
      path: field,
      got: `is "${id}", which "${adopted[other][0]}" adopts too`,
      wanted: 'an existing unit has one place in the tree',
      remedy: 'remove or correct one of the two',
    });
  });
}

function checkAdoptedPlace(problems: Problems, field: string, path: string, props: OrganizationLayoutProps): void {
  const parent = unitAbove(path);
  if (parent === '' || props.adoptedUnits?.[parent] !== undefined || !treeOf(props).includes(path)) return;

  problems.add({
    code: 'AdoptedUnitBelowNewUnit',
    path: field,
    got: `exists, and "${parent}" above it does not`,
    wanted: 'AWS Organizations cannot move a unit below another',
    remedy: `adopt "${parent}" too, or let the deployment create "${path}"`,
  });
}

function checkPlacements(problems: Problems, placements: readonly AccountPlacement[], tree: readonly string[]): void {
  const names = placements.map(({ creation }) => creation?.accountName);

  placements.forEach(({ identity, unit, creation }, i) => {
    const field = `accounts[${i}]`;
    checkKnown(problems, `${field}.unit`, unit, tree, 'OrganizationalUnitUnknown');

    const first = placements.findIndex((other) => other.identity === identity);
    if (first !== i && !Token.isUnresolved(identity)) {
      problems.add({
        code: 'AccountPlacedTwice',
        path: field,
        got: `places ${identity} in "${unit}", and accounts[${first}] in "${placements[first].unit}"`,
        wanted: 'an account lies in one organisational unit',
        remedy: 'remove one of the two',
      });
    } else if (creation && names.indexOf(creation.accountName) !== i) {
      problems.add({
        code: 'AccountNameTwice',
        path: field,
        got: `creates a second account called "${creation.accountName}"`,
        wanted: 'the name tells created accounts apart',
        remedy: 'give one of the two another name',
      });
    }
  });
}

function checkAdministrators(problems: Problems, props: OrganizationLayoutProps): void {
  const trusted = props.trustedServices ?? TRUSTED_SERVICES;

  props.delegatedAdministrators?.forEach(({ accountId, servicePrincipal }, i) => {
    const field = `delegatedAdministrators[${i}]`;
    checkAccountId(problems, `${field}.accountId`, accountId);
    if (Token.isUnresolved(servicePrincipal) || trusted.includes(servicePrincipal)) return;

    const [candidate] = nearest(servicePrincipal, trusted);
    problems.add({
      code: 'DelegatedServiceUntrusted',
      path: `${field}.servicePrincipal`,
      got: `is "${servicePrincipal}"`,
      wanted: 'an account administers a service that the organization trusts',
      remedy: candidate ? `did you mean "${candidate}"` : 'add the service to trustedServices',
    });
  });
}

function checkKnown(problems: Problems, path: string, given: string, known: readonly string[], code: string): void {
  if (known.includes(given)) return;

  const [candidate] = nearest(given, known);
  problems.add({
    code,
    path,
    got: `is "${given}"`,
    wanted: 'the layout has no such name',
    remedy: candidate ? `did you mean "${candidate}"` : `use one of ${known.join(', ')}`,
  });
}

function pathsOf(units: readonly OrganizationalUnit[]): string[] {
  return units.map(({ path }) => path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
