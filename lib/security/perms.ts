/** IAM actions by verb, each list complete for its purpose and free of wildcards. */

export const READ_OBJECTS = ['s3:GetObject'];

export const WRITE_OBJECTS = ['s3:PutObject', 's3:AbortMultipartUpload'];

export const LIST_BUCKET = ['s3:ListBucket'];

export const LOCATE_BUCKET = ['s3:GetBucketLocation'];

export { DELEGATE_KEY, USE_KEY } from '../core';

export const AUTHORIZE_PULL = ['ecr:GetAuthorizationToken'];

export const PULL_IMAGES = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

export const CREATE_NETWORK_INTERFACES = ['ec2:CreateNetworkInterface'];

/** To the account in which SageMaker runs the job, and back. */
export const LEND_NETWORK_INTERFACES = [
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DeleteNetworkInterfacePermission',
];

export const DESCRIBE_NETWORK = [
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcs',
];

export const WRITE_LOGS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
];

export const PUBLISH_METRICS = ['cloudwatch:PutMetricData'];

export const CREATE_JOBS = ['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob'];

export const FOLLOW_JOBS = [
  'sagemaker:AddTags',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:StopProcessingJob',
  'sagemaker:StopTrainingJob',
];

export const PASS_ROLE = ['iam:PassRole'];

export const TAG = ['sagemaker:AddTags'];

export const REGISTER_MODELS = ['sagemaker:CreateModelPackage'];

export const READ_MODELS = [
  'sagemaker:DescribeModelPackage',
  'sagemaker:DescribeModelPackageGroup',
  'sagemaker:ListModelPackages',
];

export const START_PIPELINES = [
  'sagemaker:DescribePipeline',
  'sagemaker:DescribePipelineDefinitionForExecution',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:ListPipelineExecutionSteps',
  'sagemaker:ListPipelineExecutions',
  'sagemaker:ListPipelineParametersForExecution',
  'sagemaker:RetryPipelineExecution',
  'sagemaker:StartPipelineExecution',
  'sagemaker:StopPipelineExecution',
];

/** Studio opens each app in a window of its own, by a signed address. */
export const OPEN_STUDIO = ['sagemaker:CreatePresignedDomainUrl'];

export const USE_APPS_AND_SPACES = [
  'sagemaker:CreateApp',
  'sagemaker:CreateSpace',
  'sagemaker:DeleteApp',
  'sagemaker:DeleteSpace',
  'sagemaker:UpdateSpace',
];

export const DESCRIBE_STUDIO = [
  'sagemaker:DescribeApp',
  'sagemaker:DescribeDomain',
  'sagemaker:DescribeSpace',
  'sagemaker:DescribeUserProfile',
];

export const LIST_STUDIO = [
  'sagemaker:ListApps',
  'sagemaker:ListDomains',
  'sagemaker:ListSpaces',
  'sagemaker:ListUserProfiles',
];

export const BROWSE_SAGEMAKER = [
  'sagemaker:ListEndpoints',
  'sagemaker:ListModelPackageGroups',
  'sagemaker:ListPipelines',
  'sagemaker:ListProcessingJobs',
  'sagemaker:ListTrainingJobs',
  'sagemaker:Search',
];

export const READ_PIPELINES_AND_JOBS = [
  'sagemaker:DescribePipeline',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:ListPipelineExecutionSteps',
  'sagemaker:ListPipelineExecutions',
];

export const READ_LOGS = ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'];

export const READ_METRICS = ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'];
