import { hasLocalStorage, instanceTypeOf, onLocalDisks, Permission, Problems } from '../../core';
import { JobCompute } from '../job-compute';
import { JobEnvironment } from '../job-environment';
import { checkCompute, instanceTypesOf } from './job-settings';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';
import { madeByPipelines, tagOnCreation } from './step-permission';

/** Checks the instances of a transform job, which says neither how large their volumes are nor how long it may run. */
export function checkTransformCompute(problems: Problems, path: string, compute: JobCompute | undefined): void {
  checkCompute(problems, path, compute, 'transform');

  for (const prop of ['volumeSize', 'maxRuntime'] as const) {
    if (compute?._options[prop] === undefined) continue;
    problems.add({
      code: 'ComputeOptionUnsupported',
      path: `${path}.compute.${prop}`,
      got: 'is given',
      wanted: 'SageMaker chooses the volumes of transform jobs, and lets them run until they end',
      remedy: 'leave it out',
    });
  }
}

/** The instances as transform jobs write them. SageMaker refuses a volume key where the disks are local. */
export function renderTransformResources(
  compute: JobCompute | undefined,
  environment: JobEnvironment,
): DefinitionExpression {
  const [instanceType] = instanceTypesOf(compute);

  return {
    InstanceType: instanceTypeOf(instanceType),
    InstanceCount: compute?._options.instanceCount ?? 1,
    VolumeKmsKeyId: hasLocalStorage(instanceType) ? undefined : environment.volumeKey.keyRef.keyArn,
  };
}

/** What it takes to run a transform job. Network and role are the model's, so that no request names them. */
export function transformPermissions(
  { stack, environment }: StepContext,
  compute: JobCompute | undefined,
): Permission[] {
  const jobs = [madeByPipelines(stack, 'transform-job')];
  const local = instanceTypesOf(compute).every(hasLocalStorage);
  const withKey = { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': environment.volumeKey.keyRef.keyArn } };

  return [
    {
      actions: ['sagemaker:CreateTransformJob'],
      resources: jobs,
      conditions: local ? onLocalDisks(['transform']) : withKey,
    },
    { actions: ['sagemaker:DescribeTransformJob', 'sagemaker:StopTransformJob'], resources: jobs },
    tagOnCreation('CreateTransformJob', jobs),
  ];
}
