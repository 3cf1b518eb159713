import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  hasLocalStorage,
  insideNetwork,
  InstanceUse,
  mergeBlocks,
  onLocalDisks,
  passRole,
  Permission,
  sageMakerArn,
} from '../../core';
import { JobEnvironment } from '../job-environment';
import { StepContext } from './step-context';
import { MADE_BY_PIPELINES, tagOnCreation } from './step-permission';

/** A kind of job: its name in operations, as `TrainingJob`, and in ARNs, as `training-job`, and what its instances are for. */
export interface JobKind {
  readonly operation: string;
  readonly resource: string;
  readonly use: InstanceUse;
}

export const PROCESSING_JOB: JobKind = { operation: 'ProcessingJob', resource: 'processing-job', use: 'processing' };
export const TRAINING_JOB: JobKind = { operation: 'TrainingJob', resource: 'training-job', use: 'training' };
export const TUNING_JOB: JobKind = {
  operation: 'HyperParameterTuningJob',
  resource: 'hyper-parameter-tuning-job',
  use: 'training',
};
export const AUTO_ML_JOB: JobKind = { operation: 'AutoMLJob', resource: 'automl-job', use: 'training' };

/**
 * What it takes to run a job of a kind on instances of the given types: create it in the environment's network with its key,
 * watch and stop it, tag it as it is made, and pass it the jobs' role. No types are those that SageMaker chooses, whose volumes
 * always take the key.
 *
 * The jobs that a tuning or AutoML job starts in its turn are SageMaker's own doing: they need no permission of the pipeline.
 */
export function jobPermissions(
  context: StepContext,
  kind: JobKind,
  instanceTypes: readonly string[],
  names = MADE_BY_PIPELINES,
): Permission[] {
  const resources = [sageMakerArn(context.stack, kind.resource, names)];

  return [
    ...jobCreation(context, kind, instanceTypes, names),
    { actions: [`sagemaker:Describe${kind.operation}`, `sagemaker:Stop${kind.operation}`], resources },
  ];
}

/** What it takes to create a job, and to leave it alone then. */
export function jobCreation(
  { stack, environment }: StepContext,
  kind: JobKind,
  instanceTypes: readonly string[],
  names: string,
): Permission[] {
  const resources = [sageMakerArn(stack, kind.resource, names)];
  const create = `Create${kind.operation}`;

  return [
    ...placements(environment, kind.use, instanceTypes).map((conditions) => ({
      actions: [`sagemaker:${create}`],
      resources,
      conditions,
    })),
    tagOnCreation(create, resources),
    passRole(environment.role.roleRef.roleArn),
  ];
}

/** A volume key is demanded of every type but those whose disks are their own; a type that a run chooses may be either. */
function placements(environment: JobEnvironment, use: InstanceUse, instanceTypes: readonly string[]): iam.Conditions[] {
  const network = insideNetwork(environment);
  const known = instanceTypes.filter((type) => !Token.isUnresolved(type));
  const chosen = known.length < instanceTypes.length;
  const local = known.some(hasLocalStorage);
  const volumes = instanceTypes.length === 0 || known.some((type) => !hasLocalStorage(type));

  return [
    ...(chosen || volumes
      ? [{ ...network, ArnEquals: { 'sagemaker:VolumeKmsKeyArn': environment.volumeKey.keyRef.keyArn } }]
      : []),
    ...(chosen || local ? mergeBlocks(network, onLocalDisks([use])) : []),
  ];
}
