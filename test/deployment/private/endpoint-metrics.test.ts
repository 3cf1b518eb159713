import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { check } from '../../../lib/core';
import { MetricEmitter } from '../../../lib/deployment/private/emitted-metrics';
import {
  checkEmitted,
  emittedMetrics,
  emitterNoun,
  endpointMetric,
  isEndpointNamespace,
  metricNamespace,
} from '../../../lib/deployment/private/endpoint-metrics';

const VARIANT = { endpointName: 'abalone', variantName: 'AllTraffic' };
const VARIANT_DIMENSIONS = { EndpointName: 'abalone', VariantName: 'AllTraffic' };

function checked(metric: cloudwatch.IMetric, ...emitters: MetricEmitter[]): () => void {
  return () => check(undefined, (problems) => checkEmitted(problems, 'metric', metric, emitters));
}

function metricOf(
  metricName: string,
  namespace = 'AWS/SageMaker',
  dimensionsMap: Record<string, string> = VARIANT_DIMENSIONS,
): cloudwatch.Metric {
  return new cloudwatch.Metric({ metricName, namespace, dimensionsMap });
}

test.each([
  { emitter: 'realTime', name: 'Invocations', namespace: 'AWS/SageMaker', dimensions: ['EndpointName', 'VariantName'] },
  {
    emitter: 'realTime',
    name: 'CPUUtilization',
    namespace: '/aws/sagemaker/Endpoints',
    dimensions: ['EndpointName', 'VariantName'],
  },
  {
    emitter: 'asynchronous',
    name: 'HasBacklogWithoutCapacity',
    namespace: 'AWS/SageMaker',
    dimensions: ['EndpointName'],
  },
  {
    emitter: 'serverless',
    name: 'MemoryUtilization',
    namespace: '/aws/sagemaker/Endpoints',
    dimensions: ['EndpointName', 'VariantName'],
  },
  {
    emitter: 'componentHost',
    name: 'GPUReservation',
    namespace: '/aws/sagemaker/Endpoints',
    dimensions: ['EndpointName', 'VariantName'],
  },
] as const)('$name of $emitter is in $namespace', ({ emitter, name, namespace, dimensions }) => {
  const metric = endpointMetric({ emitter, ...VARIANT }, name);

  expect(metric.namespace).toBe(namespace);
  expect(Object.keys(metric.dimensions ?? {})).toEqual(dimensions);
  expect(metric.period.toSeconds()).toBe(60);
  expect(metricNamespace(emitter, name)).toBe(namespace);
});

test('a component has metrics by its own name', () => {
  const place = { emitter: 'component', componentName: 'abalone-a' } as const;

  const [requests, gpu] = ['InvocationsPerCopy', 'GPUUtilizationNormalized'].map((name) => endpointMetric(place, name));

  expect(requests).toMatchObject({ namespace: 'AWS/SageMaker', dimensions: { InferenceComponentName: 'abalone-a' } });
  expect(gpu).toMatchObject({
    namespace: '/aws/sagemaker/InferenceComponents',
    dimensions: { InferenceComponentName: 'abalone-a' },
  });
});

test.each([
  { name: 'Invocations', statistic: 'Sum' },
  { name: 'ModelLatency', statistic: 'p99' },
  { name: 'ConcurrentRequestsPerModel', statistic: 'Maximum' },
  { name: 'GPUUtilization', statistic: 'Average' },
])('$name is told by $statistic unless another one is asked for', ({ name, statistic }) => {
  const place = { emitter: 'realTime', ...VARIANT } as const;

  const [usual, chosen] = [endpointMetric(place, name), endpointMetric(place, name, { statistic: 'Minimum' })];

  expect([usual.statistic, chosen.statistic]).toEqual([statistic, 'Minimum']);
});

test('a metric that an emitter does not have cannot be made', () => {
  const metric = () => endpointMetric({ emitter: 'asynchronous', ...VARIANT }, 'Invocations');

  expect(metric).toThrow('an asynchronous variant emits no Invocations');
});

test.each([
  { emitter: 'asynchronous', missing: ['Invocations', 'InvocationsPerInstance', 'OverheadLatency'] },
  { emitter: 'serverless', missing: ['InvocationsPerInstance', 'CPUUtilization', 'DiskUtilization'] },
  { emitter: 'componentHost', missing: ['Invocations', 'ModelLatency', 'Invocation5XXErrors'] },
  { emitter: 'realTime', missing: ['CPUUtilizationNormalized', 'InvocationsPerCopy', 'ModelSetupTime'] },
] as const)('$emitter has no $missing', ({ emitter, missing }) => {
  const names = emittedMetrics(emitter);

  expect(names).toEqual([...names].sort());
  expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`^(${missing.join('|')})$`))]));
});

test('every emitter has a noun', () => {
  expect(emitterNoun('componentHost')).toBe('a variant that hosts inference components');
});

test.each([
  ['AWS/SageMaker', true],
  ['/aws/sagemaker/Endpoints', true],
  ['/aws/sagemaker/TrainingJobs', false],
])('%s is a namespace of endpoints: %p', (namespace, expected) => {
  expect(isEndpointNamespace(namespace)).toBe(expected);
});

test.each([
  { what: 'of the endpoint', metric: metricOf('Invocations') },
  { what: 'of one instance', metric: metricOf('Invocations', undefined, { ...VARIANT_DIMENSIONS, InstanceId: 'i-1' }) },
  { what: 'of another service', metric: metricOf('Invocatoins', 'AWS/Lambda') },
  { what: 'of the user', metric: metricOf('Drift', 'aws/sagemaker/Endpoints/data-metrics') },
  { what: 'with a name that is a token', metric: metricOf(Lazy.string({ produce: () => 'Invocatoins' })) },
])('a metric $what passes', ({ metric }) => {
  expect(checked(metric, 'realTime')).not.toThrow();
});

test('a name that SageMaker does not emit is refused with those that look like it', () => {
  const verdict = checked(metricOf('InvocationPerInstance'), 'realTime');

  expect(verdict).toThrow(
    'MetricNotEmitted: metric is "InvocationPerInstance" in AWS/SageMaker, a real-time variant emits no such metric; use InvocationsPerInstance, ExplanationsPerInstance',
  );
});

test('a metric that only other kinds of endpoints have is refused', () => {
  const verdict = checked(metricOf('CPUReservation', '/aws/sagemaker/Endpoints'), 'serverless');

  expect(verdict).toThrow(
    'MetricNotEmitted: metric is "CPUReservation" in /aws/sagemaker/Endpoints, a serverless variant emits no such metric; use Invocation4XXErrors, Invocation5XXErrors, Invocations, MemoryUtilization, ModelLatency, ModelSetupTime, OverheadLatency, ServerlessConcurrentExecutionsUtilization, ServerlessProvisionedConcurrencyExecutions, ServerlessProvisionedConcurrencyInvocations, ServerlessProvisionedConcurrencySpilloverInvocations, ServerlessProvisionedConcurrencyUtilization',
  );
});

test('several emitters are told together', () => {
  const verdict = checked(metricOf('InvocationsPerCopies'), 'component', 'componentHost');

  expect(verdict).toThrow(
    'MetricNotEmitted: metric is "InvocationsPerCopies" in AWS/SageMaker, an inference component or a variant that hosts inference components emits no such metric; use InvocationsPerCopy',
  );
});

test.each(['AWS/SageMaker', 'aws/sagemaker/Endpoints', '/AWS/SageMaker/Endpoints'])(
  'the utilisation of cores is not in %s',
  (namespace) => {
    const verdict = checked(metricOf('CPUUtilization', namespace), 'realTime');

    expect(verdict).toThrow(
      `MetricNamespaceWrong: metric is "CPUUtilization" in ${namespace}, SageMaker emits it in /aws/sagemaker/Endpoints; give namespace "/aws/sagemaker/Endpoints"`,
    );
  },
);

test.each<{ dimensionsMap: Record<string, string>; got: string }>([
  { dimensionsMap: { EndpointName: 'abalone' }, got: 'has the dimensions EndpointName' },
  { dimensionsMap: {}, got: 'has no dimensions' },
  {
    dimensionsMap: { ...VARIANT_DIMENSIONS, Stage: 'prod' },
    got: 'has the dimensions EndpointName, Stage, VariantName',
  },
])('a metric that $got is not found', ({ dimensionsMap, got }) => {
  const verdict = checked(metricOf('Invocations', undefined, dimensionsMap), 'realTime');

  expect(verdict).toThrow(
    `MetricDimensionsWrong: metric ${got}, SageMaker emits Invocations with EndpointName, VariantName; give these dimensions`,
  );
});

test('each part of an expression is checked', () => {
  const expression = new cloudwatch.MathExpression({
    expression: 'errors / invocations',
    usingMetrics: { errors: metricOf('Invocation5XXErrors'), invocations: metricOf('Invocation') },
  });

  const verdict = checked(expression, 'realTime');

  expect(verdict).toThrow(
    'MetricNotEmitted: metric.usingMetrics.invocations is "Invocation" in AWS/SageMaker, a real-time variant emits no such metric; use Invocations',
  );
});
