import { AccessTable, allowed, brokenRows, countsOf, denied } from '../access-table';
import { MARINE_DEV, REGION } from '../reference-platform';
import { accountsReachedBy, deploymentsByHand, LEAST_ROWS, PLATFORM, sageMaker } from './permission-sets';
import { beyondTeam, PIPELINE, seesOfTeam, writesData } from './team-permission-sets';

const WHO = PLATFORM.role(MARINE_DEV, 'marine-life-data-engineer');

const TABLE: AccessTable = {
  about: 'a data engineer of marine-life outside Studio',
  who: WHO,
  rows: [
    ...seesOfTeam(),
    ...writesData(),
    allowed('creates a database', 'glue:CreateDatabase', [glue('catalog'), glue('database/marine_life')]),
    allowed('creates a table', 'glue:CreateTable', tableOf('marine_life')),
    allowed('changes a table', 'glue:UpdateTable', tableOf('marine_life')),
    allowed('deletes a table', 'glue:DeleteTable', tableOf('marine_life')),
    allowed('adds a partition', 'glue:CreatePartition', tableOf('marine_life')),
    allowed('queries tables', 'athena:StartQueryExecution', workgroup('marine-life')),
    allowed('reads what a query found', 'athena:GetQueryResults', workgroup('marine-life')),
    allowed('keeps a query', 'athena:CreateNamedQuery', workgroup('marine-life')),
    allowed('looks at the catalogue', 'athena:GetTableMetadata', athena('datacatalog/AwsDataCatalog')),

    denied('creates a table of another team', 'glue:CreateTable', tableOf('coastal_weather')),
    denied('reads a table of another team', 'glue:GetTable', tableOf('coastal_weather')),
    denied('reads a table of a team whose name begins alike', 'glue:GetTable', tableOf('marine_life_forms')),
    denied('deletes the database', 'glue:DeleteDatabase', [glue('catalog'), glue('database/marine_life')]),
    denied('opens the catalogue to others', 'glue:PutResourcePolicy', glue('catalog')),
    denied('runs a job of Glue', 'glue:StartJobRun', glue('job/x')),
    denied('queries in the workgroup of another team', 'athena:StartQueryExecution', workgroup('coastal-weather')),
    denied('queries where nobody limits the cost', 'athena:StartQueryExecution', workgroup('primary')),
    denied('changes the workgroup', 'athena:UpdateWorkGroup', workgroup('marine-life')),
    denied('starts a pipeline', 'sagemaker:StartPipelineExecution', PIPELINE),
    denied('begins an experiment', 'sagemaker:CreateExperiment', sageMaker('experiment/marine-life--x', MARINE_DEV)),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', sageMaker('endpoint/marine-life--abalone-dev', MARINE_DEV)),
    ...deploymentsByHand(MARINE_DEV, 'dev'),
    ...beyondTeam(WHO),
  ],
};

function glue(resource: string): string {
  return `arn:aws:glue:${REGION}:${MARINE_DEV}:${resource}`;
}

/** Glue asks for the whole path. */
function tableOf(database: string): string[] {
  return [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/catches`)];
}

function athena(resource: string): string {
  return `arn:aws:athena:${REGION}:${MARINE_DEV}:${resource}`;
}

function workgroup(name: string): string {
  return athena(`workgroup/${name}`);
}

test('a data engineer prepares data, and neither trains nor deploys', async () => {
  const broken = await brokenRows(PLATFORM, TABLE);

  expect(broken).toEqual([]);
});

test('what a data engineer does is told by enough lines', () => {
  const { denied } = countsOf(TABLE);

  expect(denied).toBeGreaterThanOrEqual(LEAST_ROWS);
});

test('data engineers reach dev alone', () => {
  const accounts = accountsReachedBy('marine-life-data-engineer');

  expect(accounts).toEqual([MARINE_DEV]);
});
