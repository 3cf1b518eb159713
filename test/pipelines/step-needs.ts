import { JOB_ROLE_ARN, RenderedStep } from './definitions';

export const ACCOUNT = '111111111111';

/** The condition key by which policies keep jobs in their network. */
export const SUBNETS = 'sagemaker:VpcSubnets';

/** A step as SageMaker gets it; what some types have beside their arguments. */
export interface StepWithNeeds extends RenderedStep {
  readonly FunctionArn?: string;
  readonly SqsQueueUrl?: string;
}

/** What a step tells of the EMR cluster that it makes, as far as it matters here. */
interface EmrClusterConfig {
  readonly ServiceRole?: string;
  readonly JobFlowRole?: string;
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
}

/** What a step records, as far as it matters here. */
interface LineageArguments {
  readonly Actions?: { readonly ActionName: unknown }[];
  readonly Artifacts?: { readonly ArtifactName: unknown }[];
  readonly Contexts?: { readonly ContextName: unknown }[];
  readonly Associations?: { readonly Source: LineageEnd; readonly Destination: LineageEnd }[];
}

/** One end of an association: an ARN, or what the same step records. */
interface LineageEnd {
  readonly Arn?: unknown;
  readonly Type?: string;
  readonly Name?: unknown;
}

/** What somebody asks of AWS. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
  /** Whether the service chooses the name as it makes the resource, so that a policy cannot know it. */
  readonly namedByService?: boolean;
}

/** What a step of a type asks for first, and every action that it may need. */
export interface Needs {
  readonly asksFor?: (step: StepWithNeeds) => Request[];
  readonly mayNeed: string[];
}

const READS_FILES = ['s3:GetObject', 's3:ListBucket', 'kms:Decrypt'];

/** What the pipeline itself may need, by the part of its definition that asks for it. */
export const PARTS: Record<string, RegExp> = {
  PipelineExperimentConfig: /^sagemaker:Create(Experiment|Trial)$/,
  MlflowConfig: /^(sagemaker-mlflow:\w+|sagemaker:(CallMlflowAppApi|DescribeMlflow\w+))$/,
};

/** By what steps ask for: another action on the same resource, which no step needs; else what is created is deleted. */
export const OTHER_ACTIONS: Record<string, string> = {
  'elasticmapreduce:AddJobFlowSteps': 'elasticmapreduce:SetTerminationProtection',
  'elasticmapreduce:AddTags': 'elasticmapreduce:RemoveTags',
  'elasticmapreduce:RunJobFlow': 'elasticmapreduce:ListClusters',
  'elasticmapreduce:TerminateJobFlows': 'elasticmapreduce:SetTerminationProtection',
  'emr-serverless:CreateApplication': 'emr-serverless:ListApplications',
  'emr-serverless:DeleteApplication': 'emr-serverless:UpdateApplication',
  'emr-serverless:StartJobRun': 'emr-serverless:UpdateApplication',
  'emr-serverless:TagResource': 'emr-serverless:UntagResource',
  'lambda:InvokeFunction': 'lambda:DeleteFunction',
  'sagemaker:AddAssociation': 'sagemaker:DeleteAssociation',
  'sagemaker:CreateAutoMLJob': 'sagemaker:CreateAutoMLJobV2',
  'sagemaker:CreateTransformJob': 'sagemaker:DeleteTags',
  'sqs:SendMessage': 'sqs:DeleteMessage',
};

export const NEEDS: Record<string, Needs> = {
  AutoML: job('AutoMLJob', 'automl-job'),
  Callback: { asksFor: sendsMessage, mayNeed: ['sqs:SendMessage', 'kms:Decrypt', 'kms:GenerateDataKey'] },
  ClarifyCheck: check(),
  Condition: { mayNeed: [] },
  EMR: {
    asksFor: worksOnCluster,
    mayNeed: [
      'elasticmapreduce:AddJobFlowSteps',
      'elasticmapreduce:AddTags',
      'elasticmapreduce:CancelSteps',
      'elasticmapreduce:DescribeCluster',
      'elasticmapreduce:DescribeStep',
      'elasticmapreduce:ListSteps',
      'elasticmapreduce:RunJobFlow',
      'elasticmapreduce:TerminateJobFlows',
      'events:DescribeRule',
      'events:PutRule',
      'events:PutTargets',
      'iam:PassRole',
    ],
  },
  EMRServerless: {
    asksFor: startsRun,
    mayNeed: [
      'emr-serverless:CancelJobRun',
      'emr-serverless:CreateApplication',
      'emr-serverless:DeleteApplication',
      'emr-serverless:GetApplication',
      'emr-serverless:GetJobRun',
      'emr-serverless:StartApplication',
      'emr-serverless:StartJobRun',
      'emr-serverless:StopApplication',
      'emr-serverless:TagResource',
      'iam:PassRole',
    ],
  },
  Endpoint: {
    asksFor: (step) => [
      { action: 'sagemaker:CreateEndpoint', resource: sageMaker('endpoint', textOf(step.Arguments.EndpointName)) },
    ],
    mayNeed: [...making('Endpoint'), 'sagemaker:UpdateEndpoint'],
  },
  EndpointConfig: {
    asksFor: (step) => [made('EndpointConfig', 'endpoint-config', hostingContextOf(step))],
    mayNeed: [...making('EndpointConfig'), 'kms:CreateGrant', 'kms:DescribeKey'],
  },
  Fail: { mayNeed: [] },
  Lambda: {
    asksFor: (step) => [{ action: 'lambda:InvokeFunction', resource: textOf(step.FunctionArn) }],
    mayNeed: ['lambda:InvokeFunction'],
  },
  Lineage: {
    asksFor: records,
    mayNeed: [
      'sagemaker:AddAssociation',
      'sagemaker:AddTags',
      'sagemaker:CreateAction',
      'sagemaker:CreateArtifact',
      'sagemaker:CreateContext',
    ],
  },
  Model: {
    asksFor: (step) => [made('Model', 'model', contextOf(step)), passesRole()],
    mayNeed: [...making('Model'), 'iam:PassRole', 'sagemaker:DescribeModelPackage'],
  },
  Processing: needsMore(job('ProcessingJob', 'processing-job'), READS_FILES),
  QualityCheck: check(),
  RegisterModel: {
    asksFor: (step) => [
      {
        action: 'sagemaker:CreateModelPackage',
        resource: `${sageMaker('model-package', textOf(step.Arguments.ModelPackageGroupName)).replace('-group', '')}/1`,
      },
    ],
    mayNeed: making('ModelPackage'),
  },
  Training: job('TrainingJob', 'training-job'),
  Transform: {
    asksFor: (step) => [made('TransformJob', 'transform-job', contextOf(step))],
    mayNeed: [...making('TransformJob'), 'sagemaker:StopTransformJob'],
  },
  Tuning: needsMore(job('HyperParameterTuningJob', 'hyper-parameter-tuning-job'), [
    'sagemaker:ListTrainingJobsForHyperParameterTuningJob',
  ]),
};

function job(operation: string, kind: string): Needs {
  return {
    asksFor: (step) => [made(operation, kind, contextOf(step)), passesRole()],
    mayNeed: [...making(operation), `sagemaker:Stop${operation}`, 'iam:PassRole'],
  };
}

/** A check reads the baseline of the newest model of its group, or files. */
function check(): Needs {
  return needsMore(job('ProcessingJob', 'processing-job'), [
    ...READS_FILES,
    'sagemaker:DescribeModelPackage',
    'sagemaker:ListModelPackages',
  ]);
}

function needsMore({ asksFor, mayNeed }: Needs, more: string[]): Needs {
  return { asksFor, mayNeed: [...mayNeed, ...more] };
}

function making(noun: string): string[] {
  return [`sagemaker:Create${noun}`, `sagemaker:Describe${noun}`, 'sagemaker:AddTags'];
}

/** SageMaker Pipelines creates something under a name of its own. */
function made(noun: string, kind: string, context?: Request['context']): Request {
  return { action: `sagemaker:Create${noun}`, resource: sageMaker(kind, 'pipelines-4q0b9zexample-step'), context };
}

function passesRole(roleArn = JOB_ROLE_ARN, service = 'sagemaker'): Request {
  const context = { 'iam:PassedToService': `${service}.amazonaws.com` };

  return { action: 'iam:PassRole', resource: roleArn, context };
}

function sendsMessage(step: StepWithNeeds): Request[] {
  const [, queueName] = /\/([^/]+)$/.exec(textOf(step.SqsQueueUrl)) ?? [];

  return [{ action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:${queueName}` }];
}

function worksOnCluster(step: StepWithNeeds): Request[] {
  const { ClusterId: clusterId, ExecutionRoleArn: roleArn } = step.Arguments;
  if (clusterId === undefined) return makesCluster(step);

  return [
    {
      action: 'elasticmapreduce:AddJobFlowSteps',
      resource: clusterArn(textOf(clusterId)),
      context: roleArn === undefined ? undefined : { 'elasticmapreduce:ExecutionRoleArn': textOf(roleArn) },
    },
  ];
}

function makesCluster(step: StepWithNeeds): Request[] {
  const { ServiceRole: serviceRoleArn, JobFlowRole: profile, Tags: tags = [] } = clusterOf(step);
  if (serviceRoleArn === undefined || profile === undefined) return [];
  const made = { resource: clusterArn('j-MADEBYTHESTEP'), namedByService: true };
  const { asked, borne } = tagContexts(
    'elasticmapreduce',
    tags.map(({ Key: key, Value: value }) => [key, value]),
  );

  return [
    // The list of actions has no resource for this one: the simulator takes `*` alone.
    { action: 'elasticmapreduce:RunJobFlow', resource: '*', context: asked },
    { action: 'elasticmapreduce:AddTags', ...made, context: asked },
    { action: 'elasticmapreduce:TerminateJobFlows', ...made, context: borne },
    passesRole(serviceRoleArn, 'elasticmapreduce'),
    // The definition names the instance profile; in the examples its role has the same name.
    passesRole(`arn:aws:iam::${ACCOUNT}:role/${profile}`, 'ec2'),
  ];
}

/** The cluster that a step makes; one without roles is of a custom step, which brings its permissions itself. */
function clusterOf({ Arguments: { ClusterConfig: config = {} } }: StepWithNeeds): EmrClusterConfig {
  return config as EmrClusterConfig;
}

function clusterArn(clusterId: string): string {
  return `arn:aws:elasticmapreduce:eu-west-1:${ACCOUNT}:cluster/${clusterId}`;
}

function startsRun({ Arguments: args }: StepWithNeeds): Request[] {
  const { ApplicationId: applicationId, ApplicationConfig: config = {}, ExecutionRoleArn: roleArn } = args;
  const passes = passesRole(textOf(roleArn), 'emr-serverless');
  if (applicationId !== undefined) {
    return [{ action: 'emr-serverless:StartJobRun', resource: applicationArn(textOf(applicationId)) }, passes];
  }
  const made = { resource: applicationArn('00madebythestep1'), namedByService: true };
  const { asked, borne } = tagContexts('aws', Object.entries((config as { tags?: Record<string, string> }).tags ?? {}));

  return [
    // An application has no ARN before it is made: IAM and the simulator take `*` alone.
    { action: 'emr-serverless:CreateApplication', resource: '*', context: asked },
    { action: 'emr-serverless:TagResource', ...made, context: asked },
    { action: 'emr-serverless:StartJobRun', ...made, context: borne },
    { action: 'emr-serverless:DeleteApplication', ...made, context: borne },
    passes,
  ];
}

/** What a service tells IAM of the tags that are asked for, and of those that a resource bears. */
function tagContexts(keys: string, tags: [string, string][]): Record<'asked' | 'borne', Record<string, string>> {
  const under = (kind: string) => Object.fromEntries(tags.map(([key, value]) => [`${keys}:${kind}/${key}`, value]));

  return { asked: under('RequestTag'), borne: under('ResourceTag') };
}

function applicationArn(applicationId: string): string {
  return `arn:aws:emr-serverless:eu-west-1:${ACCOUNT}:/applications/${applicationId}`;
}

function records({ Arguments: args }: StepWithNeeds): Request[] {
  const {
    Actions: actions = [],
    Artifacts: artifacts = [],
    Contexts: contexts = [],
    Associations: pairs = [],
  } = args as LineageArguments;

  return [
    ...actions.map(({ ActionName: name }) => recorded('Action', name)),
    ...artifacts.map(({ ArtifactName: name }) => recorded('Artifact', name)),
    ...contexts.map(({ ContextName: name }) => recorded('Context', name)),
    ...pairs.flatMap(({ Source: source, Destination: destination }) => [source, destination].map(connected)),
  ];
}

function recorded(noun: string, name: unknown): Request {
  return { action: `sagemaker:Create${noun}`, ...entityOf(noun, name) };
}

/** SageMaker asks for both ends of an association. */
function connected({ Arn: arn, Type: noun = '', Name: name }: LineageEnd): Request {
  const entity = arn === undefined ? entityOf(noun, name) : { resource: textOf(arn) };

  return { action: 'sagemaker:AddAssociation', ...entity };
}

/** The ARNs of actions and contexts end in their names, those of artifacts in what SageMaker chooses. */
function entityOf(noun: string, name: unknown): Pick<Request, 'resource' | 'namedByService'> {
  if (noun === 'Artifact') return { resource: sageMaker('artifact', '1a2b3c4d'), namedByService: true };

  return { resource: sageMaker(noun.toLowerCase(), textOf(name)) };
}

/** What a job tells IAM of its place. */
function contextOf({ Arguments: args }: StepWithNeeds): Record<string, string | string[]> {
  const text = JSON.stringify(args);
  const all = (member: string) =>
    [...text.matchAll(new RegExp(`"${member}":"([^"]+)"`, 'g'))].map(([, value]) => value);
  const list = (member: string) =>
    JSON.parse(new RegExp(`"${member}":(\\[[^\\]]*\\])`).exec(text)?.[1] ?? '[]') as string[];
  const context = {
    [SUBNETS]: list('Subnets'),
    'sagemaker:VpcSecurityGroupIds': list('SecurityGroupIds'),
    'sagemaker:InstanceTypes': all('InstanceType'),
    'sagemaker:VolumeKmsKeyArn': all('VolumeKmsKeyId')[0] ?? [],
  };

  return Object.fromEntries(Object.entries(context).filter(([, value]) => value.length > 0));
}

/** Hosting has one key for all volumes, and serverless variants tell how far they grow. */
function hostingContextOf(step: StepWithNeeds): Record<string, string | string[]> {
  const [, concurrency] = /"MaxConcurrency":(\d+)/.exec(JSON.stringify(step.Arguments)) ?? [];
  const { KmsKeyId: key } = step.Arguments as { KmsKeyId?: string };

  return {
    ...contextOf(step),
    ...(key !== undefined && { 'sagemaker:VolumeKmsKeyArn': key }),
    ...(concurrency !== undefined && { 'sagemaker:ServerlessMaxConcurrency': concurrency }),
  };
}

function sageMaker(kind: string, name: string): string {
  if (name.startsWith('arn:')) return name;

  return `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:${kind}/${name}`;
}

/** A text of a definition; what an execution fills in is some text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Values: values } = (value as { 'Std:Join'?: { Values: unknown[] } })['Std:Join'] ?? {};

  return values ? values.map(textOf).join('') : 'pipelines-4q0b9zexample-made';
}
