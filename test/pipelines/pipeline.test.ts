import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  Condition,
  ConditionStep,
  ContainerImage,
  JobCompute,
  Pipeline,
  PipelineParameter,
  ProcessingStep,
  TrainingChannel,
  TrainingStep,
  TrainingStepProps,
} from '../../lib/pipelines';
import { definitionOf, pipelineIn, renderedIn, stackIn, stepNamed } from './definitions';
import { findingsIn, NOTHING_FOUND } from '../findings';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a pipeline has its name, role, description and a definition in the language of 2020-12-01', () => {
  pipelineIn(stack, [stepNamed('Prepare')], { description: 'Makes the abalone model' });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Pipeline', {
    PipelineName: 'abalone',
    PipelineDescription: 'Makes the abalone model',
    RoleArn: 'arn:aws:iam::111111111111:role/acme-pipeline',
    PipelineDefinition: { PipelineDefinitionBody: Match.anyValue() },
    ParallelismConfiguration: Match.absent(),
  });
  expect(definitionOf(stack)).toEqual({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: [],
    Steps: [expect.objectContaining({ Name: 'Prepare' })],
  });
});

test('a pipeline tells its name and ARN without a reference, so that other accounts can be told them', () => {
  const pipeline = pipelineIn(stack, [stepNamed('Prepare')]);

  expect(pipeline.pipelineName).toBe('abalone');
  expect(pipeline.pipelineRef).toEqual({ pipelineName: 'abalone' });
  expect(stack.resolve(pipeline.pipelineArn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:pipeline/abalone']],
  });
});

test('the number of parallel steps is written as SageMaker spells it', () => {
  pipelineIn(stack, [stepNamed('Prepare')], { maxParallelSteps: 4 });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Pipeline', {
    ParallelismConfiguration: { MaxParallelExecutionSteps: 4 },
  });
});

test.each([
  { wished: {}, policy: 'Delete' },
  { wished: { removalPolicy: RemovalPolicy.RETAIN }, policy: 'Retain' },
])('leaving the template means $policy', ({ wished, policy }) => {
  pipelineIn(stack, [stepNamed('Prepare')], wished);

  const template = Template.fromStack(stack);

  template.hasResource('AWS::SageMaker::Pipeline', { DeletionPolicy: policy });
});

test("what CloudFormation knows only at deployment is joined into the definition's text", () => {
  const key = new kms.Key(stack, 'Key');
  const environment = { volumeKey: key, outputKeyArn: key.keyArn };

  const rendered = renderedIn(stack, [stepNamed('Prepare')], { environment });

  const arn = JSON.stringify(stack.resolve(key.keyArn));
  expect(rendered.Arguments).toMatchObject({
    ProcessingResources: { ClusterConfig: { VolumeKmsKeyId: arn } },
    ProcessingOutputConfig: { KmsKeyId: arn },
  });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('${Token');
});

test('the jobs of a pipeline cannot leave its network, and nothing they store or send is in the clear', () => {
  pipelineIn(stack, [stepNamed('Prepare'), trainingStep()]);

  const [prepare, training] = definitionOf(stack).Steps.map((step) => step.Arguments);

  const vpc = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] };
  expect(prepare.NetworkConfig).toEqual({
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    VpcConfig: vpc,
  });
  expect(training).toMatchObject({
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    VpcConfig: vpc,
  });
});

describe('a pipeline that is given no role', () => {
  test('runs as one that is derived from its steps', () => {
    const pipeline = pipelineIn(stack, [stepNamed('Prepare')], { role: undefined, roleName: 'acme-derived' });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SageMaker::Pipeline', {
      RoleArn: stack.resolve(pipeline.role.roleRef.roleArn),
    });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'acme-derived' });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: 'sagemaker:CreateProcessingJob' })]),
      },
    });
  });

  test('has the same role whatever the order of its steps', () => {
    const other = stackIn();
    pipelineIn(stack, [stepNamed('Prepare'), trainingStep()], { role: undefined });
    pipelineIn(other, [trainingStep(), stepNamed('Prepare')], { role: undefined });

    const [first, second] = [stack, other].map((made) => Template.fromStack(made).findResources('AWS::IAM::*'));

    expect(second).toEqual(first);
  });

  test('gives no rule pack anything to find', () => {
    pipelineIn(stack, [stepNamed('Prepare'), trainingStep()], { role: undefined });

    expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
  });

  test('may limit it', () => {
    const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'acme-boundary');

    pipelineIn(stack, [stepNamed('Prepare')], { role: undefined, permissionsBoundary });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
  });
});

test('the safe defaults that steps go without stand in the metadata, with the reasons', () => {
  pipelineIn(stack, [trainingStep({ networkCallsReason: 'reads prices' }), stepNamed('Prepare')]);

  Template.fromStack(stack).hasResource('AWS::SageMaker::Pipeline', {
    Metadata: {
      'governed-ml:relaxations': [{ stepName: 'Train', setting: 'networkCallsReason', reason: 'reads prices' }],
    },
  });
});

test('a long definition is read from S3, and a change of it is a change of the pipeline', () => {
  const keys = ['a', 'b'].map((letter) => {
    const made = stackIn();
    pipelineIn(made, manySteps(letter));
    const [pipeline] = Object.values(Template.fromStack(made).findResources('AWS::SageMaker::Pipeline'));
    return pipeline.Properties.PipelineDefinition as unknown;
  });

  expect(keys[0]).toEqual({
    PipelineDefinitionS3Location: {
      Bucket: 'cdk-hnb659fds-assets-111111111111-eu-west-1',
      Key: expect.stringMatching(/^[0-9a-f]{64}\.json$/),
    },
  });
  expect(keys[1]).not.toEqual(keys[0]);
});

test.each([
  { method: 'onStarted', rule: (pipeline: Pipeline) => pipeline.onStarted('Rule'), status: 'Executing' },
  { method: 'onSucceeded', rule: (pipeline: Pipeline) => pipeline.onSucceeded('Rule'), status: 'Succeeded' },
  { method: 'onFailed', rule: (pipeline: Pipeline) => pipeline.onFailed('Rule'), status: 'Failed' },
  { method: 'onStopped', rule: (pipeline: Pipeline) => pipeline.onStopped('Rule'), status: 'Stopped' },
])('$method follows executions that come to be $status', ({ rule, status }) => {
  rule(pipelineIn(stack, [stepNamed('Prepare')]));

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { detail: { currentPipelineExecutionStatus: [status] } },
  });
});

test.each([
  { method: 'onStepSucceeded', status: 'Succeeded' } as const,
  { method: 'onStepFailed', status: 'Failed' } as const,
])('$method follows steps that come to be $status', ({ method, status }) => {
  const pipeline = pipelineIn(stack, [branching()]);

  pipeline[method]('Rule', { stepNames: ['Check', 'Train'] });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { detail: { currentStepStatus: [status], stepName: ['Check', 'Train'] } },
  });
});

test('a rule for a step that the pipeline lacks is refused', () => {
  const rule = () => pipelineIn(stack, [branching()]).onStepFailed('Rule', { stepNames: ['Trian'] });

  expect(rule).toThrow('StepUnknown: stepNames[0] is "Trian", the pipeline has no such step; did you mean "Train"');
});

test.each(['Started', 'Succeeded', 'Failed', 'Stopped', 'Duration'] as const)(
  'executions and steps have a metric %s',
  (what) => {
    const pipeline = pipelineIn(stack, [branching()]);

    const metrics = [pipeline[`metricExecution${what}`](), pipeline[`metricStep${what}`]('Train')];

    expect(metrics.map(({ metricName, dimensions }) => ({ metricName, dimensions }))).toEqual([
      { metricName: `Execution${what}`, dimensions: { PipelineName: 'abalone' } },
      { metricName: `Step${what}`, dimensions: { PipelineName: 'abalone', StepName: 'Train' } },
    ]);
  },
);

test('a metric of a step that the pipeline lacks is refused', () => {
  const metric = () => pipelineIn(stack, [branching()]).metricStepFailed('Deploy');

  expect(metric).toThrow('StepUnknown: stepName[0] is "Deploy", the pipeline has no such step; name one that it has');
});

test('a second deployment with other steps, parameters, descriptions and schedules is an update', () => {
  const limit = PipelineParameter.ofFloat('Limit', { defaultValue: 6 });
  const condition = Condition.lessThan(limit.asNumber, 7);
  const later = stackIn();
  pipelineIn(stack, [stepNamed('Prepare')], { role: undefined }).addSchedule('Nightly', {
    schedule: ScheduleExpression.rate(Duration.days(1)),
  });
  pipelineIn(later, [new ConditionStep('Check', { conditions: [condition], ifSteps: [trainingStep()] })], {
    role: undefined,
    description: 'Makes the abalone model',
    parameters: [limit],
    maxParallelSteps: 2,
  }).addSchedule('Nightly', {
    schedule: ScheduleExpression.rate(Duration.days(7)),
    start: { parameters: { Limit: '7' }, displayName: 'weekly' },
  });

  const [first, second] = [stack, later].map(identitiesIn);

  expect(second).toEqual(first);
});

test('a definition that grows out of the template is an update, too', () => {
  const later = stackIn();
  pipelineIn(stack, [stepNamed('Prepare')]);
  pipelineIn(later, manySteps('a'));

  const [first, second] = [stack, later].map(identitiesIn);

  expect(second).toEqual(first);
});

test('the same steps give the same text', () => {
  const again = stackIn();
  for (const made of [stack, again]) pipelineIn(made, [stepNamed('Prepare'), stepNamed('Train')]);

  const [first, second] = [stack, again].map((made) => JSON.stringify(Template.fromStack(made).toJSON()));

  expect(second).toBe(first);
});

test('the number of parallel steps may be known at deployment only', () => {
  const parameter = new CfnParameter(stack, 'MaxParallelSteps', { type: 'Number' });

  pipelineIn(stack, [stepNamed('Prepare')], { maxParallelSteps: parameter.valueAsNumber });

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Pipeline', {
    ParallelismConfiguration: { MaxParallelExecutionSteps: stack.resolve(parameter.value) },
  });
});

test.each([
  { prop: 'subnets', noun: 'subnets', most: 16 },
  { prop: 'securityGroups', noun: 'security groups', most: 5 },
])('an environment without $noun is refused', ({ prop, noun, most }) => {
  const environment = { [prop]: [] };

  const pipeline = () => pipelineIn(stack, [stepNamed('Prepare')], { environment });

  expect(pipeline).toThrow(
    `NetworkPlaceOutOfRange: environment.${prop} is empty, SageMaker accepts 1 to ${most} ${noun}; give at least one`,
  );
});

test('everything that is wrong with a pipeline is told at once', () => {
  const train = new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [],
    outputS3Uri: 's3://acme-data/models',
    compute: JobCompute.onDemand({ instanceCount: 0 }),
  });
  train.dependsOn(stepNamed('Prepare'));

  const pipeline = () =>
    pipelineIn(stack, [train], {
      pipelineName: 'abalone_',
      roleName: 'acme-derived',
      maxParallelSteps: 0,
      parameters: [PipelineParameter.ofString('Kind')],
    });

  expect(pipeline).toThrow(
    [
      '7 problems:',
      '  NameMalformed: pipelineName is "abalone_", a pipeline name is 1 to 256 characters: letters, digits and hyphens between them; write "abalone"',
      '  ParallelismOutOfRange: maxParallelSteps is 0, a pipeline runs a whole number of steps at a time, 1 or more; write 1, or leave it out',
      '  RoleGivenTwice: roleName is given beside role, it describes the role that the steps ask for, which a given role takes the place of; leave out roleName, or role',
      "  TrainingWithoutData: steps.Train.channels is empty, a training job needs at least one channel; add TrainingChannel.fromS3('train', …)",
      '  InstanceCountOutOfRange: steps.Train.compute.instanceCount is 0, a job needs a whole number of instances, 1 or more; write 1',
      '  StepUnknown: steps.Train uses the step "Prepare", the pipeline has no such step; add it to the pipeline',
      '  ParameterUnused: parameters has "Kind", which no step uses, a parameter without effect misleads whoever starts the pipeline; use it in a step, or remove it',
    ].join('\n'),
  );
});

test('two pipelines of one account and region cannot share a name', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(
    (name) => new Stack(app, name, { env: { account: '111111111111', region: 'eu-west-1' } }),
  );
  pipelineIn(first, [stepNamed('Prepare')]);

  const pipeline = () => pipelineIn(second, [stepNamed('Prepare')]);

  expect(pipeline).toThrow(
    'NameTaken: Second/Pipeline wants the pipeline name "abalone" in 111111111111/eu-west-1, which First/Pipeline has, no two of a kind share a name there; give one of the two another name',
  );
});

/** What decides whether a resource is another one: its logical id and its name. */
function identitiesIn(deployed: Stack): unknown[] {
  const resources = Template.fromStack(deployed).toJSON().Resources as Record<string, { Properties?: Named }>;

  return Object.entries(resources).map(([id, { Properties: named = {} }]) => [id, named.Name, named.PipelineName]);
}

interface Named {
  readonly Name?: unknown;
  readonly PipelineName?: unknown;
}

function trainingStep(wished: Partial<TrainingStepProps> = {}): TrainingStep {
  return new TrainingStep('Train', {
    image: ContainerImage.xgboost('3.2-0'),
    channels: [TrainingChannel.fromS3('train', 's3://acme-data/train')],
    outputS3Uri: 's3://acme-data/models',
    ...wished,
  });
}

function branching(): ConditionStep {
  return new ConditionStep('Check', { conditions: [Condition.numberEqualTo(1, 1)], ifSteps: [trainingStep()] });
}

/** More than stand in a template. */
function manySteps(letter: string): ProcessingStep[] {
  return Array.from({ length: 100 }, (_, i) => stepNamed(`Prepare${letter.repeat(50)}${i}`));
}
