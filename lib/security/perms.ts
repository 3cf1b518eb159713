/** IAM actions by verb, each list complete for its purpose and free of wildcards. */

export const READ_OBJECTS = ['s3:GetObject'];

export const WRITE_OBJECTS = ['s3:PutObject', 's3:AbortMultipartUpload'];

export const LIST_BUCKET = ['s3:ListBucket'];

export const LOCATE_BUCKET = ['s3:GetBucketLocation'];

export {
  AUTHORIZE_PULL,
  CREATE_NETWORK_INTERFACES,
  DELEGATE_KEY,
  DESCRIBE_NETWORK,
  LEND_NETWORK_INTERFACES,
  PUBLISH_METRICS,
  PULL_IMAGES,
  USE_KEY,
  WRITE_LOGS,
} from '../core';

export const DESCRIBE_KEY = ['kms:DescribeKey'];

export const CREATE_JOBS = ['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob'];

export const FOLLOW_JOBS = [
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

/** What Studio apps start from. */
export const DESCRIBE_STUDIO_IMAGES = [
  'sagemaker:DescribeAppImageConfig',
  'sagemaker:DescribeImage',
  'sagemaker:DescribeImageVersion',
  'sagemaker:DescribeStudioLifecycleConfig',
  'sagemaker:ListImageVersions',
];

export const LIST_STUDIO_IMAGES = [
  'sagemaker:ListAppImageConfigs',
  'sagemaker:ListImages',
  'sagemaker:ListStudioLifecycleConfigs',
];

export const CREATE_ML_JOBS = [
  'sagemaker:CreateAutoMLJob',
  'sagemaker:CreateAutoMLJobV2',
  'sagemaker:CreateCompilationJob',
  'sagemaker:CreateHyperParameterTuningJob',
  'sagemaker:CreateInferenceRecommendationsJob',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
  'sagemaker:CreateTransformJob',
];

export const FOLLOW_ML_JOBS = [
  'sagemaker:DescribeAutoMLJob',
  'sagemaker:DescribeAutoMLJobV2',
  'sagemaker:DescribeCompilationJob',
  'sagemaker:DescribeHyperParameterTuningJob',
  'sagemaker:DescribeInferenceRecommendationsJob',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:DescribeTransformJob',
  'sagemaker:ListTrainingJobsForHyperParameterTuningJob',
  'sagemaker:StopAutoMLJob',
  'sagemaker:StopCompilationJob',
  'sagemaker:StopHyperParameterTuningJob',
  'sagemaker:StopInferenceRecommendationsJob',
  'sagemaker:StopProcessingJob',
  'sagemaker:StopTrainingJob',
  'sagemaker:StopTransformJob',
  'sagemaker:UpdateTrainingJob',
];

export const LIST_ML_JOBS = [
  'sagemaker:ListAutoMLJobs',
  'sagemaker:ListCandidatesForAutoMLJob',
  'sagemaker:ListCompilationJobs',
  'sagemaker:ListHyperParameterTuningJobs',
  'sagemaker:ListInferenceRecommendationsJobSteps',
  'sagemaker:ListInferenceRecommendationsJobs',
  'sagemaker:ListProcessingJobs',
  'sagemaker:ListTrainingJobs',
  'sagemaker:ListTransformJobs',
];

export const CREATE_MODELS = ['sagemaker:CreateModel'];

export const FOLLOW_MODELS = ['sagemaker:DeleteModel', 'sagemaker:DescribeModel'];

export const CREATE_MODEL_CARDS = ['sagemaker:CreateModelCard'];

export const READ_MODEL_CARDS = [
  'sagemaker:DescribeModelCard',
  'sagemaker:DescribeModelCardExportJob',
  'sagemaker:ListModelCardExportJobs',
  'sagemaker:ListModelCardVersions',
];

export const WRITE_MODEL_CARDS = ['sagemaker:CreateModelCardExportJob', 'sagemaker:UpdateModelCard'];

export const LIST_MODELS = ['sagemaker:ListModelCards', 'sagemaker:ListModelPackageGroups', 'sagemaker:ListModels'];

export const LIST_REGISTRY = ['sagemaker:ListModelCards', 'sagemaker:ListModelPackageGroups'];

export const DECIDE_ON_MODELS = ['sagemaker:UpdateModelPackage'];

export const CREATE_ENDPOINTS = [
  'sagemaker:CreateEndpoint',
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateInferenceComponent',
];

export const FOLLOW_ENDPOINTS = [
  'sagemaker:DeleteEndpoint',
  'sagemaker:DeleteEndpointConfig',
  'sagemaker:DeleteInferenceComponent',
  'sagemaker:DescribeEndpoint',
  'sagemaker:DescribeEndpointConfig',
  'sagemaker:DescribeInferenceComponent',
  'sagemaker:UpdateEndpoint',
  'sagemaker:UpdateEndpointWeightsAndCapacities',
  'sagemaker:UpdateInferenceComponent',
  'sagemaker:UpdateInferenceComponentRuntimeConfig',
];

export const LIST_ENDPOINTS = [
  'sagemaker:ListEndpointConfigs',
  'sagemaker:ListEndpoints',
  'sagemaker:ListInferenceComponents',
];

export const SCALE_ENDPOINTS = [
  'application-autoscaling:DeleteScalingPolicy',
  'application-autoscaling:DeregisterScalableTarget',
  'application-autoscaling:PutScalingPolicy',
  'application-autoscaling:RegisterScalableTarget',
];

export const DESCRIBE_SCALING = [
  'application-autoscaling:DescribeScalableTargets',
  'application-autoscaling:DescribeScalingActivities',
  'application-autoscaling:DescribeScalingPolicies',
];

/** Target tracking stands on alarms, which it creates in the name of who registers the target. */
export const TRACK_SCALING = ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm'];

export const CREATE_SERVICE_LINKED_ROLE = ['iam:CreateServiceLinkedRole'];

export const INVOKE_ENDPOINTS = [
  'sagemaker:InvokeEndpoint',
  'sagemaker:InvokeEndpointAsync',
  'sagemaker:InvokeEndpointWithResponseStream',
];

export const CREATE_PIPELINES = ['sagemaker:CreatePipeline'];

export const CHANGE_PIPELINES = [
  'sagemaker:DeletePipeline',
  'sagemaker:ListPipelineVersions',
  'sagemaker:UpdatePipeline',
  'sagemaker:UpdatePipelineExecution',
  'sagemaker:UpdatePipelineVersion',
];

export const LIST_PIPELINES = ['sagemaker:ListPipelines'];

export const CREATE_EXPERIMENTS = [
  'sagemaker:CreateExperiment',
  'sagemaker:CreateTrial',
  'sagemaker:CreateTrialComponent',
];

export const CHANGE_EXPERIMENTS = [
  'sagemaker:AssociateTrialComponent',
  'sagemaker:BatchPutMetrics',
  'sagemaker:DeleteExperiment',
  'sagemaker:DeleteTrial',
  'sagemaker:DeleteTrialComponent',
  'sagemaker:DisassociateTrialComponent',
  'sagemaker:UpdateExperiment',
  'sagemaker:UpdateTrial',
  'sagemaker:UpdateTrialComponent',
];

export const READ_EXPERIMENTS = [
  'sagemaker:BatchGetMetrics',
  'sagemaker:DescribeExperiment',
  'sagemaker:DescribeTrial',
  'sagemaker:DescribeTrialComponent',
];

export const CREATE_LINEAGE = ['sagemaker:CreateAction', 'sagemaker:CreateArtifact', 'sagemaker:CreateContext'];

/** Lineage is evidence: what is recorded may be completed, not deleted. */
export const COMPLETE_LINEAGE = [
  'sagemaker:AddAssociation',
  'sagemaker:UpdateAction',
  'sagemaker:UpdateArtifact',
  'sagemaker:UpdateContext',
];

export const READ_LINEAGE = ['sagemaker:DescribeAction', 'sagemaker:DescribeArtifact', 'sagemaker:DescribeContext'];

export const SEARCH_EXPERIMENTS = [
  'sagemaker:GetSearchSuggestions',
  'sagemaker:ListActions',
  'sagemaker:ListArtifacts',
  'sagemaker:ListAssociations',
  'sagemaker:ListContexts',
  'sagemaker:ListExperiments',
  'sagemaker:ListTrialComponents',
  'sagemaker:ListTrials',
  'sagemaker:QueryLineage',
  'sagemaker:Search',
];

export const CREATE_MONITORS = [
  'sagemaker:CreateDataQualityJobDefinition',
  'sagemaker:CreateModelBiasJobDefinition',
  'sagemaker:CreateModelExplainabilityJobDefinition',
  'sagemaker:CreateModelQualityJobDefinition',
  'sagemaker:CreateMonitoringSchedule',
];

export const FOLLOW_MONITORS = [
  'sagemaker:DeleteDataQualityJobDefinition',
  'sagemaker:DeleteModelBiasJobDefinition',
  'sagemaker:DeleteModelExplainabilityJobDefinition',
  'sagemaker:DeleteModelQualityJobDefinition',
  'sagemaker:DeleteMonitoringSchedule',
  'sagemaker:DescribeDataQualityJobDefinition',
  'sagemaker:DescribeModelBiasJobDefinition',
  'sagemaker:DescribeModelExplainabilityJobDefinition',
  'sagemaker:DescribeModelQualityJobDefinition',
  'sagemaker:DescribeMonitoringSchedule',
  'sagemaker:StartMonitoringSchedule',
  'sagemaker:StopMonitoringSchedule',
  'sagemaker:UpdateMonitoringAlert',
  'sagemaker:UpdateMonitoringSchedule',
];

export const LIST_MONITORS = [
  'sagemaker:ListDataQualityJobDefinitions',
  'sagemaker:ListModelBiasJobDefinitions',
  'sagemaker:ListModelExplainabilityJobDefinitions',
  'sagemaker:ListModelQualityJobDefinitions',
  'sagemaker:ListMonitoringAlertHistory',
  'sagemaker:ListMonitoringAlerts',
  'sagemaker:ListMonitoringExecutions',
  'sagemaker:ListMonitoringSchedules',
];

export const ASSUME_ROLE = ['sts:AssumeRole'];

export const READ_STACKS = [
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStackResources',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

export const LIST_STACKS = ['cloudformation:ListStacks'];
