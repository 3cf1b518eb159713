import { Stack } from 'aws-cdk-lib';
import { Permission, sageMakerArn } from '../../core';

/** SageMaker Pipelines begins the name of everything that a step makes with this. */
export const MADE_BY_PIPELINES = 'pipelines-*';

/** ARN of what a step makes, by kind, as `training-job`: SageMaker chooses the name when the step runs. */
export function madeByPipelines(stack: Stack, kind: string): string {
  return sageMakerArn(stack, kind, MADE_BY_PIPELINES);
}

/** Tagging what an operation makes, as `CreateModel`, while it makes it: SageMaker Pipelines tags whatever a step makes. */
export function tagOnCreation(operation: string, resources: readonly string[]): Permission {
  return {
    actions: ['sagemaker:AddTags'],
    resources,
    conditions: { StringEquals: { 'sagemaker:TaggingAction': operation } },
  };
}
