import { Stack, Token } from 'aws-cdk-lib';
import { INetwork } from '../../foundation';

/**
 * Lets the stack of a later stage in the same account stand on the network of an earlier one.
 *
 * Its parts are exported for as long as the stages share it, whether an endpoint uses them today or not: CloudFormation
 * refuses to withdraw an export that another stack imports, so the last endpoint could not be taken away otherwise.
 */
export function shareNetwork({ subnets, securityGroup }: INetwork): void {
  const owner = Stack.of(securityGroup);
  const parts = [...subnets.map((subnet) => subnet.subnetId), securityGroup.securityGroupId];

  // The subnets of an existing VPC are known by their ids and need no export.
  for (const part of parts.filter((id) => Token.isUnresolved(id))) owner.exportValue(part);
}
