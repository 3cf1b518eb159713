import { AccessTable, brokenRows, countsOf, denied } from '../access-table';
import { MARINE_DEV, REGION } from '../reference-platform';
import { accountsReachedBy, deploymentsByHand, LEAST_ROWS, PLATFORM, RAW_DATA, sageMaker } from './permission-sets';
import { beyondTeam, EXECUTION, PIPELINE, seesOfTeam } from './team-permission-sets';

const WHO = PLATFORM.role(MARINE_DEV, 'marine-life-business-analyst');

const TABLE: AccessTable = {
  about: 'a business analyst of marine-life outside Studio',
  who: WHO,
  rows: [
    ...seesOfTeam(),

    denied('writes data', 's3:PutObject', RAW_DATA),
    denied('gives up the upload of somebody', 's3:AbortMultipartUpload', RAW_DATA),
    denied('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE),
    denied('stops a run', 'sagemaker:StopPipelineExecution', EXECUTION),
    denied('begins an experiment', 'sagemaker:CreateExperiment', sageMaker('experiment/marine-life--x', MARINE_DEV)),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', sageMaker('endpoint/marine-life--abalone-dev', MARINE_DEV)),
    denied('builds a model without code', 'sagemaker:CreateAutoMLJobV2', sageMaker('automl-job/canvas-1', MARINE_DEV)),
    denied('creates a table', 'glue:CreateTable', `arn:aws:glue:${REGION}:${MARINE_DEV}:catalog`),
    ...deploymentsByHand(MARINE_DEV, 'dev'),
    ...beyondTeam(WHO),
  ],
};

test('a business analyst looks, and does nothing else outside Canvas', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what a business analyst does is told by enough lines', () => {
  const { denied } = countsOf(TABLE);

  expect(denied).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('business analysts reach dev alone', () => {
  const accounts = accountsReachedBy('marine-life-business-analyst');

  expect(accounts).toEqual([MARINE_DEV]);
});
