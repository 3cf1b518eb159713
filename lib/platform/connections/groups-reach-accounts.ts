import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import * as description from '../../description';
import { Activity, PermissionSet, Persona } from '../../security';
import { PersonaPermissionSet, permissionSetsOf } from '../permission-sets';
import { BOOTSTRAP_QUALIFIER, PlatformNames } from '../platform-names';

/**
 * Lets groups of the directory reach accounts as the personas that the description gives them.
 *
 * Permission sets lie in the management account, so they know a team's bucket by its name and its key by the alias. What runs in
 * SageMaker is run from Studio, by the roles of the workspace: here people look, start pipelines and handle data.
 */
export function letGroupsReachAccounts(
  scope: Construct,
  platform: description.PlatformDescription,
  names: PlatformNames,
): PermissionSet[] {
  const instanceArn = platform.identity?.instanceArn;
  if (instanceArn === undefined) return [];

  const sets = permissionSetsOf(platform).map((set) => {
    const { name, persona, groups, team } = set;

    return new PermissionSet(scope, `PermissionSet-${name}`, {
      instanceArn,
      permissionSetName: name,
      description: `${persona} of ${team ? `the team ${team.name}` : `the platform ${platform.name}`}`,
      region: platform.homeRegion,
      activities: activitiesOf(scope, set, platform, names),
      assignments: [...groups],
    });
  });
  // IAM Identity Center refuses many changes at the same time.
  sets.slice(1).forEach((set, i) => set.node.addDependency(sets[i]));

  return sets;
}

function activitiesOf(
  scope: Construct,
  { name, persona, team }: PersonaPermissionSet,
  platform: description.PlatformDescription,
  names: PlatformNames,
): Activity[] {
  if (team === undefined) return platformPersona(persona, platform, names).activities;

  const outsideStudio = {
    dataBucket: s3.Bucket.fromBucketName(scope, `Data-${name}`, names.dataBucket(team)),
    useOfDataKey: Activity.useKeyOfAlias(names.dataKeyAliasArn(team)),
    namePrefix: names.pipelinePrefix(team),
    modelPackageGroupArns: [names.modelPackageGroupArnPattern(team)],
    inStudio: false,
  };
  const { namePrefix, modelPackageGroupArns } = outsideStudio;

  switch (persona) {
    case description.Persona.DATA_SCIENTIST:
      return Persona.dataScientist(outsideStudio).activities;
    case description.Persona.DATA_ENGINEER:
      return Persona.dataEngineer({ ...outsideStudio, ...names.catalogue(team) }).activities;
    case description.Persona.ML_ENGINEER:
      return [
        ...Persona.dataScientist(outsideStudio).activities,
        Activity.manageEndpoints({ namePrefix }),
        Activity.invokeEndpoints(namePrefix),
      ];
    case description.Persona.MODEL_APPROVER:
      return Persona.modelApprover(modelPackageGroupArns).activities;
    case description.Persona.MLOPS_ENGINEER:
      return Persona.mlOpsEngineer(outsideStudio).activities;
    default:
      return [
        Activity.observe(),
        outsideStudio.useOfDataKey,
        Activity.readModels(modelPackageGroupArns),
        Activity.readObjects(outsideStudio.dataBucket),
      ];
  }
}

function platformPersona(
  persona: description.Persona,
  { teams }: description.PlatformDescription,
  names: PlatformNames,
): Persona {
  switch (persona) {
    case description.Persona.PLATFORM_ENGINEER:
      return Persona.platformEngineer(BOOTSTRAP_QUALIFIER);
    case description.Persona.MODEL_APPROVER:
      return Persona.modelApprover(teams.map((team) => names.modelPackageGroupArnPattern(team)));
    default:
      return Persona.auditor();
  }
}
