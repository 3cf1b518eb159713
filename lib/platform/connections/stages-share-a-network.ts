import { Stack, Token } from 'aws-cdk-lib';
import { INetwork } from '../../foundation';

/**
 * Lets the stacks of later stages in the same account stand on the network of a stage.
 *
 * Its parts are exported whether a stack stands on them or not: CloudFormation refuses to withdraw an export that another
 * stack imports, so a last endpoint could not be taken away, nor production moved to an account of its own.
 */
export function offerNetwork({ subnets, securityGroup }: INetwork): void {
  const owner = Stack.of(securityGroup);
  const parts = [...subnets.map((subnet) => subnet.subnetId), securityGroup.securityGroupId];

  // The subnets of an existing VPC are known by their ids and need no export.
  for (const part of parts.filter((id) => Token.isUnresolved(id))) owner.exportValue(part);
}
