import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  checkFunctionEnvironment,
  EndpointFunction,
  EndpointFunctionProps,
} from '../../../lib/deployment/private/endpoint-function';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { functionsIn, stackIn, TOPIC_ARN, VOLUME_KEY_ARN } from '../endpoints';
import { told } from '../served';

const ENDPOINT_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/abalone';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a handler runs in the network, one at a time, and reads its settings', () => {
  functionWith({ settings: { endpointName: 'abalone', region: stack.region } });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Watches an endpoint',
    Environment: { Variables: { SETTINGS: '{"endpointName":"abalone","region":"eu-west-1"}' } },
    KmsKeyArn: VOLUME_KEY_ARN,
    ReservedConcurrentExecutions: 1,
    Timeout: 50,
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
});

test('its time, how many run side by side and the limit of its role can be chosen', () => {
  const boundary = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Limit', 'arn:aws:iam::111111111111:policy/limit');

  functionWith({
    environment: functionsIn(stack, { permissionsBoundary: boundary }),
    timeout: Duration.minutes(5),
    concurrency: 3,
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 300, ReservedConcurrentExecutions: 3 });
  template.hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: 'arn:aws:iam::111111111111:policy/limit' });
});

test('its role has what its calls need on top of network, log and queue', () => {
  const { role } = functionWith({
    permissions: [{ actions: ['sagemaker:DescribeEndpoint'], resources: [ENDPOINT_ARN] }],
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([{ Effect: 'Allow', Action: 'sagemaker:DescribeEndpoint', Resource: ENDPOINT_ARN }]),
    },
  });
  template.hasResourceProperties('AWS::Lambda::Function', { Role: stack.resolve(role.roleArn) as unknown });
});

test('somebody is told when it fails and when something was not handled', () => {
  const { deadLetters } = functionWith({});

  const template = Template.fromStack(stack);
  const reachesSomebody = {
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    Period: 300,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
    OKActions: [TOPIC_ARN],
  };
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...reachesSomebody,
    AlarmDescription: 'Watches an endpoint: the function fails',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...reachesSomebody,
    AlarmDescription: 'Watches an endpoint: something was not handled and waits for a person',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: stack.resolve(deadLetters.queueName) as unknown }],
    Statistic: 'Maximum',
  });
});

test.each([
  { what: 'the event', input: undefined, rendered: Match.absent() },
  {
    what: 'what stands in its place',
    input: events.RuleTargetInput.fromObject({ endpointName: 'abalone' }),
    rendered: '{"endpointName":"abalone"}',
  },
])('events bring it $what, and lie in the queue when they do not arrive', ({ input, rendered }) => {
  const watching = functionWith({});

  watching.onEvent(stack, 'Rule', { source: ['aws.sagemaker'] }, input);

  const { resource, deadLetters } = watching;
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.sagemaker'] },
    Targets: [
      {
        Arn: stack.resolve(resource.functionArn) as unknown,
        Id: Match.anyValue(),
        Input: rendered,
        DeadLetterConfig: { Arn: stack.resolve(deadLetters.queueArn) as unknown },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 8 },
      },
    ],
  });
});

test.each([
  { what: 'nothing', input: undefined, rendered: '{}' },
  { what: 'its task', input: { task: 'judge' }, rendered: '{"task":"judge"}' },
])('a schedule brings it $what', ({ input, rendered }) => {
  const watching = functionWith({});

  watching.onSchedule(stack, 'Rule', events.Schedule.rate(Duration.minutes(5)), input);

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [Match.objectLike({ Input: rendered })],
  });
});

test('no rule pack finds anything in a function with an event and a schedule', () => {
  const watching = functionWith({});
  watching.onEvent(stack, 'Event', { source: ['aws.sagemaker'] });
  watching.onSchedule(stack, 'Schedule', events.Schedule.rate(Duration.minutes(5)));

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a place with subnets, security groups and somebody to tell is right', () => {
  expect(told((problems) => checkFunctionEnvironment(problems, 'environment', functionsIn(stack)))).toEqual([]);
});

test('everything that a place lacks is told at once', () => {
  const environment = functionsIn(stack, { subnets: [], securityGroups: [], alarmActions: [] });

  expect(told((problems) => checkFunctionEnvironment(problems, 'environment', environment))).toEqual([
    'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    'NetworkPlaceOutOfRange: environment.securityGroups is empty, SageMaker accepts 1 to 5 security groups; give at least one',
    "EndpointWithoutAlarmAction: environment.alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
  ]);
});

function functionWith(wished: Partial<EndpointFunctionProps>): EndpointFunction {
  return new EndpointFunction(stack, 'Function', {
    environment: functionsIn(stack),
    description: 'Watches an endpoint',
    handler: 'verify-deployment',
    settings: {},
    permissions: [],
    ...wished,
  });
}
