import { AccessTable, allowed, by, denied } from '../access-table';
import { encryptedWith } from '../reference-grounds';
import { COASTAL_DEV, MARINE_DEV, REGION } from '../reference-platform';
import { commonLimits, commonWork, noJobsByHand, whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const ROLE = on.studioRole('data-scientist');
/** The data scientist of another team. */
const NAMESAKE = on.PLATFORM.role(COASTAL_DEV, 'acme-ml-coastal-weather-dev-data-scientist');

const EXPERIMENT = on.sageMaker('experiment/marine-life--sizes');
const TRIAL = on.sageMaker('experiment-trial/marine-life--sizes-1');
const COMPONENT = on.sageMaker('experiment-trial-component/marine-life--sizes-1');

/** Explores the team's data, experiments and starts pipelines. */
export const DATA_SCIENTIST: AccessTable = {
  about: 'a data scientist',
  who: on.inStudio(ROLE, 'ada'),
  rows: [
    ...commonWork('ada'),
    allowed('writes to the bucket of its team', 's3:PutObject', on.data('notebooks/1.csv')),
    allowed('writes with the key of its team', 's3:PutObject', on.data('notebooks/1.csv'), encryptedWith(on.TEAM_KEY)),
    allowed('encrypts with the key of its team', 'kms:GenerateDataKey', on.TEAM_KEY, on.THROUGH_S3),
    allowed('starts the pipeline of its team', 'sagemaker:StartPipelineExecution', on.TEAM_PIPELINE),
    allowed('stops the pipeline of its team', 'sagemaker:StopPipelineExecution', on.TEAM_RUN),
    allowed('makes an experiment', 'sagemaker:CreateExperiment', EXPERIMENT),
    allowed('makes a trial', 'sagemaker:CreateTrial', TRIAL),
    allowed('records metrics', 'sagemaker:BatchPutMetrics', COMPONENT),
    allowed('deletes its experiment', 'sagemaker:DeleteExperiment', EXPERIMENT),
    allowed('records lineage', 'sagemaker:AddAssociation', on.sageMaker('artifact/1')),
    allowed('asks where a model comes from', 'sagemaker:QueryLineage'),

    ...commonLimits(ROLE, 'ada'),
    ...noJobsByHand(),
    denied('changes the pipeline of its team', 'sagemaker:UpdatePipeline', on.TEAM_PIPELINE),
    denied('makes a pipeline', 'sagemaker:CreatePipeline', on.sageMaker('pipeline/marine-life--mine'), on.TEAM_TAGS),
    denied('deletes the pipeline of its team', 'sagemaker:DeletePipeline', on.TEAM_PIPELINE),
    denied(
      'changes an experiment of others',
      'sagemaker:UpdateExperiment',
      on.sageMaker('experiment/coastal-weather--1'),
    ),
    denied('tags an experiment later', 'sagemaker:AddTags', EXPERIMENT, on.tagged({ reviewed: 'yes' })),
    denied('asks an endpoint', 'sagemaker:InvokeEndpoint', on.sageMaker('endpoint/marine-life--1')),
    denied(
      'changes the catalogue',
      'glue:UpdateTable',
      ['catalog', 'database/marine_life', 'table/marine_life/abalone'].map(
        (name) => `arn:aws:glue:${REGION}:${MARINE_DEV}:${name}`,
      ),
    ),
    denied('hands its own role to SageMaker', 'iam:PassRole', ROLE.arn, on.toService('sagemaker')),
    by(NAMESAKE, denied('reads the data of marine-life', 's3:GetObject', on.data('abalone/raw/1.csv'))),
    by(NAMESAKE, denied('decrypts the data of marine-life', 'kms:Decrypt', on.TEAM_KEY, on.THROUGH_S3)),
    by(NAMESAKE, denied('starts the pipeline of marine-life', 'sagemaker:StartPipelineExecution', on.TEAM_PIPELINE)),
    by(NAMESAKE, denied('looks at a version of marine-life', 'sagemaker:DescribeModelPackage', on.VERSION)),
    ...whoMayBecome(ROLE),
  ],
};
