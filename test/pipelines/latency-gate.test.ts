import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { LatencyGate, LatencyGateProps, PipelineParameter } from '../../lib/pipelines';
import { LoadTestRequest } from '../../lib/pipelines/handlers/run-load-test/load-test';
import { JobSettings, settingsIn } from '../../lib/pipelines/handlers/settings';
import {
  definitionOf,
  environmentIn,
  JOB_ROLE_ARN,
  OUTPUT_KEY_ARN,
  permissionsOf,
  pipelineIn,
  stackIn,
  stepNamed,
  VOLUME_KEY_ARN,
} from './definitions';

const GATE_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000007';
const MODEL_PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:model-package/abalone/7';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a step asks a queue about the model, with its limits', () => {
  const gate = gateWith({});

  pipelineIn(stack, [gate.step]);

  expect(definitionOf(stack).Steps).toEqual([
    {
      Name: 'Load',
      Type: 'Callback',
      Arguments: {
        modelPackageArn: MODEL_PACKAGE_ARN,
        maxLatencyMilliseconds: '100',
        minInvocationsPerMinute: '600',
      },
      SqsQueueUrl: expect.stringContaining('GateQueue'),
      OutputParameters: [
        { OutputName: 'maxInvocationsPerMinute', OutputType: 'Integer' },
        { OutputName: 'modelLatencyMilliseconds', OutputType: 'Integer' },
        { OutputName: 'recommendationsJobName', OutputType: 'String' },
      ],
    },
  ]);
});

test('the limits may be parameters of the pipeline', () => {
  const longest = PipelineParameter.ofInteger('Longest', { defaultValue: 100 });
  const least = PipelineParameter.ofInteger('Least', { defaultValue: 600 });
  const gate = gateWith({ maxLatencyMilliseconds: longest.asNumber, minInvocationsPerMinute: least.asNumber });

  pipelineIn(stack, [gate.step], { parameters: [longest, least] });

  expect(definitionOf(stack).Steps[0].Arguments).toMatchObject({
    maxLatencyMilliseconds: { Get: 'Parameters.Longest' },
    minInvocationsPerMinute: { Get: 'Parameters.Least' },
  });
});

test('what the gate guards waits for it and may use its figures', () => {
  const gate = gateWith({});
  const deploy = stepNamed('Deploy');

  gate.guards(deploy);
  pipelineIn(stack, [gate.step, deploy]);

  expect(definitionOf(stack).Steps[1].DependsOn).toEqual(['Load']);
  expect(
    [gate.maxInvocationsPerMinute, gate.modelLatencyMilliseconds, gate.recommendationsJobName].map((value) =>
      value._render(),
    ),
  ).toEqual([
    { Get: "Steps.Load.OutputParameters['maxInvocationsPerMinute']" },
    { Get: "Steps.Load.OutputParameters['modelLatencyMilliseconds']" },
    { Get: "Steps.Load.OutputParameters['recommendationsJobName']" },
  ]);
});

test('the pipeline may write into this queue, with its key', () => {
  const { step } = gateWith({});

  expect(permissionsOf(stack, step)).toMatchObject([
    { actions: ['sqs:SendMessage'] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [GATE_KEY_ARN] },
  ]);
});

test('a step is given up after the time of the test and an hour', () => {
  const gate = gateWith({ maxRuntime: Duration.minutes(30) });

  expect(settings()).toMatchObject({ mostReceipts: 18, waitMinutes: 90 });
  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: stack.resolve(gate.deadLetterQueue.queueArn), maxReceiveCount: 21 },
  });
});

test('a load test runs in the environment, as its role and with its keys', () => {
  gateWith({});

  expect(settings().job).toEqual({
    JobType: 'Advanced',
    RoleArn: JOB_ROLE_ARN,
    InputConfig: {
      JobDurationInSeconds: 7_200,
      TrafficPattern: {
        TrafficType: 'PHASES',
        Phases: [{ InitialNumberOfUsers: 1, SpawnRate: 3, DurationInSeconds: 600 }],
      },
      ResourceLimit: { MaxNumberOfTests: 1, MaxParallelOfTests: 1 },
      EndpointConfigurations: [{ InstanceType: 'ml.m5.large' }],
      VolumeKmsKeyId: VOLUME_KEY_ARN,
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
    },
    OutputConfig: { KmsKeyId: OUTPUT_KEY_ARN },
  });
});

test('an instance that stores data on disks of its own takes no key', () => {
  gateWith({ instanceType: 'ml.g5.xlarge' });

  expect(settings().job.InputConfig).not.toHaveProperty('VolumeKmsKeyId');
});

test('everything that is wrong is told at once', () => {
  const phase = { initialCallers: 4, callersPerMinute: 4, duration: Duration.minutes(61) };

  const gate = () =>
    gateWith({
      pipelineName: 'abalone_1',
      instanceType: 'ml.m5.huge',
      maxLatencyMilliseconds: 0,
      minInvocationsPerMinute: 0.5,
      maxRuntime: Duration.minutes(1),
      phases: [phase],
      environment: environmentIn(stackIn(), { subnets: [] }),
    });

  expect(gate).toThrow(
    [
      '10 problems:',
      'NameMalformed: steps.Load.pipelineName is "abalone_1", a pipeline name is 1 to 256 characters: letters, digits and hyphens between them; write "abalone-1"',
      'InstanceTypeNotOffered: steps.Load.instanceType is "ml.m5.huge", SageMaker offers no such type for hosting; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
      'NumberOutOfRange: steps.Load.maxLatencyMilliseconds is 0, a latency is told in whole milliseconds, 1 or more; write 100',
      'NumberOutOfRange: steps.Load.minInvocationsPerMinute is 0.5, invocations are counted by the minute, 1 or more; write 600 for 10 a second',
      'DurationOutOfRange: steps.Load.maxRuntime is 1 minute, a load test takes 2 minutes to 5 hours; use Duration.hours(2)',
      'NumberOutOfRange: steps.Load.phases[0].initialCallers is 4, a phase begins with 1 to 3 callers; let more join each minute',
      'NumberOutOfRange: steps.Load.phases[0].callersPerMinute is 4, 0 to 3 callers join each minute; let the phase last longer',
      'DurationOutOfRange: steps.Load.phases[0].duration is 1 hour 1 minute, a phase lasts 2 to 60 minutes; use Duration.minutes(10)',
      'LoadTestTooLong: steps.Load.phases last 1 hour 1 minute, the load test is stopped after 1 minute; shorten them, or raise maxRuntime',
      'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    ].join('\n  '),
  );
});

test.each([
  [0, 'is empty'],
  [11, 'has 11 entries'],
])('a test with %d phases is refused', (count, got) => {
  const phase = { initialCallers: 1, callersPerMinute: 0, duration: Duration.minutes(2) };

  const gate = () => gateWith({ phases: Array.from({ length: count }, () => phase) });

  expect(gate).toThrow(
    `EntriesOutOfRange: steps.Load.phases ${got}, a load test has 1 to 10 phases; describe the load in fewer, longer ones`,
  );
});

test('the queues, the settings and the log are encrypted with the key of the gate', () => {
  gateWith({});

  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: GATE_KEY_ARN });
  template.hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: GATE_KEY_ARN });
  template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: GATE_KEY_ARN, RetentionInDays: 365 });
  template.allResourcesProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
    },
  });
});

function gateWith(wished: Partial<LatencyGateProps>): LatencyGate {
  return new LatencyGate(stack, 'Gate', {
    stepName: 'Load',
    pipelineName: 'abalone',
    modelPackageArn: MODEL_PACKAGE_ARN,
    instanceType: 'ml.m5.large',
    maxLatencyMilliseconds: 100,
    minInvocationsPerMinute: 600,
    encryptionKey: kms.Key.fromKeyArn(stack, 'GateKey', GATE_KEY_ARN),
    // Made elsewhere, so that the pipeline of the same stack has room for its own.
    environment: environmentIn(stackIn()),
    ...wished,
  });
}

/** The settings as the handler reads them. */
function settings(): JobSettings<LoadTestRequest> {
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));

  return settingsIn(handler.Properties.Environment.Variables);
}
