import { AccessTable, allowed, brokenRows, by, countsOf, denied } from '../access-table';
import { without } from '../reference-grounds';
import { MARINE_DEV, MARINE_TEST, REGION } from '../reference-platform';
import {
  accountsReachedBy,
  APPROVED,
  AS_OTHER_TEAM,
  LEAST_ROWS,
  PLATFORM,
  sageMaker,
  TEAM_KEY,
  teamTags,
  TEST_KEY,
  THROUGH_S3,
  VERSION,
} from './permission-sets';
import { beyondTeam, seesOfTeam, startsPipelines, writesData } from './team-permission-sets';

const IN_DEV = PLATFORM.role(MARINE_DEV, 'marine-life-ml-engineer');
const IN_TEST = PLATFORM.role(MARINE_TEST, 'marine-life-ml-engineer');

const ENDPOINT = sageMaker('endpoint/marine-life--trial', MARINE_DEV);
const CONFIGURATION = sageMaker('endpoint-config/marine-life--trial', MARINE_DEV);
const OTHER_ENDPOINT = sageMaker('endpoint/coastal-weather--trial', MARINE_DEV);
const SERVING_IN_TEST = sageMaker('endpoint/marine-life--abalone-test', MARINE_TEST);
const PLATFORM_ALARM = `arn:aws:cloudwatch:${REGION}:${MARINE_TEST}:alarm:acme-ml-marine-life-test-errors`;

const GOOD_CONFIGURATION = {
  ...teamTags('dev'),
  'sagemaker:VolumeKmsKeyArn': TEAM_KEY,
  'sagemaker:InstanceTypes': ['ml.m5.large'],
};

const TABLE: AccessTable = {
  about: 'an ML engineer of marine-life outside Studio',
  who: IN_DEV,
  rows: [
    ...seesOfTeam(),
    ...writesData(),
    ...startsPipelines(),
    allowed('begins an experiment', 'sagemaker:CreateExperiment', sageMaker('experiment/marine-life--x', MARINE_DEV)),
    allowed('configures an endpoint', 'sagemaker:CreateEndpointConfig', CONFIGURATION, GOOD_CONFIGURATION),
    allowed('tries a model on an endpoint', 'sagemaker:CreateEndpoint', ENDPOINT, teamTags('dev')),
    allowed('tags an endpoint that it creates', 'sagemaker:AddTags', ENDPOINT, {
      ...teamTags('dev'),
      'sagemaker:TaggingAction': 'CreateEndpoint',
    }),
    allowed('asks the endpoint', 'sagemaker:InvokeEndpoint', ENDPOINT),
    allowed('removes the endpoint', 'sagemaker:DeleteEndpoint', ENDPOINT),
    by(IN_TEST, allowed('looks at what serves in test', 'sagemaker:DescribeEndpoint', SERVING_IN_TEST)),
    by(IN_TEST, allowed('asks what serves in test', 'sagemaker:InvokeEndpoint', SERVING_IN_TEST)),

    denied('tries a model on an endpoint without tags', 'sagemaker:CreateEndpoint', ENDPOINT),
    denied(
      'leaves out the cost centre',
      'sagemaker:CreateEndpoint',
      ENDPOINT,
      without(teamTags('dev'), 'aws:RequestTag/cost-centre'),
    ),
    denied(
      'configures an endpoint without a key',
      'sagemaker:CreateEndpointConfig',
      CONFIGURATION,
      without(GOOD_CONFIGURATION, 'sagemaker:VolumeKmsKeyArn'),
    ),
    denied('tries a model on an accelerator', 'sagemaker:CreateEndpointConfig', CONFIGURATION, {
      ...GOOD_CONFIGURATION,
      'sagemaker:InstanceTypes': ['ml.g5.xlarge'],
    }),
    denied('creates an endpoint of another team', 'sagemaker:CreateEndpoint', OTHER_ENDPOINT, teamTags('dev')),
    denied('asks the endpoint of another team', 'sagemaker:InvokeEndpoint', OTHER_ENDPOINT),
    denied('deletes the endpoint of another team', 'sagemaker:DeleteEndpoint', OTHER_ENDPOINT),
    denied('tags an endpoint afterwards', 'sagemaker:AddTags', ENDPOINT, AS_OTHER_TEAM),
    denied(
      'creates a model',
      'sagemaker:CreateModel',
      sageMaker('model/marine-life--trial', MARINE_DEV),
      teamTags('dev'),
    ),
    denied(
      'creates a pipeline',
      'sagemaker:CreatePipeline',
      sageMaker('pipeline/marine-life--x', MARINE_DEV),
      teamTags('dev'),
    ),
    denied('creates a table', 'glue:CreateTable', `arn:aws:glue:${REGION}:${MARINE_DEV}:catalog`),
    by(IN_TEST, denied('deletes the alarm of what serves in test', 'cloudwatch:DeleteAlarms', PLATFORM_ALARM)),
    by(IN_TEST, denied('decrypts what test captured', 'kms:Decrypt', TEST_KEY, THROUGH_S3)),
    by(IN_TEST, denied('approves from test', 'sagemaker:UpdateModelPackage', VERSION, APPROVED)),
    ...beyondTeam(IN_DEV),
  ],
};

test('an ML engineer tries models on endpoints of dev and test, and neither approves nor reaches prod', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what an ML engineer does is told by enough lines', () => {
  const { denied } = countsOf(TABLE);

  expect(denied).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('ML engineers reach dev and test', () => {
  const accounts = accountsReachedBy('marine-life-ml-engineer');

  expect(accounts).toEqual([MARINE_DEV, MARINE_TEST]);
});
