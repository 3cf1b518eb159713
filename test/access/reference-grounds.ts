import { Context } from './control-policies';
import { SynthesisedPlatform } from './synthesised-platform';

/** What is in the subnets of an account, as condition keys and ARNs name it. */
export interface NetworkGrounds {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly subnetArn: string;
  readonly securityGroupArn: string;
}

/** The network that a template gives to an account. */
export function networkOf(platform: SynthesisedPlatform, account: string): NetworkGrounds {
  const here = platform.resources.filter((resource) => resource.account === account);
  const subnets = here.filter(({ type }) => type === 'AWS::EC2::Subnet');
  const [group] = here.filter(
    ({ type, logicalId }) => type === 'AWS::EC2::SecurityGroup' && logicalId.includes('Workload'),
  );

  return {
    subnetIds: subnets.map(({ ref }) => ref),
    securityGroupIds: [group.ref],
    subnetArn: `arn:aws:ec2:${group.region}:${account}:subnet/${subnets[0].ref}`,
    securityGroupArn: `arn:aws:ec2:${group.region}:${account}:security-group/${group.ref}`,
  };
}

/** What a job says that is as it should be, in words of condition keys. */
export function goodJob({ subnetIds, securityGroupIds }: NetworkGrounds, keyArn: string): Context {
  return {
    'sagemaker:VpcSubnets': subnetIds,
    'sagemaker:VpcSecurityGroupIds': securityGroupIds,
    'sagemaker:VolumeKmsKeyArn': keyArn,
    'sagemaker:OutputKmsKeyArn': keyArn,
    'sagemaker:InstanceTypes': ['ml.m5.xlarge'],
    'sagemaker:InterContainerTrafficEncryption': 'true',
  };
}

/** The context without some of its keys. */
export function without(context: Context, ...keys: string[]): Context {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !keys.includes(key)));
}

/** An upload that names the key which encrypts it. */
export function encryptedWith(keyArn: string): Context {
  return {
    's3:x-amz-server-side-encryption': 'aws:kms',
    's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
  };
}
