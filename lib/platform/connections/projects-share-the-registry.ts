import { PlatformDescription, ProjectDescription, TeamDescription } from '../../description';
import { BucketAccess } from '../../foundation';
import { PlatformNames } from '../platform-names';
import { RegisteredModel } from '../registry-stack';
import { servingStagesOf } from '../stages';

/** What the central registry keeps for the projects, and which of their roles reach it. */
export interface RegistryShares {
  readonly models: RegisteredModel[];
  readonly artifactWriters: BucketAccess[];
  readonly artifactReaders: BucketAccess[];
}

/** What the registry keeps for one project. */
interface ProjectShare {
  readonly model: RegisteredModel;
  readonly writers: BucketAccess[];
  readonly readers: BucketAccess[];
}

/**
 * Each project's dev account registers and writes, its test and prod accounts serve and read, below the project's own
 * prefix, by the roles of the project alone. Roles of the registry's own account need no admission.
 */
export function shareRegistry(description: PlatformDescription, names: PlatformNames): RegistryShares {
  const own = description.accounts.sharedServices;
  const shares = description.teams.flatMap((team) =>
    (team.projects ?? []).map((project) => shareWithProject(team, project, names)),
  );
  const ofOthers = (access: BucketAccess): boolean => access.accountId !== own;

  return {
    models: shares.map((share) => share.model),
    artifactWriters: shares.flatMap((share) => share.writers).filter(ofOthers),
    artifactReaders: shares.flatMap((share) => share.readers).filter(ofOthers),
  };
}

function shareWithProject(
  team: TeamDescription,
  { name: project }: ProjectDescription,
  names: PlatformNames,
): ProjectShare {
  const dev = team.stages.dev.account;
  const serving = servingStagesOf(team);
  const prefixes = [names.artifactPrefix(team, project)];
  const makers = [names.jobRole(team, project), names.pipelineRole(team, project)];

  return {
    model: {
      modelPackageGroupName: names.modelPackageGroup(team, project),
      registeringAccounts: [dev],
      deployingAccounts: serving.map(({ stage }) => stage.account),
    },
    writers: [{ accountId: dev, roleNames: [names.jobRole(team, project)], prefixes }],
    readers: [
      { accountId: dev, roleNames: makers, prefixes },
      ...serving.map(({ name, stage }) => ({
        accountId: stage.account,
        roleNames: [names.endpointRole(team, project, name)],
        prefixes,
      })),
    ],
  };
}
