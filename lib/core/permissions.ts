import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Something that a role must be allowed; roles are derived from lists of these. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: iam.Conditions;
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
export function passRole(roleArn: string, service = 'sagemaker.amazonaws.com'): Permission {
  return {
    actions: ['iam:PassRole'],
    resources: [roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': service } },
  };
}
