import { AccessTable, allowed, brokenRows, countsOf, denied } from '../access-table';
import { MARINE_DEV, REGION } from '../reference-platform';
import {
  accountsReachedBy,
  AS_OTHER_TEAM,
  deploymentsByHand,
  LEAST_ROWS,
  PLATFORM,
  sageMaker,
} from './permission-sets';
import { beyondTeam, seesOfTeam, startsPipelines, writesData } from './team-permission-sets';

const WHO = PLATFORM.role(MARINE_DEV, 'marine-life-data-scientist');

const EXPERIMENT = sageMaker('experiment/marine-life--abalone', MARINE_DEV);
const OTHER_EXPERIMENT = sageMaker('experiment/coastal-weather--storms', MARINE_DEV);
const LINEAGE = sageMaker('context/marine-life--abalone', MARINE_DEV);
const AS_CREATED = { 'sagemaker:TaggingAction': 'CreateExperiment' };

const TABLE: AccessTable = {
  about: 'a data scientist of marine-life outside Studio',
  who: WHO,
  rows: [
    ...seesOfTeam(),
    ...writesData(),
    ...startsPipelines(),
    allowed('begins an experiment', 'sagemaker:CreateExperiment', EXPERIMENT),
    allowed('changes an experiment', 'sagemaker:UpdateExperiment', EXPERIMENT),
    allowed(
      'records metrics',
      'sagemaker:BatchPutMetrics',
      sageMaker('experiment-trial-component/marine-life--1', MARINE_DEV),
    ),
    allowed('tags an experiment that it begins', 'sagemaker:AddTags', EXPERIMENT, AS_CREATED),
    allowed('reads lineage', 'sagemaker:DescribeContext', LINEAGE),
    allowed('asks for lineage', 'sagemaker:QueryLineage'),

    denied('begins an experiment of another team', 'sagemaker:CreateExperiment', OTHER_EXPERIMENT),
    denied('deletes an experiment of another team', 'sagemaker:DeleteExperiment', OTHER_EXPERIMENT),
    denied('deletes lineage', 'sagemaker:DeleteContext', LINEAGE),
    denied('tags an experiment afterwards', 'sagemaker:AddTags', EXPERIMENT, AS_OTHER_TEAM),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', sageMaker('endpoint/marine-life--abalone-dev', MARINE_DEV)),
    denied('creates a table', 'glue:CreateTable', `arn:aws:glue:${REGION}:${MARINE_DEV}:catalog`),
    denied(
      'queries tables',
      'athena:StartQueryExecution',
      `arn:aws:athena:${REGION}:${MARINE_DEV}:workgroup/marine-life`,
    ),
    ...deploymentsByHand(MARINE_DEV, 'dev'),
    ...beyondTeam(WHO),
  ],
};

test('a data scientist explores and starts pipelines, and neither trains by hand nor deploys', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what a data scientist does is told by enough lines', () => {
  const { denied } = countsOf(TABLE);

  expect(denied).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('data scientists reach dev alone', () => {
  const accounts = accountsReachedBy('marine-life-data-scientist');

  expect(accounts).toEqual([MARINE_DEV]);
});
