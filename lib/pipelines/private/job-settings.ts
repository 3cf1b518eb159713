import { Duration, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import {
  checkInstanceType,
  checkNetworkPlaces,
  hasLocalStorage,
  instanceTypeOf,
  InstanceUse,
  Problems,
} from '../../core';
import { JobCompute } from '../job-compute';
import { JobEnvironment } from '../job-environment';
import { DefinitionExpression } from './reference-token';

const LARGEST_VOLUME_GIB = 16_384;

/** The part of a step whose names must differ. */
export interface NamedParts {
  /** The prop that holds them, as `inputs`. */
  readonly prop: string;
  /** One of them with its article, as `an input`. */
  readonly noun: string;
  readonly names: readonly string[];
}

/** Checks that the names of a step's inputs, outputs or channels differ. */
export function checkDistinct(problems: Problems, path: string, { prop, noun, names }: NamedParts): void {
  for (const name of new Set(names.filter((candidate, i) => names.indexOf(candidate) !== i))) {
    problems.add({
      code: 'StepPartNameTaken',
      path: `${path}.${prop}`,
      got: `has "${name}" more than once`,
      wanted: `the name of ${noun} is unique in its step`,
      remedy: 'rename all but one',
    });
  }
}

/** Checks that jobs have a place in the network. */
export function checkEnvironment(problems: Problems, { subnets, securityGroups }: JobEnvironment): void {
  checkNetworkPlaces(problems, 'environment.subnets', subnets.length, 'subnets');
  checkNetworkPlaces(problems, 'environment.securityGroups', securityGroups.length, 'security groups');
}

/** Checks a job's instances for one use; the path names the step. */
export function checkCompute(problems: Problems, path: string, compute: JobCompute = {}, use: InstanceUse): void {
  const { instanceType, instanceCount = 1, volumeSize, maxRuntime } = compute;
  if (instanceType !== undefined) checkInstanceType(problems, `${path}.compute.instanceType`, instanceType, use);

  if (!Token.isUnresolved(instanceCount) && (!Number.isInteger(instanceCount) || instanceCount < 1)) {
    problems.add({
      code: 'InstanceCountOutOfRange',
      path: `${path}.compute.instanceCount`,
      got: `is ${instanceCount}`,
      wanted: 'a job needs a whole number of instances, 1 or more',
      remedy: 'write 1',
    });
  }

  const gibibytes = volumeSize?.isUnresolved() ? undefined : volumeSize && gibibytesOf(volumeSize);
  if (gibibytes !== undefined && !(Number.isInteger(gibibytes) && gibibytes >= 1 && gibibytes <= LARGEST_VOLUME_GIB)) {
    problems.add({
      code: 'VolumeSizeOutOfRange',
      path: `${path}.compute.volumeSize`,
      got: `is ${gibibytes} GiB`,
      wanted: `SageMaker accepts 1 to ${LARGEST_VOLUME_GIB} GiB, in whole numbers`,
      remedy: 'use Size.gibibytes(30)',
    });
  }

  if (maxRuntime && !maxRuntime.isUnresolved() && maxRuntime.toMilliseconds() < 60_000) {
    problems.add({
      code: 'MaxRuntimeTooShort',
      path: `${path}.compute.maxRuntime`,
      got: `is ${maxRuntime.toHumanString()}`,
      wanted: 'a job that is stopped within a minute never gets past its start',
      remedy: 'use Duration.minutes(1) or more',
    });
  }
}

/** The instances as processing and training jobs both write them. SageMaker refuses a volume key where the disks are local. */
export function renderCompute(compute: JobCompute = {}, environment: JobEnvironment): DefinitionExpression {
  const instanceType = instanceTypeOf(compute.instanceType ?? 'ml.m5.xlarge');

  return {
    InstanceType: instanceType,
    InstanceCount: compute.instanceCount ?? 1,
    VolumeSizeInGB: gibibytesOf(compute.volumeSize ?? Size.gibibytes(30)),
    VolumeKmsKeyId: hasLocalStorage(instanceType) ? undefined : environment.volumeKey.keyRef.keyArn,
  };
}

/** The time limit as processing and training jobs both write it. */
export function renderStoppingCondition(compute: JobCompute = {}): DefinitionExpression {
  return { MaxRuntimeInSeconds: (compute.maxRuntime ?? Duration.hours(1)).toSeconds() };
}

/** A size that is no whole number stays one that can be told, instead of failing in the conversion. */
function gibibytesOf(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}

/** Where the job's network interfaces stand, as processing and training jobs both write it. */
export function renderVpcConfig(environment: JobEnvironment): DefinitionExpression {
  return {
    SecurityGroupIds: environment.securityGroups.map((group) => group.securityGroupRef.securityGroupId),
    Subnets: environment.subnets.map((subnet) => subnet.subnetRef.subnetId),
  };
}
