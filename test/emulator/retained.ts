import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeDomainCommand,
  DescribeModelPackageGroupCommand,
  DescribeUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { Account } from './account';
import { EmulatorProblem } from './emulator-problem';
import { DeployedResource } from './facts';
import { LandingZone } from './landing-zone';

type Finder = (account: Account, resource: DeployedResource) => Promise<unknown>;

/** Asks the service of each type that must be retained for a resource; throws when it does not have it. */
const FINDERS: Record<string, Finder | undefined> = {
  'AWS::EC2::SecurityGroup': (account, { physicalId }) =>
    account.client(EC2Client).send(new DescribeSecurityGroupsCommand({ GroupIds: [physicalId] })),
  'AWS::EC2::Subnet': (account, { physicalId }) =>
    account.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds: [physicalId] })),
  'AWS::EC2::VPC': (account, { physicalId }) =>
    account.client(EC2Client).send(new DescribeVpcsCommand({ VpcIds: [physicalId] })),
  'AWS::KMS::Key': (account, { physicalId }) =>
    account.client(KMSClient).send(new DescribeKeyCommand({ KeyId: physicalId })),
  'AWS::S3::Bucket': (account, { physicalId }) =>
    account.client(S3Client).send(new HeadBucketCommand({ Bucket: physicalId })),
  'AWS::SageMaker::Domain': (account, { physicalId }) =>
    account.client(SageMakerClient).send(new DescribeDomainCommand({ DomainId: physicalId })),
  'AWS::SageMaker::ModelPackageGroup': (account, { physicalId }) =>
    account.client(SageMakerClient).send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: physicalId })),
  'AWS::SageMaker::UserProfile': (account, { properties }) =>
    account.client(SageMakerClient).send(
      new DescribeUserProfileCommand({
        DomainId: String(properties.DomainId),
        UserProfileName: String(properties.UserProfileName),
      }),
    ),
};

/** The commands that find the types which no SDK client here knows; they fail, or answer nothing, when it is gone. */
const COMMANDS: Record<string, ((resource: DeployedResource) => string) | undefined> = {
  'AWS::GuardDuty::Detector': ({ physicalId }) => `aws guardduty get-detector --detector-id ${physicalId}`,
  'AWS::Macie::Session': () => 'aws macie2 get-macie-session',
  'AWS::Organizations::OrganizationalUnit': ({ physicalId }) =>
    `aws organizations describe-organizational-unit --organizational-unit-id ${physicalId}`,
  'AWS::Organizations::Policy': ({ physicalId }) => `aws organizations describe-policy --policy-id ${physicalId}`,
  'AWS::SecurityHub::FindingAggregator': ({ physicalId }) =>
    `aws securityhub get-finding-aggregator --finding-aggregator-arn ${physicalId}`,
  'AWS::SecurityHub::OrganizationConfiguration': () => 'aws securityhub describe-organization-configuration',
};

/** Those of some resources that are no longer there, as their services tell. */
export async function lostOf(zone: LandingZone, resources: readonly DeployedResource[]): Promise<string[]> {
  const found = await Promise.all(resources.map((resource) => isThere(zone, resource)));

  return resources.filter((_, index) => !found[index]).map((resource) => `${resource.type} ${resource.physicalId}`);
}

async function isThere(zone: LandingZone, resource: DeployedResource): Promise<boolean> {
  try {
    await find(zone, resource);
    return true;
  } catch {
    return false;
  }
}

function find(zone: LandingZone, resource: DeployedResource): Promise<unknown> {
  const finder = FINDERS[resource.type];
  if (finder) return finder(zone.as(resource.account, resource.region), resource);

  const command = COMMANDS[resource.type];
  if (command) return zone.run(command(resource), resource);
  throw new EmulatorProblem(`nobody has said how a retained ${resource.type} is found`);
}
