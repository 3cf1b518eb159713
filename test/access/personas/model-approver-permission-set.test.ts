import { AccessTable, allowed, brokenRows, by, countsOf, denied, Row } from '../access-table';
import { Role } from '../platform-roles';
import { MARINE_DEV, MARINE_PROD, MARINE_TEST, REGION, SHARED_SERVICES } from '../reference-platform';
import {
  accountsReachedBy,
  APPROVED,
  ARTIFACT,
  beyondEverybody,
  bucketOf,
  CAPTURED,
  deploymentsByHand,
  ENDPOINT_ROLE,
  GROUP,
  JOBS_ROLE,
  LEAST_ROWS,
  logsOf,
  observation,
  OTHER_VERSION,
  PENDING,
  PLATFORM,
  PROD_KEY,
  RAW_DATA,
  REGISTRY_KEY,
  REJECTED,
  sageMaker,
  TEAM_KEY,
  THROUGH_S3,
  TO_SAGEMAKER,
  TRAIL_LOG,
  VERSION,
  writesToRegistry,
} from './permission-sets';

const CARD = sageMaker('model-card/abalone', SHARED_SERVICES);
const ENDPOINT = sageMaker('endpoint/marine-life--abalone-prod', MARINE_PROD);
const ENDPOINT_LOG = logsOf('/aws/sagemaker/Endpoints/marine-life--abalone-prod', MARINE_PROD);
const PIPELINE = sageMaker('pipeline/marine-life--abalone', MARINE_DEV);

const PLATFORM_TABLE = tableOf("an approver of the platform's models", 'acme-ml-model-approver', [
  allowed('approves a version of another team', 'sagemaker:UpdateModelPackage', OTHER_VERSION, APPROVED),
  allowed('rejects a version of another team', 'sagemaker:UpdateModelPackage', OTHER_VERSION, REJECTED),
  allowed('looks at a version of another team', 'sagemaker:DescribeModelPackage', OTHER_VERSION),
]);

const TEAM_TABLE = tableOf('an approver of the models of marine-life', 'marine-life-model-approver', [
  denied('approves a version of another team', 'sagemaker:UpdateModelPackage', OTHER_VERSION, APPROVED),
  denied('rejects a version of another team', 'sagemaker:UpdateModelPackage', OTHER_VERSION, REJECTED),
  denied('looks at a version of another team', 'sagemaker:DescribeModelPackage', OTHER_VERSION),
  denied('approves a version of a team whose name begins alike', 'sagemaker:UpdateModelPackage', namesake(), APPROVED),
]);

describe.each([PLATFORM_TABLE, TEAM_TABLE].map((table) => [table.about, table] as const))('%s', (_, table) => {
  test('decides on versions, sees how they do, and does nothing else', async () => {
    const broken = await brokenRows(PLATFORM, table);

    expect(broken).toEqual([]);
  });

  test('is told by enough lines', () => {
    const { allowed, denied } = countsOf(table);

    expect(Math.min(allowed, denied)).toBeGreaterThanOrEqual(LEAST_ROWS);
  });
});

test.each(['acme-ml-model-approver', 'marine-life-model-approver'])(
  '%s reaches the registry and what serves, and nothing that trains',
  (permissionSet) => {
    const accounts = accountsReachedBy(permissionSet);

    expect(accounts).toEqual([SHARED_SERVICES, MARINE_TEST, MARINE_PROD]);
  },
);

function tableOf(about: string, permissionSet: string, rows: Row[]): AccessTable {
  const who = PLATFORM.role(SHARED_SERVICES, permissionSet);

  return {
    about,
    who,
    rows: [...rows, ...decisions(), ...inProd(PLATFORM.role(MARINE_PROD, permissionSet)), ...beyondEverybody(who)],
  };
}

/** In the registry. */
function decisions(): Row[] {
  return [
    allowed('approves a version', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
    allowed('rejects a version', 'sagemaker:UpdateModelPackage', VERSION, REJECTED),
    allowed('looks at a version', 'sagemaker:DescribeModelPackage', VERSION),
    allowed('looks at a group', 'sagemaker:DescribeModelPackageGroup', GROUP),
    allowed('lists the versions of a group', 'sagemaker:ListModelPackages', VERSION),
    allowed('reads the card of a model', 'sagemaker:DescribeModelCard', CARD),
    allowed('reads the history of a card', 'sagemaker:ListModelCardVersions', CARD),
    allowed('sees which cards there are', 'sagemaker:ListModelCards'),

    denied('lets a version wait again', 'sagemaker:UpdateModelPackage', VERSION, PENDING),
    denied('changes a version and decides nothing', 'sagemaker:UpdateModelPackage', VERSION),
    denied('approves beside the registry', 'sagemaker:UpdateModelPackage', versionElsewhere(), APPROVED),
    denied('registers an approved version', 'sagemaker:CreateModelPackage', VERSION, APPROVED),
    denied('registers a rejected version', 'sagemaker:CreateModelPackage', VERSION, REJECTED),
    denied('creates a group', 'sagemaker:CreateModelPackageGroup', GROUP),
    denied('changes the card of a model', 'sagemaker:UpdateModelCard', CARD),
    denied('deletes the card of a model', 'sagemaker:DeleteModelCard', CARD),
    denied('tags a version', 'sagemaker:AddTags', VERSION),
    denied('reads a model', 's3:GetObject', ARTIFACT),
    denied('lists the models', 's3:ListBucket', bucketOf(ARTIFACT)),
    denied('decrypts a model', 'kms:Decrypt', REGISTRY_KEY, THROUGH_S3),
    denied('reads the raw data', 's3:GetObject', RAW_DATA),
    denied('decrypts the raw data', 'kms:Decrypt', TEAM_KEY, THROUGH_S3),
    denied('reads the trail', 's3:GetObject', TRAIL_LOG),
    denied('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE),
    denied('changes a pipeline', 'sagemaker:UpdatePipeline', PIPELINE),
    denied('becomes a job', 'sts:AssumeRole', JOBS_ROLE),
    denied('becomes an endpoint', 'sts:AssumeRole', ENDPOINT_ROLE),
    denied('sees what another region has', 'sagemaker:ListModelPackageGroups', '*', {
      'aws:RequestedRegion': 'us-east-1',
    }),
    ...writesToRegistry(),
  ];
}

/** Where what they approved serves. */
function inProd(who: Role): Row[] {
  return [
    ...observation(MARINE_PROD),
    allowed('reads the log of an endpoint', 'logs:GetLogEvents', `${ENDPOINT_LOG}:log-stream:1`),

    denied('approves from where it serves', 'sagemaker:UpdateModelPackage', VERSION, APPROVED),
    ...deploymentsByHand(MARINE_PROD, 'prod'),
    denied('trains', 'sagemaker:CreateTrainingJob', sageMaker('training-job/pipelines-1', MARINE_PROD)),
    denied('processes', 'sagemaker:CreateProcessingJob', sageMaker('processing-job/pipelines-1', MARINE_PROD)),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', ENDPOINT),
    denied('deploys through the bootstrap', 'sts:AssumeRole', bootstrapRole()),
    denied('hands the role of an endpoint on', 'iam:PassRole', ENDPOINT_ROLE, TO_SAGEMAKER),
    denied('reads what an endpoint captured', 's3:GetObject', CAPTURED),
    denied('decrypts what an endpoint captured', 'kms:Decrypt', PROD_KEY, THROUGH_S3),
    denied('reads the log of a function', 'logs:FilterLogEvents', logsOf('/aws/lambda/x', MARINE_PROD)),
  ].map((row) => by(who, row));
}

function namesake(): string {
  return sageMaker('model-package/marine-life-forms--abalone/1', SHARED_SERVICES);
}

function versionElsewhere(): string {
  return sageMaker('model-package/marine-life--abalone/1', MARINE_PROD);
}

function bootstrapRole(): string {
  return `arn:aws:iam::${MARINE_PROD}:role/cdk-hnb659fds-deploy-role-${MARINE_PROD}-${REGION}`;
}
