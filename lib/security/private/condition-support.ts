import { isCreating } from './action-verbs';

/** The kinds of keys that requests name, each by condition keys of its own. */
export const KEY_SUPPORT = ['volumeKey', 'outputKey', 'objectKey'] as const;

/**
 * What an action can be made to depend on.
 *
 * `network`: subnets and security groups of the request. `volumeKey`, `outputKey` and `objectKey`: keys for volumes,
 * outputs and objects. `instanceTypes`: those of the request. `requestTags`: tags of the request.
 * `resourceTags`: tags of every kind of resource that our activities let the action reach.
 */
export type Support = 'network' | (typeof KEY_SUPPORT)[number] | 'instanceTypes' | 'requestTags' | 'resourceTags';

interface SupportRow {
  readonly carries: readonly Support[];
  /** By service, names with white space between. */
  readonly actions: Readonly<Record<string, string>>;
}

/** Every action of every activity, once (service authorization reference, November 2026); what is missing carries nothing. */
const ROWS: readonly SupportRow[] = [
  {
    carries: ['network', 'volumeKey', 'outputKey', 'instanceTypes', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: `
        CreateDataQualityJobDefinition CreateHyperParameterTuningJob CreateModelBiasJobDefinition
        CreateModelExplainabilityJobDefinition CreateModelQualityJobDefinition CreateMonitoringSchedule
        CreateProcessingJob CreateTrainingJob UpdateMonitoringSchedule`,
    },
  },
  {
    carries: ['network', 'volumeKey', 'instanceTypes', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: 'CreateEndpointConfig',
    },
  },
  {
    carries: ['network', 'volumeKey', 'outputKey', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: 'CreateAutoMLJob CreateAutoMLJobV2',
    },
  },
  {
    carries: ['volumeKey', 'outputKey', 'instanceTypes', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: 'CreateTransformJob',
    },
  },
  {
    carries: ['instanceTypes', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: 'CreateApp CreateSpace',
    },
  },
  {
    carries: ['network', 'requestTags', 'resourceTags'],
    actions: {
      sagemaker: 'CreateModel',
    },
  },
  {
    carries: ['instanceTypes', 'resourceTags'],
    actions: {
      sagemaker: 'UpdateSpace UpdateTrainingJob',
    },
  },
  {
    carries: ['objectKey', 'resourceTags'],
    actions: {
      s3: 'PutObject',
    },
  },
  {
    carries: ['requestTags', 'resourceTags'],
    actions: {
      'access-analyzer': 'GetAnalyzer',
      'application-autoscaling': 'RegisterScalableTarget',
      cloudwatch: 'PutMetricAlarm',
      'emr-serverless': 'StartJobRun TagResource',
      events: 'PutRule TagResource',
      logs: 'CreateLogGroup',
      s3: 'CreateBucket',
      sagemaker: `
        AddTags CreateAction CreateArtifact CreateCompilationJob CreateContext CreateEndpoint
        CreateExperiment CreateInferenceComponent CreateInferenceRecommendationsJob CreateMlflowApp
        CreateMlflowTrackingServer CreateModelCard CreateModelPackage CreateModelPackageGroup CreatePipeline
        CreateTrial CreateTrialComponent ImportHubContent`,
      sts: 'AssumeRole',
    },
  },
  {
    carries: ['requestTags'],
    actions: {
      bedrock: 'CreateModelImportJob InvokeModel',
      'emr-serverless': 'CreateApplication',
      glue: 'CreateDatabase',
    },
  },
  {
    carries: ['resourceTags'],
    actions: {
      'access-analyzer': `
        GetAnalyzedResource GetFinding GetFindingsStatistics ListAnalyzedResources ListArchiveRules
        ListFindings`,
      'application-autoscaling': 'DeleteScalingPolicy DeregisterScalableTarget PutScalingPolicy',
      athena: `
        BatchGetNamedQuery BatchGetPreparedStatement BatchGetQueryExecution CreateNamedQuery
        CreatePreparedStatement DeleteNamedQuery DeletePreparedStatement GetDataCatalog GetDatabase
        GetNamedQuery GetPreparedStatement GetQueryExecution GetQueryResults GetQueryResultsStream
        GetQueryRuntimeStatistics GetTableMetadata GetWorkGroup ListDatabases ListNamedQueries
        ListPreparedStatements ListQueryExecutions ListTableMetadata StartQueryExecution StopQueryExecution
        UpdateNamedQuery UpdatePreparedStatement`,
      bedrock: 'GetImportedModel GetModelImportJob',
      cloudformation: `
        DescribeChangeSet DescribeStackEvents DescribeStackResources DescribeStacks GetTemplate
        ListStackResources`,
      cloudtrail: 'GetEventSelectors GetInsightSelectors GetTrail GetTrailStatus',
      cloudwatch: 'DeleteAlarms DescribeAlarms GetMetricData ListMetrics PutMetricData',
      comprehend: 'DetectEntities',
      config: `
        DescribeConfigurationRecorderStatus DescribeConfigurationRecorders DescribeConformancePackCompliance
        GetComplianceDetailsByConfigRule GetConformancePackComplianceDetails`,
      ec2: `
        CreateNetworkInterface CreateNetworkInterfacePermission DeleteNetworkInterface
        DeleteNetworkInterfacePermission`,
      ecr: 'BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer',
      'emr-serverless': `
        AccessLivyEndpoints CancelJobRun DeleteApplication GetApplication GetDashboardForJobRun GetJobRun
        ListJobRuns StartApplication StopApplication UpdateApplication`,
      events: 'DescribeRule PutTargets',
      iam: `
        CreateServiceLinkedRole GenerateServiceLastAccessedDetails GetPolicy GetPolicyVersion GetRole
        GetRolePolicy ListAttachedRolePolicies ListEntitiesForPolicy ListPolicyVersions ListRolePolicies
        ListRoleTags PassRole`,
      kendra: 'DescribeIndex Query Retrieve',
      kms: `
        CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext
        ReEncryptFrom ReEncryptTo`,
      logs: 'CreateLogStream DescribeLogStreams FilterLogEvents GetLogEvents PutLogEvents',
      organizations: `
        DescribeAccount DescribeEffectivePolicy DescribeOrganizationalUnit DescribePolicy
        ListAccountsForParent ListChildren ListOrganizationalUnitsForParent ListParents
        ListPoliciesForTarget ListTargetsForPolicy`,
      s3: `
        AbortMultipartUpload DeleteObject DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionTagging
        GetBucketCORS GetBucketLocation GetBucketPublicAccessBlock GetBucketTagging GetBucketVersioning
        GetEncryptionConfiguration GetIntelligentTieringConfiguration GetLifecycleConfiguration
        GetMetricsConfiguration GetObject GetObjectAttributes GetObjectLegalHold GetObjectRetention
        GetObjectTagging GetObjectVersion GetObjectVersionAttributes GetObjectVersionTagging ListBucket
        ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts PutBucketCORS
        PutEncryptionConfiguration PutIntelligentTieringConfiguration PutLifecycleConfiguration
        PutMetricsConfiguration PutObjectTagging PutObjectVersionTagging RestoreObject`,
      sagemaker: `
        AddAssociation AssociateTrialComponent BatchGetMetrics BatchPutMetrics CallMlflowAppApi
        CreateModelCardExportJob CreatePresignedDomainUrl CreatePresignedMlflowAppUrl
        CreatePresignedMlflowTrackingServerUrl DeleteApp DeleteDataQualityJobDefinition DeleteEndpoint
        DeleteEndpointConfig DeleteExperiment DeleteInferenceComponent DeleteMlflowApp
        DeleteMlflowTrackingServer DeleteModel DeleteModelBiasJobDefinition
        DeleteModelExplainabilityJobDefinition DeleteModelQualityJobDefinition DeleteMonitoringSchedule
        DeletePipeline DeleteSpace DeleteTrial DeleteTrialComponent DescribeAction DescribeApp
        DescribeAppImageConfig DescribeArtifact DescribeAutoMLJob DescribeAutoMLJobV2 DescribeCluster
        DescribeCompilationJob DescribeContext DescribeDataQualityJobDefinition DescribeDomain
        DescribeEndpoint DescribeEndpointConfig DescribeExperiment DescribeFeatureGroup DescribeHub
        DescribeHubContent DescribeHyperParameterTuningJob DescribeImage DescribeImageVersion
        DescribeInferenceComponent DescribeInferenceRecommendationsJob DescribeMlflowApp
        DescribeMlflowTrackingServer DescribeModel DescribeModelBiasJobDefinition DescribeModelCard
        DescribeModelCardExportJob DescribeModelExplainabilityJobDefinition DescribeModelPackage
        DescribeModelPackageGroup DescribeModelQualityJobDefinition DescribeMonitoringSchedule
        DescribeNotebookInstance DescribePipeline DescribePipelineDefinitionForExecution
        DescribePipelineExecution DescribeProcessingJob DescribeProject DescribeSpace
        DescribeStudioLifecycleConfig DescribeTrainingJob DescribeTransformJob DescribeTrial
        DescribeTrialComponent DescribeUserProfile DisassociateTrialComponent GetModelPackageGroupPolicy
        InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream ListHubContentVersions
        ListHubContents ListImageVersions ListModelCardExportJobs ListModelCardVersions ListModelPackages
        ListPipelineExecutionSteps ListPipelineExecutions ListPipelineParametersForExecution
        ListPipelineVersions ListTags ListTrainingJobsForHyperParameterTuningJob RetryPipelineExecution
        StartMlflowTrackingServer StartMonitoringSchedule StartPipelineExecution StopAutoMLJob
        StopCompilationJob StopHyperParameterTuningJob StopInferenceRecommendationsJob
        StopMlflowTrackingServer StopMonitoringSchedule StopPipelineExecution StopProcessingJob
        StopTrainingJob StopTransformJob UpdateAction UpdateArtifact UpdateContext UpdateEndpoint
        UpdateEndpointWeightsAndCapacities UpdateExperiment UpdateInferenceComponent
        UpdateInferenceComponentRuntimeConfig UpdateMlflowApp UpdateMlflowTrackingServer UpdateModelCard
        UpdateModelPackage UpdatePipeline UpdatePipelineExecution UpdatePipelineVersion UpdateTrial
        UpdateTrialComponent`,
      'sagemaker-mlflow': `
        CreateExperiment CreateModelVersion CreateRegisteredModel CreateRun DeleteExperiment DeleteRun
        DeleteTag EndTrace FinalizeLoggedModel GetDownloadURIForModelVersionArtifacts GetExperiment
        GetExperimentByName GetLatestModelVersions GetLoggedModel GetMetricHistory GetModelVersion
        GetModelVersionByAlias GetRegisteredModel GetRun GetTraceInfo ListArtifacts ListLoggedModelArtifacts
        LogBatch LogInputs LogLoggedModelParams LogMetric LogModel LogOutputs LogParam RestoreExperiment
        RestoreRun SearchExperiments SearchLoggedModels SearchModelVersions SearchRegisteredModels
        SearchRuns SearchTraces SetExperimentTag SetLoggedModelTags SetModelVersionTag SetRegisteredModelTag
        SetTag SetTraceTag StartTrace UpdateExperiment UpdateModelVersion UpdateRegisteredModel UpdateRun`,
      securityhub: `
        DescribeHub DescribeStandards DescribeStandardsControls GetEnabledStandards GetFindingHistory
        GetFindings GetInsightResults GetInsights ListMembers`,
    },
  },
  {
    carries: [],
    actions: {
      'access-analyzer': 'ListAnalyzers',
      'application-autoscaling': 'DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies',
      athena: 'ListDataCatalogs ListEngineVersions ListWorkGroups',
      bedrock: 'InvokeModelWithResponseStream ListFoundationModels ListImportedModels ListModelImportJobs',
      cloudformation: 'ListStacks',
      cloudtrail: 'DescribeTrails ListTrails LookupEvents',
      comprehend: `
        BatchDetectDominantLanguage BatchDetectEntities BatchDetectSentiment DetectDominantLanguage
        DetectPiiEntities DetectSentiment`,
      config: `
        BatchGetResourceConfig DescribeComplianceByConfigRule DescribeComplianceByResource
        DescribeConfigRuleEvaluationStatus DescribeConfigRules DescribeConfigurationAggregators
        DescribeConformancePacks DescribeDeliveryChannelStatus DescribeDeliveryChannels
        GetComplianceDetailsByResource GetComplianceSummaryByConfigRule GetComplianceSummaryByResourceType
        GetDiscoveredResourceCounts GetResourceConfigHistory ListDiscoveredResources SelectResourceConfig`,
      ec2: `
        DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets
        DescribeVpcEndpoints DescribeVpcs`,
      ecr: 'GetAuthorizationToken',
      'emr-serverless': 'ListApplications',
      glue: `
        BatchCreatePartition BatchDeletePartition BatchDeleteTable BatchDeleteTableVersion BatchGetPartition
        BatchUpdatePartition CreatePartition CreatePartitionIndex CreateTable DeletePartition
        DeletePartitionIndex DeleteTable DeleteTableVersion GetDatabase GetDatabases GetPartition
        GetPartitionIndexes GetPartitions GetTable GetTableVersion GetTableVersions GetTables SearchTables
        UpdateDatabase UpdatePartition UpdateTable`,
      iam: `
        GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary GetCredentialReport
        GetServiceLastAccessedDetails ListAccountAliases ListGroups ListPolicies ListRoles ListSAMLProviders
        ListUsers`,
      kendra: 'ListIndices',
      organizations: `
        DescribeOrganization DescribeResourcePolicy ListAWSServiceAccessForOrganization ListAccounts
        ListDelegatedAdministrators ListPolicies ListRoots`,
      rekognition: 'DetectLabels DetectText',
      s3: 'ListAllMyBuckets',
      sagemaker: `
        GetSearchSuggestions ListActions ListAppImageConfigs ListApps ListArtifacts ListAssociations
        ListAutoMLJobs ListCandidatesForAutoMLJob ListClusters ListCompilationJobs ListContexts
        ListDataQualityJobDefinitions ListDomains ListEndpointConfigs ListEndpoints ListExperiments
        ListFeatureGroups ListHubs ListHyperParameterTuningJobs ListImages ListInferenceComponents
        ListInferenceRecommendationsJobSteps ListInferenceRecommendationsJobs ListMlflowApps
        ListMlflowTrackingServers ListModelBiasJobDefinitions ListModelCards
        ListModelExplainabilityJobDefinitions ListModelPackageGroups ListModelQualityJobDefinitions
        ListModels ListMonitoringAlertHistory ListMonitoringAlerts ListMonitoringExecutions
        ListMonitoringSchedules ListNotebookInstances ListPipelines ListProcessingJobs ListProjects
        ListSpaces ListStudioLifecycleConfigs ListTrainingJobs ListTransformJobs ListTrialComponents
        ListTrials ListUserProfiles QueryLineage Search UpdateMonitoringAlert`,
      'sagemaker-mlflow': 'AccessUI',
      securityhub: `
        BatchGetSecurityControls GetFindingAggregator ListFindingAggregators ListSecurityControlDefinitions
        ListStandardsControlAssociations`,
      textract: `
        AnalyzeDocument AnalyzeExpense AnalyzeID GetDocumentAnalysis GetExpenseAnalysis
        StartDocumentAnalysis StartExpenseAnalysis`,
    },
  },
];

const SUPPORT = new Map(
  ROWS.flatMap(({ carries: supported, actions }) =>
    Object.entries(actions).flatMap(([service, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name): [string, readonly Support[]] => [`${service}:${name}`, supported]),
    ),
  ),
);

/** A schedule names a job definition, or it describes the job itself; only then does it carry the keys of a job. */
export const NAME_A_JOB_DEFINITION = ['sagemaker:CreateMonitoringSchedule', 'sagemaker:UpdateMonitoringSchedule'];

/** What the action can be made to depend on; undefined when it is not in the table. */
export function supportOf(action: string): readonly Support[] | undefined {
  return SUPPORT.get(action);
}

export function carries(action: string, support: Support): boolean {
  return supportOf(action)?.includes(support) ?? false;
}

/** Whether the action creates something and gives it its first tags. */
export function isOnCreation(action: string): boolean {
  return isCreating(action) && carries(action, 'requestTags');
}
