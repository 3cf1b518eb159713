import { AccessTable, allowed, brokenRows, by, countsOf, denied } from '../access-table';
import {
  COASTAL_DEV,
  DATA,
  LOG_ARCHIVE,
  MARINE_DEV,
  MARINE_PROD,
  MARINE_TEST,
  REGION,
  SECURITY,
  SHARED_SERVICES,
} from '../reference-platform';
import {
  accountsReachedBy,
  APPROVED,
  ARTIFACT,
  beyondEverybody,
  bucketOf,
  CAPTURED,
  decisionsOfApprovers,
  deploymentsByHand,
  ENDPOINT_ROLE,
  FLOW_LOG,
  GROUP,
  JOBS_ROLE,
  LEAST_ROWS,
  logsOf,
  observation,
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

const IN_PROD = PLATFORM.role(MARINE_PROD, 'acme-ml-platform-engineer');
const IN_DEV = PLATFORM.role(MARINE_DEV, 'acme-ml-platform-engineer');
const IN_REGISTRY = PLATFORM.role(SHARED_SERVICES, 'acme-ml-platform-engineer');
const IN_LOG_ARCHIVE = PLATFORM.role(LOG_ARCHIVE, 'acme-ml-platform-engineer');

const STACK = stack('acme-ml-marine-life-prod', REGION);
const PIPELINE = sageMaker('pipeline/marine-life--abalone', MARINE_DEV);
const TEMPLATE_OF_HIS_OWN = { 'cloudformation:TemplateUrl': 'https://example.com/template.yaml' };

const TABLE: AccessTable = {
  about: 'a platform engineer in the prod account of marine-life',
  who: IN_PROD,
  rows: [
    allowed('deploys through the role of the bootstrap', 'sts:AssumeRole', bootstrapRole('deploy')),
    allowed('uploads files of a deployment', 'sts:AssumeRole', bootstrapRole('file-publishing')),
    allowed('uploads images of a deployment', 'sts:AssumeRole', bootstrapRole('image-publishing')),
    allowed('looks up what a deployment needs to know', 'sts:AssumeRole', bootstrapRole('lookup')),
    by(IN_DEV, allowed('deploys in dev', 'sts:AssumeRole', bootstrapRole('deploy', MARINE_DEV))),
    by(IN_LOG_ARCHIVE, allowed('deploys the log archive', 'sts:AssumeRole', bootstrapRole('deploy', LOG_ARCHIVE))),
    allowed('looks at a stack', 'cloudformation:DescribeStacks', STACK),
    allowed('sees what a deployment did', 'cloudformation:DescribeStackEvents', STACK),
    allowed('sees what a stack consists of', 'cloudformation:DescribeStackResources', STACK),
    allowed('lists what a stack consists of', 'cloudformation:ListStackResources', STACK),
    allowed('reads the template of a stack', 'cloudformation:GetTemplate', STACK),
    allowed('reads what a deployment would change', 'cloudformation:DescribeChangeSet', STACK),
    allowed('lists the stacks', 'cloudformation:ListStacks'),
    allowed('lists the metrics', 'cloudwatch:ListMetrics'),
    allowed('reads the log of an endpoint', 'logs:GetLogEvents', `${endpointLog()}:log-stream:1`),
    ...observation(MARINE_PROD),

    denied('deploys by hand', 'cloudformation:CreateStack', STACK, TEMPLATE_OF_HIS_OWN),
    denied('changes a stack by hand', 'cloudformation:UpdateStack', STACK, TEMPLATE_OF_HIS_OWN),
    denied('executes a change by hand', 'cloudformation:ExecuteChangeSet', STACK),
    denied('deletes a stack', 'cloudformation:DeleteStack', STACK),
    denied('looks at a stack of another region', 'cloudformation:DescribeStacks', stack('acme-ml-x', 'us-east-1')),
    denied('lists the stacks of another region', 'cloudformation:ListStacks', '*', inRegion('us-east-1')),
    denied('deploys to another region', 'sts:AssumeRole', bootstrapRole('deploy', MARINE_PROD, 'us-east-1')),
    denied('becomes a job', 'sts:AssumeRole', JOBS_ROLE),
    denied('becomes an endpoint', 'sts:AssumeRole', ENDPOINT_ROLE),
    denied('becomes a scientist', 'sts:AssumeRole', scientist()),
    denied('hands the role of an endpoint on', 'iam:PassRole', ENDPOINT_ROLE, TO_SAGEMAKER),

    ...deploymentsByHand(MARINE_PROD, 'prod'),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', endpoint()),
    denied('reads what an endpoint captured', 's3:GetObject', CAPTURED),
    denied('lists what an endpoint captured', 's3:ListBucket', bucketOf(CAPTURED)),
    denied('decrypts what an endpoint captured', 'kms:Decrypt', PROD_KEY, THROUGH_S3),
    denied('changes the key of a stage', 'kms:PutKeyPolicy', PROD_KEY),
    denied('reads a secret', 'secretsmanager:GetSecretValue', secret()),
    denied('reads the code of a function', 'lambda:GetFunction', functionArn()),
    denied('reads the log of a function', 'logs:FilterLogEvents', logsOf('/aws/lambda/x', MARINE_PROD)),
    denied('deletes the log of an endpoint', 'logs:DeleteLogGroup', endpointLog()),

    by(IN_DEV, denied('reads the raw data', 's3:GetObject', RAW_DATA)),
    by(IN_DEV, denied('writes raw data', 's3:PutObject', RAW_DATA)),
    by(IN_DEV, denied('decrypts the raw data', 'kms:Decrypt', TEAM_KEY, THROUGH_S3)),
    by(IN_DEV, denied('trains', 'sagemaker:CreateTrainingJob', sageMaker('training-job/x', MARINE_DEV))),
    by(IN_DEV, denied('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE)),
    by(IN_DEV, denied('changes a pipeline', 'sagemaker:UpdatePipeline', PIPELINE)),
    by(IN_DEV, denied('opens the Studio of somebody', 'sagemaker:CreatePresignedDomainUrl', studio())),
    by(IN_REGISTRY, denied('reads a model', 's3:GetObject', ARTIFACT)),
    by(IN_REGISTRY, denied('decrypts a model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3)),
    by(IN_REGISTRY, denied('replaces a model', 's3:PutObject', ARTIFACT)),
    by(IN_REGISTRY, denied('opens a group to others', 'sagemaker:PutModelPackageGroupPolicy', GROUP)),
    by(IN_REGISTRY, denied('registers an approved version', 'sagemaker:CreateModelPackage', VERSION, APPROVED)),
    by(IN_LOG_ARCHIVE, denied('reads the trail', 's3:GetObject', TRAIL_LOG)),
    by(IN_LOG_ARCHIVE, denied('deletes the trail', 's3:DeleteObject', TRAIL_LOG)),
    by(IN_LOG_ARCHIVE, denied('reads the flow logs', 's3:GetObject', FLOW_LOG)),
    ...decisionsOfApprovers(IN_PROD, IN_DEV, IN_REGISTRY),
    ...writesToRegistry(),
    ...beyondEverybody(IN_PROD),
  ],
};

test('a platform engineer deploys through the bootstrap, sees that it runs, and does nothing else', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what a platform engineer does is told by enough lines', () => {
  const { allowed, denied } = countsOf(TABLE);

  expect(Math.min(allowed, denied)).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('platform engineers reach every account of the platform but that of the management', () => {
  const accounts = accountsReachedBy('acme-ml-platform-engineer');

  expect(accounts.sort()).toEqual(
    [LOG_ARCHIVE, SECURITY, SHARED_SERVICES, DATA, MARINE_DEV, MARINE_TEST, MARINE_PROD, COASTAL_DEV].sort(),
  );
});

function bootstrapRole(purpose: string, account = MARINE_PROD, region = REGION): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-${purpose}-role-${account}-${region}`;
}

function stack(name: string, region: string): string {
  return `arn:aws:cloudformation:${region}:${MARINE_PROD}:stack/${name}/0a1b2c3d`;
}

function endpoint(): string {
  return sageMaker('endpoint/marine-life--abalone-prod', MARINE_PROD);
}

function endpointLog(): string {
  return logsOf('/aws/sagemaker/Endpoints/marine-life--abalone-prod', MARINE_PROD);
}

function studio(): string {
  return sageMaker('user-profile/d-1/ada', MARINE_DEV);
}

function scientist(): string {
  return PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life-dev-data-scientist').arn;
}

function secret(): string {
  return `arn:aws:secretsmanager:${REGION}:${MARINE_PROD}:secret:token-1a2b3c`;
}

function functionArn(): string {
  return `arn:aws:lambda:${REGION}:${MARINE_PROD}:function:x`;
}

function inRegion(region: string): Record<string, string> {
  return { 'aws:RequestedRegion': region };
}
