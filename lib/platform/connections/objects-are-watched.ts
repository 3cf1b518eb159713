import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DetectiveControl, GuardrailPreset, PlatformDescription } from '../../description';
import { DataEventTrail, DeliveringTrail } from '../../security';
import { PlatformNames } from '../platform-names';
import { servingStagesOf } from '../stages';

/** Whether trails record who reads and writes the objects of the platform's buckets. */
export function watchesObjects({ organization }: PlatformDescription): boolean {
  if (organization === undefined || organization.guardrails?.preset === GuardrailPreset.STARTER) return false;

  return !(organization.detectiveControls?.omit ?? []).some(({ control }) => control === DetectiveControl.DATA_EVENTS);
}

/** Whether the trails of serving stages record who takes a role, so that breaking the glass is seen. */
export function watchesRoles({ identity }: PlatformDescription): boolean {
  return identity?.breakGlass !== undefined;
}

/** The trails that deliver to the log archive: one for each stack that holds data, with the stack's name. */
export function deliveringTrails(description: PlatformDescription, names: PlatformNames): DeliveringTrail[] {
  const { accounts, homeRegion: region, teams } = description;
  const trail = (accountId: string, ...nameParts: string[]): DeliveringTrail => ({
    trailName: names.stack(...nameParts),
    accountId,
    region,
  });

  return [
    ...(watchesObjects(description)
      ? [
          trail(accounts.sharedServices, 'registry'),
          ...teams.map((team) => trail(team.stages.dev.account, team.name, 'workspace')),
        ]
      : []),
    ...(watchesObjects(description) || watchesRoles(description)
      ? teams.flatMap((team) => servingStagesOf(team).map(({ name, stage }) => trail(stage.account, team.name, name)))
      : []),
  ];
}

/** Records who reads and writes objects, in the log archive. */
export function watchObjects(
  scope: Construct,
  props: {
    readonly trailName: string;
    readonly buckets: s3.IBucket[];
    readonly names: PlatformNames;
    readonly managementEvents?: boolean;
  },
): void {
  const { trailName, buckets, names, managementEvents } = props;

  new DataEventTrail(scope, 'Trail', {
    trailName,
    buckets,
    logBucketName: names.trailBucket(),
    logKeyArn: names.logKeyAliasArn(),
    managementEvents,
  });
}
