import { AccessTable, allowed, denied } from '../access-table';
import { encryptedWith } from '../reference-grounds';
import { COASTAL_DEV, MARINE_DEV, REGION } from '../reference-platform';
import { whoMayBecome } from './everybody-in-studio';
import * as on from './studio-grounds';

const RESULT = on.data('work/1/model.tar.gz');
const IMAGE = `arn:aws:ecr:${REGION}:141502667606:repository/sagemaker-xgboost`;
const STRANGE_IMAGE = `arn:aws:ecr:${REGION}:000000000000:repository/sagemaker-xgboost`;
const PIPELINE_JOB = on.sageMaker('training-job/pipelines-1-train');
const OTHER_JOB = on.sageMaker('training-job/marine-life--1');
const INTERFACE = `arn:aws:ec2:${REGION}:${MARINE_DEV}:network-interface/eni-1`;
const IN_SUBNET = { 'ec2:Subnet': on.NETWORK.subnetArn };
const IN_OTHER_SUBNET = { 'ec2:Subnet': on.OTHER_NETWORK.subnetArn };

/** What runs that ML engineers make by hand: their jobs, pipelines and models. */
export const WORK_ROLE: AccessTable = {
  about: 'work by hand',
  who: on.WORK,
  rows: [
    allowed('reads the data of its team', 's3:GetObject', on.data('abalone/raw/1.csv')),
    allowed('lists the data of its team', 's3:ListBucket', on.PLATFORM.bucket(on.TEAM_DATA)),
    allowed('finds the bucket of its team', 's3:GetBucketLocation', on.PLATFORM.bucket(on.TEAM_DATA)),
    allowed('writes its results', 's3:PutObject', RESULT),
    allowed('writes its results with the key of its team', 's3:PutObject', RESULT, encryptedWith(on.TEAM_KEY)),
    allowed('gives up an upload', 's3:AbortMultipartUpload', RESULT),
    allowed('decrypts with the key of its team', 'kms:Decrypt', on.TEAM_KEY),
    allowed('encrypts with the key of its team', 'kms:GenerateDataKey', on.TEAM_KEY),
    allowed('lets AWS use the key of its team for a volume', 'kms:CreateGrant', on.TEAM_KEY, on.FOR_AWS),
    allowed('signs in to pull images', 'ecr:GetAuthorizationToken'),
    allowed('pulls an image from AWS', 'ecr:BatchGetImage', IMAGE),
    allowed('connects to its own subnets', 'ec2:CreateNetworkInterface', on.interfaceIn(MARINE_DEV)),
    allowed('lends its interface to SageMaker', 'ec2:CreateNetworkInterfacePermission', INTERFACE, IN_SUBNET),
    allowed('removes its interface', 'ec2:DeleteNetworkInterface', INTERFACE, IN_SUBNET),
    allowed('looks at the network', 'ec2:DescribeSubnets'),
    allowed('writes its log', 'logs:PutLogEvents', `${on.logGroup('/aws/sagemaker/TrainingJobs')}:log-stream:1`),
    allowed('publishes its metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': '/aws/sagemaker/x' }),
    allowed('starts the job of a pipeline', 'sagemaker:CreateTrainingJob', PIPELINE_JOB, on.GOOD_JOB),
    allowed('stops the job of a pipeline', 'sagemaker:StopTrainingJob', PIPELINE_JOB),
    allowed('lets the job of a pipeline run as itself', 'iam:PassRole', on.WORK.arn, on.toService('sagemaker')),

    denied('starts a job that is of no pipeline', 'sagemaker:CreateTrainingJob', OTHER_JOB, on.GOOD_JOB),
    denied('stops a job that is of no pipeline', 'sagemaker:StopTrainingJob', OTHER_JOB),
    denied(
      'starts a job outside the VPC',
      'sagemaker:CreateTrainingJob',
      PIPELINE_JOB,
      on.jobWith({}, 'sagemaker:VpcSubnets', 'sagemaker:VpcSecurityGroupIds'),
    ),
    denied(
      'starts a job with the key of another team',
      'sagemaker:CreateTrainingJob',
      PIPELINE_JOB,
      on.jobWith({ 'sagemaker:VolumeKmsKeyArn': on.OTHER_TEAM_KEY }),
    ),
    denied('reads over plain HTTP', 's3:GetObject', on.data('abalone/raw/1.csv'), on.IN_PLAIN_HTTP),
    denied('deletes raw data', 's3:DeleteObject', on.data('abalone/raw/1.csv')),
    denied('deletes its results', 's3:DeleteObject', RESULT),
    denied('writes its results with another key', 's3:PutObject', RESULT, encryptedWith(on.REGISTRY_KEY)),
    denied('writes its results without a key', 's3:PutObject', RESULT, {
      's3:x-amz-server-side-encryption': 'AES256',
    }),
    denied('reads the data of another team', 's3:GetObject', on.PLATFORM.object(on.OTHER_TEAM_DATA, 'storms/1.csv')),
    denied('decrypts with the key of another team', 'kms:Decrypt', on.OTHER_TEAM_KEY, on.THROUGH_S3),
    denied('reads artifacts', 's3:GetObject', on.artifact('marine-life/abalone/1/model.tar.gz')),
    denied('decrypts in the registry', 'kms:Decrypt', on.REGISTRY_KEY, on.THROUGH_S3),
    denied('gives the key of its team to a person', 'kms:CreateGrant', on.TEAM_KEY, on.FOR_A_PERSON),
    denied('changes the policy of its key', 'kms:PutKeyPolicy', on.TEAM_KEY),
    denied('pulls an image of a stranger', 'ecr:BatchGetImage', STRANGE_IMAGE),
    denied('connects to the subnets of another team', 'ec2:CreateNetworkInterface', on.interfaceIn(COASTAL_DEV)),
    denied('removes the interface of others', 'ec2:DeleteNetworkInterface', INTERFACE, IN_OTHER_SUBNET),
    denied('reads logs', 'logs:GetLogEvents', `${on.logGroup('/aws/sagemaker/TrainingJobs')}:log-stream:1`),
    denied('deletes its log', 'logs:DeleteLogGroup', on.logGroup('/aws/sagemaker/TrainingJobs')),
    denied('publishes metrics of others', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'AWS/Billing' }),
    denied('registers an approved version', 'sagemaker:CreateModelPackage', on.VERSION, on.APPROVED),
    denied('approves a version', 'sagemaker:UpdateModelPackage', on.VERSION, on.APPROVED),
    denied('makes a model', 'sagemaker:CreateModel', on.sageMaker('model/marine-life--1'), on.TEAM_TAGS),
    denied('serves a model', 'sagemaker:CreateEndpoint', on.sageMaker('endpoint/marine-life--1'), on.TEAM_TAGS),
    denied('deploys in prod', 'sagemaker:UpdateEndpoint', on.PROD_ENDPOINT),
    denied('asks the endpoint of prod', 'sagemaker:InvokeEndpoint', on.PROD_ENDPOINT),
    denied('changes a pipeline', 'sagemaker:UpdatePipeline', on.TEAM_PIPELINE),
    denied('opens the Studio of somebody', 'sagemaker:CreatePresignedDomainUrl', on.profile('ada')),
    denied('hands the role of jobs on', 'iam:PassRole', on.JOBS.arn, on.toService('sagemaker')),
    denied('hands its own role to a function', 'iam:PassRole', on.WORK.arn, on.toService('lambda')),
    denied('becomes a job of a project', 'sts:AssumeRole', on.JOBS.arn),
    denied('widens itself', 'iam:PutRolePolicy', on.WORK.arn),
    ...whoMayBecome(on.WORK),
  ],
};
