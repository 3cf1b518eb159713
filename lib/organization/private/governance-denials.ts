import { check } from '../../core';
import { GuardrailExemption } from '../guardrail-exemption';
import { ProtectedGovernanceResourcesProps } from '../guardrail-parameters';
import * as perms from '../perms';
import { Denial } from './control-statement';
import { checkBucketPattern, checkNamePrefix, checkNotEmpty, checkNotGivenEmpty } from './guardrail-checks';

/** The denials, given the roles that are exempt and therefore protected themselves. */
export function changesOfGovernance(
  props: ProtectedGovernanceResourcesProps,
): (protectedRoles: readonly GuardrailExemption[]) => Denial[] {
  const { namePrefix, platformRoles, monitorNamePrefixes, logBucketNames = [], exemptBelow = [] } = props;
  check(undefined, (problems) => {
    checkNamePrefix(problems, 'namePrefix', namePrefix);
    checkNotEmpty(problems, 'platformRoles', platformRoles);
    checkNotGivenEmpty(problems, 'monitorNamePrefixes', monitorNamePrefixes);
    monitorNamePrefixes?.forEach((prefix, i) => checkNamePrefix(problems, `monitorNamePrefixes[${i}]`, prefix));
    logBucketNames.forEach((name, i) => checkBucketPattern(problems, `logBucketNames[${i}]`, name));
  });
  const platform = namePrefix.replace(/-+$/, '');

  return (protectedRoles) => [
    ...stores(platform, logBucketNames),
    ...watches(platform, monitorNamePrefixes ?? [`${platform}-`]),
    ...roles(platform, [...protectedRoles, ...exemptBelow]),
    { sid: 'GovernanceDirectory', actions: perms.ADMIT_OTHERS },
    { sid: 'GovernancePolicy', actions: perms.CHANGE_ORGANIZATION_POLICIES },
  ];
}

export function leavingOrganization(): Denial[] {
  return [{ sid: 'LeaveOrganization', actions: perms.LEAVE_ORGANIZATION }];
}

/** Keys, buckets and logs. The end of a name's first part is named, so that `acme` leaves `acmeville` alone. */
function stores(platform: string, logBucketNames: readonly string[]): Denial[] {
  const aliases = [`alias/${platform}-*`, `alias/${platform}/*`];

  return [
    {
      sid: 'GovernanceKey',
      actions: perms.CHANGE_KEYS,
      conditions: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': aliases } },
    },
    {
      sid: 'GovernanceKeyAlias',
      actions: perms.MOVE_ALIASES,
      resources: aliases.map((alias) => `arn:*:kms:*:*:${alias}`),
    },
    {
      sid: 'GovernanceBucket',
      actions: perms.CHANGE_BUCKETS,
      resources: [`${platform}-*`, ...logBucketNames].map(bucketArn),
    },
    ...logs(logBucketNames),
  ];
}

/** A statement without resources would be about every object, so there is none without log buckets. */
function logs(bucketNames: readonly string[]): Denial[] {
  if (bucketNames.length === 0) return [];

  return [
    {
      sid: 'GovernanceLogs',
      actions: perms.UNDO_OBJECTS,
      resources: bucketNames.map((name) => `${bucketArn(name)}/*`),
    },
  ];
}

/** What records, detects and tells. */
function watches(platform: string, monitorNamePrefixes: readonly string[]): Denial[] {
  return [
    {
      sid: 'GovernanceTrail',
      actions: perms.CHANGE_TRAILS,
      resources: [`arn:*:cloudtrail:*:*:trail/${platform}-*`],
    },
    { sid: 'GovernanceDetection', actions: perms.STOP_DETECTION },
    {
      sid: 'GovernanceRule',
      actions: perms.CHANGE_RULES,
      resources: [`arn:*:events:*:*:rule/${platform}-*`, `arn:*:events:*:*:rule/*/${platform}-*`],
    },
    {
      sid: 'GovernanceAlarm',
      actions: perms.CHANGE_ALARMS,
      resources: [`arn:*:cloudwatch:*:*:alarm:${platform}-*`],
    },
    { sid: 'GovernanceTopic', actions: perms.CHANGE_TOPICS, resources: [`arn:*:sns:*:*:${platform}-*`] },
    {
      sid: 'GovernanceMonitor',
      actions: perms.CHANGE_MONITORS,
      resources: monitorNamePrefixes.map((prefix) => `arn:*:sagemaker:*:*:monitoring-schedule/${prefix}*`),
    },
  ];
}

/** What makes somebody exempt: a role, what it may do, a service that it is passed to, or a stack that keeps it. */
function roles(platform: string, exempt: readonly GuardrailExemption[]): Denial[] {
  const roleArns = exempt.flatMap((role) => [...role._roleArns(), ...role._deployerArns()]);
  const resources = [...new Set(roleArns)];

  return [
    { sid: 'GovernanceRole', actions: perms.CHANGE_ROLES, resources },
    { sid: 'GovernancePassedRole', actions: perms.PASS_ROLES, resources, sparesDeployers: true },
    {
      sid: 'GovernanceRolePolicy',
      actions: perms.CHANGE_ROLE_POLICIES,
      resources: [`arn:*:iam::*:policy/${platform}-*`],
    },
    {
      sid: 'GovernanceStack',
      actions: perms.CHANGE_STACKS,
      resources: [`arn:*:cloudformation:*:*:stack/${platform}-*/*`],
      sparesDeployers: true,
    },
  ];
}

function bucketArn(name: string): string {
  return `arn:*:s3:::${name}`;
}
