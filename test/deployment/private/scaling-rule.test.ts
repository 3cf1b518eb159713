import { Duration, Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { check } from '../../../lib/core';
import { Percent } from '../../../lib/deployment/percent';
import { ScalingContext } from '../../../lib/deployment/private/scaling-context';
import { ScalingPolicy } from '../../../lib/deployment/scaling-policy';
import { checked, CONTEXTS, onlyProperties, Scaled, scaledTemplate } from '../scaled';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ENDPOINT_NAME = { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] };
const VARIANT_DIMENSIONS = [
  { Name: 'EndpointName', Value: ENDPOINT_NAME },
  { Name: 'VariantName', Value: 'AllTraffic' },
];
const COMPONENT_NAME = {
  'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Component', 'InferenceComponentArn'] }] }],
};
const QUEUE = new cloudwatch.Metric({ namespace: 'Acme', metricName: 'QueueLength', statistic: 'Maximum' });

function trackingOf(scaled: Scaled, policy: ScalingPolicy, context?: ScalingContext): unknown {
  const template = scaledTemplate(scaled, { policies: [policy] }, context);

  return onlyProperties(template, POLICY).TargetTrackingScalingPolicyConfiguration;
}

function verdictOn(policy: ScalingPolicy, context: ScalingContext): () => void {
  return () => check(undefined, (problems) => policy._check(problems, 'policies[0]', context));
}

test.each([
  {
    scaled: 'realTime',
    policy: ScalingPolicy.invocationsPerInstance(1000),
    metric: 'SageMakerVariantInvocationsPerInstance',
    target: 1000,
  },
  {
    scaled: 'realTime',
    policy: ScalingPolicy.concurrentRequests(5),
    metric: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    target: 5,
  },
  {
    scaled: 'component',
    policy: ScalingPolicy.invocationsPerCopy(200),
    metric: 'SageMakerInferenceComponentInvocationsPerCopy',
    target: 200,
  },
  {
    scaled: 'component',
    policy: ScalingPolicy.concurrentRequestsPerCopy(2.5),
    metric: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
    target: 2.5,
  },
  {
    scaled: 'serverless',
    policy: ScalingPolicy.provisionedConcurrencyUtilization(Percent.of(70)),
    metric: 'SageMakerVariantProvisionedConcurrencyUtilization',
    target: 0.7,
  },
] as const)('$metric is held to $target', ({ scaled, policy, metric, target }) => {
  expect(trackingOf(scaled, policy)).toEqual({
    PredefinedMetricSpecification: { PredefinedMetricType: metric },
    TargetValue: target,
    ScaleInCooldown: 300,
    ScaleOutCooldown: 60,
  });
});

test('the requests that wait for an instance are counted for the whole endpoint', () => {
  expect(trackingOf('asynchronous', ScalingPolicy.backlogPerInstance(5))).toMatchObject({
    CustomizedMetricSpecification: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'ApproximateBacklogSizePerInstance',
      Statistic: 'Average',
      Dimensions: [{ Name: 'EndpointName', Value: ENDPOINT_NAME }],
    },
    TargetValue: 5,
  });
});

test.each([
  { policy: ScalingPolicy.cpu(Percent.of(60)), metric: 'CPUUtilization', target: 60 * 48 },
  { policy: ScalingPolicy.cpu(Percent.of(60), { processors: 2 }), metric: 'CPUUtilization', target: 120 },
  { policy: ScalingPolicy.gpu(Percent.of(60)), metric: 'GPUUtilization', target: 240 },
  { policy: ScalingPolicy.gpuMemory(Percent.of(50)), metric: 'GPUMemoryUtilization', target: 200 },
  { policy: ScalingPolicy.memory(Percent.of(75)), metric: 'MemoryUtilization', target: 75 },
])('the $metric of ml.g5.12xlarge is held to $target %', ({ policy, metric, target }) => {
  expect(trackingOf('asynchronous', policy)).toMatchObject({
    CustomizedMetricSpecification: {
      Namespace: '/aws/sagemaker/Endpoints',
      MetricName: metric,
      Statistic: 'Average',
      Dimensions: VARIANT_DIMENSIONS,
    },
    TargetValue: target,
  });
});

test.each([
  { policy: ScalingPolicy.cpu(Percent.of(60)), metric: 'CPUUtilizationNormalized' },
  { policy: ScalingPolicy.gpu(Percent.of(60)), metric: 'GPUUtilizationNormalized' },
  { policy: ScalingPolicy.gpuMemory(Percent.of(60)), metric: 'GPUMemoryUtilizationNormalized' },
  { policy: ScalingPolicy.memory(Percent.of(60)), metric: 'MemoryUtilizationNormalized' },
])('the $metric of a component is held to the share itself', ({ policy, metric }) => {
  expect(trackingOf('component', policy)).toMatchObject({
    CustomizedMetricSpecification: {
      Namespace: '/aws/sagemaker/InferenceComponents',
      MetricName: metric,
      Dimensions: [{ Name: 'InferenceComponentName', Value: COMPONENT_NAME }],
    },
    TargetValue: 60,
  });
});

test('times are taken over, and a policy that never shrinks has none for it', () => {
  const chosen = { scaleInCooldown: Duration.minutes(10), scaleOutCooldown: Duration.seconds(0) };

  expect(trackingOf('realTime', ScalingPolicy.concurrentRequests(5, chosen))).toMatchObject({
    ScaleInCooldown: 600,
    ScaleOutCooldown: 0,
  });
  expect(trackingOf('realTime', ScalingPolicy.concurrentRequests(5, { disableScaleIn: true }))).toEqual({
    PredefinedMetricSpecification: {
      PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    },
    TargetValue: 5,
    DisableScaleIn: true,
    ScaleOutCooldown: 60,
  });
});

test("a metric of the user's is held to its target", () => {
  expect(trackingOf('serverless', ScalingPolicy.metric(QUEUE, 12))).toMatchObject({
    CustomizedMetricSpecification: { Namespace: 'Acme', MetricName: 'QueueLength', Statistic: 'Maximum' },
    TargetValue: 12,
  });
});

test('steps are counted from the thresholds of two alarms', () => {
  const policy = ScalingPolicy.steps(
    QUEUE,
    [
      { below: 5, change: -1 },
      { above: 50, change: 1 },
      { above: 80, change: 3 },
    ],
    { cooldown: Duration.minutes(2), evaluationPeriods: 3 },
  );

  const template = scaledTemplate('realTime', { policies: [policy] });

  template.resourceCountIs(POLICY, 2);
  template.hasResourceProperties(POLICY, {
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      Cooldown: 120,
      StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: -1 }],
    },
  });
  template.hasResourceProperties(POLICY, {
    StepScalingPolicyConfiguration: {
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 30, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 30, ScalingAdjustment: 3 },
      ],
    },
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'QueueLength',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 50,
    EvaluationPeriods: 3,
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'LessThanOrEqualToThreshold',
    Threshold: 5,
  });
});

test('an expression is stepped by, with a name, and rests for 5 minutes', () => {
  const metric = new cloudwatch.MathExpression({ expression: '2 * queue', usingMetrics: { queue: QUEUE } });
  const policy = ScalingPolicy.steps(metric, [{ above: 50, change: 1 }], { policyName: 'queue' });

  const template = scaledTemplate('realTime', { policies: [policy] });

  expect(onlyProperties(template, POLICY)).toMatchObject({ StepScalingPolicyConfiguration: { Cooldown: 300 } });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { EvaluationPeriods: 1, Threshold: 50 });
});

test.each([
  { what: 'tracked', policy: (metric: cloudwatch.Metric) => ScalingPolicy.metric(metric, 5) },
  { what: 'stepped by', policy: (metric: cloudwatch.Metric) => ScalingPolicy.steps(metric, [{ above: 5, change: 1 }]) },
])('a metric that SageMaker does not emit is not $what', ({ policy }) => {
  const metric = new cloudwatch.Metric({
    namespace: 'AWS/SageMaker',
    metricName: 'ApproximateBacklog',
    dimensionsMap: { EndpointName: 'abalone' },
  });

  expect(checked('asynchronous', policy(metric))).toThrow(
    'MetricNotEmitted: scaling.policies[0].metric is "ApproximateBacklog" in AWS/SageMaker, an asynchronous variant emits no such metric; use ApproximateBacklogSize',
  );
});

test('a component may follow the instances that it shares', () => {
  const metric = new cloudwatch.Metric({
    namespace: '/aws/sagemaker/Endpoints',
    metricName: 'GPUReservation',
    dimensionsMap: { EndpointName: 'abalone', VariantName: 'Components' },
  });

  expect(checked('component', ScalingPolicy.metric(metric, 80))).not.toThrow();
});

test.each([
  { policy: ScalingPolicy.cpu(Percent.of(60)), metric: 'CPUUtilization', noun: 'cores' },
  { policy: ScalingPolicy.gpuMemory(Percent.of(60)), metric: 'GPUMemoryUtilization', noun: 'GPUs' },
])('$metric is added up over a number of $noun that must be known', ({ policy, metric, noun }) => {
  const verdict = verdictOn(policy, { ...CONTEXTS.realTime, instanceType: undefined });

  expect(verdict).toThrow(
    `ScalingProcessorsUnknown: policies[0].processors is missing, SageMaker adds ${metric} up over the ${noun} of an instance, and how many there are is not known; give the number of one instance`,
  );
});

test('an instance type that is a token does not tell how many cores it has', () => {
  const instanceType = Lazy.string({ produce: () => 'ml.m5.xlarge' });

  expect(verdictOn(ScalingPolicy.cpu(Percent.of(60)), { ...CONTEXTS.realTime, instanceType })).toThrow(
    'ScalingProcessorsUnknown: policies[0].processors is missing, SageMaker adds CPUUtilization up over the cores of an instance, and how many there are is not known; give the number of one instance',
  );
});

test('instances without GPUs do not scale by them', () => {
  expect(verdictOn(ScalingPolicy.gpu(Percent.of(60)), CONTEXTS.realTime)).toThrow(
    'ScalingWithoutGpu: policies[0] tracks GPUUtilization, ml.m5.xlarge has no GPU; use ScalingPolicy.cpu(Percent.of(60)), or an instance type with a GPU',
  );
});

test('components have no processors to add up', () => {
  expect(verdictOn(ScalingPolicy.cpu(Percent.of(60), { processors: 4 }), CONTEXTS.component)).toThrow(
    "ScalingProcessorsUnused: policies[0].processors is 4, SageMaker tells the use of a component's reservation in 0 to 100 %, whatever it consists of; leave it out",
  );
});

test('a share that is a token cannot be added up over cores', () => {
  const share = Percent.of(Lazy.number({ produce: () => 60 }));

  expect(verdictOn(ScalingPolicy.cpu(share), CONTEXTS.realTime)).toThrow(
    'ScalingShareUnknownAtSynth: policies[0] tracks a share that is a token, the target is the share of each of the cores of an instance, added up at synth; write the share, such as Percent.of(60)',
  );
});

test('but it may be one where nothing is added up', () => {
  const share = Percent.of(Lazy.number({ produce: () => 60 }));

  expect(trackingOf('component', ScalingPolicy.cpu(share))).toMatchObject({ TargetValue: 60 });
  expect(trackingOf('realTime', ScalingPolicy.memory(share))).toMatchObject({ TargetValue: 60 });
});
