import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { PredefinedMetric, ScalableTarget, Schedule, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Percent } from '../../../lib/deployment/percent';
import { ScalingBounds } from '../../../lib/deployment/private/scaling-bounds';
import { ScalingPolicy } from '../../../lib/deployment/scaling-policy';
import { onlyProperties, Scaled, scaledTemplate } from '../scaled';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ALARM = 'AWS::CloudWatch::Alarm';

const QUEUE = new cloudwatch.Metric({ namespace: 'Acme', metricName: 'QueueLength' });
const MORNING = { scheduleName: 'morning', schedule: Schedule.cron({ hour: '7', minute: '0' }), min: 3 };

/** The properties for which CloudFormation replaces a resource. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  [TARGET]: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
  [POLICY]: ['PolicyName', 'ResourceId', 'ScalableDimension', 'ScalingTargetId', 'ServiceNamespace'],
  [ALARM]: ['AlarmName'],
};

/** The identity of each resource of a type by its logical id. */
function identities(template: Template, type: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => [
      id,
      REPLACING[type].map((name) => (Properties as Record<string, unknown>)[name]),
    ]),
  );
}

test.each([
  {
    scaled: 'realTime',
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    id: ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/AllTraffic'],
  },
  {
    scaled: 'serverless',
    dimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
    id: ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/AllTraffic'],
  },
  {
    scaled: 'component',
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
    id: [
      'inference-component/',
      { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Component', 'InferenceComponentArn'] }] }] },
    ],
  },
] as const)('$scaled scales by $dimension, as the service-linked role', ({ scaled, dimension, id }) => {
  const template = scaledTemplate(scaled, { least: 2, most: 6 });

  expect(onlyProperties(template, TARGET)).toMatchObject({
    ServiceNamespace: 'sagemaker',
    ScalableDimension: dimension,
    ResourceId: { 'Fn::Join': ['', id] },
    MinCapacity: 2,
    MaxCapacity: 6,
    RoleARN: {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':iam::111111111111:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
        ],
      ],
    },
  });
  template.resourceCountIs('AWS::IAM::Role', 0);
});

test('schedules change the bounds at their times', () => {
  const schedules = [
    { ...MORNING, timeZone: TimeZone.EUROPE_DUBLIN },
    { scheduleName: 'often', schedule: Schedule.rate(Duration.hours(6)), max: 2 },
  ];

  const template = scaledTemplate('realTime', { schedules });

  expect(onlyProperties(template, TARGET).ScheduledActions).toEqual([
    {
      ScheduledActionName: 'morning',
      Schedule: 'cron(0 7 * * ? *)',
      Timezone: 'Europe/Dublin',
      ScalableTargetAction: { MinCapacity: 3 },
    },
    { ScheduledActionName: 'often', Schedule: 'rate(6 hours)', ScalableTargetAction: { MaxCapacity: 2 } },
  ]);
});

test('an asynchronous endpoint without instances gets one when a request waits', () => {
  const template = scaledTemplate('asynchronous', { least: 0 });

  expect(onlyProperties(template, ALARM)).toMatchObject({
    Namespace: 'AWS/SageMaker',
    MetricName: 'HasBacklogWithoutCapacity',
    Dimensions: [{ Name: 'EndpointName', Value: { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] } }],
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  expect(onlyProperties(template, POLICY)).toMatchObject({
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      Cooldown: 300,
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    },
  });
});

test('a component without copies gets one when a request fails', () => {
  const template = scaledTemplate('component', { least: 0 });

  expect(onlyProperties(template, ALARM)).toMatchObject({
    MetricName: 'NoCapacityInvocationFailures',
    Dimensions: [{ Name: 'InferenceComponentName' }],
    Statistic: 'Sum',
    EvaluationPeriods: 1,
    Threshold: 1,
  });
  expect(onlyProperties(template, POLICY)).toMatchObject({ StepScalingPolicyConfiguration: { Cooldown: 60 } });
});

test.each([
  { scaled: 'asynchronous', wished: { least: 1 } },
  { scaled: 'component', wished: { least: 1 } },
  { scaled: 'serverless', wished: { least: 1 } },
] as const)('$scaled that never is empty needs no wake-up', ({ scaled, wished }) => {
  scaledTemplate(scaled, wished).resourceCountIs(POLICY, 0);
});

describe('second deployment', () => {
  const requests = ScalingPolicy.invocationsPerInstance(1000);
  const cpu = ScalingPolicy.cpu(Percent.of(60));
  const queue = ScalingPolicy.metric(QUEUE, 10);
  const steps = ScalingPolicy.steps(QUEUE, [{ above: 50, change: 1 }]);
  const before: Partial<ScalingBounds> = { least: 2, most: 4, policies: [requests, cpu, queue, steps] };

  test.each<{ edit: string; after: Partial<ScalingBounds> }>([
    { edit: 'the bounds', after: { ...before, least: 1, most: 20 } },
    { edit: 'a target', after: { ...before, policies: [ScalingPolicy.invocationsPerInstance(50), cpu, queue, steps] } },
    {
      edit: 'the targets of metrics of my own',
      after: {
        ...before,
        policies: [
          requests,
          cpu,
          ScalingPolicy.metric(QUEUE, 99),
          ScalingPolicy.steps(QUEUE, [{ above: 5, change: 2 }]),
        ],
      },
    },
    {
      edit: 'the cooldowns',
      after: {
        ...before,
        policies: [requests, ScalingPolicy.cpu(Percent.of(60), { disableScaleIn: true }), queue, steps],
      },
    },
    { edit: 'the order', after: { ...before, policies: [steps, queue, cpu, requests] } },
    {
      edit: 'another policy',
      after: { ...before, policies: [ScalingPolicy.concurrentRequests(5), ...(before.policies ?? [])] },
    },
    { edit: 'a schedule', after: { ...before, schedules: [MORNING] } },
  ])('$edit leaves the target and the policies where they are', ({ after }) => {
    const [first, second] = [before, after].map((wished) => scaledTemplate('realTime', wished));

    expect(identities(second, TARGET)).toEqual(identities(first, TARGET));
    expect(identities(second, POLICY)).toMatchObject(identities(first, POLICY));
    expect(identities(second, ALARM)).toMatchObject(identities(first, ALARM));
  });

  test('a policy that is taken away takes nothing else with it', () => {
    const [first, second] = [before, { ...before, policies: [cpu, steps] }].map((wished) =>
      scaledTemplate('realTime', wished),
    );

    expect(identities(second, TARGET)).toEqual(identities(first, TARGET));
    expect(identities(first, POLICY)).toMatchObject(identities(second, POLICY));
  });

  test.each<Scaled>(['asynchronous', 'component'])(
    '%s that may become empty keeps its target and policies',
    (scaled) => {
      const policies = [ScalingPolicy.memory(Percent.of(60))];

      const [first, second] = [1, 0].map((least) => scaledTemplate(scaled, { least, policies }));

      expect(identities(second, TARGET)).toEqual(identities(first, TARGET));
      expect(identities(second, POLICY)).toMatchObject(identities(first, POLICY));
    },
  );

  test('targets that were made without this construct keep their logical ids', () => {
    const stack = new Stack(new App(), 'Hosting');
    const target = new ScalableTarget(stack, 'Scaling', {
      serviceNamespace: ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: 'endpoint/abalone/variant/AllTraffic',
      minCapacity: 1,
      maxCapacity: 4,
    });
    target.scaleToTrackMetric('Invocations', {
      predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      targetValue: 1000,
    });

    const [first, second] = [Template.fromStack(stack), scaledTemplate('realTime', { policies: [requests] })];

    for (const type of [TARGET, POLICY]) {
      expect(Object.keys(identities(second, type))).toEqual(Object.keys(identities(first, type)));
    }
  });
});
