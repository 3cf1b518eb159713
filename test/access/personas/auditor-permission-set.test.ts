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
  LOG_KEY,
  logsOf,
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

const IN_PROD = PLATFORM.role(MARINE_PROD, 'acme-ml-auditor');
const IN_DEV = PLATFORM.role(MARINE_DEV, 'acme-ml-auditor');
const IN_REGISTRY = PLATFORM.role(SHARED_SERVICES, 'acme-ml-auditor');
const IN_LOG_ARCHIVE = PLATFORM.role(LOG_ARCHIVE, 'acme-ml-auditor');
const IN_SECURITY = PLATFORM.role(SECURITY, 'acme-ml-auditor');

const ENDPOINT = sageMaker('endpoint/marine-life--abalone-prod', MARINE_PROD);
const TRAIL = inProd('cloudtrail', 'trail/acme-ml-marine-life-prod');
const RULE = inProd('config', 'config-rule/config-rule-0a1b2c');
const RECORDER = inProd('config', 'configuration-recorder/default/recorder');
const HUB = `arn:aws:securityhub:${REGION}:${SECURITY}:hub/default`;
const ANALYZER = `arn:aws:access-analyzer:${REGION}:${SECURITY}:analyzer/acme-ml`;

const TABLE: AccessTable = {
  about: 'an auditor in the prod account of marine-life',
  who: IN_PROD,
  rows: [
    allowed('looks at an endpoint', 'sagemaker:DescribeEndpoint', ENDPOINT),
    allowed('looks at a model', 'sagemaker:DescribeModel', sageMaker('model/abalone', MARINE_PROD)),
    allowed('sees how an endpoint is configured', 'sagemaker:DescribeEndpointConfig', configuration()),
    allowed('reads the tags of an endpoint', 'sagemaker:ListTags', ENDPOINT),
    allowed('lists the endpoints', 'sagemaker:ListEndpoints'),
    allowed('looks at a role', 'iam:GetRole', ENDPOINT_ROLE),
    allowed('reads the policy of a role', 'iam:GetRolePolicy', ENDPOINT_ROLE),
    allowed('lists the roles', 'iam:ListRoles'),
    allowed('sees whether the trail runs', 'cloudtrail:GetTrailStatus', TRAIL),
    allowed('sees what the trail records', 'cloudtrail:GetEventSelectors', TRAIL),
    allowed('looks up who did what', 'cloudtrail:LookupEvents'),
    allowed('sees which resources break a rule', 'config:GetComplianceDetailsByConfigRule', RULE),
    allowed('sees how a resource changed', 'config:GetResourceConfigHistory'),
    allowed('looks at the organisation', 'organizations:DescribeOrganization'),
    by(IN_DEV, allowed('looks at a pipeline', 'sagemaker:DescribePipeline', pipeline())),
    by(IN_DEV, allowed('looks at a training job', 'sagemaker:DescribeTrainingJob', trainingJob())),
    by(IN_REGISTRY, allowed('looks at a version', 'sagemaker:DescribeModelPackage', VERSION)),
    by(IN_REGISTRY, allowed('sees who reaches a group', 'sagemaker:GetModelPackageGroupPolicy', GROUP)),
    by(IN_SECURITY, allowed('reads findings', 'securityhub:GetFindings', HUB)),
    by(IN_SECURITY, allowed('reads what is open to others', 'access-analyzer:ListFindings', ANALYZER)),

    by(IN_LOG_ARCHIVE, denied('reads the trail', 's3:GetObject', TRAIL_LOG)),
    by(IN_LOG_ARCHIVE, denied('lists the trail', 's3:ListBucket', bucketOf(TRAIL_LOG))),
    by(IN_LOG_ARCHIVE, denied('deletes the trail', 's3:DeleteObject', TRAIL_LOG)),
    by(IN_LOG_ARCHIVE, denied('reads the flow logs', 's3:GetObject', FLOW_LOG)),
    by(IN_LOG_ARCHIVE, denied('decrypts the logs', 'kms:Decrypt', LOG_KEY, THROUGH_S3)),
    by(IN_DEV, denied('reads the raw data', 's3:GetObject', RAW_DATA)),
    by(IN_DEV, denied('lists the raw data', 's3:ListBucket', bucketOf(RAW_DATA))),
    by(IN_DEV, denied('decrypts the raw data', 'kms:Decrypt', TEAM_KEY, THROUGH_S3)),
    by(IN_DEV, denied('starts a pipeline', 'sagemaker:StartPipelineExecution', pipeline())),
    by(IN_DEV, denied('stops a training job', 'sagemaker:StopTrainingJob', trainingJob())),
    by(IN_DEV, denied('opens the Studio of somebody', 'sagemaker:CreatePresignedDomainUrl', studio())),
    by(IN_REGISTRY, denied('reads a model', 's3:GetObject', ARTIFACT)),
    by(IN_REGISTRY, denied('decrypts a model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3)),
    by(IN_REGISTRY, denied('opens a group to others', 'sagemaker:PutModelPackageGroupPolicy', GROUP)),
    by(IN_SECURITY, denied('closes a finding', 'securityhub:BatchUpdateFindings', HUB)),
    by(IN_SECURITY, denied('hides findings', 'access-analyzer:CreateArchiveRule', `${ANALYZER}/archive-rule/x`)),
    by(IN_SECURITY, denied('disables Security Hub', 'securityhub:DisableSecurityHub', HUB)),

    denied('reads what an endpoint captured', 's3:GetObject', CAPTURED),
    denied('decrypts what an endpoint captured', 'kms:Decrypt', PROD_KEY, THROUGH_S3),
    denied('encrypts', 'kms:GenerateDataKey', PROD_KEY, THROUGH_S3),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', ENDPOINT),
    denied('reads the log of an endpoint', 'logs:FilterLogEvents', logsOf('/aws/sagemaker/Endpoints/x', MARINE_PROD)),
    denied('queries logs', 'logs:StartQuery', logsOf('/aws/sagemaker/Endpoints/x', MARINE_PROD)),
    denied('reads a secret', 'secretsmanager:GetSecretValue', inProd('secretsmanager', 'secret:token-1a2b3c')),
    denied('reads a parameter', 'ssm:GetParameter', inProd('ssm', 'parameter/token')),
    denied('reads the code of a function', 'lambda:GetFunction', inProd('lambda', 'function:x')),
    denied('queries data', 'athena:StartQueryExecution', inProd('athena', 'workgroup/primary')),
    denied('changes the trail', 'cloudtrail:UpdateTrail', TRAIL),
    denied('narrows the trail', 'cloudtrail:PutEventSelectors', TRAIL),
    denied('deletes a rule', 'config:DeleteConfigRule', RULE),
    denied('deletes the recorder', 'config:DeleteConfigurationRecorder', RECORDER),
    denied('changes a role', 'iam:UpdateAssumeRolePolicy', ENDPOINT_ROLE),
    denied('hands a role on', 'iam:PassRole', ENDPOINT_ROLE, TO_SAGEMAKER),
    denied('becomes an endpoint', 'sts:AssumeRole', ENDPOINT_ROLE),
    denied('becomes a job', 'sts:AssumeRole', JOBS_ROLE),
    denied('deploys through the bootstrap', 'sts:AssumeRole', bootstrapRole()),
    denied('looks at another region', 'sagemaker:ListEndpoints', '*', { 'aws:RequestedRegion': 'us-east-1' }),
    ...deploymentsByHand(MARINE_PROD, 'prod'),
    ...decisionsOfApprovers(IN_PROD, IN_REGISTRY),
    ...writesToRegistry(),
    ...beyondEverybody(IN_PROD),
  ],
};

test('an auditor reads how everything is configured, and neither reads data nor changes anything', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what an auditor does is told by enough lines', () => {
  const { allowed, denied } = countsOf(TABLE);

  expect(Math.min(allowed, denied)).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('auditors reach every account of the platform but that of the management', () => {
  const accounts = accountsReachedBy('acme-ml-auditor');

  expect(accounts.sort()).toEqual(
    [LOG_ARCHIVE, SECURITY, SHARED_SERVICES, DATA, MARINE_DEV, MARINE_TEST, MARINE_PROD, COASTAL_DEV].sort(),
  );
});

function inProd(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${MARINE_PROD}:${resource}`;
}

function configuration(): string {
  return sageMaker('endpoint-config/abalone', MARINE_PROD);
}

function pipeline(): string {
  return sageMaker('pipeline/marine-life--abalone', MARINE_DEV);
}

function trainingJob(): string {
  return sageMaker('training-job/pipelines-1-train', MARINE_DEV);
}

function studio(): string {
  return sageMaker('user-profile/d-1/ada', MARINE_DEV);
}

function bootstrapRole(): string {
  return `arn:aws:iam::${MARINE_PROD}:role/cdk-hnb659fds-deploy-role-${MARINE_PROD}-${REGION}`;
}
