import { allowed, denied, Row } from '../access-table';
import { Role } from '../platform-roles';
import { encryptedWith } from '../reference-grounds';
import { COASTAL_DEV, MARINE_DEV, MARINE_PROD, REGION } from '../reference-platform';
import {
  ARTIFACT,
  beyondEverybody,
  bucketOf,
  CAPTURED,
  decisionsOfApprovers,
  deploymentsByHand,
  ENDPOINT_ROLE,
  GROUP,
  JOBS_ROLE,
  logsOf,
  observation,
  OTHER_RAW_DATA,
  OTHER_TEAM_KEY,
  OTHER_VERSION,
  PLATFORM,
  PROD_KEY,
  RAW_DATA,
  REGISTRY_KEY,
  sageMaker,
  TEAM_KEY,
  THROUGH_S3,
  TO_SAGEMAKER,
  TRAIL_LOG,
  VERSION,
  writesToRegistry,
} from './permission-sets';

const OTHER_SCIENTIST = PLATFORM.role(COASTAL_DEV, 'acme-ml-coastal-weather-dev-data-scientist').arn;
const OWN_SCIENTIST = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life-dev-data-scientist').arn;

export const PIPELINE = sageMaker('pipeline/marine-life--abalone', MARINE_DEV);
export const EXECUTION = `${PIPELINE}/execution/0a1b2c3d4e5f`;

/** What everybody of the team sees from the console of its dev account. */
export function seesOfTeam(): Row[] {
  return [
    ...observation(MARINE_DEV),
    allowed('reads the raw data', 's3:GetObject', RAW_DATA),
    allowed('lists the raw data', 's3:ListBucket', bucketOf(RAW_DATA)),
    allowed('finds the bucket', 's3:GetBucketLocation', bucketOf(RAW_DATA)),
    allowed('decrypts the raw data', 'kms:Decrypt', TEAM_KEY, THROUGH_S3),
    allowed('looks at a version', 'sagemaker:DescribeModelPackage', VERSION),
    allowed('looks at a group', 'sagemaker:DescribeModelPackageGroup', GROUP),
  ];
}

/** What those do who write the team's data. */
export function writesData(): Row[] {
  return [
    allowed('writes data', 's3:PutObject', RAW_DATA),
    allowed('writes data with the key of the team', 's3:PutObject', RAW_DATA, encryptedWith(TEAM_KEY)),
    allowed('encrypts data', 'kms:GenerateDataKey', TEAM_KEY, THROUGH_S3),

    denied('writes data with another key', 's3:PutObject', RAW_DATA, encryptedWith(REGISTRY_KEY)),
    denied('writes data without a key', 's3:PutObject', RAW_DATA, { 's3:x-amz-server-side-encryption': 'AES256' }),
    denied('writes data over plain HTTP', 's3:PutObject', RAW_DATA, { 'aws:SecureTransport': 'false' }),
  ];
}

/** What those do who run the team's pipelines. */
export function startsPipelines(): Row[] {
  return [
    allowed('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE),
    allowed('looks at a run', 'sagemaker:DescribePipelineExecution', EXECUTION),
    allowed('stops a run', 'sagemaker:StopPipelineExecution', EXECUTION),
    allowed('repeats a run', 'sagemaker:RetryPipelineExecution', EXECUTION),

    denied('starts the pipeline of another team', 'sagemaker:StartPipelineExecution', pipelineOf('coastal-weather--x')),
    denied(
      'starts the pipeline of a team whose name begins alike',
      'sagemaker:StartPipelineExecution',
      pipelineOf('marine-life-forms--x'),
    ),
  ];
}

/** What nobody of the team does outside Studio, where their roles hold them to the network and the keys of the team. */
export function beyondTeam(who: Role): Row[] {
  return [
    denied('changes a pipeline', 'sagemaker:UpdatePipeline', PIPELINE),
    denied('deletes a pipeline', 'sagemaker:DeletePipeline', PIPELINE),
    denied('trains by hand', 'sagemaker:CreateTrainingJob', sageMaker('training-job/marine-life--1', MARINE_DEV)),
    denied(
      'processes by hand',
      'sagemaker:CreateProcessingJob',
      sageMaker('processing-job/marine-life--1', MARINE_DEV),
    ),
    denied('creates a notebook', 'sagemaker:CreateNotebookInstance', sageMaker('notebook-instance/x', MARINE_DEV)),
    denied(
      'opens the Studio of somebody',
      'sagemaker:CreatePresignedDomainUrl',
      sageMaker('user-profile/d-1/x', who.account),
    ),
    denied('deletes data', 's3:DeleteObject', RAW_DATA),
    denied('opens the bucket to others', 's3:PutBucketPolicy', bucketOf(RAW_DATA)),
    denied('reads data over plain HTTP', 's3:GetObject', RAW_DATA, { 'aws:SecureTransport': 'false' }),
    denied('gives the key of the team on', 'kms:CreateGrant', TEAM_KEY, { 'kms:GrantIsForAWSResource': 'false' }),
    denied('changes the policy of the key', 'kms:PutKeyPolicy', TEAM_KEY),
    denied('destroys the key', 'kms:ScheduleKeyDeletion', TEAM_KEY),
    denied('reads the data of another team', 's3:GetObject', OTHER_RAW_DATA),
    denied('writes the data of another team', 's3:PutObject', OTHER_RAW_DATA),
    denied('decrypts the data of another team', 'kms:Decrypt', OTHER_TEAM_KEY, THROUGH_S3),
    denied('looks at a version of another team', 'sagemaker:DescribeModelPackage', OTHER_VERSION),
    denied('reads a model', 's3:GetObject', ARTIFACT),
    denied('decrypts a model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),
    denied('reads what an endpoint captured', 's3:GetObject', CAPTURED),
    denied('decrypts what an endpoint captured', 'kms:Decrypt', PROD_KEY, THROUGH_S3),
    denied('reads the trail', 's3:GetObject', TRAIL_LOG),
    denied('reads the log of a function', 'logs:FilterLogEvents', logsOf('/aws/lambda/x', who.account)),
    denied('becomes a job', 'sts:AssumeRole', JOBS_ROLE),
    denied('becomes an endpoint', 'sts:AssumeRole', ENDPOINT_ROLE),
    denied('becomes somebody in Studio', 'sts:AssumeRole', OWN_SCIENTIST),
    denied('becomes somebody of another team', 'sts:AssumeRole', OTHER_SCIENTIST),
    denied('deploys through the bootstrap', 'sts:AssumeRole', bootstrapRole(who.account)),
    denied('hands the role of jobs on', 'iam:PassRole', JOBS_ROLE, TO_SAGEMAKER),
    denied('hands the role of jobs to a function', 'iam:PassRole', JOBS_ROLE, {
      'iam:PassedToService': 'lambda.amazonaws.com',
    }),
    denied('works in another region', 'sagemaker:ListEndpoints', '*', { 'aws:RequestedRegion': 'us-east-1' }),
    ...deploymentsByHand(MARINE_PROD, 'prod'),
    ...decisionsOfApprovers(who),
    ...writesToRegistry(),
    ...beyondEverybody(who),
  ];
}

function pipelineOf(name: string): string {
  return sageMaker(`pipeline/${name}`, MARINE_DEV);
}

function bootstrapRole(account: string): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-${REGION}`;
}
