import {
  CloudFormationClient,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
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
  DescribeEndpointCommand,
  DescribeModelPackageGroupCommand,
  DescribeUserProfileCommand,
  ListDomainsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { Example, exampleNamed } from '../examples';
import { Denial, accessOf } from './access';
import { Account } from './account';
import { Deployment } from './cdk-cli';
import { rolesOf } from './deployed-roles';
import { edited } from './edited-example';
import { DeployedResource } from './facts';
import { kindsTable } from './kinds-table';
import { Environment, LandingZone } from './landing-zone';
import { Training, approve, onItsFirstDay, train } from './model-life';

const REGION = 'eu-west-1';
const REGISTRY = '444444444444';
const WORKSPACE = '666666666666';
const PROD = '888888888888';

/** The nine accounts of examples/reference. */
const ACCOUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => String(digit).repeat(12));

/** The account that a team gets which begins while the platform is in use. */
const NEW_ACCOUNT = '101010101010';

const PIPELINE = 'marine-life--abalone';
const MODEL_PACKAGE_GROUP = 'marine-life--abalone';
const ENDPOINT = 'marine-life--abalone-prod';

/** What the story found, for a test to judge. */
export interface Story {
  readonly firstDeployment: Deployment;
  readonly profiles: string[];
  readonly training: Training;

  /** What the platform's roles did although their policies do not allow it. */
  readonly refused: Denial[];
  readonly approvals: number;
  readonly endpoint: string;
  readonly repeated: Deployment;
  readonly changed: Deployment;

  /** Physical ids that an edit has changed, by the path of their resource. */
  readonly replacedByEdits: string[];
  readonly thresholdAfterEdit: number;
  readonly destroyed: Deployment;
  readonly lost: string[];
  readonly seconds: number;
}

/** Tells what happens, one line at a time. */
export type Teller = (line: string) => void;

/** Plays a platform's life from the first deployment to the last: as its engineers, scientists and approvers do. */
export async function play(zone: LandingZone, tell: Teller): Promise<Story> {
  const start = Date.now();
  const reference = exampleNamed('reference');
  const grown = grow(reference);

  tell(`bootstrap ${ACCOUNTS.length} accounts`);
  await zone.bootstrap(ACCOUNTS.map(inRegion));

  tell('deploy the reference platform as on its first day: no model is approved yet');
  const firstDeployment = await deploy(zone, onItsFirstDay(reference), tell);
  const profiles = await findProfiles(zone, tell);
  const training = await trainAbalone(zone, tell);
  const refused = await refusalsOf(zone, tell);
  const approvals = await approveAbalone(zone, tell);

  tell('deploy the reference platform as it stands: version 1 in test and prod');
  await deploy(zone, reference, tell);
  const before = await zone.resources();
  const endpoint = await readEndpoint(zone, tell);

  tell('deploy again, nothing changed');
  const repeated = await deploy(zone, reference, tell);

  tell('a team more, another cost centre, another alarm threshold: deploy again');
  await zone.bootstrap([inRegion(NEW_ACCOUNT)]);
  const changed = await deploy(zone, grown, tell);
  const replacedByEdits = replacedBetween(before, await zone.resources());
  const thresholdAfterEdit = await latencyThreshold(zone, tell);

  const { destroyed, lost } = await destroy(zone, grown, tell);
  const seconds = (Date.now() - start) / 1000;
  return {
    firstDeployment,
    profiles,
    training,
    refused,
    approvals,
    endpoint,
    repeated,
    changed,
    replacedByEdits,
    thresholdAfterEdit,
    destroyed,
    lost,
    seconds,
  };
}

function inRegion(account: string): Environment {
  return { account, region: REGION };
}

function grow(reference: Example): Example {
  return edited(reference, (description) => {
    description.setIn(['teams', 0, 'costCentre'], 'CC-1099');
    description.setIn(['teams', 0, 'projects', 0, 'deployment', 'maxLatencyMs'], 250);
    description.addIn(['teams'], {
      name: 'polar-ice',
      costCentre: 'CC-3001',
      monthlyBudgetUsd: 900,
      email: 'polar-ice@example.com',
      stages: { dev: { account: NEW_ACCOUNT, network: { cidr: '10.40.64.0/20' } } },
      members: [{ name: 'vera', persona: 'data-scientist' }],
    });
  });
}

async function deploy(zone: LandingZone, what: Example, tell: Teller): Promise<Deployment> {
  const deployment = await zone.deploy(what);

  for (const stack of deployment.changed) tell(`  deployed   ${stack}`);
  for (const stack of deployment.unchanged) tell(`  no changes ${stack}`);
  const resources = (await zone.resources()).filter(({ stack }) => deployment.changed.includes(stack));
  if (resources.length > 0) {
    tell(`  what the ${resources.length} resources of these stacks are here\n${kindsTable(resources)}`);
  }
  return deployment;
}

async function findProfiles(zone: LandingZone, tell: Teller): Promise<string[]> {
  const sagemaker = zone.as(WORKSPACE, REGION).client(SageMakerClient);
  const { Domains = [] } = await sagemaker.send(new ListDomainsCommand());
  const { AppNetworkAccessType, AuthMode } = await sagemaker.send(
    new DescribeDomainCommand({ DomainId: Domains[0].DomainId }),
  );
  const { UserProfiles = [] } = await sagemaker.send(
    new ListUserProfilesCommand({ DomainIdEquals: Domains[0].DomainId }),
  );
  const names = UserProfiles.map(({ UserProfileName }) => String(UserProfileName)).sort();

  tell(
    `a scientist finds domain ${Domains[0].DomainName} (${AppNetworkAccessType}, ${AuthMode}), profiles ${names.join(', ')}`,
  );
  return names;
}

async function trainAbalone(zone: LandingZone, tell: Teller): Promise<Training> {
  const training = await train(zone, inRegion(WORKSPACE), PIPELINE);

  tell(`she starts pipeline ${PIPELINE}: ${training.executions} execution, ${training.status}`);
  return training;
}

/** What the roles of the platform were used for so far, judged by the policies that their templates give them. */
async function refusalsOf(zone: LandingZone, tell: Teller): Promise<Denial[]> {
  const roles = rolesOf((await zone.resources()).filter(({ stack }) => stack !== 'CDKToolkit'));
  const { denied, unused } = await accessOf(await zone.calls(), roles);

  tell(
    `${roles.length} roles: ${denied.length} calls beyond their policies, ${unused.length} permissions not used so far`,
  );
  return [...denied];
}

/** The approver works in the registry's account, where the pipeline has registered a version. */
async function approveAbalone(zone: LandingZone, tell: Teller): Promise<number> {
  const before = await approve(zone, inRegion(REGISTRY), MODEL_PACKAGE_GROUP);
  const approvals = (await zone.events()).filter(
    ({ account, event }) =>
      account === REGISTRY &&
      event['detail-type'] === 'SageMaker Model Package State Change' &&
      event.detail.ModelApprovalStatus === 'Approved',
  );

  tell(`version 1 of ${MODEL_PACKAGE_GROUP} was ${before}; the approver approves it: ${approvals.length} event`);
  return approvals.length;
}

async function readEndpoint(zone: LandingZone, tell: Teller): Promise<string> {
  const sagemaker = zone.as(PROD, REGION).client(SageMakerClient);
  const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));

  tell(`endpoint ${ENDPOINT} is ${EndpointStatus}`);
  return String(EndpointStatus);
}

function replacedBetween(before: readonly DeployedResource[], after: readonly DeployedResource[]): string[] {
  const now = new Map(after.map((resource) => [pathOf(resource), resource.physicalId]));

  return before
    .filter((resource) => now.has(pathOf(resource)) && now.get(pathOf(resource)) !== resource.physicalId)
    .map((resource) => `${pathOf(resource)} (${resource.type})`);
}

function pathOf({ account, stack, logicalId }: DeployedResource): string {
  return `${account}/${stack}/${logicalId}`;
}

async function latencyThreshold(zone: LandingZone, tell: Teller): Promise<number> {
  const cloudWatch = zone.as(PROD, REGION).client(CloudWatchClient);
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand());
  const thresholds = MetricAlarms.filter(({ MetricName }) => MetricName === 'ModelLatency').map(({ Threshold }) =>
    Number(Threshold),
  );

  tell(`the latency alarm of ${ENDPOINT} now sounds at ${thresholds.join(', ')} microseconds`);
  return thresholds[0];
}

async function destroy(
  zone: LandingZone,
  what: Example,
  tell: Teller,
): Promise<{ destroyed: Deployment; lost: string[] }> {
  tell('destroy: every stack is protected, so the protection goes first');
  await Promise.all([...ACCOUNTS, NEW_ACCOUNT].map((account) => unprotect(zone, account)));
  const kept = (await zone.resources()).filter(({ deletionPolicy }) => deletionPolicy.startsWith('Retain'));

  const destroyed = await zone.destroy(what);
  const lost = await lostOf(zone, kept);
  tell(`${kept.length} resources had to stay; lost: ${lost.length === 0 ? 'none' : lost.join(', ')}`);
  return { destroyed, lost };
}

async function unprotect(zone: LandingZone, account: string): Promise<void> {
  const cloudFormation = zone.as(account, REGION).client(CloudFormationClient);
  const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand());

  for (const { StackName } of StackSummaries) {
    await cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
    );
  }
}

/** Asks the service of each type that must be retained for a resource; throws when it does not have it. */
const FINDERS: Record<string, (account: Account, resource: DeployedResource) => Promise<unknown>> = {
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

/** Those of some resources that are no longer there, as their services tell. */
async function lostOf(zone: LandingZone, resources: readonly DeployedResource[]): Promise<string[]> {
  const found = await Promise.all(resources.map((resource) => isThere(zone, resource)));

  return resources.filter((_, index) => !found[index]).map((resource) => `${resource.type} ${resource.physicalId}`);
}

async function isThere(zone: LandingZone, resource: DeployedResource): Promise<boolean> {
  try {
    await FINDERS[resource.type](zone.as(resource.account, resource.region), resource);
    return true;
  } catch {
    return false;
  }
}
