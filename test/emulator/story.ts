import {
  CloudFormationClient,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeDomainCommand,
  DescribeEndpointCommand,
  ListDomainsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { Example, exampleNamed } from '../examples';
import { Denial, accessOf } from './access';
import { Deployment } from './cdk-cli';
import { Followers, afterDeployment, beforeDeployment, checklistOf, follow } from './checklist';
import { rolesOf } from './deployed-roles';
import { edited } from './edited-example';
import { DeployedResource } from './facts';
import { kindsTable } from './kinds-table';
import { Environment, LandingZone } from './landing-zone';
import { Training, approve, onItsFirstDay, train } from './model-life';
import { Alert, assignedIn, breakGlass, employ, placesOf } from './organization-life';
import { lostOf } from './retained';

const REGION = 'eu-west-1';
const MANAGEMENT = '111111111111';
const SECURITY = '333333333333';
const REGISTRY = '444444444444';
const WORKSPACE = '666666666666';
const PROD = '888888888888';

/** The accounts of examples/reference that something is deployed to. */
const ACCOUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => String(digit).repeat(12));

/** The account for trying things out: part of the organisation, and nothing is deployed to it. */
const SANDBOX = '101010101010';

/** The account that a team gets which begins while the platform is in use. */
const NEW_ACCOUNT = '121212121212';

/** The organisation that the description of examples/reference names. */
const ORGANIZATION = {
  organizationId: 'o-a1b2c3d4e5',
  rootId: 'r-ab12',
  instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
};

const PIPELINE = 'marine-life--abalone';
const MODEL_PACKAGE_GROUP = 'marine-life--abalone';
const BREAK_GLASS = 'acme-ml-marine-life-prod-break-glass';
const ENDPOINT = 'marine-life--abalone-prod';

/** What the story found, for a test to judge. */
export interface Story {
  readonly firstDeployment: Deployment;

  /** Where the accounts lie once the checklist is done: account and unit. */
  readonly places: string[];

  /** The permission sets that people have in the workspace of a team. */
  readonly permissionSets: string[];
  readonly profiles: string[];
  readonly training: Training;

  /** What the platform's roles did although their policies do not allow it. */
  readonly refused: Denial[];
  readonly approvals: number;
  readonly endpoint: string;
  readonly alert: Alert;
  readonly repeated: Deployment;
  readonly changed: Deployment;

  /** Physical ids that an edit has changed, by the path of their resource. */
  readonly replacedByEdits: string[];
  readonly thresholdAfterEdit: number;
  readonly placeOfNewTeam: string[];
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

  const checklist = checklistOf(reference);

  await found(zone, checklist, tell);
  const onCall = await employ(zone, 'on-call', inRegion(SECURITY));
  tell(`bootstrap ${ACCOUNTS.length} accounts`);
  await zone.bootstrap(ACCOUNTS.map(inRegion));

  tell('deploy the reference platform as on its first day: no model is approved yet');
  const firstDeployment = await deploy(zone, onItsFirstDay(reference), tell);
  const places = await completeChecklist(zone, checklist, [...ACCOUNTS, SANDBOX], tell);
  const permissionSets = await readAssignments(zone, tell);
  const profiles = await findProfiles(zone, tell);
  const training = await trainAbalone(zone, tell);
  const refused = await refusalsOf(zone, tell);
  const approvals = await approveAbalone(zone, tell);

  tell('deploy the reference platform as it stands: version 1 in test and prod');
  await deploy(zone, reference, tell);
  const before = await zone.resources();
  const endpoint = await readEndpoint(zone, tell);
  const alert = await takeBreakGlassRole(zone, onCall, tell);

  tell('deploy again, nothing changed');
  const repeated = await deploy(zone, reference, tell);

  tell('a team more, a guardrail more, another cost centre, another alarm threshold: deploy again');
  await zone.joinOrganization(inRegion(MANAGEMENT), NEW_ACCOUNT);
  await zone.bootstrap([inRegion(NEW_ACCOUNT)]);
  const changed = await deploy(zone, grown, tell);
  const replacedByEdits = replacedBetween(before, await zone.resources());
  const thresholdAfterEdit = await latencyThreshold(zone, tell);
  const newLines = checklistOf(grown).filter((line) => !checklist.includes(line));
  const placeOfNewTeam = await completeChecklist(zone, newLines, [NEW_ACCOUNT], tell);

  const { destroyed, lost } = await destroy(zone, grown, tell);
  const seconds = (Date.now() - start) / 1000;
  return {
    firstDeployment,
    places,
    permissionSets,
    profiles,
    training,
    refused,
    approvals,
    endpoint,
    alert,
    repeated,
    changed,
    replacedByEdits,
    thresholdAfterEdit,
    placeOfNewTeam,
    destroyed,
    lost,
    seconds,
  };
}

function inRegion(account: string): Environment {
  return { account, region: REGION };
}

/** People of the management account and of the security account, who do what CloudFormation cannot. */
function followers(): Followers {
  const members = [...ACCOUNTS, SANDBOX].filter((account) => account !== MANAGEMENT);
  return { management: inRegion(MANAGEMENT), security: inRegion(SECURITY), members };
}

/** An organisation is older than its platform: its accounts lie at its root. */
async function found(zone: LandingZone, checklist: readonly string[], tell: Teller): Promise<void> {
  const { management, members } = followers();
  await zone.foundOrganization({ ...ORGANIZATION, management, accounts: members });
  tell(`${MANAGEMENT} manages the organization ${ORGANIZATION.organizationId} with ${members.length} other accounts`);

  const { done, read } = await follow(zone, beforeDeployment(checklist), followers());
  tell(`the checklist before the first deployment: ${done.length} lines done, ${read.length} read`);
}

async function completeChecklist(
  zone: LandingZone,
  checklist: readonly string[],
  accounts: readonly string[],
  tell: Teller,
): Promise<string[]> {
  const { done, read } = await follow(zone, afterDeployment(checklist), followers());
  const places = await placesOf(zone, accounts, inRegion(MANAGEMENT));

  tell(`the checklist after the deployment: ${done.length} lines done, ${read.length} read; ${places.join(', ')}`);
  return places;
}

async function readAssignments(zone: LandingZone, tell: Teller): Promise<string[]> {
  const names = await assignedIn(zone, WORKSPACE);

  tell(`people enter ${WORKSPACE} with the permission sets ${names.join(', ')}`);
  return names;
}

async function takeBreakGlassRole(zone: LandingZone, sts: STSClient, tell: Teller): Promise<Alert> {
  const alert = await breakGlass(zone, { sts, session: 'on-call' }, { account: PROD, name: BREAK_GLASS });

  tell(`on-call takes ${BREAK_GLASS}: the alert is ${alert.outcomes.join(', ') || 'not sent'}`);
  return alert;
}

function grow(reference: Example): Example {
  return edited(reference, (description) => {
    description.setIn(['teams', 0, 'costCentre'], 'CC-1099');
    description.setIn(['teams', 0, 'projects', 0, 'deployment', 'maxLatencyMs'], 250);
    description.addIn(['organization', 'guardrails', 'units', 0, 'include'], 'closed-features');
    description.addIn(['teams'], {
      name: 'polar-ice',
      costCentre: 'CC-3001',
      monthlyBudgetUsd: 900,
      email: 'polar-ice@example.com',
      stages: { dev: { account: NEW_ACCOUNT, network: { cidr: '10.40.64.0/20' } } },
      members: [{ name: 'vera', persona: 'data-scientist' }],
      groups: [{ groupId: '30000000-0000-4000-8000-000000000001', persona: 'data-scientist' }],
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
