import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  ContainerImage,
  Pipeline,
  PipelineParameter,
  PipelineTrigger,
  PipelineTriggerRule,
  ProcessingStep,
} from '../../lib/pipelines';
import { pipelineElsewhere, pipelineIn, stackIn, stepNamed } from './definitions';
import { findingsIn, NOTHING_FOUND } from '../findings';

let stack: Stack;
let pipeline: Pipeline;
let newData: PipelineTrigger;

beforeEach(() => {
  stack = stackIn();
  pipeline = pipelineIn(stack, [stepNamed('Prepare')]);
  newData = newDataIn(stack);
});

test('an event starts the pipeline, by a role that may do that alone', () => {
  pipeline.addTrigger('NewData', newData, { description: 'New data' });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    Description: 'New data',
    EventPattern: {
      source: ['aws.s3'],
      detail: { bucket: { name: ['acme-data'] }, object: { key: [{ prefix: 'raw/' }] } },
    },
    Name: Match.absent(),
    State: 'ENABLED',
    Targets: [
      {
        Arn: stack.resolve(pipeline.pipelineArn),
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue'), 'Arn'] } },
        RoleArn: { 'Fn::GetAtt': [idOf(template, 'AWS::IAM::Role'), 'Arn'] },
        SageMakerPipelineParameters: { PipelineParameterList: [] },
      },
    ],
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
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
      ],
    },
  });
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('parameters have fixed values and values of the event', () => {
  const trained = pipelineTaking(PipelineParameter.ofString('Key'), PipelineParameter.ofInteger('Rounds'));

  trained.addTrigger('NewData', newDataIn(Stack.of(trained)), {
    start: { parameters: { Rounds: '10' } },
    parametersFromEvent: { Key: '$.detail.object.key' },
  });

  Template.fromStack(Stack.of(trained)).hasResourceProperties('AWS::Events::Rule', {
    Targets: [
      {
        SageMakerPipelineParameters: {
          PipelineParameterList: [
            { Name: 'Rounds', Value: '10' },
            { Name: 'Key', Value: '$.detail.object.key' },
          ],
        },
      },
    ],
  });
});

test('a start that SageMaker does not take is tried again as wished', () => {
  pipeline.addTrigger('NewData', newData, { retryAttempts: 3, maxEventAge: Duration.hours(1), enabled: false });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    State: 'DISABLED',
    Targets: [{ RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 3 } }],
  });
});

test('events may come on a bus of your own', () => {
  const eventBus = events.EventBus.fromEventBusName(stack, 'Bus', 'acme');

  pipeline.addTrigger('Delivery', PipelineTrigger.pattern({ source: ['acme.data'] }), {
    eventBus,
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'acme-boundary'),
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', { EventBusName: 'acme' });
  template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
});

describe('what could not be delivered', () => {
  const admission = (ruleId: string) => ({
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
  });

  test('is left in a queue that admits this rule alone', () => {
    pipeline.addTrigger('NewData', newData);

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike(admission(idOf(template, 'AWS::Events::Rule')))]),
      },
    });
  });

  test('may be encrypted with a key, which EventBridge may then use', () => {
    const encryptionMasterKey = new kms.Key(stack, 'Key');
    const deadLetterQueue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey });

    const rule = pipeline.addTrigger('NewData', newData, { deadLetterQueue });

    expect(rule.deadLetterQueue).toBe(deadLetterQueue);
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ]),
      },
    });
  });

  test('may lie in a queue whose policy is written elsewhere, which a warning says', () => {
    const deadLetterQueue = sqs.Queue.fromQueueArn(
      stack,
      'Queue',
      'arn:aws:sqs:eu-west-1:111111111111:acme-dead-letters',
    );

    pipeline.addTrigger('NewData', newData, { deadLetterQueue });

    Annotations.fromStack(stack).hasWarning(
      '/Team/Pipeline/NewData',
      'the policy of the dead-letter queue of Team/Pipeline/NewData is written elsewhere; admit events.amazonaws.com there to sqs:SendMessage, and to kms:Decrypt and kms:GenerateDataKey of its key [ack: governed-ml:pipelines.queuePolicyElsewhere]',
    );
  });
});

test('a pipeline that is defined elsewhere is started unchecked', () => {
  const other = new Stack(stack.node.root, 'Other', { env: { account: '111111111111', region: 'eu-west-1' } });

  new PipelineTriggerRule(other, 'NewData', {
    pipeline: pipelineElsewhere(other),
    trigger: newData,
    parametersFromEvent: { Whatever: '$.id' },
  });

  Template.fromStack(other).resourceCountIs('AWS::Events::Rule', 1);
});

test('a pipeline of this library is started checked', () => {
  const rule = () =>
    new PipelineTriggerRule(stack, 'NewData', {
      pipeline,
      trigger: newData,
      parametersFromEvent: { Whatever: '$.id' },
    });

  expect(rule).toThrow(
    'ParameterUnknown: parametersFromEvent.Whatever is given, the pipeline has no such parameter; leave it out',
  );
});

test('a fixed value that EventBridge would not leave as it is is refused', () => {
  const trained = pipelineTaking(PipelineParameter.ofString('Key'), PipelineParameter.ofString('Day'));

  const rule = () =>
    trained.addTrigger('NewData', newData, {
      start: { parameters: { Key: '$.detail.object.key', Day: scheduler.ContextAttribute.scheduledTime } },
    });

  expect(rule).toThrow(
    [
      '2 problems:',
      '  ScheduleFactUnknown: start.parameters.Day is "<aws.scheduler.scheduled-time>", only a schedule completes it; write another text, or start the pipeline by a PipelineSchedule',
      '  ParameterValueFromEvent: start.parameters.Key is "$.detail.object.key", EventBridge reads it as a place of the event; give it in parametersFromEvent',
    ].join('\n'),
  );
});

test('everything that is wrong with a trigger is told at once', () => {
  const trained = pipelineTaking(
    PipelineParameter.ofString('Data'),
    PipelineParameter.ofString('Bucket'),
    PipelineParameter.ofInteger('Rounds'),
  );

  const rule = () =>
    trained.addTrigger('NewData', newData, {
      retryAttempts: -1,
      start: { parameters: { Rounds: 'many', Bucket: 'acme-data' }, displayName: 'new-data', maxParallelSteps: 2 },
      parametersFromEvent: { Bucket: 's3://$.detail.bucket.name', Rate: '$.detail.rate' },
    });

  expect(rule).toThrow(
    [
      '8 problems:',
      '  NumberOutOfRange: retryAttempts is -1, EventBridge tries again 0 to 185 times; write 3',
      '  StartArgumentUnsupported: start.displayName is given, a rule of EventBridge passes parameters only; leave it out, or let the rule start a state machine that starts the pipeline',
      '  StartArgumentUnsupported: start.maxParallelSteps is given, a rule of EventBridge passes parameters only; leave it out, or let the rule start a state machine that starts the pipeline',
      '  ParameterValueMistyped: start.parameters.Rounds is "many", the parameter takes a whole number, as "10"; write such a value',
      '  ParameterUnknown: parametersFromEvent.Rate is given, the pipeline has no such parameter; did you mean "Data"',
      '  EventPathMalformed: parametersFromEvent.Bucket is "s3://$.detail.bucket.name", EventBridge takes a whole value from one place of the event; write the place, as "$.detail.object.key", and put texts together in the definition of the pipeline',
      '  ParameterValueGivenTwice: parametersFromEvent.Bucket is given beside start.parameters, a parameter has one value; leave out one of the two',
      '  ParameterValueMissing: start.parameters lacks "Data", the parameter has no default, and nobody is there to give it a value; give one here, or give the parameter a default',
    ].join('\n'),
  );
});

test.each(['$.detail.execution-id', '$.resources[0]', '$.detail.items[2].some_key'])('%s is a place', (path) => {
  const trained = pipelineTaking(PipelineParameter.ofString('Value'));

  const rule = () => trained.addTrigger('NewData', newData, { parametersFromEvent: { Value: path } });

  expect(rule).not.toThrow();
});

test('other parameters, descriptions and events replace nothing', () => {
  const later = stackIn();
  pipeline.addTrigger('NewData', newData);
  pipelineIn(later, [stepNamed('Prepare')]).addTrigger('NewData', PipelineTrigger.pattern({ source: ['acme.data'] }), {
    description: 'A delivery',
    retryAttempts: 3,
  });

  const [first, second] = [stack, later].map((deployed) =>
    Object.keys(Template.fromStack(deployed).toJSON().Resources),
  );

  expect(second).toEqual(first);
});

test('no rule pack finds anything in a trigger', () => {
  pipeline.addTrigger('NewData', newData);

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

function newDataIn(place: Stack): PipelineTrigger {
  return PipelineTrigger.objectCreated(s3.Bucket.fromBucketName(place, 'Data', 'acme-data'), { prefix: 'raw/' });
}

function idOf(template: Template, type: string): string {
  return Object.keys(template.findResources(type))[0];
}
