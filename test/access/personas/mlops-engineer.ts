import { AccessTable, allowed, denied } from '../access-table';
import { encryptedWith } from '../reference-grounds';
import { commonLimits, commonWork, noJobsByHand, whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const ROLE = on.studioRole('mlops-engineer');
const ENDPOINT = on.sageMaker('endpoint/marine-life--abalone');

/** Runs and repairs the team's pipelines, and asks its endpoints. */
export const MLOPS_ENGINEER: AccessTable = {
  about: 'an MLOps engineer',
  who: on.inStudio(ROLE, 'grace'),
  rows: [
    ...commonWork('grace'),
    allowed('starts the pipeline of its team', 'sagemaker:StartPipelineExecution', on.TEAM_PIPELINE),
    allowed('stops the pipeline of its team', 'sagemaker:StopPipelineExecution', on.TEAM_RUN),
    allowed('tries a failed run again', 'sagemaker:RetryPipelineExecution', on.TEAM_RUN),
    allowed('reads what a run ran', 'sagemaker:DescribePipelineDefinitionForExecution', on.TEAM_RUN),
    allowed('asks an endpoint', 'sagemaker:InvokeEndpoint', ENDPOINT),

    ...commonLimits(ROLE, 'grace'),
    ...noJobsByHand(),
    denied('writes to the bucket of its team', 's3:PutObject', on.data('a/1.csv'), encryptedWith(on.TEAM_KEY)),
    denied('changes the pipeline of its team', 'sagemaker:UpdatePipeline', on.TEAM_PIPELINE),
    denied('deletes the pipeline of its team', 'sagemaker:DeletePipeline', on.TEAM_PIPELINE),
    denied('changes an endpoint', 'sagemaker:UpdateEndpoint', ENDPOINT),
    denied('shifts the traffic of an endpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities', ENDPOINT),
    denied('deletes an endpoint', 'sagemaker:DeleteEndpoint', ENDPOINT),
    denied('asks an endpoint of another team', 'sagemaker:InvokeEndpoint', on.sageMaker('endpoint/coastal-weather--1')),
    denied('makes an experiment', 'sagemaker:CreateExperiment', on.sageMaker('experiment/marine-life--1')),
    denied('hands its own role to SageMaker', 'iam:PassRole', ROLE.arn, on.toService('sagemaker')),
    ...whoMayBecome(ROLE),
  ],
};
