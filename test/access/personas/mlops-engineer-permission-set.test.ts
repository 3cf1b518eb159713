import { AccessTable, allowed, brokenRows, by, countsOf, denied } from '../access-table';
import { MARINE_DEV, MARINE_PROD, MARINE_TEST } from '../reference-platform';
import {
  accountsReachedBy,
  APPROVED,
  beyondEverybody,
  CAPTURED,
  deploymentsByHand,
  ENDPOINT_ROLE,
  LEAST_ROWS,
  observation,
  PLATFORM,
  PROD_KEY,
  RAW_DATA,
  sageMaker,
  teamTags,
  THROUGH_S3,
  TO_SAGEMAKER,
  VERSION,
} from './permission-sets';
import { beyondTeam, seesOfTeam, startsPipelines } from './team-permission-sets';

const IN_DEV = PLATFORM.role(MARINE_DEV, 'marine-life-mlops-engineer');
const IN_TEST = PLATFORM.role(MARINE_TEST, 'marine-life-mlops-engineer');
const IN_PROD = PLATFORM.role(MARINE_PROD, 'marine-life-mlops-engineer');

const SERVING = sageMaker('endpoint/marine-life--abalone-prod', MARINE_PROD);

const TABLE: AccessTable = {
  about: 'an MLOps engineer of marine-life outside Studio',
  who: IN_DEV,
  rows: [
    ...seesOfTeam(),
    ...startsPipelines(),
    ...observation(MARINE_PROD).map((row) => by(IN_PROD, row)),
    by(IN_PROD, allowed('asks what serves', 'sagemaker:InvokeEndpoint', SERVING)),
    by(
      IN_TEST,
      allowed(
        'asks what serves in test',
        'sagemaker:InvokeEndpoint',
        sageMaker('endpoint/marine-life--abalone-test', MARINE_TEST),
      ),
    ),

    denied('writes data', 's3:PutObject', RAW_DATA),
    denied('begins an experiment', 'sagemaker:CreateExperiment', sageMaker('experiment/marine-life--x', MARINE_DEV)),
    denied(
      'creates a pipeline',
      'sagemaker:CreatePipeline',
      sageMaker('pipeline/marine-life--x', MARINE_DEV),
      teamTags('dev'),
    ),
    ...deploymentsByHand(MARINE_DEV, 'dev'),
    ...deploymentsByHand(MARINE_TEST, 'test').map((row) => by(IN_TEST, row)),
    ...[...deploymentsByHand(MARINE_PROD, 'prod'), ...beyondEverybody(IN_PROD)].map((row) => by(IN_PROD, row)),
    by(
      IN_PROD,
      denied('asks the endpoint of another team', 'sagemaker:InvokeEndpoint', sageMaker('endpoint/x', MARINE_PROD)),
    ),
    by(IN_PROD, denied('reads what an endpoint captured', 's3:GetObject', CAPTURED)),
    by(IN_PROD, denied('decrypts what an endpoint captured', 'kms:Decrypt', PROD_KEY, THROUGH_S3)),
    by(IN_PROD, denied('hands the role of an endpoint on', 'iam:PassRole', ENDPOINT_ROLE, TO_SAGEMAKER)),
    by(IN_PROD, denied('approves from prod', 'sagemaker:UpdateModelPackage', VERSION, APPROVED)),
    ...beyondTeam(IN_DEV),
  ],
};

test('an MLOps engineer runs pipelines and asks what serves, and deploys nothing', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what an MLOps engineer does is told by enough lines', () => {
  const { denied } = countsOf(TABLE);

  expect(denied).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('MLOps engineers reach every stage', () => {
  const accounts = accountsReachedBy('marine-life-mlops-engineer');

  expect(accounts).toEqual([MARINE_DEV, MARINE_TEST, MARINE_PROD]);
});
