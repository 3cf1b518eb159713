import { PlatformDescription, ProjectDescription, TeamDescription } from '../../description';
import { BucketAccess } from '../../foundation';
import { PlatformNames } from '../platform-names';
import { RegisteredModel } from '../registry-stack';
import { servingStagesOf } from '../stages';

/**
 * The models that the central registry keeps. Each project's dev account registers and writes, its test and prod accounts
 * serve and read, by the roles of the project alone. Roles of the registry's own account need no admission.
 */
export function registeredModels(description: PlatformDescription, names: PlatformNames): RegisteredModel[] {
  const own = description.accounts.sharedServices;
  const ofOthers = (access: BucketAccess): boolean => access.accountId !== own;

  return description.teams.flatMap((team) =>
    (team.projects ?? []).map((project) => registeredModel(team, project, names, ofOthers)),
  );
}

function registeredModel(
  team: TeamDescription,
  { name: project }: ProjectDescription,
  names: PlatformNames,
  isAdmitted: (access: BucketAccess) => boolean,
): RegisteredModel {
  const dev = team.stages.dev.account;
  const serving = servingStagesOf(team);
  const prefixes = [names.artifactPrefix(team, project)];
  const makers = [names.jobRole(team, project), names.pipelineRole(team, project)];
  const writers = [{ accountId: dev, roleNames: [names.jobRole(team, project)], prefixes }];
  const readers = [
    { accountId: dev, roleNames: makers, prefixes },
    ...serving.map(({ name, stage }) => ({
      accountId: stage.account,
      roleNames: [names.endpointRole(team, project, name)],
      prefixes,
    })),
  ];

  return {
    modelPackageGroupName: names.modelPackageGroup(team, project),
    registeringAccounts: [dev],
    deployingAccounts: serving.map(({ stage }) => stage.account),
    artifacts: {
      bucketName: names.artifactBucket(team, project),
      keyAlias: names.artifactKeyAlias(team, project),
      keyAliasArn: names.artifactKeyAliasArn(team, project),
      writers: writers.filter(isAdmitted),
      readers: readers.filter(isAdmitted),
    },
  };
}
