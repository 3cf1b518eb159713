import { check } from '../../core';
import { GuardrailExemption } from '../guardrail-exemption';
import { ProtectedGovernanceResourcesProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { checkBucketPattern, checkNamePrefix, checkNotEmpty } from './guardrail-checks';

/** The denials, given the roles that are exempt and therefore protected themselves. */
export function changesOfGovernance(
  props: ProtectedGovernanceResourcesProps,
): (protectedRoles: readonly GuardrailExemption[]) => Denial[] {
  const { namePrefix, platformRoles, logBucketNames = [], exemptBelow = [] } = props;
  check(undefined, (problems) => {
    checkNamePrefix(problems, 'namePrefix', namePrefix);
    checkNotEmpty(problems, 'platformRoles', platformRoles);
    logBucketNames.forEach((name, i) => checkBucketPattern(problems, `logBucketNames[${i}]`, name));
  });

  return (protectedRoles) => [
    {
      sid: 'GovernanceKey',
      actions: perms.CHANGE_KEYS,
      conditions: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': [`alias/${namePrefix}*`] } },
    },
    { sid: 'GovernanceKeyAlias', actions: perms.MOVE_ALIASES, resources: [`arn:*:kms:*:*:alias/${namePrefix}*`] },
    {
      sid: 'GovernanceBucket',
      actions: perms.CHANGE_BUCKETS,
      resources: [`${namePrefix}*`, ...logBucketNames].map(bucketArn),
    },
    ...logs(logBucketNames),
    {
      sid: 'GovernanceTrail',
      actions: perms.CHANGE_TRAILS,
      resources: [`arn:*:cloudtrail:*:*:trail/${namePrefix}*`],
    },
    { sid: 'GovernanceDetection', actions: perms.STOP_DETECTION },
    {
      sid: 'GovernanceRule',
      actions: perms.CHANGE_RULES,
      resources: [`arn:*:events:*:*:rule/${namePrefix}*`, `arn:*:events:*:*:rule/*/${namePrefix}*`],
    },
    {
      sid: 'GovernanceAlarm',
      actions: perms.CHANGE_ALARMS,
      resources: [`arn:*:cloudwatch:*:*:alarm:${namePrefix}*`],
    },
    {
      sid: 'GovernanceMonitor',
      actions: perms.CHANGE_MONITORS,
      resources: [`arn:*:sagemaker:*:*:monitoring-schedule/${namePrefix}*`],
    },
    {
      sid: 'GovernanceRole',
      actions: perms.CHANGE_ROLES,
      resources: [...new Set([...protectedRoles, ...exemptBelow].flatMap((role) => role._roleArns()))],
    },
    { sid: 'GovernanceDirectory', actions: perms.OPEN_DIRECTORY },
    { sid: 'GovernancePolicy', actions: perms.CHANGE_ORGANIZATION_POLICIES },
  ];
}

export function leavingOrganization(): Denial[] {
  return [{ sid: 'LeaveOrganization', actions: perms.LEAVE_ORGANIZATION }];
}

/** A statement without resources would be about every object, so there is none without log buckets. */
function logs(bucketNames: readonly string[]): Denial[] {
  if (bucketNames.length === 0) return [];

  return [
    {
      sid: 'GovernanceLogs',
      actions: perms.DELETE_OBJECTS,
      resources: bucketNames.map((name) => `${bucketArn(name)}/*`),
    },
  ];
}

function bucketArn(name: string): string {
  return `arn:*:s3:::${name}`;
}
