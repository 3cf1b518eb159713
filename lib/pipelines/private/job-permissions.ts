import * as iam from 'aws-cdk-lib/aws-iam';
import { hasLocalStorage, insideNetwork, InstanceUse, mergeBlocks, onLocalDisks } from '../../core';
import { Token } from 'aws-cdk-lib';
import { JobEnvironment } from '../job-environment';
import { StepContext } from './step-context';
import { madeByPipelines, passRole, StepPermission } from './step-permission';

/** A kind of job: its name in operations, as `TrainingJob`, and in ARNs, as `training-job`, and what its instances are for. */
export interface JobKind {
  readonly operation: string;
  readonly resource: string;
  readonly use: InstanceUse;
}

export const PROCESSING_JOB: JobKind = { operation: 'ProcessingJob', resource: 'processing-job', use: 'processing' };
export const TRAINING_JOB: JobKind = { operation: 'TrainingJob', resource: 'training-job', use: 'training' };

/**
 * What it takes to run a job of a kind on instances of the given types: create it in the environment's network with its key,
 * watch and stop it, tag it as it is made, and pass it the jobs' role.
 */
export function jobPermissions(
  { stack, environment }: StepContext,
  kind: JobKind,
  instanceTypes: readonly string[],
): StepPermission[] {
  const resources = [madeByPipelines(stack, kind.resource)];
  const create = `sagemaker:Create${kind.operation}`;

  return [
    ...placements(environment, kind.use, instanceTypes).map((conditions) => ({
      actions: [create],
      resources,
      conditions,
    })),
    { actions: [`sagemaker:Describe${kind.operation}`, `sagemaker:Stop${kind.operation}`], resources },
    {
      actions: ['sagemaker:AddTags'],
      resources,
      conditions: { StringEquals: { 'sagemaker:TaggingAction': create.replace('sagemaker:', '') } },
    },
    passRole(environment.role.roleRef.roleArn),
  ];
}

/** A volume key is demanded of every type but those whose disks are their own; a type that a run chooses may be either. */
function placements(environment: JobEnvironment, use: InstanceUse, instanceTypes: readonly string[]): iam.Conditions[] {
  const network = insideNetwork(environment);
  const known = instanceTypes.filter((type) => !Token.isUnresolved(type));
  const chosen = known.length < instanceTypes.length;
  const local = known.some(hasLocalStorage);
  const volumes = known.some((type) => !hasLocalStorage(type));

  return [
    ...(chosen || volumes
      ? [{ ...network, ArnEquals: { 'sagemaker:VolumeKmsKeyArn': environment.volumeKey.keyRef.keyArn } }]
      : []),
    ...(chosen || local ? mergeBlocks(network, onLocalDisks([use])) : []),
  ];
}
