import { Duration, Size, Token } from 'aws-cdk-lib';
import {
  checkInstanceType,
  checkNetworkPlaces,
  hasLocalStorage,
  instanceTypeOf,
  InstanceUse,
  Problems,
} from '../../core';
import { ComputeOptions, InstanceGroup, JobCompute } from '../job-compute';
import { JobEnvironment } from '../job-environment';
import { checkDistinct } from './distinct-names';
import { gibibytesOf } from './gibibytes';
import { quoted } from './quoted-names';
import { DefinitionExpression } from './reference-token';
import { secondsOf } from './seconds';
import { checkEntries, checkLength, checkSeconds, checkWhole, ValueRange } from './value-checks';

const DEFAULT_INSTANCE_TYPE = 'ml.m5.xlarge';
const DEFAULT_VOLUME = Size.gibibytes(30);
const DEFAULT_RUNTIME = Duration.hours(1);

const LARGEST_VOLUME_GIB = 16_384;
const LONGEST_TRAINING = Duration.days(28);
const LONGEST_PROCESSING = Duration.days(5);
const MOST_PROCESSING_INSTANCES = 100;
const LONGEST_GROUP_NAME = 64;

const KEEP_ALIVE: ValueRange = {
  code: 'KeepAliveOutOfRange',
  least: 1,
  most: 21_600,
  wanted: 'SageMaker keeps instances for up to 6 hours after a job, in whole seconds',
  remedy: 'use Duration.minutes(30)',
};

const GROUPS: ValueRange = {
  code: 'InstanceGroupsOutOfRange',
  least: 1,
  most: 5,
  wanted: 'a job has 1 to 5 instance groups',
  remedy: 'use JobCompute.onDemand(…) for instances of one type',
};

/** Checks that jobs have a place in the network. */
export function checkEnvironment(problems: Problems, { subnets, securityGroups }: JobEnvironment): void {
  checkNetworkPlaces(problems, 'environment.subnets', subnets.length, 'subnets');
  checkNetworkPlaces(problems, 'environment.securityGroups', securityGroups.length, 'security groups');
}

/** Checks a job's instances for one use; the path names the step. */
export function checkCompute(
  problems: Problems,
  path: string,
  compute: JobCompute | undefined,
  use: InstanceUse,
): void {
  if (compute === undefined) return;
  const { _kind: kind, _options: options } = compute;
  const at = `${path}.compute`;

  if (kind !== 'onDemand' && use !== 'training') {
    problems.add({
      code: 'ComputeKindUnsupported',
      path: at,
      got: `is JobCompute.${kind}(…)`,
      wanted: `SageMaker runs ${use} jobs on demand only`,
      remedy: 'use JobCompute.onDemand(…)',
    });
  }
  if (options.instanceType !== undefined) checkInstanceType(problems, `${at}.instanceType`, options.instanceType, use);
  checkInstanceCount(problems, `${at}.instanceCount`, options.instanceCount, use);
  checkVolumeSize(problems, `${at}.volumeSize`, options.volumeSize);
  checkMaxRuntime(problems, `${at}.maxRuntime`, options.maxRuntime, use);
  if (kind === 'spot') checkSpot(problems, at, options);
  checkSeconds(problems, `${at}.keepAlive`, options.keepAlive, KEEP_ALIVE);
  if (options.groups) checkInstanceGroups(problems, at, options.groups, use);
}

/** The instance types of a job; one that a run chooses is a token. */
export function instanceTypesOf(compute?: JobCompute): string[] {
  const { groups, instanceType = DEFAULT_INSTANCE_TYPE } = compute?._options ?? {};

  return groups ? groups.map((group) => group.instanceType) : [instanceType];
}

/** The instances as processing and training jobs both write them. SageMaker refuses a volume key where the disks are local. */
export function renderCompute(compute: JobCompute | undefined, environment: JobEnvironment): DefinitionExpression {
  const {
    groups,
    instanceType = DEFAULT_INSTANCE_TYPE,
    instanceCount = 1,
    volumeSize,
    keepAlive,
  } = compute?._options ?? {};
  const allLocal = instanceTypesOf(compute).every(hasLocalStorage);

  return {
    ...(groups
      ? { InstanceGroups: groups.map(renderInstanceGroup) }
      : { InstanceType: instanceTypeOf(instanceType), InstanceCount: instanceCount }),
    VolumeSizeInGB: gibibytesOf(volumeSize ?? DEFAULT_VOLUME),
    VolumeKmsKeyId: allLocal ? undefined : environment.volumeKey.keyRef.keyArn,
    KeepAlivePeriodInSeconds: keepAlive && secondsOf(keepAlive),
  };
}

/** The time limits as processing and training jobs both write them. */
export function renderStoppingCondition(compute?: JobCompute): DefinitionExpression {
  const { maxRuntime = DEFAULT_RUNTIME, maxWait } = compute?._options ?? {};

  return { MaxRuntimeInSeconds: secondsOf(maxRuntime), MaxWaitTimeInSeconds: maxWait && secondsOf(maxWait) };
}

/** Where spare instances are used: that they are, and where checkpoints lie. */
export function renderSpot(compute?: JobCompute): DefinitionExpression {
  const { checkpointS3Uri, checkpointPath } = compute?._options ?? {};
  if (compute?._kind !== 'spot') return {};

  return {
    EnableManagedSpotTraining: true,
    CheckpointConfig: checkpointS3Uri === undefined ? undefined : { S3Uri: checkpointS3Uri, LocalPath: checkpointPath },
  };
}

function renderInstanceGroup(group: InstanceGroup): DefinitionExpression {
  return {
    InstanceGroupName: group.groupName,
    InstanceType: instanceTypeOf(group.instanceType),
    InstanceCount: group.instanceCount,
  };
}

function checkInstanceCount(
  problems: Problems,
  path: string,
  instanceCount: number | undefined,
  use: InstanceUse,
): void {
  const most = use === 'processing' ? MOST_PROCESSING_INSTANCES : Infinity;

  checkWhole(problems, path, instanceCount, {
    code: 'InstanceCountOutOfRange',
    least: 1,
    most,
    wanted: `a job needs a whole number of instances, ${most === Infinity ? '1 or more' : `1 to ${most}`}`,
    remedy: 'write 1',
  });
}

function checkVolumeSize(problems: Problems, path: string, volumeSize: Size | undefined): void {
  if (volumeSize === undefined || volumeSize.isUnresolved()) return;
  const gibibytes = gibibytesOf(volumeSize);
  if (Number.isInteger(gibibytes) && gibibytes >= 1 && gibibytes <= LARGEST_VOLUME_GIB) return;

  problems.add({
    code: 'VolumeSizeOutOfRange',
    path,
    got: `is ${gibibytes} GiB`,
    wanted: `SageMaker accepts 1 to ${LARGEST_VOLUME_GIB} GiB, in whole numbers`,
    remedy: 'use Size.gibibytes(30)',
  });
}

function checkMaxRuntime(problems: Problems, path: string, maxRuntime: Duration | undefined, use: InstanceUse): void {
  if (maxRuntime === undefined || maxRuntime.isUnresolved()) return;
  if (maxRuntime.toMilliseconds() < 60_000) {
    problems.add({
      code: 'MaxRuntimeTooShort',
      path,
      got: `is ${maxRuntime.toHumanString()}`,
      wanted: 'a job that is stopped within a minute never gets past its start',
      remedy: 'use Duration.minutes(1) or more',
    });
  }
  const longest = use === 'training' ? LONGEST_TRAINING : LONGEST_PROCESSING;
  if (maxRuntime.toMilliseconds() <= longest.toMilliseconds()) return;
  problems.add({
    code: 'MaxRuntimeTooLong',
    path,
    got: `is ${maxRuntime.toHumanString()}`,
    wanted: `SageMaker stops ${use} jobs after ${longest.toHumanString()} at the latest`,
    remedy: `use Duration.days(${longest.toDays()}) or less`,
  });
}

function checkSpot(problems: Problems, path: string, { maxWait, maxRuntime = DEFAULT_RUNTIME }: ComputeOptions): void {
  if (maxWait === undefined) {
    problems.add({
      code: 'SpotWithoutMaxWait',
      path: `${path}.maxWait`,
      got: 'is missing',
      wanted: 'spare instances may be long in coming, so SageMaker asks how long the job may take in all',
      remedy: `use Duration.hours(2), or another of ${maxRuntime.toHumanString()} or more`,
    });
    return;
  }
  if (maxWait.isUnresolved() || maxRuntime.isUnresolved()) return;
  if (maxWait.toMilliseconds() >= maxRuntime.toMilliseconds()) return;
  problems.add({
    code: 'SpotWaitTooShort',
    path: `${path}.maxWait`,
    got: `is ${maxWait.toHumanString()}`,
    wanted: `the wait covers waiting and the run, which may take ${maxRuntime.toHumanString()}`,
    remedy: 'make maxWait at least as long as maxRuntime',
  });
}

function checkInstanceGroups(problems: Problems, path: string, groups: InstanceGroup[], use: InstanceUse): void {
  checkDistinct(problems, path, {
    prop: 'groups',
    noun: 'an instance group',
    names: groups.map((group) => group.groupName),
  });
  checkEntries(problems, `${path}.groups`, groups.length, GROUPS);
  groups.forEach((group, i) => {
    checkLength(problems, `${path}.groups[${i}].groupName`, group.groupName, LONGEST_GROUP_NAME);
    checkInstanceType(problems, `${path}.groups[${i}].instanceType`, group.instanceType, use);
    checkInstanceCount(problems, `${path}.groups[${i}].instanceCount`, group.instanceCount, use);
  });
}

/** Checks that the job has the instance group that is named; `verb` begins what was given, as `is`. */
export function checkInstanceGroup(
  problems: Problems,
  path: string,
  { name, verb }: { readonly name: string; readonly verb: 'has' | 'is' },
  compute: JobCompute | undefined,
): void {
  const known = instanceGroupsOf(compute);
  if (Token.isUnresolved(name) || known.includes(name)) return;

  problems.add({
    code: 'InstanceGroupUnknown',
    path,
    got: `${verb} "${name}"`,
    wanted: known.length > 0 ? `the job has the instance groups ${quoted(known)}` : 'the job has no instance groups',
    remedy: 'name one of the groups of JobCompute.instanceGroups(…)',
  });
}

/** The names of a job's instance groups; a job of instances of one type has none. */
export function instanceGroupsOf(compute: JobCompute | undefined): string[] {
  return compute?._options.groups?.map((group) => group.groupName) ?? [];
}

/** Where the job's network interfaces stand, as processing and training jobs both write it. */
export function renderVpcConfig(environment: JobEnvironment): DefinitionExpression {
  return {
    SecurityGroupIds: environment.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
    Subnets: environment.subnets.map((subnet) => subnet.subnetRef.subnetId),
  };
}
