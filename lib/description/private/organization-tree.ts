import { ORGANIZATIONAL_UNITS, organizationalUnitTree, workloadUnit } from '../../core';
import { OperatingModel, PlatformAccounts, PlatformDescription } from '../platform-description';
import { TeamDescription } from '../team-description';
import { Draft, eachKnown } from './draft';
import { stagesOf } from './stages';

/** The one group of workloads where a central team runs machine learning. */
const CENTRAL_GROUP = 'Central';

/** Where the shared accounts lie. The management account lies at the root, where no control policy binds it. */
const UNITS_OF_SHARED_ACCOUNTS: Readonly<Record<keyof PlatformAccounts, string>> = {
  management: 'the root',
  logArchive: ORGANIZATIONAL_UNITS.security,
  security: ORGANIZATIONAL_UNITS.security,
  sharedServices: ORGANIZATIONAL_UNITS.sharedServices,
  data: ORGANIZATIONAL_UNITS.data,
};

/** The unit of an account, and the field that puts it there. */
export interface AccountPlace {
  readonly path: string;
  readonly unit: string;
}

/** The group of workloads that a team's accounts lie in: its line of business, or the central one. */
export function workloadGroupOf(platform: Draft<PlatformDescription>, team: Draft<TeamDescription>): string {
  if (platform.operatingModel === OperatingModel.CENTRALIZED) return CENTRAL_GROUP;

  return team.lineOfBusiness ?? team.name ?? '';
}

/** The groups of workloads, each once, in the order of the teams. */
export function workloadGroupsOf(platform: Draft<PlatformDescription>): string[] {
  const groups: string[] = [];
  eachKnown(platform.teams, (team) => groups.push(workloadGroupOf(platform, team)));

  return [...new Set(groups)];
}

/** The unit of a team's stage. */
export function unitOfStage(platform: Draft<PlatformDescription>, team: Draft<TeamDescription>, stage: string): string {
  return workloadUnit(workloadGroupOf(platform, team), stage);
}

/** The paths of all organisational units, each after the one above it. */
export function unitTreeOf(platform: Draft<PlatformDescription>): string[] {
  const additional: string[] = [];
  eachKnown(platform.organization?.additionalUnits, (unit) => additional.push(unit));

  return organizationalUnitTree(workloadGroupsOf(platform), additional);
}

/** The units that a path means; a `*` in it stands for any one name. */
export function unitsMeant(pattern: string, tree: readonly string[]): string[] {
  const wanted = pattern.split('/');

  return tree.filter((unit) => {
    const names = unit.split('/');
    return names.length === wanted.length && names.every((name, i) => wanted[i] === '*' || wanted[i] === name);
  });
}

/** The places of the accounts by what they are for: an account that serves several purposes lies where the first is. */
export function placesByPurpose(platform: Draft<PlatformDescription>): Map<string, AccountPlace> {
  const places = new Map<string, AccountPlace>();
  const place = (account: string | undefined, path: string, unit: string): void => {
    if (account !== undefined && !places.has(account)) places.set(account, { path, unit });
  };

  for (const [role, unit] of Object.entries(UNITS_OF_SHARED_ACCOUNTS)) {
    place(platform.accounts?.[role as keyof PlatformAccounts], `accounts.${role}`, unit);
  }
  eachKnown(platform.teams, (team, i) => {
    for (const { name, path, stage } of stagesOf(team, `teams[${i}]`)) {
      place(stage.account, `${path}.account`, unitOfStage(platform, team, name));
    }
  });

  return places;
}
