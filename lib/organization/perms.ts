/** IAM actions that guardrails deny, by the condition keys that each action carries. */

const JOB_DEFINITIONS = [
  'sagemaker:CreateDataQualityJobDefinition',
  'sagemaker:CreateModelBiasJobDefinition',
  'sagemaker:CreateModelExplainabilityJobDefinition',
  'sagemaker:CreateModelQualityJobDefinition',
];

const AUTO_ML = ['sagemaker:CreateAutoMLJob', 'sagemaker:CreateAutoMLJobV2'];

const JOBS = [
  'sagemaker:CreateHyperParameterTuningJob',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
  ...JOB_DEFINITIONS,
];

/** A schedule names a job definition, or it describes the job itself; only then does it carry the keys of a job. */
export const SCHEDULE_MONITORS = ['sagemaker:CreateMonitoringSchedule', 'sagemaker:UpdateMonitoringSchedule'];

/** Both network keys, in requests that are incomplete without a network. */
export const REQUIRE_NETWORK = [
  ...JOBS,
  ...AUTO_ML,
  'sagemaker:CreateCluster',
  'sagemaker:CreateDomain',
  'sagemaker:CreateJob',
  'sagemaker:CreateModel',
  'sagemaker:CreateNotebookInstance',
];

/** Both network keys, in requests that may leave the network as it is. */
const ACCEPT_NETWORK = [
  'sagemaker:CreateEndpointConfig',
  'sagemaker:UpdateCluster',
  'sagemaker:UpdateDomain',
  ...SCHEDULE_MONITORS,
];

export const CHOOSE_SUBNETS = [...REQUIRE_NETWORK, ...ACCEPT_NETWORK];

export const CHOOSE_SECURITY_GROUPS = [...CHOOSE_SUBNETS, 'sagemaker:CreateUserProfile', 'sagemaker:UpdateUserProfile'];

export const CREATE_DOMAIN = ['sagemaker:CreateDomain'];

export const UPDATE_DOMAIN = ['sagemaker:UpdateDomain'];

/** Volumes that always take a key. */
export const CREATE_VOLUMES = [...AUTO_ML, 'sagemaker:CreateDomain', 'sagemaker:CreateLabelingJob'];

/** Volumes that take a key, unless the instance brings disks of its own. */
export const CREATE_INSTANCE_VOLUMES = [
  ...JOBS,
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreateTransformJob',
  ...SCHEDULE_MONITORS,
];

export const WRITE_OUTPUTS = [
  ...JOBS,
  ...AUTO_ML,
  'sagemaker:CreateJob',
  'sagemaker:CreateLabelingJob',
  'sagemaker:CreateTransformJob',
];

export const CREATE_FEATURE_GROUP = ['sagemaker:CreateFeatureGroup'];

export const CONNECT_CONTAINERS = [...JOBS, ...AUTO_ML];

export const ISOLATE_CONTAINERS = [
  'sagemaker:CreateHyperParameterTuningJob',
  'sagemaker:CreateModel',
  'sagemaker:CreateTrainingJob',
];

export const CREATE_NOTEBOOK = ['sagemaker:CreateNotebookInstance'];

export const UPDATE_NOTEBOOK = ['sagemaker:UpdateNotebookInstance'];

export const CHOOSE_INSTANCE_TYPES = [
  ...JOBS,
  'sagemaker:CreateApp',
  'sagemaker:CreateCluster',
  'sagemaker:CreateDomain',
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreateSpace',
  'sagemaker:CreateTransformJob',
  'sagemaker:CreateUserProfile',
  'sagemaker:UpdateCluster',
  'sagemaker:UpdateDomain',
  'sagemaker:UpdateNotebookInstance',
  'sagemaker:UpdateSpace',
  'sagemaker:UpdateTrainingJob',
  'sagemaker:UpdateUserProfile',
  ...SCHEDULE_MONITORS,
];

export const CHOOSE_STUDIO_IMAGES = [
  'sagemaker:CreateApp',
  'sagemaker:CreateDomain',
  'sagemaker:CreateSpace',
  'sagemaker:CreateUserProfile',
  'sagemaker:UpdateDomain',
  'sagemaker:UpdateSpace',
  'sagemaker:UpdateUserProfile',
];

export const PULL_IMAGES = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** What lives long and costs, and takes tags. */
export const CREATE_LASTING = [
  'sagemaker:CreateCluster',
  'sagemaker:CreateEndpoint',
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateMlflowApp',
  'sagemaker:CreateMlflowTrackingServer',
  'sagemaker:CreateModel',
  'sagemaker:CreateModelPackageGroup',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreatePipeline',
];

export const CREATE_TAGGED_JOBS = [
  ...AUTO_ML,
  'sagemaker:CreateHyperParameterTuningJob',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
  'sagemaker:CreateTransformJob',
];

export const TAG = ['sagemaker:AddTags'];

export const CHANGE_TAGS = [
  'iam:TagRole',
  'iam:UntagRole',
  'kms:TagResource',
  'kms:UntagResource',
  's3:TagResource',
  's3:UntagResource',
  'sagemaker:DeleteTags',
];

export const CHANGE_KEYS = ['kms:DisableKey', 'kms:DisableKeyRotation', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];

export const MOVE_ALIASES = ['kms:DeleteAlias', 'kms:UpdateAlias'];

export const CHANGE_BUCKETS = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutBucketLogging',
  's3:PutBucketNotification',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];

/** What ends an object, or what keeps it from being ended. */
export const UNDO_OBJECTS = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObjectLegalHold',
];

export const CHANGE_RULES = [
  'events:DeleteRule',
  'events:DisableRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
];

export const CHANGE_ALARMS = [
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:SetAlarmState',
];

export const CHANGE_MONITORS = [
  'sagemaker:DeleteMonitoringSchedule',
  'sagemaker:StopMonitoringSchedule',
  'sagemaker:UpdateMonitoringSchedule',
];

export const CHANGE_TRAILS = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:PutInsightSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
];

/** What ends detection, pauses it, takes an account out of it, or hides what is found; the record of a network's traffic included. */
export const STOP_DETECTION = [
  'access-analyzer:CreateArchiveRule',
  'access-analyzer:DeleteAnalyzer',
  'access-analyzer:UpdateArchiveRule',
  'config:DeleteConfigurationAggregator',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:DeleteOrganizationConfigRule',
  'config:PutConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'ec2:DeleteFlowLogs',
  'guardduty:CreateFilter',
  'guardduty:CreateIPSet',
  'guardduty:CreateTrustedEntitySet',
  'guardduty:DeleteDetector',
  'guardduty:DeleteMembers',
  'guardduty:DisassociateFromAdministratorAccount',
  'guardduty:DisassociateMembers',
  'guardduty:StopMonitoringMembers',
  'guardduty:UpdateDetector',
  'guardduty:UpdateFilter',
  'guardduty:UpdateIPSet',
  'guardduty:UpdateMemberDetectors',
  'guardduty:UpdateOrganizationConfiguration',
  'guardduty:UpdateTrustedEntitySet',
  'macie2:CreateFindingsFilter',
  'macie2:DeleteMember',
  'macie2:DisableMacie',
  'macie2:DisassociateFromAdministratorAccount',
  'macie2:DisassociateMember',
  'macie2:UpdateAutomatedDiscoveryConfiguration',
  'macie2:UpdateClassificationJob',
  'macie2:UpdateFindingsFilter',
  'macie2:UpdateMacieSession',
  'macie2:UpdateMemberSession',
  'macie2:UpdateOrganizationConfiguration',
  'securityhub:BatchDisableStandards',
  'securityhub:BatchUpdateAutomationRules',
  'securityhub:BatchUpdateStandardsControlAssociations',
  'securityhub:CreateAutomationRule',
  'securityhub:CreateAutomationRuleV2',
  'securityhub:DeleteAggregatorV2',
  'securityhub:DeleteConfigurationPolicy',
  'securityhub:DeleteFindingAggregator',
  'securityhub:DeleteMembers',
  'securityhub:DisableSecurityHub',
  'securityhub:DisableSecurityHubV2',
  'securityhub:DisassociateFromAdministratorAccount',
  'securityhub:DisassociateMembers',
  'securityhub:StartConfigurationPolicyAssociation',
  'securityhub:StartConfigurationPolicyDisassociation',
  'securityhub:UpdateAutomationRuleV2',
  'securityhub:UpdateConfigurationPolicy',
  'securityhub:UpdateFindingAggregator',
  'securityhub:UpdateOrganizationConfiguration',
  'securityhub:UpdateSecurityControl',
  'securityhub:UpdateSecurityHubConfiguration',
  'securityhub:UpdateStandardsControl',
];

/** Topics and their subscriptions, which are named after them. */
export const CHANGE_TOPICS = [
  'sns:AddPermission',
  'sns:DeleteTopic',
  'sns:RemovePermission',
  'sns:SetSubscriptionAttributes',
  'sns:SetTopicAttributes',
  'sns:Unsubscribe',
];

/** Where people and programs from elsewhere get in: a directory of the account's own, or a provider that it trusts. */
export const ADMIT_OTHERS = [
  'iam:AddClientIDToOpenIDConnectProvider',
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateSAMLProvider',
  'iam:UpdateOpenIDConnectProviderThumbprint',
  'iam:UpdateSAMLProvider',
  'sso:CreateInstance',
];

export const CHANGE_ROLES = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

export const PASS_ROLES = ['iam:PassRole'];

/** What a role may do lies in its policies, too. */
export const CHANGE_ROLE_POLICIES = [
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
];

/** A stack keeps the role that it was created with, so that whoever changes it acts by that role without passing it. */
export const CHANGE_STACKS = [
  'cloudformation:CreateChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:SetStackPolicy',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateTerminationProtection',
];

export const CHANGE_ORGANIZATION_POLICIES = [
  'organizations:AttachPolicy',
  'organizations:DeletePolicy',
  'organizations:DetachPolicy',
  'organizations:DisablePolicyType',
  'organizations:UpdatePolicy',
];

/** The blocks of public access of a whole account. That of snapshots has two strengths, so that turning it on may weaken it. */
export const OPEN_ACCOUNT_TO_PUBLIC = [
  'ec2:DisableImageBlockPublicAccess',
  'ec2:DisableSnapshotBlockPublicAccess',
  'ec2:EnableSnapshotBlockPublicAccess',
  's3:PutAccountPublicAccessBlock',
];

export const SHARE_SNAPSHOTS = ['ec2:ModifySnapshotAttribute'];

export const SET_OBJECT_ACCESS = ['s3:CreateBucket', 's3:PutBucketAcl', 's3:PutObject', 's3:PutObjectAcl'];

export const OPEN_FUNCTION_URLS = ['lambda:CreateFunctionUrlConfig', 'lambda:UpdateFunctionUrlConfig'];

export const CREATE_SHARE = ['ram:CreateResourceShare'];

export const UPDATE_SHARE = ['ram:UpdateResourceShare'];

export const EXTEND_SHARE = ['ram:AssociateResourceShare'];

export const LEAVE_ORGANIZATION = ['organizations:LeaveOrganization'];

/** Services whose requests lie in one region for the whole world, whichever region the caller works in. */
export const GLOBAL_SERVICES = [
  'account:*',
  'artifact:*',
  'bcm-data-exports:*',
  'billing:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  'cur:*',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'networkmanager:*',
  'organizations:*',
  'pricing:*',
  'route53:*',
  'route53domains:*',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
  's3:PutAccountPublicAccessBlock',
  'shield:*',
  'sts:*',
  'support:*',
  'trustedadvisor:*',
  'waf:*',
];

/** Services of the resource perimeter; AWS-owned callers of the organisation pass it by their own keys. */
export const PERIMETER_SERVICES = ['kms:*', 's3:*'];

export const ASSUME_ROLE = ['sts:AssumeRole'];

export const CREATE_MODEL = ['sagemaker:CreateModel'];

export const DEPLOY_HUB_MODEL = ['sagemaker:DeployHubModel'];

export const CREATE_INFERENCE_COMPONENT = ['sagemaker:CreateInferenceComponent'];

/** What begins to serve, and what changes how something serves. */
export const DEPLOY = [
  'sagemaker:CreateEndpoint',
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateInferenceExperiment',
  'sagemaker:StartInferenceExperiment',
  'sagemaker:UpdateEndpoint',
  'sagemaker:UpdateEndpointWeightsAndCapacities',
  'sagemaker:UpdateInferenceComponent',
  'sagemaker:UpdateInferenceComponentRuntimeConfig',
  'sagemaker:UpdateInferenceExperiment',
  ...CREATE_INFERENCE_COMPONENT,
  ...DEPLOY_HUB_MODEL,
];

/** What ends serving; the end of an experiment may leave the traffic with its other variant. */
export const REMOVE_DEPLOYMENT = [
  'sagemaker:DeleteEndpoint',
  'sagemaker:DeleteEndpointConfig',
  'sagemaker:DeleteInferenceComponent',
  'sagemaker:DeleteInferenceExperiment',
  'sagemaker:DeleteModel',
  'sagemaker:StopInferenceExperiment',
];

/** Requests that name the model that they are for. */
export const CHOOSE_MODEL = [
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateTransformJob',
  ...CREATE_INFERENCE_COMPONENT,
];

export const SET_APPROVAL = ['sagemaker:CreateModelPackage', 'sagemaker:UpdateModelPackage'];

/** Human work is the same for labelling and for review. */
const HIRE_WORKERS = ['sagemaker:CreateWorkforce', 'sagemaker:CreateWorkteam'];

export const BEGIN_AUGMENTED_AI = [
  'sagemaker:CreateFlowDefinition',
  'sagemaker:CreateHumanTaskUi',
  'sagemaker:StartHumanLoop',
  ...HIRE_WORKERS,
];

export const BEGIN_CLARIFY = [
  'sagemaker:CreateModelBiasJobDefinition',
  'sagemaker:CreateModelExplainabilityJobDefinition',
];

export const BEGIN_EDGE_MANAGER = [
  'sagemaker:CreateDeviceFleet',
  'sagemaker:CreateEdgeDeploymentPlan',
  'sagemaker:CreateEdgeDeploymentStage',
  'sagemaker:CreateEdgePackagingJob',
  'sagemaker:RegisterDevices',
];

export const BEGIN_GEOSPATIAL = [
  'sagemaker-geospatial:StartEarthObservationJob',
  'sagemaker-geospatial:StartVectorEnrichmentJob',
];

export const BEGIN_GROUND_TRUTH = ['sagemaker:CreateLabelingJob', ...HIRE_WORKERS];

export const BEGIN_MODEL_MONITOR = [...JOB_DEFINITIONS, 'sagemaker:CreateMonitoringSchedule'];

export const CHOOSE_ACCELERATORS = [
  'sagemaker:CreateEndpointConfig',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:UpdateNotebookInstance',
];
