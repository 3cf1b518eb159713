import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** ARN of a version of a group, or of every version when the version is `*`. */
export function modelPackageVersionArn(scope: IConstruct, groupArn: string, version: string): string {
  const stack = Stack.of(scope);
  const { resourceName, ...place } = stack.splitArn(groupArn, ArnFormat.SLASH_RESOURCE_NAME);

  return stack.formatArn({ ...place, resource: 'model-package', resourceName: `${resourceName}/${version}` });
}
