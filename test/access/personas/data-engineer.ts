import { AccessTable, allowed, denied } from '../access-table';
import { encryptedWith } from '../reference-grounds';
import { MARINE_DEV, REGION } from '../reference-platform';
import { commonLimits, commonWork, noJobsByHand, whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const ROLE = on.studioRole('data-engineer');
const WORKGROUP = athena('workgroup/marine-life');
const OTHER_WORKGROUP = athena('workgroup/coastal-weather');
const CATALOG = athena('datacatalog/AwsDataCatalog');
const TABLE = table('marine_life');
const OTHER_TABLE = table('coastal_weather');

/** Prepares the team's data: its bucket, its tables and queries over them. */
export const DATA_ENGINEER: AccessTable = {
  about: 'a data engineer',
  who: on.inStudio(ROLE, 'dorothy'),
  rows: [
    ...commonWork('dorothy'),
    allowed('writes to the bucket of its team', 's3:PutObject', on.data('abalone/raw/2.csv')),
    allowed(
      'writes with the key of its team',
      's3:PutObject',
      on.data('abalone/raw/2.csv'),
      encryptedWith(on.TEAM_KEY),
    ),
    allowed('gives up an upload', 's3:AbortMultipartUpload', on.data('abalone/raw/2.csv')),
    allowed('encrypts with the key of its team', 'kms:GenerateDataKey', on.TEAM_KEY, on.THROUGH_S3),
    allowed('makes a table', 'glue:CreateTable', TABLE),
    allowed('changes a table', 'glue:UpdateTable', TABLE),
    allowed('adds partitions', 'glue:BatchCreatePartition', TABLE),
    allowed('deletes a table', 'glue:DeleteTable', TABLE),
    allowed('asks in the workgroup of its team', 'athena:StartQueryExecution', WORKGROUP),
    allowed('reads the answer', 'athena:GetQueryResults', WORKGROUP),
    allowed('keeps a query', 'athena:CreateNamedQuery', WORKGROUP),
    allowed('looks up tables', 'athena:GetTableMetadata', CATALOG),
    allowed('lists workgroups', 'athena:ListWorkGroups'),

    ...commonLimits(ROLE, 'dorothy'),
    ...noJobsByHand(),
    denied('starts the pipeline of its team', 'sagemaker:StartPipelineExecution', on.TEAM_PIPELINE),
    denied('makes an experiment', 'sagemaker:CreateExperiment', on.sageMaker('experiment/marine-life--1')),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', on.sageMaker('endpoint/marine-life--1')),
    denied('reads a table of another team', 'glue:GetTable', OTHER_TABLE),
    denied('changes a table of another team', 'glue:UpdateTable', OTHER_TABLE),
    denied('makes a database of another name', 'glue:CreateDatabase', [
      glue('catalog'),
      glue('database/coastal_weather'),
    ]),
    denied('opens the catalogue to others', 'glue:PutResourcePolicy', glue('catalog')),
    denied('runs code of its own in Glue', 'glue:CreateJob', glue('job/mine')),
    denied('asks in the workgroup of another team', 'athena:StartQueryExecution', OTHER_WORKGROUP),
    denied('asks where nobody counts the cost', 'athena:StartQueryExecution', athena('workgroup/primary')),
    denied('lifts the limits of its workgroup', 'athena:UpdateWorkGroup', WORKGROUP),
    denied('makes a workgroup', 'athena:CreateWorkGroup', athena('workgroup/mine')),
    denied('hands its own role to Glue', 'iam:PassRole', ROLE.arn, on.toService('glue')),
    ...whoMayBecome(ROLE),
  ],
};

function athena(resource: string): string {
  return `arn:aws:athena:${REGION}:${MARINE_DEV}:${resource}`;
}

function glue(resource: string): string {
  return `arn:aws:glue:${REGION}:${MARINE_DEV}:${resource}`;
}

/** A table, and what it lies in: Glue asks for each. */
function table(database: string): string[] {
  return [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/abalone`)];
}
