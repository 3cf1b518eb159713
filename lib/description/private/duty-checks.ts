import { Token } from 'aws-cdk-lib';
import {
  hasPermissionSetCharacters,
  isGroupId,
  PERMISSION_SET_NAME_LENGTH,
  permissionSetName,
  Problem,
} from '../../core';
import { IdentityProvider } from '../identity-description';
import { PlatformDescription } from '../platform-description';
import { Persona, StageName, TeamDescription } from '../team-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { stagesByTeam, stagesOf } from './stages';

/** What must not lie in one hand. */
type Duty = 'train' | 'approve' | 'deploy';

/** The duties that each persona has; who has two that conflict could pass a model of his own into production. */
export const DUTIES: Readonly<Record<Persona, readonly Duty[]>> = {
  [Persona.DATA_SCIENTIST]: ['train'],
  [Persona.DATA_ENGINEER]: [],
  [Persona.ML_ENGINEER]: ['train', 'deploy'],
  [Persona.MLOPS_ENGINEER]: ['train'],
  [Persona.PLATFORM_ENGINEER]: ['deploy'],
  [Persona.MODEL_APPROVER]: ['approve'],
  [Persona.AUDITOR]: [],
  [Persona.BUSINESS_ANALYST]: ['train'],
};

/** Who trains and who deploys must not approve. */
const CONFLICTS_WITH_APPROVAL: readonly Duty[] = ['train', 'deploy'];

const STUDIO_PERSONAS = [
  Persona.DATA_SCIENTIST,
  Persona.DATA_ENGINEER,
  Persona.ML_ENGINEER,
  Persona.MLOPS_ENGINEER,
  Persona.BUSINESS_ANALYST,
];
/** Where a team's group works that deploys by hand, unless it is said otherwise. */
const STAGES_OF_DEPLOYERS = [StageName.DEV];

const TEAM_PERSONAS = [...STUDIO_PERSONAS, Persona.MODEL_APPROVER];
const PLATFORM_PERSONAS = [Persona.PLATFORM_ENGINEER, Persona.MODEL_APPROVER, Persona.AUDITOR];

/** A group of the directory that is given a persona, and where the description does so. */
interface Grant {
  readonly path: string;
  readonly groupId?: string;
  readonly persona?: Persona;
  readonly stages?: readonly (StageName | undefined)[];
  readonly permissionSetName?: string;
  readonly team?: Draft<TeamDescription>;
}

/** Checks who is given what: that groups exist where personas work, and that no hand holds duties that conflict. */
export function checkDuties(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const grants = grantsOf(platform);

  checkMembers(problems, platform);
  for (const grant of grants) checkGrant(problems, platform, grant);
  checkPermissionSetNames(problems, platform, grants);
  checkSeparation(problems, grants);
}

function grantsOf({ identity, teams }: Draft<PlatformDescription>): Grant[] {
  const grants: Grant[] = [];
  eachKnown(identity?.groups, (group, i) => grants.push({ ...group, path: `identity.groups[${i}]` }));
  eachKnown(teams, (team, t) =>
    eachKnown(team.groups, (group, i) => grants.push({ ...group, team, path: `teams[${t}].groups[${i}]` })),
  );

  return grants;
}

function checkMembers(problems: DescriptionProblems, { teams }: Draft<PlatformDescription>): void {
  eachKnown(teams, (team, t) =>
    eachKnown(team.members, (member, i) =>
      whenKnown(member.persona, (persona) => {
        if (STUDIO_PERSONAS.includes(persona)) return;
        problems.add({
          code: 'PersonaOutsideStudio',
          path: `teams[${t}].members[${i}].persona`,
          got: `is "${persona}"`,
          wanted: `members work in Studio, as ${list(STUDIO_PERSONAS)}`,
          remedy: `give the persona to a group, under ${TEAM_PERSONAS.includes(persona) ? `teams[${t}].groups` : 'identity.groups'}`,
        });
      }),
    ),
  );
}

function checkGrant(problems: DescriptionProblems, platform: Draft<PlatformDescription>, grant: Grant): void {
  const { path, groupId, persona, stages, permissionSetName, team } = grant;

  if (!platform.identity || platform.identity.provider === IdentityProvider.IAM) {
    problems.add(needsIdentityCenter(path));
  } else if (platform.organization === undefined) {
    problems.add(needsOrganization(path));
  }
  whenKnown(groupId, (id) => {
    if (!isGroupId(id)) problems.add(malformedGroup(path, id));
  });
  whenKnown(persona, (given) => {
    const fitting = team ? TEAM_PERSONAS : PLATFORM_PERSONAS;
    if (!fitting.includes(given)) problems.add(elsewhere(path, given, fitting));
    else if (DUTIES[given].includes('deploy')) checkProduction(problems, platform, grant, given);
  });
  whenKnown(permissionSetName, (name) => {
    if (name.length <= PERMISSION_SET_NAME_LENGTH && !hasPermissionSetCharacters(name)) {
      problems.add(malformedName(path, name));
    }
  });
  whenKnown(stages, (given) => {
    if (given.length === 0) problems.add(reachesNothing(path));
  });
  eachKnown(stages, (stage, i) => {
    if (!team?.stages || team.stages[stage] !== undefined) return;
    problems.add({
      code: 'StageUnknown',
      path: `${path}.stages[${i}]`,
      got: `is "${stage}"`,
      wanted: 'the team has no such stage',
      remedy: `add the stage, or remove "${stage}" here`,
    });
  });
}

/** Production is an account: who deploys by hand in another stage of the same account deploys to production. */
function checkProduction(
  problems: DescriptionProblems,
  platform: Draft<PlatformDescription>,
  { path, stages, team }: Grant,
  persona: Persona,
): void {
  if (stages?.includes(StageName.PROD)) {
    problems.add(deploysByHand(path, persona));
    return;
  }
  if (team === undefined || Token.isUnresolved(stages)) return;

  const production = stagesByTeam(platform)
    .flat()
    .filter(({ name }) => name === 'prod');
  for (const { name, stage } of stagesOf(team)) {
    if (!(stages ?? STAGES_OF_DEPLOYERS).includes(name as StageName)) continue;

    const shared = production.find(({ stage: { account } }) => account !== undefined && account === stage.account);
    if (shared) problems.add(deploysBesideProduction(path, persona, name, problems.mention(shared.path)));
  }
}

/** The same group may have a persona for several teams, but each permission set has a name of its own. */
function checkPermissionSetNames(
  problems: DescriptionProblems,
  platform: Draft<PlatformDescription>,
  grants: readonly Grant[],
): void {
  const owners = new Map<string, Grant>();

  for (const grant of grants) {
    const name = permissionSetNameOf(grant, platform);
    if (name === undefined || Token.isUnresolved(name)) continue;

    if (name.length > PERMISSION_SET_NAME_LENGTH) {
      problems.add({
        code: 'PermissionSetNameTooLong',
        path: grant.permissionSetName === undefined ? grant.path : `${grant.path}.permissionSetName`,
        got: `names the permission set "${name}", ${name.length} characters`,
        wanted: `IAM Identity Center accepts ${PERMISSION_SET_NAME_LENGTH}`,
        remedy: grant.permissionSetName === undefined ? 'add a shorter permissionSetName' : 'shorten it',
      });
    }
    const first = owners.get(name.toLowerCase());
    if (first && !(first.team === grant.team && first.persona === grant.persona)) {
      problems.add({
        code: 'PermissionSetNameTaken',
        path: grant.path,
        got: `names the permission set "${name}", as ${problems.mention(first.path)} does`,
        wanted: 'each persona of a team has a permission set of its own name',
        remedy: 'give one of the two another permissionSetName',
      });
    }
    owners.set(name.toLowerCase(), first ?? grant);
  }
}

function permissionSetNameOf(grant: Grant, platform: Draft<PlatformDescription>): string | undefined {
  const owner = grant.team ? grant.team.name : platform.name;
  const isKnown = owner !== undefined && grant.persona !== undefined;

  return grant.permissionSetName ?? (isKnown ? permissionSetName(owner, grant.persona) : undefined);
}

function checkSeparation(problems: DescriptionProblems, grants: readonly Grant[]): void {
  grants.forEach((grant, i) => {
    for (const earlier of grants.slice(0, i)) {
      if (grant.groupId === undefined || grant.groupId.toLowerCase() !== earlier.groupId?.toLowerCase()) continue;
      if (!isKnown(grant.persona) || !isKnown(earlier.persona)) continue;

      if (grant.persona === earlier.persona && grant.team === earlier.team) {
        problems.add(grantedTwice(problems, grant, earlier));
      } else if (conflict(grant.persona, earlier.persona)) {
        problems.add(conflicting(problems, grant, earlier));
      }
    }
  });
}

function isKnown(persona: Persona | undefined): persona is Persona {
  return persona !== undefined && !Token.isUnresolved(persona);
}

function conflict(one: Persona, other: Persona): boolean {
  const among = (approver: Persona, colleague: Persona): boolean =>
    DUTIES[approver].includes('approve') && DUTIES[colleague].some((duty) => CONFLICTS_WITH_APPROVAL.includes(duty));

  return among(one, other) || among(other, one);
}

function conflicting(problems: DescriptionProblems, grant: Grant, earlier: Grant): Problem {
  return {
    code: 'DutiesConflict',
    path: `${grant.path}.persona`,
    got: `makes the group ${grant.groupId} ${grant.persona}, and ${problems.mention(`${earlier.path}.persona`)} makes it ${earlier.persona}`,
    wanted: 'who trains or deploys a model must not approve it',
    remedy: 'give one of the two to another group',
  };
}

function grantedTwice(problems: DescriptionProblems, grant: Grant, earlier: Grant): Problem {
  return {
    code: 'GroupTwice',
    path: grant.path,
    got: `makes the group ${grant.groupId} ${grant.persona}, as ${problems.mention(earlier.path)} does`,
    wanted: 'a group is given a persona once',
    remedy: 'remove one of the two',
  };
}

function needsIdentityCenter(path: string): Problem {
  return {
    code: 'GroupWithoutIdentityCenter',
    path,
    got: 'is given',
    wanted: 'groups are those of IAM Identity Center, which identity.provider does not name',
    remedy: 'set identity.provider to "identity-center" and give its instanceArn, or remove the group',
  };
}

function needsOrganization(path: string): Problem {
  return {
    code: 'GroupWithoutOrganization',
    path,
    got: 'is given',
    wanted: 'groups reach accounts by permission sets, which the management account of an organization holds',
    remedy: 'describe the organization, or remove the group',
  };
}

function reachesNothing(path: string): Problem {
  return {
    code: 'GroupWithoutStages',
    path: `${path}.stages`,
    got: 'is empty',
    wanted: 'a group reaches the account of at least one stage',
    remedy: 'name a stage, or remove the key for those that the persona works in',
  };
}

function malformedGroup(path: string, id: string): Problem {
  return {
    code: 'GroupIdMalformed',
    path: `${path}.groupId`,
    got: `is "${id}"`,
    wanted:
      'the id of a group in IAM Identity Center is a UUID, with ten more characters before it in some directories',
    remedy: 'copy it from the group\'s page, as "a1b2c3d4-5678-90ab-cdef-1234567890ab"',
  };
}

function malformedName(path: string, name: string): Problem {
  return {
    code: 'PermissionSetNameMalformed',
    path: `${path}.permissionSetName`,
    got: `is "${name}"`,
    wanted: 'the name of a permission set is 1 to 32 letters, digits and +=,.@_-',
    remedy: 'write a name such as "marine-life-approver"',
  };
}

function elsewhere(path: string, persona: Persona, fitting: readonly Persona[]): Problem {
  return {
    code: 'PersonaElsewhere',
    path: `${path}.persona`,
    got: `is "${persona}"`,
    wanted: `groups here are ${list(fitting)}`,
    remedy: fitting === TEAM_PERSONAS ? 'give it under identity.groups' : 'give it under the groups of a team',
  };
}

function deploysByHand(path: string, persona: Persona): Problem {
  return {
    code: 'DeploysByHandToProduction',
    path: `${path}.stages`,
    got: `takes the persona ${persona}, which deploys endpoints by hand, to prod`,
    wanted: 'nobody deploys by hand to prod: approved versions are deployed by the platform',
    remedy: 'remove "prod", or give the group the persona mlops-engineer there',
  };
}

function deploysBesideProduction(path: string, persona: Persona, stage: string, production: string): Problem {
  return {
    code: 'DeploysByHandToProduction',
    path,
    got: `takes the persona ${persona}, which deploys endpoints by hand, to the account of ${stage}, which ${production} has too`,
    wanted: 'nobody deploys by hand to prod: approved versions are deployed by the platform',
    remedy: 'give prod an account of its own, or give the group the persona mlops-engineer there',
  };
}

function list(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), ...values.slice(-1)].filter((part) => part !== '').join(' or ');
}
