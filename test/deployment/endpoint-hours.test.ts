import { Size, Stack, Tags, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  EndpointHours,
  EndpointHoursProps,
  EndpointStage,
  ModelEndpoint,
  ProductionVariant,
  ScalingPolicy,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { endpointIn, functionsIn, stackIn, version, VOLUME_KEY_ARN, Wishes } from './endpoints';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const FIXED = { minInstances: 1, maxInstances: 1 };
const TIME_ZONE = TimeZone.EUROPE_BERLIN;
const MORNING = ScheduleExpression.cron({ minute: '0', hour: '7', weekDay: 'MON-FRI', timeZone: TIME_ZONE });
const EVENING = ScheduleExpression.cron({ minute: '30', hour: '19', weekDay: 'MON-FRI', timeZone: TIME_ZONE });

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

function devEndpoint(within: Stack, wished: Wishes = {}): ModelEndpoint {
  return endpointIn(within, { stage: EndpointStage.nonProduction(), variant: { scaling: FIXED }, ...wished });
}

function hoursOf(endpoint: ModelEndpoint, wished: Partial<EndpointHoursProps> = {}): EndpointHours {
  const within = Stack.of(endpoint);

  return new EndpointHours(within, 'Hours', {
    endpoint,
    start: MORNING,
    stop: EVENING,
    environment: functionsIn(within),
    ...wished,
  });
}

test('an endpoint is made and deleted by the clock of its users, and late orders are dropped', () => {
  hoursOf(devEndpoint(stack));

  const template = Template.fromStack(stack);

  for (const [expression, input] of [
    ['cron(0 7 ? * MON-FRI *)', '{"action":"start"}'],
    ['cron(30 19 ? * MON-FRI *)', '{"action":"stop"}'],
  ]) {
    template.hasResourceProperties(SCHEDULE, {
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: 'Europe/Berlin',
      KmsKeyArn: VOLUME_KEY_ARN,
      Target: Match.objectLike({
        Input: input,
        DeadLetterConfig: Match.anyValue(),
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 8 },
      }),
    });
  }
});

test('the function knows name, configuration and tags, so that CloudFormation finds the endpoint again', () => {
  const endpoint = devEndpoint(stack);
  hoursOf(endpoint);
  Tags.of(endpoint).add('team', 'marine-life');

  const template = Template.fromStack(stack);

  const [configuration] = Object.keys(template.findResources('AWS::SageMaker::EndpointConfig'));
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        SETTINGS: {
          'Fn::Join': [
            '',
            [
              '{"endpointName":"marine-life-abalone-prod","configurationName":"',
              { 'Fn::GetAtt': [configuration, 'EndpointConfigName'] },
              '","tags":[{"Key":"team","Value":"marine-life"}]}',
            ],
          ],
        },
      },
    },
  });
});

test('the function may make and delete this endpoint from its configuration, and nothing else of SageMaker', () => {
  hoursOf(devEndpoint(stack));

  const template = Template.fromStack(stack);

  const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
    (policy) =>
      (policy as { Properties: { PolicyDocument: { Statement: Statement[] } } }).Properties.PolicyDocument.Statement,
  );
  const [configuration] = Object.keys(template.findResources('AWS::SageMaker::EndpointConfig'));
  const endpointArn = {
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:endpoint/marine-life-abalone-prod'],
    ],
  };
  expect(statements.filter(({ Action }) => /sagemaker|CreateGrant/.test(JSON.stringify(Action)))).toEqual([
    {
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      Effect: 'Allow',
      Resource: VOLUME_KEY_ARN,
    },
    {
      Action: ['sagemaker:AddTags', 'sagemaker:CreateEndpoint'],
      Effect: 'Allow',
      Resource: [endpointArn, { Ref: configuration }],
    },
    { Action: ['sagemaker:DeleteEndpoint', 'sagemaker:DescribeEndpoint'], Effect: 'Allow', Resource: endpointArn },
  ]);
});

test('a fixed number of instances has no scalable target that would end with the endpoint', () => {
  hoursOf(devEndpoint(stack));

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  template.hasResourceProperties('AWS::SageMaker::Endpoint', { RetainAllVariantProperties: Match.absent() });
});

test('no rule of a rule pack is broken', () => {
  hoursOf(devEndpoint(stack));

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a second deployment with other hours and a new version keeps endpoint, schedules and queue', () => {
  const later = stackIn();
  hoursOf(devEndpoint(stack));
  hoursOf(devEndpoint(later, { variant: { model: version(4), scaling: FIXED } }), {
    start: ScheduleExpression.cron({ minute: '0', hour: '6', timeZone: TIME_ZONE }),
  });

  const [first, second] = [stack, later].map((deployed) => Template.fromStack(deployed));

  for (const type of [SCHEDULE, 'AWS::SQS::Queue', 'AWS::SageMaker::Endpoint']) {
    expect(Object.keys(second.findResources(type))).toEqual(Object.keys(first.findResources(type)));
  }
  second.allResourcesProperties(SCHEDULE, { Name: Match.absent(), GroupName: Match.absent() });
});

test('an endpoint in production that scales has no hours, and every mistake is told at once', () => {
  const endpoint = endpointIn(stack, {
    variant: { scaling: { policies: [ScalingPolicy.invocationsPerInstance(100)] } },
  });
  const environment = functionsIn(stack, { alarmActions: [] });
  const hourly = ScheduleExpression.expression('rate(1 hour)');

  const made = () => hoursOf(endpoint, { start: hourly, stop: hourly, environment });

  expect(made).toThrow(
    [
      '6 problems:',
      '  ProductionEndpointDeleted: endpoint is in production, users depend on it, and this would delete it; leave it there, or say that it is EndpointStage.nonProduction()',
      '  EndpointHoursWithScaling: endpoint.variants[0].scaling goes from 2 to 4 instances, SageMaker forgets the scaling of an endpoint that is deleted, and it would not come back; write minInstances and maxInstances alike, without policies and schedules',
      '  EndpointHoursByRate: start is "rate(1 hour)", hours begin and end at times of the day; use ScheduleExpression.cron(…) with a time zone',
      '  EndpointHoursByRate: stop is "rate(1 hour)", hours begin and end at times of the day; use ScheduleExpression.cron(…) with a time zone',
      '  EndpointHoursEmpty: stop is the same as start, the endpoint is there between the two; choose a later time',
      "  EndpointWithoutAlarmAction: environment.alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
    ].join('\n'),
  );
});

test.each([
  {
    variant: ProductionVariant.components(),
    told: 'is of the kind components, such an endpoint costs nothing while it has no instance, and need not be deleted for that; give it a ScalingSchedule with 0 instead',
    stage: EndpointStage.nonProduction(),
  },
  {
    variant: ProductionVariant.serverless({ model: version(3), memory: Size.gibibytes(2), maxConcurrency: 5 }),
    told: 'is of the kind serverless, such an endpoint costs nothing while it has no instance, and need not be deleted for that; leave the hours out',
    stage: EndpointStage.nonProduction({
      withoutVpc: 'serverless has no network',
      withoutIsolation: 'serverless has no network',
    }),
  },
])('what scales to zero needs no hours: it $told', ({ variant, told, stage }) => {
  const wished = { variants: [variant], stage, dataCapture: undefined };
  const endpoint = endpointIn(stack, {
    ...wished,
    ...(variant._kind === 'serverless' ? { subnets: undefined, securityGroups: undefined } : {}),
  });

  const made = () => hoursOf(endpoint);

  expect(made).toThrow(`EndpointHoursUnneeded: endpoint.variants[0] ${told}`);
});

interface Statement {
  readonly Action: unknown;
}
