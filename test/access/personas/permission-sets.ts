import { allowed, by, denied, Row } from '../access-table';
import { Context } from '../control-policies';
import { deploymentRole, Role } from '../platform-roles';
import { Principal } from '../principals';
import {
  COASTAL_DEV,
  LOG_ARCHIVE,
  MANAGEMENT,
  MARINE_DEV,
  MARINE_PROD,
  MARINE_TEST,
  referencePlatform,
  REGION,
  SHARED_SERVICES,
} from '../reference-platform';

/** The least that a table of somebody who decides something says of what is allowed, and any table of what is denied. */
export const LEAST_ROWS = 15;

export const PLATFORM = referencePlatform();

export const DATA_BUCKET = `acme-ml-marine-life-dev-data-${MARINE_DEV}-${REGION}`;
export const ARTIFACT_BUCKET = `acme-ml-marine-life--abalone-artifacts-${SHARED_SERVICES}-${REGION}`;
export const TRAIL_BUCKET = `acme-ml-trails-${LOG_ARCHIVE}-${REGION}`;

export const RAW_DATA = PLATFORM.object(DATA_BUCKET, 'abalone/raw/1.csv');
export const OTHER_RAW_DATA = PLATFORM.object(
  `acme-ml-coastal-weather-dev-data-${COASTAL_DEV}-${REGION}`,
  'storms/1.csv',
);
export const ARTIFACT = PLATFORM.object(ARTIFACT_BUCKET, 'marine-life/abalone/1/model.tar.gz');
export const CAPTURED = PLATFORM.object(
  `acme-ml-marine-life-prod-capture-${MARINE_PROD}-${REGION}`,
  'capture/abalone/AllTraffic/1.jsonl',
);
export const TRAIL_LOG = PLATFORM.object(
  TRAIL_BUCKET,
  `AWSLogs/${MARINE_PROD}/CloudTrail/${REGION}/2026/11/01/1.json.gz`,
);
export const FLOW_LOG = PLATFORM.object(`acme-ml-flow-logs-${LOG_ARCHIVE}-${REGION}`, `AWSLogs/${MARINE_PROD}/1.gz`);

export const TEAM_KEY = PLATFORM.key(MARINE_DEV, 'alias/acme-ml/marine-life/dev');
export const TEST_KEY = PLATFORM.key(MARINE_TEST, 'alias/acme-ml/marine-life/test');
export const PROD_KEY = PLATFORM.key(MARINE_PROD, 'alias/acme-ml/marine-life/prod');
export const OTHER_TEAM_KEY = PLATFORM.key(COASTAL_DEV, 'alias/acme-ml/coastal-weather/dev');
export const REGISTRY_KEY = PLATFORM.key(SHARED_SERVICES, 'alias/acme-ml/artifacts/marine-life/abalone');
export const LOG_KEY = PLATFORM.key(LOG_ARCHIVE, 'alias/acme-ml/logs');

export const JOBS_ROLE = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life--abalone-jobs').arn;
export const ENDPOINT_ROLE = PLATFORM.role(MARINE_PROD, 'acme-ml-marine-life--abalone-prod-endpoint').arn;
export const BREAK_GLASS = PLATFORM.role(MARINE_PROD, 'acme-ml-marine-life-prod-break-glass').arn;

export const GROUP = sageMaker('model-package-group/marine-life--abalone', SHARED_SERVICES);
export const VERSION = sageMaker('model-package/marine-life--abalone/1', SHARED_SERVICES);
export const OTHER_VERSION = sageMaker('model-package/coastal-weather--storms/1', SHARED_SERVICES);

export const APPROVED: Context = { 'sagemaker:ModelApprovalStatus': 'Approved' };
export const REJECTED: Context = { 'sagemaker:ModelApprovalStatus': 'Rejected' };
export const PENDING: Context = { 'sagemaker:ModelApprovalStatus': 'PendingManualApproval' };

export const THROUGH_S3: Context = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
export const TO_SAGEMAKER: Context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
export const WITH_MFA: Context = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '60' };
export const AS_OTHER_TEAM: Context = {
  'aws:TagKeys': ['governed-ml:team'],
  'aws:RequestTag/governed-ml:team': 'coastal-weather',
};

/** The tags that an endpoint of a stage of the team needs. */
export function teamTags(stage: string): Context {
  return {
    'aws:TagKeys': ['governed-ml:platform', 'governed-ml:team', 'governed-ml:stage', 'cost-centre'],
    'aws:RequestTag/governed-ml:platform': 'acme-ml',
    'aws:RequestTag/governed-ml:team': 'marine-life',
    'aws:RequestTag/governed-ml:stage': stage,
    'aws:RequestTag/cost-centre': 'CC-1042',
  };
}

/** The accounts that a permission set is assigned in. */
export function accountsReachedBy(permissionSet: string): string[] {
  return PLATFORM.roles.filter((role) => role.permissionSet === permissionSet).map(({ account }) => account);
}

export function sageMaker(resource: string, account: string): string {
  return `arn:aws:sagemaker:${REGION}:${account}:${resource}`;
}

export function logsOf(logGroup: string, account: string): string {
  return `arn:aws:logs:${REGION}:${account}:log-group:${logGroup}`;
}

export function bucketOf(object: string): string {
  return object.split('/')[0];
}

/** What no people may do in their account, whatever their persona: to themselves, to what governs them, and to its evidence. */
export function beyondEverybody({ account, arn }: Role): Row[] {
  const any = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${account}:${resource}`;
  const policy = `arn:aws:organizations::${MANAGEMENT}:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d`;
  const recorder = any('config', 'configuration-recorder/default/recorder');
  const deployer = deploymentRole(account, REGION).arn;

  return [
    denied('creates a role', 'iam:CreateRole', `arn:aws:iam::${account}:role/*`),
    denied('creates a user', 'iam:CreateUser', `arn:aws:iam::${account}:user/me`),
    denied('gives itself a policy', 'iam:PutRolePolicy', arn),
    denied('attaches a policy to itself', 'iam:AttachRolePolicy', arn),
    denied('takes off a permissions boundary', 'iam:DeleteRolePermissionsBoundary', arn),
    denied('lets itself into the deployment', 'iam:UpdateAssumeRolePolicy', deployer),
    denied('hands the role of the deployment on', 'iam:PassRole', deployer, TO_SAGEMAKER),
    denied('becomes the deployment', 'sts:AssumeRole', deployer),
    denied('breaks the glass without a second factor', 'sts:AssumeRole', BREAK_GLASS),
    denied('breaks the glass without being on call', 'sts:AssumeRole', BREAK_GLASS, WITH_MFA),
    denied('takes a guardrail off', 'organizations:DetachPolicy', policy),
    denied('changes a guardrail', 'organizations:UpdatePolicy', policy),
    denied('leaves the organisation', 'organizations:LeaveOrganization'),
    denied('opens a directory of its own', 'sso:CreateInstance', 'arn:aws:sso:::instance/*'),
    denied('disables a key', 'kms:DisableKey', any('kms', 'key/*')),
    denied('destroys the key of the logs', 'kms:ScheduleKeyDeletion', LOG_KEY),
    denied('changes the policy of the trail of others', 's3:PutBucketPolicy', bucketOf(TRAIL_LOG)),
    denied('deletes a log of the trail', 's3:DeleteObject', TRAIL_LOG),
    denied('stops the trail', 'cloudtrail:StopLogging', any('cloudtrail', 'trail/acme-ml-registry')),
    denied('stops the recorder', 'config:StopConfigurationRecorder', recorder),
    denied('disables Security Hub', 'securityhub:DisableSecurityHub', any('securityhub', 'hub/default')),
    denied('disables a rule', 'events:DisableRule', any('events', 'rule/acme-ml-approved')),
    denied('silences an alarm', 'cloudwatch:DisableAlarmActions', any('cloudwatch', 'alarm:acme-ml-errors')),
    denied('tags for another team', 'sagemaker:AddTags', any('sagemaker', 'endpoint/abalone'), AS_OTHER_TEAM),
    denied('takes tags off', 'sagemaker:DeleteTags', any('sagemaker', 'endpoint/abalone'), {
      'aws:TagKeys': ['cost-centre'],
    }),
  ];
}

/** What only approvers decide, here from the account that the people work in and from that of the registry. */
export function decisionsOfApprovers(...people: Principal[]): Row[] {
  return people.flatMap((who) => [
    by(who, denied('approves a version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED)),
    by(who, denied('rejects a version', 'sagemaker:UpdateModelPackage', VERSION, REJECTED)),
    by(who, denied('changes a version', 'sagemaker:UpdateModelPackage', VERSION)),
    by(who, denied('registers an approved version', 'sagemaker:CreateModelPackage', VERSION, APPROVED)),
  ]);
}

/** What nobody writes in the registry: only pipelines register, and only the deployment changes groups. */
export function writesToRegistry(): Row[] {
  return [
    denied('registers a version', 'sagemaker:CreateModelPackage', VERSION, PENDING),
    denied('deletes a version', 'sagemaker:DeleteModelPackage', VERSION),
    denied('deletes a group', 'sagemaker:DeleteModelPackageGroup', GROUP),
    denied('opens a group to others', 'sagemaker:PutModelPackageGroupPolicy', GROUP),
    denied('replaces a model', 's3:PutObject', ARTIFACT),
    denied('deletes a model', 's3:DeleteObject', ARTIFACT),
  ];
}

/** What only the platform deploys, tried in an account by hand. */
export function deploymentsByHand(account: string, stage: string): Row[] {
  const endpoint = sageMaker(`endpoint/marine-life--abalone-${stage}`, account);
  const tags = teamTags(stage);

  return [
    denied(`creates an endpoint in ${stage}`, 'sagemaker:CreateEndpoint', endpoint, tags),
    denied(`makes an endpoint serve something else in ${stage}`, 'sagemaker:UpdateEndpoint', endpoint),
    denied(`moves traffic in ${stage}`, 'sagemaker:UpdateEndpointWeightsAndCapacities', endpoint),
    denied(`deletes an endpoint in ${stage}`, 'sagemaker:DeleteEndpoint', endpoint),
    denied(`creates a model in ${stage}`, 'sagemaker:CreateModel', sageMaker('model/abalone', account), {
      ...tags,
      'sagemaker:NetworkIsolation': 'true',
    }),
  ];
}

/** What people see of SageMaker in an account, whatever their persona, unless they only audit. */
export function observation(account: string): Row[] {
  const job = sageMaker('training-job/pipelines-1-train', account);

  return [
    allowed('sees which endpoints there are', 'sagemaker:ListEndpoints'),
    allowed('sees which groups of versions there are', 'sagemaker:ListModelPackageGroups'),
    allowed('sees which jobs ran', 'sagemaker:ListTrainingJobs'),
    allowed('searches', 'sagemaker:Search'),
    allowed('looks at a training job', 'sagemaker:DescribeTrainingJob', job),
    allowed('looks at a pipeline', 'sagemaker:DescribePipeline', sageMaker('pipeline/marine-life--abalone', account)),
    allowed('reads metrics', 'cloudwatch:GetMetricData'),
    allowed('reads the log of a job', 'logs:FilterLogEvents', logsOf('/aws/sagemaker/TrainingJobs', account)),
  ];
}
