import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { lossesBetween as assemblyLosses } from '../losses';

const SECURITY_ACCOUNT = '222222222222';
const HOME = 'eu-west-1';
export const PACKS = [AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks];

/** A stack of the account that watches the others. */
export function securityStack(): Stack {
  return new Stack(new App(), 'Security', { env: { account: SECURITY_ACCOUNT, region: HOME } });
}

/** What is lost when the app of one stack is deployed over that of another. */
export function lossesBetween(before: Stack, after: Stack): string[] {
  const [deployed, edited] = [before, after].map((stack) => (stack.node.root as App).synth());

  return assemblyLosses(deployed, edited);
}

/** Types of the resources below a construct that outlive their stack. */
export function retainedBelow(scope: IConstruct): string[] {
  const resources = scope.node.findAll().filter(CfnResource.isCfnResource);
  const policies = Template.fromStack(Stack.of(scope)).toJSON().Resources;

  return resources
    .filter((resource) => policies[Stack.of(scope).getLogicalId(resource)].DeletionPolicy === 'Retain')
    .map(({ cfnResourceType }) => cfnResourceType);
}
