import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EndpointHealth } from '../../../lib/deployment/endpoint-health';
import { Percent } from '../../../lib/deployment/percent';
import { EndpointAlarms, endpointAlarms, permissionsToWatch } from '../../../lib/deployment/private/endpoint-alarms';
import { WatchedPlace } from '../../../lib/deployment/private/watched-place';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-alerts';

type Emitter = 'realTime' | 'asynchronous' | 'serverless' | 'componentHost';

let stack: Stack;

beforeEach(() => {
  stack = new Stack();
});

test('an endpoint is watched for errors and latency; two minutes of three count', () => {
  alarmsOf([variant('realTime')]);

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
    OKActions: [TOPIC_ARN],
  });
});

test.each([
  { option: 'maxErrors', metricName: 'Invocation5XXErrors', label: '5xx errors in % of requests' },
  { option: 'maxClientErrors', metricName: 'Invocation4XXErrors', label: '4xx errors in % of requests' },
  {
    option: 'maxUnanswered',
    metricName: 'InvocationModelErrors',
    label: 'requests without an answer of the model in %',
  },
])('$option is a share of the requests; a minute without requests is healthy', ({ option, metricName, label }) => {
  alarmsOf([variant('realTime')], { [option]: Percent.of(3) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [
      {
        Id: Match.anyValue(),
        Expression: 'IF(invocations > 0, 100 * FILL(errors, 0) / invocations, 0)',
        Label: label,
      },
      metricStat('errors', metricName, 'Sum'),
      metricStat('invocations', 'Invocations', 'Sum'),
    ],
    Threshold: 3,
  });
});

test.each([
  { option: 'maxModelLatency', metricName: 'ModelLatency' },
  { option: 'maxOverheadLatency', metricName: 'OverheadLatency' },
])('$option is compared with the p99 in microseconds', ({ option, metricName }) => {
  alarmsOf([variant('realTime')], { [option]: Duration.millis(250) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/SageMaker',
    MetricName: metricName,
    Dimensions: [
      { Name: 'EndpointName', Value: 'abalone' },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
    ExtendedStatistic: 'p99',
    Period: 60,
    Threshold: 250_000,
  });
});

test('half a second and one percent of errors are the limits of who sets none', () => {
  alarmsOf([variant('realTime')]);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 500_000 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: Match.anyValue(), Threshold: 1 });
});

test.each([
  { option: 'maxCpu', metricName: 'CPUUtilization', count: 48 },
  { option: 'maxGpu', metricName: 'GPUUtilization', count: 4 },
  { option: 'maxGpuMemory', metricName: 'GPUMemoryUtilization', count: 4 },
])('$option is a share although SageMaker adds up', ({ option, metricName, count }) => {
  alarmsOf([variant('realTime', { instanceTypes: ['ml.g5.12xlarge'] })], { [option]: Percent.of(80) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [
      Match.objectLike({ Expression: `value / ${count}` }),
      metricStat('value', metricName, 'Average', '/aws/sagemaker/Endpoints'),
    ],
    Threshold: 80,
  });
});

test.each([
  { option: 'maxMemory', metricName: 'MemoryUtilization', statistic: 'Average' },
  { option: 'maxDisk', metricName: 'DiskUtilization', statistic: 'Maximum' },
])('$option is a share as it is', ({ option, metricName, statistic }) => {
  alarmsOf([variant('realTime')], { [option]: Percent.of(80) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: '/aws/sagemaker/Endpoints',
    MetricName: metricName,
    Statistic: statistic,
    Threshold: 80,
  });
});

test('hosts of inference components tell a normalised utilisation, and nothing about requests', () => {
  const { own } = alarmsOf([variant('componentHost')], { maxCpu: Percent.of(80), maxGpu: Percent.of(80) });

  const template = Template.fromStack(stack);

  expect(idsOf(own)).toEqual(['CpuAlarm']);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'CPUUtilizationNormalized', Threshold: 80 });
});

test('an inference component is watched by its own name', () => {
  const component: WatchedPlace = { place: { emitter: 'component', componentName: 'llama' }, instanceTypes: [] };

  const { own } = alarmsOf([component], { maxMemory: Percent.of(90) });

  const template = Template.fromStack(stack);
  expect(idsOf(own)).toEqual(['ErrorAlarm', 'LatencyAlarm', 'MemoryAlarm']);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'MemoryUtilizationNormalized',
    Dimensions: [{ Name: 'InferenceComponentName', Value: 'llama' }],
  });
});

test('an asynchronous endpoint takes its time, and tells errors without the number of requests', () => {
  const { own } = alarmsOf([variant('asynchronous')]);

  const template = Template.fromStack(stack);

  expect(idsOf(own)).toEqual(['ErrorAlarm']);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [Match.objectLike({ Expression: '100 * errors' }), metricStat('errors', 'Invocation5XXErrors', 'Average')],
    Threshold: 1,
  });
});

test('a latency is watched at an asynchronous endpoint that asks for it', () => {
  const { own } = alarmsOf([variant('asynchronous')], { maxModelLatency: Duration.minutes(5) });

  expect(idsOf(own)).toEqual(['ErrorAlarm', 'LatencyAlarm']);
});

test('of several variants the worst counts, and a quiet one is healthy', () => {
  const places = ['Champion', 'Challenger'].map((variantName) => variant('realTime', { variantName }));

  const { own } = alarmsOf(places, { maxCpu: Percent.of(80) });

  const template = Template.fromStack(stack);
  expect(idsOf(own)).toEqual(['ErrorAlarm', 'LatencyAlarm', 'CpuAlarm']);
  for (const expression of [
    'MAX([FILL(IF(invocations1 > 0, 100 * FILL(errors1, 0) / invocations1, 0), 0), FILL(IF(invocations2 > 0, 100 * FILL(errors2, 0) / invocations2, 0), 0)])',
    'MAX([FILL(value1, 0), FILL(value2, 0)])',
    'MAX([FILL(value1 / 2, 0), FILL(value2 / 2, 0)])',
  ]) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({ Expression: expression })]),
    });
  }
});

test.each([
  { count: 1, ids: ['ErrorAlarm', 'LatencyAlarm'] },
  { count: 5, ids: ['ErrorAlarm', 'LatencyAlarm'] },
  { count: 6, ids: ['ErrorAlarm', 'ErrorAlarm2', 'LatencyAlarm'] },
  { count: 10, ids: ['ErrorAlarm', 'ErrorAlarm2', 'LatencyAlarm'] },
])('no alarm on $count variants has more metrics than CloudWatch takes', ({ count, ids }) => {
  const places = Array.from({ length: count }, (_, i) => variant('realTime', { variantName: `Arm${i}` }));

  const { own } = alarmsOf(places);

  const metrics = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => (Properties.Metrics ?? []).filter((query: object) => 'MetricStat' in query).length as number,
  );
  expect(idsOf(own)).toEqual(ids);
  expect(Math.max(...metrics)).toBeLessThanOrEqual(10);
});

test('GPUs are watched where they are', () => {
  const places = [
    variant('realTime', { variantName: 'Fast', instanceTypes: ['ml.g5.xlarge'] }),
    variant('realTime', { variantName: 'Cheap', instanceTypes: ['ml.m5.large'] }),
  ];

  alarmsOf(places, { maxGpu: Percent.of(80) });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'GPUUtilization',
    Dimensions: Match.arrayWith([{ Name: 'VariantName', Value: 'Fast' }]),
  });
});

test('alarms of the user roll back beside the others, and are left as they are', () => {
  const alarms = [cloudwatch.Alarm.fromAlarmName(stack, 'Refusals', 'acme-refusals')];

  const { own, all } = alarmsOf([variant('realTime')], { alarms });

  expect(all).toEqual([...own, ...alarms]);
});

test('the role may look at the alarms', () => {
  const { all } = alarmsOf([variant('realTime')]);

  const permissions = stack.resolve(permissionsToWatch(all));

  const arns = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map((id) => ({
    'Fn::GetAtt': [id, 'Arn'],
  }));
  expect(permissions).toEqual([{ actions: ['cloudwatch:DescribeAlarms'], resources: arns }]);
  expect(permissionsToWatch([])).toEqual([]);
});

function alarmsOf(places: WatchedPlace[], health: EndpointHealth = {}): EndpointAlarms {
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN);

  return endpointAlarms(stack, { places, health, alarmActions: [new actions.SnsAction(topic)] });
}

function variant(
  emitter: Emitter,
  {
    variantName = 'AllTraffic',
    instanceTypes = ['ml.m5.large'],
  }: { variantName?: string; instanceTypes?: string[] } = {},
): WatchedPlace {
  return { place: { emitter, endpointName: 'abalone', variantName }, instanceTypes };
}

function idsOf(alarms: readonly cloudwatch.IAlarm[]): string[] {
  return alarms.map(({ node }) => node.id);
}

function metricStat(id: string, metricName: string, statistic: string, namespace = 'AWS/SageMaker'): object {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metricName,
        Dimensions: [
          { Name: 'EndpointName', Value: 'abalone' },
          { Name: 'VariantName', Value: 'AllTraffic' },
        ],
      },
      Period: 60,
      Stat: statistic,
    },
    ReturnData: false,
  };
}
