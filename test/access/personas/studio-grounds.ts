import { fail } from 'node:assert';
import { Context } from '../control-policies';
import { Role } from '../platform-roles';
import { Principal } from '../principals';
import { goodJob, networkOf, without } from '../reference-grounds';
import {
  COASTAL_DEV,
  MARINE_DEV,
  MARINE_PROD,
  referencePlatform,
  REGION,
  SHARED_SERVICES,
} from '../reference-platform';

/** What the people of the team marine-life work with, and what they must not reach. */
export const PLATFORM = referencePlatform();

export const TEAM_DATA = `acme-ml-marine-life-dev-data-${MARINE_DEV}-${REGION}`;
export const OTHER_TEAM_DATA = `acme-ml-coastal-weather-dev-data-${COASTAL_DEV}-${REGION}`;
export const ARTIFACTS = `acme-ml-marine-life--abalone-artifacts-${SHARED_SERVICES}-${REGION}`;

export const TEAM_KEY = PLATFORM.key(MARINE_DEV, 'alias/acme-ml/marine-life/dev');
export const OTHER_TEAM_KEY = PLATFORM.key(COASTAL_DEV, 'alias/acme-ml/coastal-weather/dev');
export const REGISTRY_KEY = PLATFORM.key(SHARED_SERVICES, 'alias/acme-ml/artifacts/marine-life/abalone');

export const JOBS = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life--abalone-jobs');
export const PIPELINE_ROLE = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life--abalone-pipeline');
export const WORK = studioRole('work');

export const NETWORK = networkOf(PLATFORM, MARINE_DEV);
export const OTHER_NETWORK = networkOf(PLATFORM, COASTAL_DEV);
export const GOOD_JOB = goodJob(NETWORK, TEAM_KEY);

export const GROUP = sageMaker('model-package-group/marine-life--abalone', SHARED_SERVICES);
export const VERSION = sageMaker('model-package/marine-life--abalone/1', SHARED_SERVICES);
export const OTHER_GROUP = sageMaker('model-package-group/coastal-weather--storms', SHARED_SERVICES);
export const OTHER_VERSION = sageMaker('model-package/coastal-weather--storms/1', SHARED_SERVICES);
export const PENDING = { 'sagemaker:ModelApprovalStatus': 'PendingManualApproval' };
export const APPROVED = { 'sagemaker:ModelApprovalStatus': 'Approved' };

export const TEAM_PIPELINE = sageMaker('pipeline/marine-life--abalone');
export const TEAM_RUN = `${TEAM_PIPELINE}/execution/1`;
export const OTHER_PIPELINE = sageMaker('pipeline/coastal-weather--storms');
export const PROD_ENDPOINT = sageMaker('endpoint/marine-life--abalone-prod', MARINE_PROD);

/** The Studio domain of the team, and one that somebody else may have in the same account. */
export const DOMAIN = domainOf(MARINE_DEV);
export const OTHER_DOMAIN = 'd-0ther0ther00';

/** What the guardrails want to be said of what lasts and costs. */
export const TEAM_TAGS = tagged({
  'governed-ml:platform': 'acme-ml',
  'governed-ml:team': 'marine-life',
  'governed-ml:stage': 'dev',
  'cost-centre': 'CC-1042',
});

export const THROUGH_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
export const FOR_AWS = { 'kms:GrantIsForAWSResource': 'true' };
export const FOR_A_PERSON = { 'kms:GrantIsForAWSResource': 'false' };
export const IN_PLAIN_HTTP = { 'aws:SecureTransport': 'false' };

/** A persona as it calls from the Studio apps of somebody: SageMaker tells whose they are. */
export function inStudio(role: Role, person: string): Principal {
  return {
    ...role,
    context: { ...role.context, 'sagemaker:DomainId': DOMAIN, 'sagemaker:UserProfileName': person },
  };
}

export function studioRole(name: string): Role {
  return PLATFORM.role(MARINE_DEV, `acme-ml-marine-life-dev-${name}`);
}

export function sageMaker(resource: string, account = MARINE_DEV, region = REGION): string {
  return `arn:aws:sagemaker:${region}:${account}:${resource}`;
}

export function profile(person: string, domain = DOMAIN): string {
  return sageMaker(`user-profile/${domain}/${person}`);
}

/** Whose a space or an app is, and who may come in. */
export function ownedBy(person: string, sharing = 'Private'): Context {
  return { 'sagemaker:OwnerUserProfileArn': profile(person), 'sagemaker:SpaceSharingType': sharing };
}

/** What a job says of the domain that it was created from. */
export function fromDomain(domain: string): Context {
  return { 'aws:ResourceTag/sagemaker:domain-arn': sageMaker(`domain/${domain}`) };
}

/** A job that is as it should be but for some of its condition keys. */
export function jobWith(changes: Context, ...missing: string[]): Context {
  return { ...without(GOOD_JOB, ...missing), ...changes };
}

/** Tags in a request. */
export function tagged(tags: Record<string, string>): Context {
  return {
    'aws:TagKeys': Object.keys(tags),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

export function data(key: string): string {
  return PLATFORM.object(TEAM_DATA, key);
}

export function artifact(key: string): string {
  return PLATFORM.object(ARTIFACTS, key);
}

export function logGroup(name: string, account = MARINE_DEV): string {
  return `arn:aws:logs:${REGION}:${account}:log-group:${name}`;
}

/** What it takes to connect to the network of an account: an interface, a subnet and a security group. */
export function interfaceIn(account: string): string[] {
  const { subnetArn, securityGroupArn } = networkOf(PLATFORM, account);

  return [`arn:aws:ec2:${REGION}:${account}:network-interface/*`, subnetArn, securityGroupArn];
}

export function toService(name: string): Context {
  return { 'iam:PassedToService': `${name}.amazonaws.com` };
}

function domainOf(account: string): string {
  const found = PLATFORM.ofType('AWS::SageMaker::Domain').find((domain) => domain.account === account);

  return found?.ref ?? fail(`no template creates a Studio domain in ${account}`);
}
