/** IAM actions of an auditor, by what IAM lets them be limited to: configuration and findings, neither objects nor logs. */

/** Kinds of SageMaker resources whose configuration is read. */
export const DESCRIBED_KINDS = [
  'app',
  'automl-job',
  'cluster',
  'data-quality-job-definition',
  'domain',
  'endpoint',
  'endpoint-config',
  'feature-group',
  'hyper-parameter-tuning-job',
  'inference-component',
  'mlflow-app',
  'mlflow-tracking-server',
  'model',
  'model-bias-job-definition',
  'model-card',
  'model-explainability-job-definition',
  'model-package',
  'model-package-group',
  'model-quality-job-definition',
  'monitoring-schedule',
  'notebook-instance',
  'pipeline',
  'processing-job',
  'project',
  'space',
  'training-job',
  'transform-job',
  'user-profile',
];

export const DESCRIBE_SAGEMAKER = [
  'sagemaker:DescribeApp',
  'sagemaker:DescribeAutoMLJobV2',
  'sagemaker:DescribeCluster',
  'sagemaker:DescribeDataQualityJobDefinition',
  'sagemaker:DescribeDomain',
  'sagemaker:DescribeEndpoint',
  'sagemaker:DescribeEndpointConfig',
  'sagemaker:DescribeFeatureGroup',
  'sagemaker:DescribeHyperParameterTuningJob',
  'sagemaker:DescribeInferenceComponent',
  'sagemaker:DescribeMlflowApp',
  'sagemaker:DescribeMlflowTrackingServer',
  'sagemaker:DescribeModel',
  'sagemaker:DescribeModelBiasJobDefinition',
  'sagemaker:DescribeModelCard',
  'sagemaker:DescribeModelExplainabilityJobDefinition',
  'sagemaker:DescribeModelPackage',
  'sagemaker:DescribeModelPackageGroup',
  'sagemaker:DescribeModelQualityJobDefinition',
  'sagemaker:DescribeMonitoringSchedule',
  'sagemaker:DescribeNotebookInstance',
  'sagemaker:DescribePipeline',
  'sagemaker:DescribePipelineDefinitionForExecution',
  'sagemaker:DescribePipelineExecution',
  'sagemaker:DescribeProcessingJob',
  'sagemaker:DescribeProject',
  'sagemaker:DescribeSpace',
  'sagemaker:DescribeTrainingJob',
  'sagemaker:DescribeTransformJob',
  'sagemaker:DescribeUserProfile',
  'sagemaker:GetModelPackageGroupPolicy',
  'sagemaker:ListModelCardVersions',
  'sagemaker:ListModelPackages',
  'sagemaker:ListPipelineExecutionSteps',
  'sagemaker:ListPipelineExecutions',
  'sagemaker:ListPipelineVersions',
  'sagemaker:ListTags',
];

export const LIST_SAGEMAKER = [
  'sagemaker:ListApps',
  'sagemaker:ListAutoMLJobs',
  'sagemaker:ListClusters',
  'sagemaker:ListDataQualityJobDefinitions',
  'sagemaker:ListDomains',
  'sagemaker:ListEndpointConfigs',
  'sagemaker:ListEndpoints',
  'sagemaker:ListFeatureGroups',
  'sagemaker:ListHyperParameterTuningJobs',
  'sagemaker:ListInferenceComponents',
  'sagemaker:ListMlflowApps',
  'sagemaker:ListMlflowTrackingServers',
  'sagemaker:ListModelBiasJobDefinitions',
  'sagemaker:ListModelCards',
  'sagemaker:ListModelExplainabilityJobDefinitions',
  'sagemaker:ListModelPackageGroups',
  'sagemaker:ListModelQualityJobDefinitions',
  'sagemaker:ListModels',
  'sagemaker:ListMonitoringExecutions',
  'sagemaker:ListMonitoringSchedules',
  'sagemaker:ListNotebookInstances',
  'sagemaker:ListPipelines',
  'sagemaker:ListProcessingJobs',
  'sagemaker:ListProjects',
  'sagemaker:ListSpaces',
  'sagemaker:ListTrainingJobs',
  'sagemaker:ListTransformJobs',
  'sagemaker:ListUserProfiles',
  'sagemaker:QueryLineage',
  'sagemaker:Search',
];

export const READ_ROLES_AND_POLICIES = [
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListEntitiesForPolicy',
  'iam:ListPolicyVersions',
  'iam:ListRolePolicies',
  'iam:ListRoleTags',
];

export const LIST_IAM = [
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountPasswordPolicy',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  'iam:GetServiceLastAccessedDetails',
  'iam:ListAccountAliases',
  'iam:ListGroups',
  'iam:ListPolicies',
  'iam:ListRoles',
  'iam:ListSAMLProviders',
  'iam:ListUsers',
];

export const READ_TRAILS = [
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetInsightSelectors',
  'cloudtrail:GetTrail',
  'cloudtrail:GetTrailStatus',
];

export const LOOK_UP_EVENTS = ['cloudtrail:DescribeTrails', 'cloudtrail:ListTrails', 'cloudtrail:LookupEvents'];

export const READ_CONFIG_RULES = [
  'config:DescribeConfigurationRecorderStatus',
  'config:DescribeConfigurationRecorders',
  'config:DescribeConformancePackCompliance',
  'config:GetComplianceDetailsByConfigRule',
  'config:GetConformancePackComplianceDetails',
];

export const READ_COMPLIANCE = [
  'config:BatchGetResourceConfig',
  'config:DescribeComplianceByConfigRule',
  'config:DescribeComplianceByResource',
  'config:DescribeConfigRuleEvaluationStatus',
  'config:DescribeConfigRules',
  'config:DescribeConfigurationAggregators',
  'config:DescribeConformancePacks',
  'config:DescribeDeliveryChannelStatus',
  'config:DescribeDeliveryChannels',
  'config:GetComplianceDetailsByResource',
  'config:GetComplianceSummaryByConfigRule',
  'config:GetComplianceSummaryByResourceType',
  'config:GetDiscoveredResourceCounts',
  'config:GetResourceConfigHistory',
  'config:ListDiscoveredResources',
  'config:SelectResourceConfig',
];

export const READ_ANALYZERS = [
  'access-analyzer:GetAnalyzedResource',
  'access-analyzer:GetAnalyzer',
  'access-analyzer:GetFinding',
  'access-analyzer:GetFindingsStatistics',
  'access-analyzer:ListAnalyzedResources',
  'access-analyzer:ListArchiveRules',
  'access-analyzer:ListFindings',
];

export const LIST_ANALYZERS = ['access-analyzer:ListAnalyzers'];

export const READ_SECURITY_HUB = [
  'securityhub:DescribeHub',
  'securityhub:DescribeStandards',
  'securityhub:DescribeStandardsControls',
  'securityhub:GetEnabledStandards',
  'securityhub:GetFindingAggregator',
  'securityhub:GetFindingHistory',
  'securityhub:GetFindings',
  'securityhub:GetInsightResults',
  'securityhub:GetInsights',
  'securityhub:ListMembers',
];

export const LIST_SECURITY_CONTROLS = [
  'securityhub:BatchGetSecurityControls',
  'securityhub:ListFindingAggregators',
  'securityhub:ListSecurityControlDefinitions',
  'securityhub:ListStandardsControlAssociations',
];

export const READ_ORGANIZATION = [
  'organizations:DescribeAccount',
  'organizations:DescribeEffectivePolicy',
  'organizations:DescribeOrganizationalUnit',
  'organizations:DescribePolicy',
  'organizations:ListAccountsForParent',
  'organizations:ListChildren',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:ListTargetsForPolicy',
];

export const LIST_ORGANIZATION = [
  'organizations:DescribeOrganization',
  'organizations:DescribeResourcePolicy',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListAccounts',
  'organizations:ListDelegatedAdministrators',
  'organizations:ListPolicies',
  'organizations:ListRoots',
];
