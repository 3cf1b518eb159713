import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** SageMaker Pipelines begins the name of everything that a step makes with this. */
export const MADE_BY_PIPELINES = 'pipelines-*';

/** What the pipeline's role must be allowed, so that a step can run. */
export interface StepPermission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: iam.Conditions;
}

/** ARN of what a step makes, by kind, as `training-job`: SageMaker chooses the name when the step runs. */
export function madeByPipelines(stack: Stack, kind: string): string {
  return sageMakerArn(stack, kind, MADE_BY_PIPELINES);
}

/** ARN of something in SageMaker of the stack's account and region. */
export function sageMakerArn(stack: Stack, kind: string, name: string): string {
  return stack.formatArn({
    service: 'sagemaker',
    resource: kind,
    resourceName: name,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** Handing a role to a service, and to no other. */
export function passRole(roleArn: string, service = 'sagemaker.amazonaws.com'): StepPermission {
  return {
    actions: ['iam:PassRole'],
    resources: [roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}

/** Tagging what an operation makes, as `CreateModel`, while it makes it: SageMaker Pipelines tags whatever a step makes. */
export function tagOnCreation(operation: string, resources: readonly string[]): StepPermission {
  return {
    actions: ['sagemaker:AddTags'],
    resources,
    conditions: { StringEquals: { 'sagemaker:TaggingAction': operation } },
  };
}
