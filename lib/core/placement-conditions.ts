import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ConditionBlock } from './condition-blocks';
import { InstanceUse, localStorageFamilies } from './instance-types';

const SUBNETS = 'sagemaker:VpcSubnets';
const SECURITY_GROUPS = 'sagemaker:VpcSecurityGroupIds';
const INSTANCE_TYPES = 'sagemaker:InstanceTypes';

/** Where network interfaces may be created. */
interface Network {
  readonly subnets: readonly ec2.ISubnetRef[];
  readonly securityGroups: readonly ec2.ISecurityGroupRef[];
}

/** In the network alone. `ForAllValues` is true of a list that is missing or empty, which `ForAnyValue` beside it refuses. */
export function insideNetwork({ subnets, securityGroups }: Network): ConditionBlock {
  return {
    'ForAllValues:StringEquals': {
      [SUBNETS]: subnets.map((subnet) => subnet.subnetRef.subnetId),
      [SECURITY_GROUPS]: securityGroups.map((group) => group.securityGroupRef.securityGroupId),
    },
    'ForAnyValue:StringLike': { [SUBNETS]: 'subnet-*', [SECURITY_GROUPS]: 'sg-*' },
  };
}

/** SageMaker refuses a volume key where the instance has disks of its own, so a request without one is admitted only there. */
export function onLocalDisks(uses: readonly InstanceUse[]): ConditionBlock {
  const families = [...new Set(uses.flatMap(localStorageFamilies))].sort().map((family) => `${family}.*`);

  return {
    'ForAllValues:StringLike': { [INSTANCE_TYPES]: families },
    'ForAnyValue:StringLike': { [INSTANCE_TYPES]: 'ml.*' },
    Null: { 'sagemaker:VolumeKmsKeyArn': 'true' },
  };
}
