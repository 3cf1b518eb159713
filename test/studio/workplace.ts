import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Domain, DomainProps } from '../../lib/studio';

/** A stack of its own app, as one deployment synthesises it. */
export function deployment(): Stack {
  return new Stack(new App(), 'Studio', { env: { account: '111111111111', region: 'eu-west-1' } });
}

export function role(scope: Construct, name: string): iam.IRole {
  return iam.Role.fromRoleArn(scope, `Role-${name}`, `arn:aws:iam::111111111111:role/${name}`);
}

export function subnets(scope: Construct, count: number): ec2.ISubnetRef[] {
  const ids = Array.from({ length: count }, (_, i) => `subnet-${i}`);

  return ids.map((id) => ec2.Subnet.fromSubnetId(scope, id, id));
}

export function securityGroups(scope: Construct, count: number): ec2.ISecurityGroupRef[] {
  const ids = Array.from({ length: count }, (_, i) => `sg-${i}`);

  return ids.map((id) => ec2.SecurityGroup.fromSecurityGroupId(scope, id, id));
}

export function domainIn(stack: Stack, props: Partial<DomainProps> = {}, id = 'Domain'): Domain {
  const grounds = new Construct(stack, `${id}Grounds`);

  return new Domain(stack, id, {
    domainName: 'marine-life',
    vpc: ec2.Vpc.fromVpcAttributes(grounds, 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'] }),
    subnets: subnets(grounds, 2),
    securityGroups: securityGroups(grounds, 1),
    key: kms.Key.fromKeyArn(grounds, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d'),
    executionRole: role(grounds, 'studio'),
    ...props,
  });
}

/** The properties for which CloudFormation replaces a resource, and with it people's homes. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::SageMaker::Domain': [
    'AppNetworkAccessType',
    'AuthMode',
    'DomainName',
    'KmsKeyId',
    'SubnetIds',
    'Tags',
    'VpcId',
  ],
  'AWS::SageMaker::UserProfile': [
    'DomainId',
    'SingleSignOnUserIdentifier',
    'SingleSignOnUserValue',
    'Tags',
    'UserProfileName',
  ],
};

/** What may not change between two deployments: domains and profiles by their logical ids, with their replacing properties. */
export function permanentParts(stack: Stack): Record<string, unknown> {
  const { Resources } = Template.fromStack(stack).toJSON();
  const resources = Object.entries(Resources as Record<string, { Type: string; Properties: object }>);

  return Object.fromEntries(
    resources
      .filter(([, { Type }]) => Type in REPLACING)
      .map(([id, { Type, Properties }]) => [
        id,
        Object.entries(Properties).filter(([name]) => REPLACING[Type].includes(name)),
      ]),
  );
}
