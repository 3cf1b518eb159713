import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ContainerImage, Pipeline, PipelineParameter, PipelineSchedule, ProcessingStep } from '../../lib/pipelines';
import { pipelineElsewhere, pipelineIn, stackIn, stepNamed } from './definitions';
import { findingsIn, NOTHING_FOUND } from '../findings';

const NIGHTLY = scheduler.ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN });

let stack: Stack;
let pipeline: Pipeline;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
});

test('a schedule starts the pipeline at its times, by a role that may do that alone', () => {
  pipeline.addSchedule('Nightly', { schedule: NIGHTLY, description: 'Every night' });

  const template = Template.fromStack(stack);
  const [queueArn, roleArn] = [
    { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue'), 'Arn'] },
    { 'Fn::GetAtt': [idOf(template, 'AWS::IAM::Role'), 'Arn'] },
  ];
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    Description: 'Every night',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Name: Match.absent(),
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    State: 'ENABLED',
    Target: {
      Arn: stack.resolve(pipeline.pipelineArn),
      DeadLetterConfig: { Arn: queueArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      RoleArn: roleArn,
    },
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sagemaker:StartPipelineExecution',
          Resource: stack.resolve(pipeline.pipelineArn),
        },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
      ],
    },
  });
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('a schedule gives parameters their values', () => {
  const trained = pipelineTaking(PipelineParameter.ofString('Data'), PipelineParameter.ofInteger('Rounds'));

  trained.addSchedule('Nightly', {
    schedule: NIGHTLY,
    start: { parameters: { Data: 's3://acme-data/raw', Rounds: '10' } },
  });

  Template.fromStack(Stack.of(trained)).hasResourceProperties('AWS::Scheduler::Schedule', {
    Target: {
      SageMakerPipelineParameters: {
        PipelineParameterList: [
          { Name: 'Data', Value: 's3://acme-data/raw' },
          { Name: 'Rounds', Value: '10' },
        ],
      },
    },
  });
});

test('a start that says more than parameters is the whole call, once for each time that it is due', () => {
  const schedule = pipeline.addSchedule('Nightly', {
    schedule: NIGHTLY,
    start: { displayName: 'nightly', pipelineVersionId: 7, selectedSteps: ['Prepare'], maxParallelSteps: 2 },
  });

  const target = targetIn(stack);
  expect(target).not.toHaveProperty('SageMakerPipelineParameters');
  expect(target.Arn).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:sagemaker:startPipelineExecution']],
  });
  expect(JSON.parse(target.Input as string)).toEqual({
    PipelineName: 'abalone',
    PipelineExecutionDisplayName: 'nightly',
    PipelineParameters: [],
    ClientRequestToken: `${schedule.node.addr}-<aws.scheduler.scheduled-time>`,
    ParallelismConfiguration: { MaxParallelExecutionSteps: 2 },
    SelectiveExecutionConfig: { SelectedSteps: [{ StepName: 'Prepare' }] },
    PipelineVersionId: 7,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Action: 'sagemaker:StartPipelineExecution',
          Resource: stack.resolve(pipeline.pipelineArn),
        },
      ]),
    },
  });
});

test('a value that the schedule alone knows makes the start the whole call', () => {
  const trained = pipelineTaking(PipelineParameter.ofString('Day'));

  trained.addSchedule('Nightly', {
    schedule: NIGHTLY,
    start: { parameters: { Day: scheduler.ContextAttribute.scheduledTime } },
  });

  const { Input: input } = targetIn(Stack.of(trained));
  expect(JSON.parse(input as string)).toMatchObject({
    PipelineParameters: [{ Name: 'Day', Value: '<aws.scheduler.scheduled-time>' }],
  });
});

test('a schedule has a window, a beginning, an end, and an own way to try again', () => {
  const deadLetterQueue = sqs.Queue.fromQueueArn(
    stack,
    'Queue',
    'arn:aws:sqs:eu-west-1:111111111111:acme-dead-letters',
  );

  const schedule = pipeline.addSchedule('Nightly', {
    schedule: NIGHTLY,
    flexibleWindow: Duration.minutes(15),
    activeFrom: new Date('2027-01-01T00:00:00Z'),
    activeUntil: new Date('2028-01-01T00:00:00Z'),
    enabled: false,
    retryAttempts: 0,
    maxEventAge: Duration.hours(1),
    deadLetterQueue,
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'acme-boundary'),
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    StartDate: '2027-01-01T00:00:00.000Z',
    EndDate: '2028-01-01T00:00:00.000Z',
    State: 'DISABLED',
    Target: {
      DeadLetterConfig: { Arn: deadLetterQueue.queueArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 0 },
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
  template.resourceCountIs('AWS::SQS::Queue', 0);
  expect(schedule.deadLetterQueue).toBe(deadLetterQueue);
});

test('a pipeline that is defined elsewhere is scheduled unchecked', () => {
  const other = new Stack(stack.node.root, 'Other', { env: { account: '111111111111', region: 'eu-west-1' } });

  new PipelineSchedule(other, 'Nightly', {
    pipeline: pipelineElsewhere(other),
    schedule: NIGHTLY,
    start: { parameters: { Whatever: '1' } },
  });

  Template.fromStack(other).resourceCountIs('AWS::Scheduler::Schedule', 1);
});

test('a pipeline of this library is scheduled checked', () => {
  const schedule = () =>
    new PipelineSchedule(stack, 'Nightly', { pipeline, schedule: NIGHTLY, start: { parameters: { Whatever: '1' } } });

  expect(schedule).toThrow(
    'ParameterUnknown: start.parameters.Whatever is given, the pipeline has no such parameter; leave it out',
  );
});

test("the CDK's own target takes the pipeline", () => {
  new scheduler.Schedule(stack, 'Own', {
    schedule: NIGHTLY,
    target: new targets.SageMakerStartPipelineExecution(pipeline),
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', {
    Target: { Arn: stack.resolve(pipeline.pipelineArn) },
  });
});

test('everything that is wrong with a schedule is told at once', () => {
  const trained = pipelineTaking(PipelineParameter.ofString('Data'), PipelineParameter.ofInteger('Rounds'));

  const schedule = () =>
    trained.addSchedule('Nightly', {
      schedule: scheduler.ScheduleExpression.expression('every night'),
      retryAttempts: 1_000,
      start: { parameters: { Round: '10' } },
    });

  expect(schedule).toThrow(
    [
      '5 problems:',
      '  ScheduleMalformed: schedule is "every night", a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"',
      '  NumberOutOfRange: retryAttempts is 1000, EventBridge tries again 0 to 185 times; write 3',
      '  ParameterUnknown: start.parameters.Round is given, the pipeline has no such parameter; did you mean "Rounds"',
      '  ParameterValueMissing: start.parameters lacks "Data", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
      '  ParameterValueMissing: start.parameters lacks "Rounds", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
    ].join('\n'),
  );
});

test('other times, values and descriptions replace nothing', () => {
  const later = stackIn();
  pipeline.addSchedule('Nightly', { schedule: NIGHTLY });
  pipelineIn(later, [stepNamed('Prepare')], { description: 'Makes the model' }).addSchedule('Nightly', {
    schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)),
    description: 'Every hour',
    start: { displayName: 'hourly' },
  });

  const [first, second] = [stack, later].map((deployed) => namesIn(Template.fromStack(deployed)));

  expect(second).toEqual(first);
});

test('no rule pack finds anything in a schedule', () => {
  pipeline.addSchedule('Nightly', { schedule: NIGHTLY });
  pipeline.addSchedule('Weekly', { schedule: NIGHTLY, start: { displayName: 'weekly' } });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function pipelineTaking(...parameters: PipelineParameter[]): Pipeline {
  const train = new ProcessingStep('Train', {
    image: ContainerImage.scikitLearn('1.2-1'),
    entrypoint: ['python3', 'train.py'],
    arguments: parameters.map((parameter) => parameter.asString),
  });

  return pipelineIn(stackIn(), [train], { parameters });
}

function targetIn(deployed: Stack): Record<string, unknown> {
  const [schedule] = Object.values(Template.fromStack(deployed).findResources('AWS::Scheduler::Schedule'));

  return schedule.Properties.Target as Record<string, unknown>;
}

function idOf(template: Template, type: string): string {
  return Object.keys(template.findResources(type))[0];
}

/** What decides whether a resource is another one: its logical id and its name. */
function namesIn(template: Template): unknown[] {
  const resources = Object.entries(
    template.toJSON().Resources as Record<string, { Properties?: Record<string, unknown> }>,
  );

  return resources.map(([id, { Properties: properties = {} }]) => [id, properties.Name, properties.PipelineName]);
}
