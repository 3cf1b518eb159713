import { allowed, by, denied, Row } from '../access-table';
import { deploymentRole, Role } from '../platform-roles';
import { administrator, ANYBODY, service, stranger } from '../principals';
import { encryptedWith } from '../reference-grounds';
import {
  COASTAL_DEV,
  LOG_ARCHIVE,
  MANAGEMENT,
  MARINE_DEV,
  MARINE_PROD,
  MARINE_TEST,
  REGION,
} from '../reference-platform';
import * as on from './studio-grounds';

const IN_AMERICA = { 'aws:RequestedRegion': 'us-east-1' };
const PUBLIC = { 's3:x-amz-acl': 'public-read' };
const TO_OUTSIDERS = { 'ram:RequestedAllowsExternalPrincipals': 'true' };
const ANOTHER_TEAM = on.tagged({ 'governed-ml:team': 'coastal-weather' });

const POLICY = `arn:aws:organizations::${MANAGEMENT}:policy/o-a1b2c3d4e5/service_control_policy/p-1`;
const FLOW_LOGS = `acme-ml-flow-logs-${LOG_ARCHIVE}-${REGION}`;

/** What everybody of the team does in Studio, whatever else. */
export function commonWork(person: string): Row[] {
  const own = on.ownedBy(person);

  return [
    allowed('opens Studio', 'sagemaker:CreatePresignedDomainUrl', on.profile(person)),
    allowed('makes a private space', 'sagemaker:CreateSpace', space('mine'), own),
    allowed('changes its space', 'sagemaker:UpdateSpace', space('mine'), own),
    allowed('deletes its space', 'sagemaker:DeleteSpace', space('mine'), own),
    allowed('starts an app in its space', 'sagemaker:CreateApp', app('mine'), {
      ...own,
      ...onInstance('ml.t3.medium'),
    }),
    allowed('stops its app', 'sagemaker:DeleteApp', app('mine'), own),
    allowed('tags an app as it starts', 'sagemaker:AddTags', app('mine'), { 'sagemaker:TaggingAction': 'CreateApp' }),
    allowed('looks at its domain', 'sagemaker:DescribeDomain', on.sageMaker(`domain/${on.DOMAIN}`)),
    allowed('looks at its profile', 'sagemaker:DescribeUserProfile', on.profile(person)),
    allowed('lists spaces', 'sagemaker:ListSpaces', space('*')),
    allowed('searches', 'sagemaker:Search'),
    allowed('follows a pipeline', 'sagemaker:DescribePipelineExecution', on.TEAM_RUN),
    allowed('follows a job', 'sagemaker:DescribeTrainingJob', on.sageMaker('training-job/pipelines-1-train')),
    allowed('reads the log of a job', 'logs:GetLogEvents', stream('/aws/sagemaker/TrainingJobs')),
    allowed('writes the log of its app', 'logs:PutLogEvents', stream('/aws/sagemaker/studio')),
    allowed('publishes metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': '/aws/sagemaker/x' }),
    allowed('reads metrics', 'cloudwatch:GetMetricData'),
    allowed('reads the data of its team', 's3:GetObject', on.data('abalone/raw/1.csv')),
    allowed('lists the data of its team', 's3:ListBucket', on.PLATFORM.bucket(on.TEAM_DATA), { 's3:prefix': '' }),
    allowed('decrypts the data of its team', 'kms:Decrypt', on.TEAM_KEY, on.THROUGH_S3),
    allowed('lets AWS use the key of its team for a volume', 'kms:CreateGrant', on.TEAM_KEY, on.FOR_AWS),
    allowed('looks at the group of a model', 'sagemaker:DescribeModelPackageGroup', on.GROUP),
    allowed('looks at a version', 'sagemaker:DescribeModelPackage', on.VERSION),
  ];
}

/** What nobody of the team may do from Studio, whatever the persona. */
export function commonLimits(role: Role, person: string): Row[] {
  return [
    ...studioOfOthers(person),
    ...dataOfOthers(),
    ...keys(),
    ...registry(),
    ...roles(role),
    ...governance(),
    ...evidence(),
    ...tags(role),
    ...production(),
  ];
}

/** Every role of Studio is for SageMaker on behalf of its own account, and for nobody else. */
export function whoMayBecome(role: Role): Row[] {
  const become = 'sts:AssumeRole';
  const sageMakerFor = (account: string) => service('sagemaker.amazonaws.com', account);

  return [
    by(sageMakerFor(MARINE_DEV), allowed('takes the role', become, role.arn)),
    by(sageMakerFor(MARINE_DEV), allowed('tells whose Studio it is', 'sts:SetSourceIdentity', role.arn)),
    by(sageMakerFor(COASTAL_DEV), denied('takes the role as a deputy', become, role.arn)),
    by(sageMakerFor('000000000000'), denied('takes the role for a stranger', become, role.arn)),
    by(service('lambda.amazonaws.com', MARINE_DEV), denied('takes the role', become, role.arn)),
    by(administrator(MARINE_DEV), denied('takes the role', become, role.arn)),
    by(administrator(MARINE_PROD), denied('takes the role', become, role.arn)),
    by(stranger(), denied('takes the role', become, role.arn)),
    by(ANYBODY, denied('takes the role', become, role.arn)),
  ];
}

/** Jobs by hand, for those who run none. */
export function noJobsByHand(): Row[] {
  const job = on.sageMaker('training-job/marine-life--1');
  const processing = on.sageMaker('processing-job/marine-life--1');
  const tuning = on.sageMaker('hyper-parameter-tuning-job/marine-life--1');
  const transform = on.sageMaker('transform-job/marine-life--1');

  return [
    denied('trains by hand', 'sagemaker:CreateTrainingJob', job, on.GOOD_JOB),
    denied('processes by hand', 'sagemaker:CreateProcessingJob', processing, on.GOOD_JOB),
    denied('tunes by hand', 'sagemaker:CreateHyperParameterTuningJob', tuning, on.GOOD_JOB),
    denied('transforms by hand', 'sagemaker:CreateTransformJob', transform),
    denied('stops a job', 'sagemaker:StopTrainingJob', job, on.fromDomain(on.DOMAIN)),
    denied('makes a model', 'sagemaker:CreateModel', on.sageMaker('model/marine-life--1'), on.TEAM_TAGS),
    denied('serves a model', 'sagemaker:CreateEndpoint', on.sageMaker('endpoint/marine-life--1'), on.TEAM_TAGS),
    denied('registers a version', 'sagemaker:CreateModelPackage', on.VERSION, on.PENDING),
    denied('hands the role for work by hand on', 'iam:PassRole', on.WORK.arn, on.toService('sagemaker')),
  ];
}

function studioOfOthers(person: string): Row[] {
  const own = on.ownedBy(person);
  const others = on.ownedBy('somebody-else');
  const shared = on.ownedBy(person, 'Shared');
  const appOfOtherDomain = on.sageMaker(`app/${on.OTHER_DOMAIN}/mine/jupyterlab/default`);
  const itsOwner = { 'sagemaker:OwnerUserProfileArn': on.profile(person) };

  return [
    denied('opens the Studio of somebody else', 'sagemaker:CreatePresignedDomainUrl', on.profile('somebody-else')),
    denied('starts an app in a space of somebody else', 'sagemaker:CreateApp', app('theirs'), others),
    denied('stops the app of somebody else', 'sagemaker:DeleteApp', app('theirs'), others),
    denied('makes a space in the name of somebody else', 'sagemaker:CreateSpace', space('theirs'), others),
    denied('changes the space of somebody else', 'sagemaker:UpdateSpace', space('theirs'), others),
    denied('deletes the space of somebody else', 'sagemaker:DeleteSpace', space('theirs'), others),
    denied('makes a shared space', 'sagemaker:CreateSpace', space('ours'), shared),
    denied('starts an app in a shared space', 'sagemaker:CreateApp', app('ours'), shared),
    denied('makes a space that tells no sharing', 'sagemaker:CreateSpace', space('mine'), itsOwner),
    denied('makes a private space of nobody', 'sagemaker:CreateSpace', space('mine'), {
      'sagemaker:SpaceSharingType': 'Private',
    }),
    denied('starts an app in another domain', 'sagemaker:CreateApp', appOfOtherDomain, own),
    denied('looks at another domain', 'sagemaker:DescribeSpace', on.sageMaker(`space/${on.OTHER_DOMAIN}/theirs`)),
    denied('opens Studio in another domain', 'sagemaker:CreatePresignedDomainUrl', on.profile(person, on.OTHER_DOMAIN)),
    denied('starts an app on an accelerator', 'sagemaker:CreateApp', app('mine'), {
      ...own,
      ...onInstance('ml.p3.2xlarge'),
    }),
    denied('moves its space to an accelerator', 'sagemaker:UpdateSpace', space('mine'), {
      ...own,
      ...onInstance('ml.g5.xlarge'),
    }),
    denied('gives itself another role', 'sagemaker:UpdateUserProfile', on.profile(person)),
    denied('makes a profile', 'sagemaker:CreateUserProfile', on.profile('new')),
    denied('changes the domain', 'sagemaker:UpdateDomain', on.sageMaker(`domain/${on.DOMAIN}`)),
    denied('deletes the domain', 'sagemaker:DeleteDomain', on.sageMaker(`domain/${on.DOMAIN}`)),
    denied('works beside Studio', 'sagemaker:CreateNotebookInstance', on.sageMaker('notebook-instance/mine'), {
      ...on.TEAM_TAGS,
      'sagemaker:DirectInternetAccess': 'Disabled',
      'sagemaker:RootAccess': 'Disabled',
    }),
  ];
}

function dataOfOthers(): Row[] {
  const otherData = on.PLATFORM.object(on.OTHER_TEAM_DATA, 'storms/raw/1.csv');
  const bucket = on.PLATFORM.bucket(on.TEAM_DATA);

  return [
    denied('reads the data of another team', 's3:GetObject', otherData),
    denied('writes to another team', 's3:PutObject', otherData, encryptedWith(on.OTHER_TEAM_KEY)),
    denied('lists the data of another team', 's3:ListBucket', on.PLATFORM.bucket(on.OTHER_TEAM_DATA)),
    denied('reads over plain HTTP', 's3:GetObject', on.data('abalone/raw/1.csv'), on.IN_PLAIN_HTTP),
    denied('writes without a key', 's3:PutObject', on.data('abalone/1.csv'), {
      's3:x-amz-server-side-encryption': 'AES256',
    }),
    denied('writes with another key', 's3:PutObject', on.data('abalone/1.csv'), encryptedWith(on.REGISTRY_KEY)),
    denied('deletes raw data', 's3:DeleteObject', on.data('abalone/raw/1.csv')),
    denied('deletes an earlier version of raw data', 's3:DeleteObjectVersion', on.data('abalone/raw/1.csv')),
    denied('opens an object to the public', 's3:PutObjectAcl', on.data('abalone/raw/1.csv'), PUBLIC),
    denied('opens the bucket to others', 's3:PutBucketPolicy', bucket),
    denied('opens the bucket to the public', 's3:PutBucketPublicAccessBlock', bucket),
    denied('forgets earlier versions', 's3:PutBucketVersioning', bucket),
    denied('shares outside the organisation', 'ram:CreateResourceShare', '*', TO_OUTSIDERS),
  ];
}

function keys(): Row[] {
  return [
    denied('decrypts with the key of another team', 'kms:Decrypt', on.OTHER_TEAM_KEY, on.THROUGH_S3),
    denied('encrypts with the key of another team', 'kms:GenerateDataKey', on.OTHER_TEAM_KEY, on.THROUGH_S3),
    denied('decrypts in the registry', 'kms:Decrypt', on.REGISTRY_KEY, on.THROUGH_S3),
    denied('gives the key of its team to a person', 'kms:CreateGrant', on.TEAM_KEY, on.FOR_A_PERSON),
    denied('gives the key of its team to it is not said whom', 'kms:CreateGrant', on.TEAM_KEY),
    denied('changes the policy of the key', 'kms:PutKeyPolicy', on.TEAM_KEY),
    denied('destroys the key', 'kms:ScheduleKeyDeletion', on.TEAM_KEY),
    denied('switches the key off', 'kms:DisableKey', on.TEAM_KEY),
    denied('stops the rotation of the key', 'kms:DisableKeyRotation', on.TEAM_KEY),
  ];
}

function registry(): Row[] {
  return [
    denied('registers an approved version', 'sagemaker:CreateModelPackage', on.VERSION, on.APPROVED),
    denied('approves a version', 'sagemaker:UpdateModelPackage', on.VERSION, on.APPROVED),
    denied('rejects a version', 'sagemaker:UpdateModelPackage', on.VERSION, {
      'sagemaker:ModelApprovalStatus': 'Rejected',
    }),
    denied('registers a version of another team', 'sagemaker:CreateModelPackage', on.OTHER_VERSION, on.PENDING),
    denied('looks at a version of another team', 'sagemaker:DescribeModelPackage', on.OTHER_VERSION),
    denied('looks at the group of another team', 'sagemaker:DescribeModelPackageGroup', on.OTHER_GROUP),
    denied('opens the group to others', 'sagemaker:PutModelPackageGroupPolicy', on.GROUP),
    denied('reads artifacts', 's3:GetObject', on.artifact('marine-life/abalone/1/model.tar.gz')),
    denied('writes artifacts', 's3:PutObject', on.artifact('marine-life/abalone/1/model.tar.gz')),
    denied('starts the pipeline of another team', 'sagemaker:StartPipelineExecution', on.OTHER_PIPELINE),
    denied('changes the pipeline of another team', 'sagemaker:UpdatePipeline', on.OTHER_PIPELINE),
  ];
}

function roles({ arn }: Role): Row[] {
  const deployer = deploymentRole(MARINE_DEV, REGION).arn;

  return [
    denied('hands the role of jobs on', 'iam:PassRole', on.JOBS.arn, on.toService('sagemaker')),
    denied('hands the role of the pipeline on', 'iam:PassRole', on.PIPELINE_ROLE.arn, on.toService('sagemaker')),
    denied('hands the role of deployments on', 'iam:PassRole', deployer, on.toService('sagemaker')),
    denied('hands its own role to a function', 'iam:PassRole', arn, on.toService('lambda')),
    denied('becomes a job', 'sts:AssumeRole', on.JOBS.arn),
    denied('becomes the pipeline', 'sts:AssumeRole', on.PIPELINE_ROLE.arn),
    denied('becomes the deployment', 'sts:AssumeRole', deployer),
    denied('widens its own role', 'iam:PutRolePolicy', arn),
    denied('opens its own role to others', 'iam:UpdateAssumeRolePolicy', arn),
    denied('makes a role', 'iam:CreateRole', `arn:aws:iam::${MARINE_DEV}:role/*`),
    denied('makes a user', 'iam:CreateUser', `arn:aws:iam::${MARINE_DEV}:user/me`),
  ];
}

function governance(): Row[] {
  const rule = `arn:aws:events:${REGION}:${MARINE_DEV}:rule/acme-ml-watch`;
  const alarm = `arn:aws:cloudwatch:${REGION}:${MARINE_DEV}:alarm:acme-ml-watch`;
  const monitor = on.sageMaker('monitoring-schedule/acme-ml-watch');
  const alias = `arn:aws:kms:${REGION}:${MARINE_DEV}:alias/acme-ml/marine-life/dev`;
  const group = `arn:aws:ec2:${REGION}:${MARINE_DEV}:security-group/${on.NETWORK.securityGroupIds[0]}`;

  return [
    denied('changes a guardrail', 'organizations:UpdatePolicy', POLICY),
    denied('takes a guardrail off', 'organizations:DetachPolicy', POLICY),
    denied('leaves the organisation', 'organizations:LeaveOrganization'),
    denied('moves the alias of the key', 'kms:UpdateAlias', [alias, on.TEAM_KEY]),
    denied('switches a rule off', 'events:DisableRule', rule),
    denied('diverts a rule', 'events:PutTargets', rule),
    denied('deletes an alarm', 'cloudwatch:DeleteAlarms', alarm),
    denied('silences an alarm', 'cloudwatch:DisableAlarmActions', alarm),
    denied('stops a monitor', 'sagemaker:StopMonitoringSchedule', monitor),
    denied('deletes a monitor', 'sagemaker:DeleteMonitoringSchedule', monitor),
    denied('opens the firewall', 'ec2:AuthorizeSecurityGroupEgress', group),
    denied('lists jobs in another region', 'sagemaker:ListTrainingJobs', '*', IN_AMERICA),
    denied('reads metrics in another region', 'cloudwatch:GetMetricData', '*', IN_AMERICA),
  ];
}

function evidence(): Row[] {
  const trail = `arn:aws:cloudtrail:${REGION}:${MARINE_DEV}:trail/acme-ml-marine-life-workspace`;

  return [
    denied('deletes the log of a job', 'logs:DeleteLogGroup', on.logGroup('/aws/sagemaker/TrainingJobs')),
    denied('shortens how long logs are kept', 'logs:PutRetentionPolicy', on.logGroup('/aws/sagemaker/TrainingJobs')),
    denied('stops the trail', 'cloudtrail:StopLogging', trail),
    denied('deletes flow logs', 's3:DeleteObject', on.PLATFORM.object(FLOW_LOGS, '1.log.gz')),
    denied('diverts the access log', 's3:PutBucketLogging', on.PLATFORM.bucket(on.TEAM_DATA)),
    denied('deletes a version', 'sagemaker:DeleteModelPackage', on.VERSION),
    denied('deletes the group of a model', 'sagemaker:DeleteModelPackageGroup', on.GROUP),
    denied('deletes a model card', 'sagemaker:DeleteModelCard', on.sageMaker('model-card/marine-life--abalone')),
    denied('deletes lineage', 'sagemaker:DeleteArtifact', on.sageMaker('artifact/1')),
    denied('deletes an association', 'sagemaker:DeleteAssociation', on.sageMaker('artifact/1')),
  ];
}

function tags({ arn }: Role): Row[] {
  return [
    denied('moves its space to another team', 'sagemaker:AddTags', space('mine'), ANOTHER_TEAM),
    denied('takes the team from its space', 'sagemaker:DeleteTags', space('mine'), {
      'aws:TagKeys': ['governed-ml:team'],
    }),
    denied('moves a version to another team', 'sagemaker:AddTags', on.VERSION, ANOTHER_TEAM),
    denied('tags the pipeline of its team', 'sagemaker:AddTags', on.TEAM_PIPELINE, ANOTHER_TEAM),
    denied('tags its own role', 'iam:TagRole', arn, ANOTHER_TEAM),
    denied('takes the tags from the key', 'kms:UntagResource', on.TEAM_KEY, { 'aws:TagKeys': ['cost-centre'] }),
  ];
}

function production(): Row[] {
  const model = on.sageMaker('model/marine-life--1', MARINE_PROD);
  const key = on.PLATFORM.key(MARINE_PROD, 'alias/acme-ml/marine-life/prod');
  const testEndpoint = on.sageMaker('endpoint/marine-life--abalone-test', MARINE_TEST);

  return [
    denied('makes a model in prod', 'sagemaker:CreateModel', model, on.TEAM_TAGS),
    denied('deploys in prod', 'sagemaker:UpdateEndpoint', on.PROD_ENDPOINT),
    denied('deploys in test', 'sagemaker:UpdateEndpoint', testEndpoint),
    denied('deletes the endpoint of prod', 'sagemaker:DeleteEndpoint', on.PROD_ENDPOINT),
    denied('asks the endpoint of prod', 'sagemaker:InvokeEndpoint', on.PROD_ENDPOINT),
    denied('decrypts in prod', 'kms:Decrypt', key, on.THROUGH_S3),
  ];
}

function space(name: string): string {
  return on.sageMaker(`space/${on.DOMAIN}/${name}`);
}

function app(spaceName: string): string {
  return on.sageMaker(`app/${on.DOMAIN}/${spaceName}/jupyterlab/default`);
}

function onInstance(type: string): Record<string, string[]> {
  return { 'sagemaker:InstanceTypes': [type] };
}

function stream(group: string): string {
  return `${on.logGroup(group)}:log-stream:1`;
}
