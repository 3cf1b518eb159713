import { App, CfnParameter, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CapacitySize, DeploymentStrategy, EndpointStage, Percent } from '../../lib/deployment';
import { endpointIn, stackIn, TOPIC_ARN, version, VOLUME_KEY_ARN, Wishes } from './endpoints';

/** The properties for which CloudFormation replaces a resource, of the types that must outlive every edit. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::SageMaker::Endpoint': ['EndpointName'],
  'AWS::ApplicationAutoScaling::ScalableTarget': ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
  'AWS::ApplicationAutoScaling::ScalingPolicy': [
    'PolicyName',
    'ResourceId',
    'ScalableDimension',
    'ScalingTargetId',
    'ServiceNamespace',
  ],
  'AWS::CloudWatch::Alarm': ['AlarmName'],
};

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a model is the approved version, isolated in the private network', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { ModelPackageName: 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3' },
    ExecutionRoleArn: 'arn:aws:iam::111111111111:role/acme-endpoint',
    EnableNetworkIsolation: true,
    VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
});

test('a configuration has one variant on two encrypted instances, and captures what passes', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: { 'Fn::GetAtt': [onlyId(template, 'AWS::SageMaker::Model'), 'ModelName'] },
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 2,
        InitialVariantWeight: 1,
      },
    ],
    KmsKeyId: VOLUME_KEY_ARN,
    DataCaptureConfig: Match.objectLike({
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      KmsKeyId: VOLUME_KEY_ARN,
    }),
  });
});

test.each([
  { instanceType: 'ml.m5d.large', rendered: 'ml.m5d.large', key: Match.absent() },
  { instanceType: 'ml.g5.xlarge', rendered: 'ml.g5.xlarge', key: Match.absent() },
  { instanceType: 'unlisted:ml.m9.large', rendered: 'ml.m9.large', key: VOLUME_KEY_ARN },
])('$instanceType gets the key that SageMaker accepts for it', ({ instanceType, rendered, key }) => {
  endpointIn(stack, { variant: { instanceType } });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ InstanceType: rendered })],
    KmsKeyId: key,
  });
});

test('an endpoint moves to a new version by a canary, and goes back when one of its alarms fires', () => {
  const endpoint = endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Endpoint', {
    EndpointName: 'marine-life-abalone-prod',
    EndpointConfigName: {
      'Fn::GetAtt': [onlyId(template, 'AWS::SageMaker::EndpointConfig'), 'EndpointConfigName'],
    },
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 },
          WaitIntervalInSeconds: 900,
        },
        TerminationWaitInSeconds: 600,
      },
      AutoRollbackConfiguration: {
        Alarms: stack.resolve(endpoint.alarms.map(({ alarmName }) => ({ AlarmName: alarmName }))) as unknown[],
      },
    },
  });
});

test('an update keeps the scaled capacity, and takes the new share of capture', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Endpoint', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [
      { VariantPropertyType: 'DataCaptureConfig' },
      { VariantPropertyType: 'DesiredWeight' },
    ],
  });
});

test('the alarm on errors watches their share of the requests; a minute without requests is healthy', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [
      {
        Id: Match.anyValue(),
        Expression: 'IF(invocations > 0, 100 * FILL(errors, 0) / invocations, 0)',
        Label: '5xx errors in % of requests',
      },
      { Id: 'errors', MetricStat: sumOf('Invocation5XXErrors'), ReturnData: false },
      { Id: 'invocations', MetricStat: sumOf('Invocations'), ReturnData: false },
    ],
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
});

test('the alarm on latency compares the p99 in microseconds', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/SageMaker',
    MetricName: 'ModelLatency',
    Dimensions: [
      { Name: 'EndpointName', Value: 'marine-life-abalone-prod' },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
    ExtendedStatistic: 'p99',
    Unit: Match.absent(),
    Period: 60,
    Threshold: 500_000,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
});

test('somebody is told when an endpoint falls ill and when it is well again', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [TOPIC_ARN], OKActions: [TOPIC_ARN] });
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
});

test('what is healthy can be chosen', () => {
  endpointIn(stack, { health: { maxModelLatency: Duration.seconds(2), maxErrors: Percent.of(0.5) } });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 2_000_000 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: Match.anyValue(), Threshold: 0.5 });
});

test('metrics are of the one variant, and can be asked for otherwise', () => {
  const endpoint = endpointIn(stack);

  const metric = endpoint.metricModelLatency({ statistic: 'Average', period: Duration.minutes(5) });

  expect(metric.toMetricConfig().metricStat).toMatchObject({
    namespace: 'AWS/SageMaker',
    metricName: 'ModelLatency',
    dimensions: [
      { name: 'EndpointName', value: 'marine-life-abalone-prod' },
      { name: 'VariantName', value: 'AllTraffic' },
    ],
    statistic: 'Average',
    period: Duration.minutes(5),
  });
});

test('an endpoint scales between 2 and 4 instances with its requests, under the role that AWS links to the service', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    MinCapacity: 2,
    MaxCapacity: 4,
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
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      TargetValue: 1000,
      ScaleInCooldown: 300,
      ScaleOutCooldown: 60,
    },
  });
  template.resourceCountIs('AWS::IAM::Role', 0);
});

test('the scalable target waits for the endpoint, because there is nothing to scale before', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  const endpointId = onlyId(template, 'AWS::SageMaker::Endpoint');
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    ResourceId: {
      'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': [endpointId, 'EndpointName'] }, '/variant/AllTraffic']],
    },
  });
});

test.each([
  { scaling: { minInstances: 1 }, capacities: { MinCapacity: 1, MaxCapacity: 2 } },
  { scaling: { minInstances: 3, maxInstances: 3 }, capacities: { MinCapacity: 3, MaxCapacity: 3 } },
  { scaling: { maxInstances: 10 }, capacities: { MinCapacity: 2, MaxCapacity: 10 } },
])('scaling can be chosen: $scaling', ({ scaling, capacities }) => {
  endpointIn(stack, { variant: { scaling }, stage: EndpointStage.nonProduction() });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', capacities);
  template.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ InitialInstanceCount: capacities.MinCapacity })],
  });
});

test('bounds of the scaling may be known at deployment only', () => {
  const [fewest, most] = ['Fewest', 'Most'].map((id) => new CfnParameter(stack, id, { type: 'Number' }));

  endpointIn(stack, {
    variant: { scaling: { minInstances: fewest.valueAsNumber, maxInstances: most.valueAsNumber } },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: { Ref: 'Fewest' },
    MaxCapacity: { Ref: 'Most' },
  });
});

test.each<{ edit: string; wished: Wishes }>([
  { edit: 'a new version', wished: { variant: { model: version(4) } } },
  { edit: 'another instance type', wished: { variant: { instanceType: 'ml.c5.xlarge' } } },
  { edit: 'instances with local disks', wished: { variant: { instanceType: 'ml.m5d.large' } } },
  { edit: 'another share of capture', wished: { capturePercent: 20 } },
  {
    edit: 'other alarm thresholds',
    wished: { health: { maxModelLatency: Duration.seconds(1), maxErrors: Percent.of(5) } },
  },
  {
    edit: 'other scaling bounds',
    wished: { variant: { scaling: { minInstances: 3, maxInstances: 9 } } },
  },
  {
    edit: 'another canary',
    wished: { strategy: DeploymentStrategy.canary({ firstStep: CapacitySize.percent(Percent.of(50)) }) },
  },
  {
    edit: 'another strategy',
    wished: { strategy: DeploymentStrategy.linear({ step: CapacitySize.percent(Percent.of(50)) }) },
  },
])('a second deployment with $edit and a new tag replaces neither endpoint, scaling nor alarms', ({ wished }) => {
  const later = stackIn();
  endpointIn(stack);
  endpointIn(later, wished);
  Tags.of(later).add('cost-centre', '4711');

  const [first, second] = [stack, later].map((deployed) => Template.fromStack(deployed));

  expect(permanentParts(second)).toEqual(permanentParts(first));
  expect(Object.keys(second.toJSON().Resources)).toEqual(Object.keys(first.toJSON().Resources));
});

test('model and configuration have no fixed name, and the previous ones stay for a rollback', () => {
  endpointIn(stack);

  const template = Template.fromStack(stack);

  const kept = { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' };
  template.allResources('AWS::SageMaker::Model', { ...kept, Properties: { ModelName: Match.absent() } });
  template.allResources('AWS::SageMaker::EndpointConfig', {
    ...kept,
    Properties: { EndpointConfigName: Match.absent() },
  });
});

test('an endpoint tells its name and ARN without a reference, so that other accounts can be told them', () => {
  const endpoint = endpointIn(stack, { endpointName: 'Abalone' });

  expect(endpoint.endpointName).toBe('Abalone');
  expect(endpoint.endpointRef).toEqual({ endpointArn: endpoint.endpointArn });
  expect(stack.resolve(endpoint.endpointArn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:endpoint/Abalone']],
  });
});

test('two endpoints of one account and region cannot share a name', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(
    (name) => new Stack(app, name, { env: { account: '111111111111', region: 'eu-west-1' } }),
  );
  endpointIn(first);

  const endpoint = () => endpointIn(second);

  expect(endpoint).toThrow(
    'NameTaken: Second/Endpoint wants the endpoint name "marine-life-abalone-prod" in 111111111111/eu-west-1, which First/Endpoint has, no two of a kind share a name there; give one of the two another name',
  );
});

test('an endpoint about which nobody is told is refused', () => {
  const endpoint = () => endpointIn(stack, { alarmActions: [] });

  expect(endpoint).toThrow(
    "EndpointWithoutAlarmAction: alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
  );
});

test.each(['abalone_prod', 'a'.repeat(64)])('"%s" is no name of an endpoint', (endpointName) => {
  const endpoint = () => endpointIn(stack, { endpointName });

  expect(endpoint).toThrow(
    `NameMalformed: endpointName is "${endpointName}", an endpoint name is 1 to 63 characters: letters, digits and hyphens between them; write "${endpointName.replace('_', '-').slice(0, 63)}"`,
  );
});

test('an instance type that serves nothing is refused', () => {
  const endpoint = () => endpointIn(stack, { variant: { instanceType: 'ml.m5.huge' } });

  expect(endpoint).toThrow(
    'InstanceTypeNotOffered: variants[0].instanceType is "ml.m5.huge", SageMaker offers no such type for hosting; the nearest are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge; a type newer than this library is written "unlisted:ml.m5.huge"',
  );
});

test('bounds of the scaling are told by where they stand', () => {
  const endpoint = () => endpointIn(stack, { variant: { scaling: { minInstances: 0 } } });

  expect(endpoint).toThrow('ScalingBoundOutOfRange: variants[0].scaling.minInstances is 0,');
});

test('an alarm that can never fire is refused', () => {
  const endpoint = () => endpointIn(stack, { health: { maxErrors: Percent.of(100) } });

  expect(endpoint).toThrow(
    'EndpointErrorsUnwatched: health.maxErrors is 100 %, no share of errors is above that, so that nothing would roll back; write the share that users bear, such as Percent.of(1)',
  );
});

test.each([
  { prop: 'subnets', noun: 'subnets', most: 16 },
  { prop: 'securityGroups', noun: 'security groups', most: 5 },
])('an endpoint has at least one and at most $most $noun', ({ prop, noun, most }) => {
  const nowhere = () => endpointIn(stack, { [prop]: [] });
  const everywhere = () => endpointIn(stackIn(), { [prop]: Array.from({ length: most + 1 }) });

  expect(nowhere).toThrow(
    `NetworkPlaceOutOfRange: ${prop} is empty, SageMaker accepts 1 to ${most} ${noun}; give at least one`,
  );
  expect(everywhere).toThrow(
    `NetworkPlaceOutOfRange: ${prop} has ${most + 1} entries, SageMaker accepts 1 to ${most} ${noun}; leave out those that are not needed`,
  );
});

test('everything that is wrong with an endpoint is told at once', () => {
  const endpoint = () => endpointIn(stack, { subnets: [], alarmActions: [], health: { maxErrors: Percent.of(100) } });

  expect(endpoint).toThrow(
    [
      '3 problems:',
      '  NetworkPlaceOutOfRange: subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
      "  EndpointWithoutAlarmAction: alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
      '  EndpointErrorsUnwatched: health.maxErrors is 100 %, no share of errors is above that, so that nothing would roll back; write the share that users bear, such as Percent.of(1)',
    ].join('\n'),
  );
});

function onlyId(template: Template, type: string): string {
  const ids = Object.keys(template.findResources(type));
  expect(ids).toHaveLength(1);

  return ids[0];
}

function sumOf(metricName: string): unknown {
  return {
    Metric: {
      Namespace: 'AWS/SageMaker',
      MetricName: metricName,
      Dimensions: [
        { Name: 'EndpointName', Value: 'marine-life-abalone-prod' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
    },
    Period: 60,
    Stat: 'Sum',
  };
}

/** What may not change between two deployments: the resources by their logical ids, each with its replacing properties. */
function permanentParts(template: Template): Record<string, unknown> {
  const resources = Object.entries(template.toJSON().Resources as Record<string, { Type: string; Properties: object }>);

  return Object.fromEntries(
    resources
      .filter(([, { Type }]) => Type in REPLACING)
      .map(([id, { Type, Properties }]) => [
        id,
        Object.entries(Properties).filter(([name]) => REPLACING[Type].includes(name)),
      ]),
  );
}
