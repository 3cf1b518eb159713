import { AccessTable, allowed, brokenRows, by, countsOf, denied, Row } from './access-table';
import { deploymentRole, Role } from './platform-roles';
import { administrator, ANYBODY, Principal, service, stranger } from './principals';
import { encryptedWith, goodJob, networkOf, without } from './reference-grounds';
import {
  COASTAL_DEV,
  MARINE_DEV,
  MARINE_PROD,
  MARINE_TEST,
  referencePlatform,
  REGION,
  SHARED_SERVICES,
} from './reference-platform';

/** The least that each table says of what is allowed, and of what is denied. */
const LEAST_ROWS = 15;

const PLATFORM = referencePlatform();

const JOBS = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life--abalone-jobs');
const PIPELINE = PLATFORM.role(MARINE_DEV, 'acme-ml-marine-life--abalone-pipeline');

const TEAM_DATA = `acme-ml-marine-life-dev-data-${MARINE_DEV}-${REGION}`;
const OTHER_TEAM_DATA = `acme-ml-coastal-weather-dev-data-${COASTAL_DEV}-${REGION}`;
const ARTIFACTS = `acme-ml-marine-life--abalone-artifacts-${SHARED_SERVICES}-${REGION}`;
const MODEL = 'marine-life/abalone/1/model.tar.gz';

const TEAM_KEY = PLATFORM.key(MARINE_DEV, 'alias/acme-ml/marine-life/dev');
const OTHER_TEAM_KEY = PLATFORM.key(COASTAL_DEV, 'alias/acme-ml/coastal-weather/dev');
const REGISTRY_KEY = PLATFORM.key(SHARED_SERVICES, 'alias/acme-ml/artifacts/marine-life/abalone');

const THROUGH_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
const FOR_AWS = { 'kms:GrantIsForAWSResource': 'true' };
const FOR_A_PERSON = { 'kms:GrantIsForAWSResource': 'false' };
const IN_PLAIN_HTTP = { 'aws:SecureTransport': 'false' };

const NETWORK = networkOf(PLATFORM, MARINE_DEV);
const OTHER_NETWORK = networkOf(PLATFORM, COASTAL_DEV);
const GOOD_JOB = goodJob(NETWORK, TEAM_KEY);

const GROUP = sageMaker('model-package-group/marine-life--abalone', SHARED_SERVICES);
const VERSION = sageMaker('model-package/marine-life--abalone/1', SHARED_SERVICES);
const OTHER_VERSION = sageMaker('model-package/coastal-weather--storms/1', SHARED_SERVICES);
const PENDING = { 'sagemaker:ModelApprovalStatus': 'PendingManualApproval' };
const APPROVED = { 'sagemaker:ModelApprovalStatus': 'Approved' };

const IMAGE = `arn:aws:ecr:${REGION}:141502667606:repository/sagemaker-xgboost`;
const STRANGE_IMAGE = `arn:aws:ecr:${REGION}:000000000000:repository/sagemaker-xgboost`;

const TABLES: AccessTable[] = [
  {
    about: 'a job of the project abalone',
    who: JOBS,
    rows: [
      allowed('reads the raw data of its project', 's3:GetObject', data('abalone/raw/1.csv')),
      allowed('lists the raw data of its project', 's3:ListBucket', bucket(TEAM_DATA), { 's3:prefix': 'abalone/raw/' }),
      allowed('writes its results', 's3:PutObject', data('projects/abalone/run-1/model.tar.gz')),
      allowed('reads its results', 's3:GetObject', data('projects/abalone/run-1/model.tar.gz')),
      allowed('gives up an upload', 's3:AbortMultipartUpload', data('projects/abalone/run-1/model.tar.gz')),
      allowed('decrypts with the key of its team', 'kms:Decrypt', TEAM_KEY),
      allowed('encrypts with the key of its team', 'kms:GenerateDataKey', TEAM_KEY),
      allowed('lets AWS use the key of its team for a volume', 'kms:CreateGrant', TEAM_KEY, FOR_AWS),
      allowed('reads the artifacts of its model in the registry', 's3:GetObject', artifact(MODEL)),
      allowed('writes artifacts of its model', 's3:PutObject', artifact(MODEL), encryptedWith(REGISTRY_KEY)),
      allowed('writes artifacts under the encryption of the bucket', 's3:PutObject', artifact(MODEL)),
      allowed('finds the bucket of its model', 's3:GetBucketLocation', bucket(ARTIFACTS)),
      allowed('encrypts artifacts', 'kms:GenerateDataKey', REGISTRY_KEY, THROUGH_S3),
      allowed('decrypts artifacts', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),
      allowed('signs in to pull images', 'ecr:GetAuthorizationToken'),
      allowed('pulls the image of its algorithm from AWS', 'ecr:BatchGetImage', IMAGE),
      allowed('connects to its own subnets', 'ec2:CreateNetworkInterface', interfaceIn(MARINE_DEV)),
      allowed('looks at the network', 'ec2:DescribeSubnets'),
      allowed('writes its log', 'logs:PutLogEvents', `${logGroup('/aws/sagemaker/TrainingJobs')}:log-stream:1`),
      allowed('publishes its metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': '/aws/sagemaker/x' }),

      denied('changes the raw data', 's3:PutObject', data('abalone/raw/1.csv')),
      denied('deletes the raw data', 's3:DeleteObject', data('abalone/raw/1.csv')),
      denied('deletes its results', 's3:DeleteObject', data('projects/abalone/run-1/model.tar.gz')),
      denied('reads the data of another project', 's3:GetObject', data('salmon/raw/1.csv')),
      denied('reads a neighbour whose name begins alike', 's3:GetObject', data('abalone/raw-secret/1.csv')),
      denied('lists the whole bucket', 's3:ListBucket', bucket(TEAM_DATA), { 's3:prefix': '' }),
      denied('lists without saying what', 's3:ListBucket', bucket(TEAM_DATA)),
      denied('reads over plain HTTP', 's3:GetObject', data('abalone/raw/1.csv'), IN_PLAIN_HTTP),
      denied('reads the data of another team', 's3:GetObject', object(OTHER_TEAM_DATA, 'abalone/raw/1.csv')),
      denied('writes to another team', 's3:PutObject', object(OTHER_TEAM_DATA, 'projects/abalone/1')),
      denied('decrypts with the key of another team', 'kms:Decrypt', OTHER_TEAM_KEY, THROUGH_S3),
      denied(
        'writes its results with another key',
        's3:PutObject',
        data('projects/abalone/1'),
        encryptedWith(REGISTRY_KEY),
      ),
      denied('writes its results without a key', 's3:PutObject', data('projects/abalone/1'), {
        's3:x-amz-server-side-encryption': 'AES256',
      }),
      denied('writes artifacts with the key of its team', 's3:PutObject', artifact(MODEL), encryptedWith(TEAM_KEY)),
      denied('reads artifacts of another model', 's3:GetObject', artifact('marine-life/salmon/1/model.tar.gz')),
      denied('deletes artifacts', 's3:DeleteObject', artifact(MODEL)),
      denied('decrypts in the registry beside S3', 'kms:Decrypt', REGISTRY_KEY),
      denied('gives the key of the registry on', 'kms:CreateGrant', REGISTRY_KEY, { ...FOR_AWS, ...THROUGH_S3 }),
      denied('gives the key of its team to a person', 'kms:CreateGrant', TEAM_KEY, FOR_A_PERSON),
      denied('changes the policy of its key', 'kms:PutKeyPolicy', TEAM_KEY),
      denied('destroys its key', 'kms:ScheduleKeyDeletion', TEAM_KEY),
      denied('pulls an image of a stranger', 'ecr:BatchGetImage', STRANGE_IMAGE),
      denied('connects to the subnets of another team', 'ec2:CreateNetworkInterface', interfaceIn(COASTAL_DEV)),
      denied('writes the logs of others', 'logs:PutLogEvents', `${logGroup('/aws/lambda/x')}:log-stream:1`),
      denied('deletes its log', 'logs:DeleteLogGroup', logGroup('/aws/sagemaker/TrainingJobs')),
      denied('publishes metrics of others', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'AWS/Billing' }),
      denied('starts another job', 'sagemaker:CreateTrainingJob', job('pipelines-1-train'), GOOD_JOB),
      denied('hands its role on', 'iam:PassRole', JOBS.arn, toService('sagemaker')),
      denied('registers a version', 'sagemaker:CreateModelPackage', VERSION, PENDING),
      denied('approves a version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
      denied('becomes the pipeline', 'sts:AssumeRole', PIPELINE.arn),
      ...whoMayBecome(JOBS, MARINE_DEV, MARINE_TEST),
    ],
  },
  {
    about: 'the pipeline of the project abalone',
    who: PIPELINE,
    rows: [
      allowed('starts a training job inside the VPC, with the key', 'sagemaker:CreateTrainingJob', ...goodTraining()),
      allowed('starts a processing job likewise', 'sagemaker:CreateProcessingJob', processing('pipelines-1'), GOOD_JOB),
      allowed('uses one subnet of several', ...training({ 'sagemaker:VpcSubnets': [NETWORK.subnetIds[0]] })),
      allowed(
        'leaves the key of a volume to hardware that encrypts its own disks',
        ...training({ 'sagemaker:InstanceTypes': ['ml.r5d.xlarge'] }, 'sagemaker:VolumeKmsKeyArn'),
      ),
      allowed('follows its job', 'sagemaker:DescribeTrainingJob', job('pipelines-1-train')),
      allowed('stops its job', 'sagemaker:StopTrainingJob', job('pipelines-1-train')),
      allowed('follows its processing job', 'sagemaker:DescribeProcessingJob', processing('pipelines-1')),
      allowed('tags its job as it starts', 'sagemaker:AddTags', job('pipelines-1-train'), {
        'sagemaker:TaggingAction': 'CreateTrainingJob',
      }),
      allowed('hands the role of jobs to SageMaker', 'iam:PassRole', JOBS.arn, toService('sagemaker')),
      allowed('registers a version that waits for approval', 'sagemaker:CreateModelPackage', VERSION, PENDING),
      allowed('registers a version that failed', 'sagemaker:CreateModelPackage', VERSION, {
        'sagemaker:ModelApprovalStatus': 'Rejected',
      }),
      allowed('reads a version of its model', 'sagemaker:DescribeModelPackage', VERSION),
      allowed('reads the group of its model', 'sagemaker:DescribeModelPackageGroup', GROUP),
      allowed('reads the artifacts of its model', 's3:GetObject', artifact(MODEL)),
      allowed('lists the artifacts of its model', 's3:ListBucket', bucket(ARTIFACTS), {
        's3:prefix': 'marine-life/abalone/1/',
      }),
      allowed('decrypts the artifacts of its model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),

      denied('starts a job without a VPC', ...training({}, 'sagemaker:VpcSubnets', 'sagemaker:VpcSecurityGroupIds')),
      denied('starts a job without subnets', ...training({}, 'sagemaker:VpcSubnets')),
      denied('starts a job without a security group', ...training({}, 'sagemaker:VpcSecurityGroupIds')),
      denied('starts a job with an empty list of subnets', ...training({ 'sagemaker:VpcSubnets': [] })),
      denied(
        'starts a job in the subnets of another team',
        ...training({ 'sagemaker:VpcSubnets': OTHER_NETWORK.subnetIds }),
      ),
      denied(
        'hides a foreign subnet among its own',
        ...training({ 'sagemaker:VpcSubnets': [...NETWORK.subnetIds, OTHER_NETWORK.subnetIds[0]] }),
      ),
      denied(
        'starts a job under the security group of another team',
        ...training({ 'sagemaker:VpcSecurityGroupIds': OTHER_NETWORK.securityGroupIds }),
      ),
      denied('starts a job without a key for its volume', ...training({}, 'sagemaker:VolumeKmsKeyArn')),
      denied(
        'hides an unencrypted volume behind hardware that encrypts',
        ...training({ 'sagemaker:InstanceTypes': ['ml.r5d.xlarge', 'ml.m5.xlarge'] }, 'sagemaker:VolumeKmsKeyArn'),
      ),
      denied('starts a job with the key of another team', ...training({ 'sagemaker:VolumeKmsKeyArn': OTHER_TEAM_KEY })),
      denied('starts a job under another name', 'sagemaker:CreateTrainingJob', job('mine'), GOOD_JOB),
      denied('stops the job of somebody else', 'sagemaker:StopTrainingJob', job('mine')),
      denied('hands the role of jobs to another service', 'iam:PassRole', JOBS.arn, toService('lambda')),
      denied('hands its own role on', 'iam:PassRole', PIPELINE.arn, toService('sagemaker')),
      denied('hands the role of deployments on', 'iam:PassRole', deployer(MARINE_DEV).arn, toService('sagemaker')),
      denied('registers an approved version', 'sagemaker:CreateModelPackage', VERSION, APPROVED),
      denied('approves a version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
      denied('deletes a version', 'sagemaker:DeleteModelPackage', VERSION),
      denied('deletes the group of its model', 'sagemaker:DeleteModelPackageGroup', GROUP),
      denied('opens the group to others', 'sagemaker:PutModelPackageGroupPolicy', GROUP),
      denied('registers a version of another team', 'sagemaker:CreateModelPackage', OTHER_VERSION, PENDING),
      denied('makes a model of a version', 'sagemaker:CreateModel', sageMaker('model/abalone')),
      denied('serves a model', 'sagemaker:CreateEndpoint', sageMaker('endpoint/abalone')),
      denied('changes itself', 'sagemaker:UpdatePipeline', sageMaker('pipeline/marine-life--abalone')),
      denied('reads the raw data', 's3:GetObject', data('abalone/raw/1.csv')),
      denied('changes artifacts', 's3:PutObject', artifact(MODEL), encryptedWith(REGISTRY_KEY)),
      denied('deletes artifacts', 's3:DeleteObject', artifact(MODEL)),
      denied('encrypts in the registry', 'kms:GenerateDataKey', REGISTRY_KEY, THROUGH_S3),
      denied('decrypts in the registry beside S3', 'kms:Decrypt', REGISTRY_KEY),
      denied('decrypts the data of its team', 'kms:Decrypt', TEAM_KEY),
      denied('tags what others made', 'sagemaker:AddTags', sageMaker('endpoint/abalone')),
      denied('tags a job later', 'sagemaker:AddTags', job('pipelines-1-train')),
      denied('removes tags', 'sagemaker:DeleteTags', job('pipelines-1-train')),
      denied('becomes a job', 'sts:AssumeRole', JOBS.arn),
      ...whoMayBecome(PIPELINE, MARINE_DEV, MARINE_PROD),
    ],
  },
  endpointTable('prod', MARINE_PROD, 'test', MARINE_TEST),
  endpointTable('test', MARINE_TEST, 'prod', MARINE_PROD),
];

/** What accounts allow each other, whatever their own roles may do: no table of a role shows that another cannot do the same. */
const REGISTRY: AccessTable = {
  about: 'an administrator of the account in which the model is trained',
  who: administrator(MARINE_DEV),
  rows: [
    allowed('looks at a version', 'sagemaker:DescribeModelPackage', VERSION),
    allowed('registers a version that waits for approval', 'sagemaker:CreateModelPackage', VERSION, PENDING),
    by(administrator(MARINE_PROD), allowed('looks at a version', 'sagemaker:DescribeModelPackage', VERSION)),

    denied('registers an approved version', 'sagemaker:CreateModelPackage', VERSION, APPROVED),
    denied('approves a version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
    denied('deletes a version', 'sagemaker:DeleteModelPackage', VERSION),
    denied('opens the group to others', 'sagemaker:PutModelPackageGroupPolicy', GROUP),
    denied('reads artifacts without being their role', 's3:GetObject', artifact(MODEL)),
    denied('writes artifacts without being their role', 's3:PutObject', artifact(MODEL), encryptedWith(REGISTRY_KEY)),
    denied('deletes artifacts', 's3:DeleteObject', artifact(MODEL)),
    denied('opens the bucket to others', 's3:PutBucketPolicy', bucket(ARTIFACTS)),
    denied('decrypts artifacts without being their role', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),
    denied('gives the key of the registry on', 'kms:CreateGrant', REGISTRY_KEY, FOR_AWS),
    denied('changes the policy of the key', 'kms:PutKeyPolicy', REGISTRY_KEY),
    by(administrator(MARINE_PROD), denied('registers a version', 'sagemaker:CreateModelPackage', VERSION, PENDING)),
    by(administrator(MARINE_PROD), denied('reads artifacts', 's3:GetObject', artifact(MODEL))),
    by(administrator(COASTAL_DEV), denied('looks at a version', 'sagemaker:DescribeModelPackage', VERSION)),
    by(administrator(COASTAL_DEV), denied('reads artifacts', 's3:GetObject', artifact(MODEL))),
    by(administrator(COASTAL_DEV), denied('reads the data of the team', 's3:GetObject', data('abalone/raw/1.csv'))),
    by(administrator(COASTAL_DEV), denied('decrypts the data of the team', 'kms:Decrypt', TEAM_KEY, THROUGH_S3)),
    by(administrator(SHARED_SERVICES), denied('reads the data of the team', 's3:GetObject', data('abalone/raw/1.csv'))),
    by(namesake(), denied('reads artifacts', 's3:GetObject', artifact(MODEL))),
    by(stranger(), denied('reads artifacts', 's3:GetObject', artifact(MODEL))),
    by(stranger(), denied('decrypts artifacts', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3)),
    by(stranger(), denied('looks at a version', 'sagemaker:DescribeModelPackage', VERSION)),
    by(ANYBODY, denied('reads artifacts', 's3:GetObject', artifact(MODEL))),
    by(ANYBODY, denied('reads the data of the team', 's3:GetObject', data('abalone/raw/1.csv'))),
  ],
};

const STAGE_KEY = PLATFORM.key(MARINE_PROD, 'alias/acme-ml/marine-life/prod');
const FROM_PROD = { 'kms:CallerAccount': MARINE_PROD };

/** Who uses the key of a stage without being its endpoint. */
const KEY_OF_STAGE: AccessTable = {
  about: 'who repairs what serves in an emergency, and who searches what is captured',
  who: PLATFORM.role(MARINE_PROD, 'acme-ml-marine-life-prod-break-glass'),
  rows: [
    allowed('lets AWS use the key for a volume', 'kms:CreateGrant', STAGE_KEY, FOR_AWS),
    allowed('looks at the key', 'kms:DescribeKey', STAGE_KEY),
    by(macie(MARINE_PROD), allowed('decrypts what is captured', 'kms:Decrypt', STAGE_KEY, FROM_PROD)),

    denied('gives the key to a person', 'kms:CreateGrant', STAGE_KEY, FOR_A_PERSON),
    denied('decrypts what is captured', 'kms:Decrypt', STAGE_KEY),
    by(macie(MARINE_PROD), denied('encrypts', 'kms:GenerateDataKey', STAGE_KEY, FROM_PROD)),
    by(
      macie(MARINE_DEV),
      denied('decrypts for another account', 'kms:Decrypt', STAGE_KEY, { 'kms:CallerAccount': MARINE_DEV }),
    ),
  ],
};

test('the key of a stage is lent in an emergency, and read by Macie of its account', async () => {
  const broken = await brokenRows(PLATFORM, KEY_OF_STAGE);

  expect(broken).toEqual([]);
});

describe.each(TABLES.map((table) => [table.about, table] as const))('%s', (_, table) => {
  test('does all that its table allows, and nothing of what it denies', async () => {
    const broken = await brokenRows(PLATFORM, table);

    expect(broken).toEqual([]);
  });

  test('is told by enough lines', () => {
    const { allowed, denied } = countsOf(table);

    expect(Math.min(allowed, denied)).toBeGreaterThanOrEqual(LEAST_ROWS);
  });
});

test('the registry and the data of a team are closed to all who are not named', async () => {
  const broken = await brokenRows(PLATFORM, REGISTRY);

  expect(broken).toEqual([]);
});

function endpointTable(stage: string, account: string, otherStage: string, otherAccount: string): AccessTable {
  const endpoint = PLATFORM.role(account, `acme-ml-marine-life--abalone-${stage}-endpoint`);
  const capture = `acme-ml-marine-life-${stage}-capture-${account}-${REGION}`;
  const otherCapture = `acme-ml-marine-life-${otherStage}-capture-${otherAccount}-${REGION}`;
  const key = PLATFORM.key(account, `alias/acme-ml/marine-life/${stage}`);
  const otherKey = PLATFORM.key(otherAccount, `alias/acme-ml/marine-life/${otherStage}`);
  const captured = object(capture, 'capture/abalone/AllTraffic/1.jsonl');
  const inSubnet = { 'ec2:Subnet': networkOf(PLATFORM, account).subnetArn };
  const inOtherSubnet = { 'ec2:Subnet': networkOf(PLATFORM, MARINE_DEV).subnetArn };
  const anyInterface = `arn:aws:ec2:${REGION}:${account}:network-interface/eni-1`;

  return {
    about: `the endpoint of the project abalone in ${stage}`,
    who: endpoint,
    rows: [
      allowed('reads the artifacts of its model in the registry', 's3:GetObject', artifact(MODEL)),
      allowed('lists the artifacts of its model', 's3:ListBucket', bucket(ARTIFACTS), {
        's3:prefix': 'marine-life/abalone/1/',
      }),
      allowed('finds the bucket of its model', 's3:GetBucketLocation', bucket(ARTIFACTS)),
      allowed('decrypts the artifacts of its model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),
      allowed('looks at the key of its model', 'kms:DescribeKey', REGISTRY_KEY, THROUGH_S3),
      allowed('writes what it captures', 's3:PutObject', captured),
      allowed('writes what it captures with the key of its stage', 's3:PutObject', captured, encryptedWith(key)),
      allowed('gives up an upload', 's3:AbortMultipartUpload', captured),
      allowed('lists what it captured', 's3:ListBucket', bucket(capture), { 's3:prefix': 'capture/abalone/' }),
      allowed('encrypts with the key of its stage', 'kms:GenerateDataKey', key),
      allowed('decrypts with the key of its stage', 'kms:Decrypt', key),
      allowed('lets AWS use the key of its stage for a volume', 'kms:CreateGrant', key, FOR_AWS),
      allowed('connects to its own subnets', 'ec2:CreateNetworkInterface', interfaceIn(account)),
      allowed('lends its interface to SageMaker', 'ec2:CreateNetworkInterfacePermission', anyInterface, inSubnet),
      allowed('removes its interface', 'ec2:DeleteNetworkInterface', anyInterface, inSubnet),
      allowed('looks at the network', 'ec2:DescribeSubnets'),
      allowed('writes its log', 'logs:PutLogEvents', `${logGroup('/aws/sagemaker/Endpoints/x', account)}:log-stream:1`),
      allowed('publishes its metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'AWS/SageMaker' }),

      denied('changes artifacts', 's3:PutObject', artifact(MODEL), encryptedWith(REGISTRY_KEY)),
      denied('deletes artifacts', 's3:DeleteObject', artifact(MODEL)),
      denied('reads artifacts of another model', 's3:GetObject', artifact('marine-life/salmon/1/model.tar.gz')),
      denied('lists the whole registry', 's3:ListBucket', bucket(ARTIFACTS), { 's3:prefix': '' }),
      denied('encrypts in the registry', 'kms:GenerateDataKey', REGISTRY_KEY, THROUGH_S3),
      denied('decrypts in the registry beside S3', 'kms:Decrypt', REGISTRY_KEY),
      denied('reads what it captured', 's3:GetObject', captured),
      denied('deletes what it captured', 's3:DeleteObject', captured),
      denied('captures for another project', 's3:PutObject', object(capture, 'capture/salmon/1.jsonl')),
      denied('captures without a key', 's3:PutObject', captured, { 's3:x-amz-server-side-encryption': 'AES256' }),
      denied('captures with another key', 's3:PutObject', captured, encryptedWith(REGISTRY_KEY)),
      denied('captures over plain HTTP', 's3:PutObject', captured, IN_PLAIN_HTTP),
      denied(`captures in ${otherStage}`, 's3:PutObject', object(otherCapture, 'capture/abalone/1.jsonl')),
      denied(`decrypts with the key of ${otherStage}`, 'kms:Decrypt', otherKey, THROUGH_S3),
      denied('reads the data that models are trained on', 's3:GetObject', data('abalone/raw/1.csv')),
      denied('decrypts the data of its team', 'kms:Decrypt', TEAM_KEY, THROUGH_S3),
      denied('gives the key of its stage to a person', 'kms:CreateGrant', key, FOR_A_PERSON),
      denied('destroys the key of its stage', 'kms:ScheduleKeyDeletion', key),
      denied('connects to the subnets of dev', 'ec2:CreateNetworkInterface', interfaceIn(MARINE_DEV)),
      denied('removes the interface of others', 'ec2:DeleteNetworkInterface', anyInterface, inOtherSubnet),
      denied('makes a model', 'sagemaker:CreateModel', sageMaker('model/abalone', account)),
      denied(
        'changes itself',
        'sagemaker:UpdateEndpoint',
        sageMaker(`endpoint/marine-life--abalone-${stage}`, account),
      ),
      denied('asks another endpoint', 'sagemaker:InvokeEndpoint', sageMaker('endpoint/salmon', account)),
      denied('approves its version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
      denied('hands its role on', 'iam:PassRole', endpoint.arn, toService('sagemaker')),
      denied('silences its alarm', 'cloudwatch:DisableAlarmActions', `arn:aws:cloudwatch:${REGION}:${account}:alarm:x`),
      denied('becomes a job', 'sts:AssumeRole', JOBS.arn),
      ...whoMayBecome(endpoint, account, otherAccount),
    ],
  };
}

/** Every compute role is for SageMaker on behalf of its own account, and for nobody else. */
function whoMayBecome(role: Role, account: string, otherAccount: string): Row[] {
  const here = service('sagemaker.amazonaws.com', account);
  const become = 'sts:AssumeRole';

  return [
    by(here, allowed('takes the role', become, role.arn)),
    by(here, allowed('passes on whose code it runs', 'sts:SetSourceIdentity', role.arn)),
    by(here, denied('tags the session', 'sts:TagSession', role.arn)),
    by(service('sagemaker.amazonaws.com', otherAccount), denied('takes the role as a deputy', become, role.arn)),
    by(service('sagemaker.amazonaws.com', '000000000000'), denied('takes the role for a stranger', become, role.arn)),
    by(service('lambda.amazonaws.com', account), denied('takes the role', become, role.arn)),
    by(administrator(account), denied('takes the role', become, role.arn)),
    by(administrator(otherAccount), denied('takes the role', become, role.arn)),
    by(deployer(account), denied('takes the role', become, role.arn)),
    by(stranger(), denied('takes the role', become, role.arn)),
    by(ANYBODY, denied('takes the role', become, role.arn)),
  ];
}

/** The role that AWS creates for Macie in an account; control policies do not bind it. */
function macie(account: string): Principal {
  return {
    ...administrator(account, 'aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie'),
    isMember: false,
    policies: [],
  };
}

/** A role of another team under the name that the registry trusts. */
function namesake(): Principal {
  return administrator(COASTAL_DEV, JOBS.roleName);
}

function goodTraining(): [string, typeof GOOD_JOB] {
  return [job('pipelines-1-train'), GOOD_JOB];
}

/** A training job that is as it should be but for some of its condition keys. */
function training(changes: typeof GOOD_JOB, ...missing: string[]): [string, string, typeof GOOD_JOB] {
  return ['sagemaker:CreateTrainingJob', job('pipelines-1-train'), { ...without(GOOD_JOB, ...missing), ...changes }];
}

function bucket(name: string): string {
  return PLATFORM.bucket(name);
}

function object(bucketName: string, key: string): string {
  return PLATFORM.object(bucketName, key);
}

function data(key: string): string {
  return object(TEAM_DATA, key);
}

function artifact(key: string): string {
  return object(ARTIFACTS, key);
}

function sageMaker(resource: string, account = MARINE_DEV): string {
  return `arn:aws:sagemaker:${REGION}:${account}:${resource}`;
}

function job(name: string): string {
  return sageMaker(`training-job/${name}`);
}

function processing(name: string): string {
  return sageMaker(`processing-job/${name}`);
}

function logGroup(name: string, account = MARINE_DEV): string {
  return `arn:aws:logs:${REGION}:${account}:log-group:${name}`;
}

/** What it takes to connect to the network of an account: an interface, a subnet and a security group. */
function interfaceIn(account: string): string[] {
  const { subnetArn, securityGroupArn } = networkOf(PLATFORM, account);

  return [`arn:aws:ec2:${REGION}:${account}:network-interface/*`, subnetArn, securityGroupArn];
}

function deployer(account: string): Role {
  return deploymentRole(account, REGION);
}

function toService(name: string): Record<string, string> {
  return { 'iam:PassedToService': `${name}.amazonaws.com` };
}
