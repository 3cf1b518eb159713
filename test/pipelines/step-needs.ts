import { JOB_ROLE_ARN, RenderedStep } from './definitions';

export const ACCOUNT = '111111111111';

/** The condition key by which policies keep jobs in their network. */
export const SUBNETS = 'sagemaker:VpcSubnets';

/** A step as SageMaker gets it; what some types have beside their arguments. */
export interface StepWithNeeds extends RenderedStep {
  readonly FunctionArn?: string;
  readonly SqsQueueUrl?: string;
}

/** What somebody asks of AWS. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
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

export const NEEDS: Record<string, Needs> = {
  AutoML: job('AutoMLJob', 'automl-job'),
  Callback: { asksFor: sendsMessage, mayNeed: ['sqs:SendMessage', 'kms:Decrypt', 'kms:GenerateDataKey'] },
  ClarifyCheck: check(),
  Condition: { mayNeed: [] },
  EMR: {
    asksFor: addsWork,
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

function passesRole(): Request {
  const context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };

  return { action: 'iam:PassRole', resource: JOB_ROLE_ARN, context };
}

function sendsMessage(step: StepWithNeeds): Request[] {
  const [, queueName] = /\/([^/]+)$/.exec(textOf(step.SqsQueueUrl)) ?? [];

  return [{ action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:${queueName}` }];
}

function addsWork({ Arguments: { ClusterId: clusterId, ExecutionRoleArn: roleArn } }: StepWithNeeds): Request[] {
  if (clusterId === undefined) return [];

  return [
    {
      action: 'elasticmapreduce:AddJobFlowSteps',
      resource: `arn:aws:elasticmapreduce:eu-west-1:${ACCOUNT}:cluster/${textOf(clusterId)}`,
      context: roleArn === undefined ? undefined : { 'elasticmapreduce:ExecutionRoleArn': textOf(roleArn) },
    },
  ];
}

function startsRun({ Arguments: { ApplicationId: applicationId } }: StepWithNeeds): Request[] {
  if (applicationId === undefined) return [];

  const resource = `arn:aws:emr-serverless:eu-west-1:${ACCOUNT}:/applications/${textOf(applicationId)}`;
  return [{ action: 'emr-serverless:StartJobRun', resource }];
}

function records({ Arguments: { Actions: actions = [], Contexts: contexts = [] } }: StepWithNeeds): Request[] {
  return [
    ...(actions as { ActionName: unknown }[]).map(({ ActionName: name }) => recorded('Action', textOf(name))),
    ...(contexts as { ContextName: unknown }[]).map(({ ContextName: name }) => recorded('Context', textOf(name))),
  ];
}

function recorded(noun: string, name: string): Request {
  return { action: `sagemaker:Create${noun}`, resource: sageMaker(noun.toLowerCase(), name) };
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
