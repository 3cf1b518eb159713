import { ORGANIZATIONAL_UNITS, workloadUnit } from '../core';
import {
  GuardrailChoices,
  GuardrailName,
  GuardrailPreset,
  OrganizationDescription,
  OrganizationTree,
  PlatformDescription,
  UnitGuardrails,
} from '../description';
import { Guardrail, GuardrailExemption, GuardrailSet, StandardGuardrailsProps } from '../organization';
import { BOOTSTRAP_QUALIFIER, PlatformNames } from './platform-names';
import { approverPermissionSets } from './permission-sets';
import { servingStagesOf } from './stages';

/** Everything is denied in the one, so no guardrail is needed; only in the other accounts belong to teams and stages. */
const { suspended: SUSPENDED, workloads: WORKLOADS } = ORGANIZATIONAL_UNITS;
const PRODUCTION = workloadUnit('*', 'prod');

const PLATFORM_TAGS = ['governed-ml:platform'];
const TEAM_TAGS = [...PLATFORM_TAGS, 'governed-ml:team', 'governed-ml:stage', 'cost-centre'];

/** A set of guardrails, the units that it is attached to, and what holds in the units above those already. */
export interface HeldGuardrails {
  readonly id: string;
  readonly units: readonly string[];
  readonly guardrails: GuardrailSet;
  readonly inherited: readonly GuardrailSet[];
}

/** Which guardrails hold in which units. */
export function guardrailsHeld(description: PlatformDescription, names: PlatformNames): HeldGuardrails[] {
  const tree = OrganizationTree.of(description);
  const sets = new PlatformGuardrails(description, names);
  const choices = sets.choices.units ?? [];
  const choiceFor = (unit: string): UnitGuardrails | undefined =>
    choices.find((choice) => tree.unitsMeant(choice.unit).includes(unit));

  const tops = tree.units.filter((unit) => !unit.includes('/') && unit !== SUSPENDED);
  const common = tops.filter((unit) => unit !== WORKLOADS && choiceFor(unit) === undefined);
  const own = tops.filter((unit) => !common.includes(unit));
  const atTheTop = [
    { id: 'Common', units: common, guardrails: sets.common() },
    ...own.map((unit) => ({ id: idOf(unit), units: [unit], guardrails: sets.forUnit(unit, choiceFor(unit)) })),
  ].filter(({ units }) => units.length > 0);

  const below = choices
    .filter(({ unit }) => unit.includes('/'))
    .map((choice) => ({ choice, id: idOf(choice.unit), units: tree.unitsMeant(choice.unit) }))
    .map(({ choice, id, units }) => ({ id, units, guardrails: sets.belowTop(choice, units) }));
  const inProduction = tree.unitsMeant(PRODUCTION);
  const production = { id: 'Production', units: inProduction, guardrails: sets.inProduction(inProduction) };
  const held = [...atTheTop, ...below, production].flatMap(({ guardrails, ...where }) =>
    guardrails ? [{ ...where, guardrails }] : [],
  );

  return held.map((each) => ({
    ...each,
    inherited: held
      .filter(({ units }) => each.units.some((unit) => liesBelow(unit, units)))
      .map((above) => above.guardrails),
  }));
}

function liesBelow(unit: string, units: readonly string[]): boolean {
  return units.some((above) => unit.startsWith(`${above}/`));
}

/** The guardrails of a platform: what they hold follows from its description. */
class PlatformGuardrails {
  public readonly choices: GuardrailChoices;

  private readonly organization: OrganizationDescription;
  private readonly platformRoles = [GuardrailExemption.cdkDeployment(BOOTSTRAP_QUALIFIER, 'deploys the platform')];

  constructor(
    private readonly description: PlatformDescription,
    private readonly names: PlatformNames,
  ) {
    this.organization = description.organization as OrganizationDescription;
    this.choices = this.organization.guardrails ?? {};
  }

  /** What holds in the units at the top of the tree that no choice is about, the workloads apart. */
  public common(): GuardrailSet {
    return this.forUnit('');
  }

  /** What holds in a unit at the top of the tree: the preset, and what the unit's choice says. */
  public forUnit(unit: string, choice: UnitGuardrails = { unit }): GuardrailSet {
    const approvedInstanceTypes = choice.approvedInstanceTypes ?? this.choices.approvedInstanceTypes;
    const whole = [...this.added({ ...choice, approvedInstanceTypes }, [unit]), ...this.ofApprovers()].reduce(
      (set, guardrail) => set.including(guardrail),
      this.preset([unit]),
    );

    return this.exempted(
      (choice.omit ?? []).reduce((set, { guardrail, reason }) => set.without(guardrail, reason), whole),
    );
  }

  /** What a choice adds below the top of the tree. */
  public belowTop(choice: UnitGuardrails, units: readonly string[]): GuardrailSet | undefined {
    const added = this.added(choice, units);

    return added.length > 0 ? this.exempted(GuardrailSet.of(added)) : undefined;
  }

  /** What holds in production beside the rest. */
  public inProduction(units: readonly string[]): GuardrailSet | undefined {
    if (this.choices.preset !== GuardrailPreset.STRICT) return undefined;

    return this.belowTop({ unit: PRODUCTION, include: [GuardrailName.DEPLOYED_BY_PLATFORM] }, units);
  }

  private preset(units: readonly string[]): GuardrailSet {
    switch (this.choices.preset) {
      case GuardrailPreset.STARTER:
        return GuardrailSet.starter(this.standardProps(units));
      case GuardrailPreset.STRICT:
        return GuardrailSet.strict({
          ...this.standardProps(units),
          approvedRegistryAccounts: this.choices.approvedRegistryAccounts ?? [],
        });
      default:
        return GuardrailSet.standard(this.standardProps(units));
    }
  }

  private standardProps(units: readonly string[]): StandardGuardrailsProps {
    const { homeRegion } = this.description;
    const { approvedRegions = [], trustedAccounts } = this.choices;

    return {
      organizationId: this.organization.id,
      namePrefix: this.names.platform,
      platformRoles: this.platformRoles,
      exemptBelow: this.breakGlassRoles(),
      logBucketNames: this.names.logBucketPatterns(),
      monitorNamePrefixes: this.description.teams.map((team) => this.names.pipelinePrefix(team)),
      trustedAccountIds: trustedAccounts,
      approvedRegions: [...new Set([homeRegion, ...approvedRegions])],
      governanceTags: units.every(isOfTeams) ? TEAM_TAGS : PLATFORM_TAGS,
    };
  }

  private added({ include = [], approvedInstanceTypes }: UnitGuardrails, units: readonly string[]): Guardrail[] {
    const { approvedRegistryAccounts } = this.choices;
    const catalogue = [
      ...GuardrailSet.standard(this.standardProps(units)).guardrails,
      Guardrail.networkIsolation(),
      Guardrail.noAccelerators(),
      Guardrail.closedFeatures(),
      Guardrail.deployedByPlatform([...this.platformRoles, ...this.breakGlassRoles()]),
      ...(approvedRegistryAccounts ? [Guardrail.approvedImageRegistries(approvedRegistryAccounts)] : []),
    ];
    const names: string[] = include;

    return [
      ...catalogue.filter(({ name }) => names.includes(name)),
      ...(approvedInstanceTypes ? [Guardrail.approvedInstanceTypes(approvedInstanceTypes)] : []),
    ];
  }

  /** Where groups approve, nobody else does. */
  private ofApprovers(): Guardrail[] {
    const approvers = approverPermissionSets(this.description).map((name) =>
      GuardrailExemption.permissionSet(name, 'approves versions of models'),
    );

    return approvers.length > 0 ? [Guardrail.approvedByApprovers(approvers)] : [];
  }

  private breakGlassRoles(): GuardrailExemption[] {
    if (this.description.identity?.breakGlass === undefined) return [];

    return this.description.teams.flatMap((team) =>
      servingStagesOf(team).map(({ name }) =>
        GuardrailExemption.role(this.names.breakGlassRole(team, name), 'repairs what serves, with MFA, and is seen'),
      ),
    );
  }

  private exempted(set: GuardrailSet): GuardrailSet {
    return (this.choices.exemptions ?? []).reduce(
      (held, { roleName, reason }) => held.exempting(GuardrailExemption.role(roleName, reason)),
      set,
    );
  }
}

/** Whether the accounts of a unit belong to teams. */
function isOfTeams(unit: string): boolean {
  return unit === WORKLOADS || unit.startsWith(`${WORKLOADS}/`);
}

/**
 * A path as a part of names, which no other path shares: that of the dev stages of every team becomes `Unit-Workloads.all.dev`.
 *
 * A unit that is called `all` is no other path: what it and a `*` mean at once may stand in one choice only.
 */
function idOf(unit: string): string {
  const names = unit.split('/').map((name) => (name === '*' ? 'all' : name.replace(/[^A-Za-z0-9-]/gu, written)));

  return `Unit-${names.join('.')}`;
}

function written(character: string): string {
  return character === ' ' ? '_' : `+${character.codePointAt(0)?.toString(16)}+`;
}
