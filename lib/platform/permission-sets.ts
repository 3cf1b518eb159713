import { permissionSetName } from '../core';
import { Persona, PlatformDescription, StageName, TeamDescription } from '../description';
import { stagesOf } from './stages';

/** A group of the directory and the accounts that its people reach. */
export interface ReachingGroup {
  readonly groupId: string;
  readonly accountIds: string[];
}

/** What a persona of a team, or of the platform, is called in the access portal, and who has it where. */
export interface PersonaPermissionSet {
  readonly name: string;
  readonly persona: Persona;

  /** Nothing when it is a persona of the whole platform. */
  readonly team?: TeamDescription;

  readonly groups: readonly ReachingGroup[];
}

/** The permission sets of a description: groups with the same persona of the same team share one. */
export function permissionSetsOf(description: PlatformDescription): PersonaPermissionSet[] {
  const { identity, name, teams } = description;

  return shared([
    ...(identity?.groups ?? []).map(({ groupId, persona, permissionSetName: given }) => ({
      name: given ?? permissionSetName(name, persona),
      persona,
      groups: [{ groupId, accountIds: platformAccounts(description, persona) }],
    })),
    ...teams.flatMap((team) =>
      (team.groups ?? []).map(({ groupId, persona, stages, permissionSetName: given }) => ({
        name: given ?? permissionSetName(team.name, persona),
        persona,
        team,
        groups: [{ groupId, accountIds: teamAccounts(description, team, persona, stages) }],
      })),
    ),
  ]);
}

/** Names of the permission sets whose people approve versions. */
export function approverPermissionSets(description: PlatformDescription): string[] {
  return permissionSetsOf(description)
    .filter(({ persona }) => persona === Persona.MODEL_APPROVER)
    .map(({ name }) => name);
}

function shared(sets: readonly PersonaPermissionSet[]): PersonaPermissionSet[] {
  const byName = new Map<string, PersonaPermissionSet>();
  for (const set of sets) {
    byName.set(set.name, { ...set, groups: [...(byName.get(set.name)?.groups ?? []), ...set.groups] });
  }

  return [...byName.values()];
}

/** Approvers work in the registry and see what serves; others see to every account, that of management only if it has another role. */
function platformAccounts({ accounts, teams }: PlatformDescription, persona: Persona): string[] {
  const { logArchive, security, sharedServices, data } = accounts;
  const stages = teams.flatMap((team) => stagesOf(team));
  const reached =
    persona === Persona.MODEL_APPROVER
      ? [sharedServices, ...stages.filter(({ name }) => name !== 'dev').map(({ stage }) => stage.account)]
      : [logArchive, security, sharedServices, data, ...stages.map(({ stage }) => stage.account)];

  return [...new Set(reached)];
}

function teamAccounts(
  { accounts }: PlatformDescription,
  team: TeamDescription,
  persona: Persona,
  wanted: readonly string[] = stagesOfPersona(persona),
): string[] {
  const stages = stagesOf(team).filter(({ name }) => wanted.includes(name));
  const registry = persona === Persona.MODEL_APPROVER ? [accounts.sharedServices] : [];

  return [...new Set([...registry, ...stages.map(({ stage }) => stage.account)])];
}

function stagesOfPersona(persona: Persona): StageName[] {
  switch (persona) {
    case Persona.MLOPS_ENGINEER:
      return [StageName.DEV, StageName.TEST, StageName.PROD];
    case Persona.MODEL_APPROVER:
      return [StageName.TEST, StageName.PROD];
    default:
      return [StageName.DEV];
  }
}
