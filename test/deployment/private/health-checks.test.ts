import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Problems, renderProblem } from '../../../lib/core';
import { EndpointHealth } from '../../../lib/deployment/endpoint-health';
import { Percent } from '../../../lib/deployment/percent';
import { checkHealth } from '../../../lib/deployment/private/health-checks';
import { WatchedPlace } from '../../../lib/deployment/private/watched-place';

type Emitter = 'realTime' | 'asynchronous' | 'serverless' | 'componentHost';

test('limits that the variants report pass', () => {
  const share = Percent.of(Lazy.number({ produce: () => 99 }));

  const problems = problemsOf(
    {
      maxErrors: share,
      maxClientErrors: Percent.of(0),
      maxUnanswered: Percent.of(99),
      maxModelLatency: Duration.millis(1),
      maxOverheadLatency: Duration.hours(1),
      maxCpu: Percent.of(90),
      maxMemory: Percent.of(90),
      maxDisk: Percent.of(90),
      maxGpu: Percent.of(90),
      maxGpuMemory: Percent.of(90),
    },
    [variant('realTime', 'ml.g5.xlarge')],
  );

  expect(problems).toEqual([]);
});

test.each(['maxModelLatency', 'maxOverheadLatency'])('%s is more than nothing', (option) => {
  const problems = problemsOf({ [option]: Duration.millis(0) });

  expect(problems).toEqual([
    `EndpointLatencyUnusable: health.${option} is 0, the alarm compares microseconds, which are computed at synth, with a latency above 0; write a duration such as Duration.millis(500)`,
  ]);
});

test.each(['maxModelLatency', 'maxOverheadLatency'])('%s is known at synth', (option) => {
  const problems = problemsOf({ [option]: Duration.millis(Lazy.number({ produce: () => 500 })) });

  expect(problems).toEqual([
    `EndpointLatencyUnusable: health.${option} is a token, the alarm compares microseconds, which are computed at synth, with a latency above 0; write a duration such as Duration.millis(500)`,
  ]);
});

test.each(['maxErrors', 'maxClientErrors', 'maxUnanswered'])('%s is less than all', (option) => {
  const problems = problemsOf({ [option]: Percent.of(100) });

  expect(problems).toEqual([
    `EndpointErrorsUnwatched: health.${option} is 100 %, no share of errors is above that, so that nothing would roll back; write the share that users bear, such as Percent.of(1)`,
  ]);
});

test.each(['maxCpu', 'maxMemory', 'maxDisk', 'maxGpu', 'maxGpuMemory'])('%s leaves room', (option) => {
  const problems = problemsOf({ [option]: Percent.of(100) }, [variant('realTime', 'ml.g5.xlarge')]);

  expect(problems).toEqual([
    `EndpointUtilizationUnwatched: health.${option} is 100 %, no share is above that, so that nothing would roll back; leave room, such as with Percent.of(90)`,
  ]);
});

test.each([
  {
    emitter: 'serverless',
    health: { maxCpu: Percent.of(80) },
    told: 'health.maxCpu is given, a serverless variant emits no CPUUtilization',
  },
  {
    emitter: 'serverless',
    health: { maxUnanswered: Percent.of(1) },
    told: 'health.maxUnanswered is given, a serverless variant emits no InvocationModelErrors',
  },
  {
    emitter: 'asynchronous',
    health: { maxOverheadLatency: Duration.seconds(1) },
    told: 'health.maxOverheadLatency is given, an asynchronous variant emits no OverheadLatency',
  },
  {
    emitter: 'componentHost',
    health: { maxErrors: Percent.of(1) },
    told: 'health.maxErrors is given, a variant that hosts inference components emits no Invocation5XXErrors',
  },
  {
    emitter: 'realTime',
    health: { maxGpu: Percent.of(80) },
    told: 'health.maxGpu is given, a real-time variant of these instance types emits no GPUUtilization',
  },
] as const)('what nobody reports cannot be watched: $told', ({ emitter, health, told }) => {
  const problems = problemsOf(health, [variant(emitter, 'ml.m5.large')]);

  expect(problems).toEqual([`EndpointSignalNotEmitted: ${told}; leave it out`]);
});

test('what one of several variants reports can be watched', () => {
  const problems = problemsOf({ maxGpu: Percent.of(80) }, [
    variant('realTime', 'ml.g5.xlarge'),
    variant('realTime', 'ml.m5.large'),
  ]);

  expect(problems).toEqual([]);
});

test('cores that nobody can count cannot be watched', () => {
  const mixed = variant('realTime', 'ml.m5.large', 'ml.m5.xlarge');

  const problems = problemsOf({ maxCpu: Percent.of(80) }, [mixed]);

  expect(problems).toEqual([
    'EndpointUtilizationUnknown: health.maxCpu is given for ml.m5.large and ml.m5.xlarge, CPUUtilization adds up over the cores of an instance, whose number is not known, or not one; leave it out, and watch the metric with an alarm of your own in alarms',
  ]);
});

test.each([
  { count: 8, problems: [] },
  {
    count: 9,
    problems: [
      'EndpointAlarmsTooMany: health makes 11 alarms, SageMaker rolls back on 10 at most; leave out the limits and alarms that matter least',
    ],
  },
])('an endpoint has two alarms and may have $count more', ({ count, problems }) => {
  const stack = new Stack();
  const alarms = Array.from({ length: count }, (_, i) =>
    cloudwatch.Alarm.fromAlarmName(stack, `Alarm${i}`, `acme-${i}`),
  );

  expect(problemsOf({ alarms })).toEqual(problems);
});

function problemsOf(health: EndpointHealth, places: WatchedPlace[] = [variant('realTime', 'ml.m5.large')]): string[] {
  const problems = new Problems();

  checkHealth(problems, 'health', health, places);

  return problems.all.map(renderProblem);
}

function variant(emitter: Emitter, ...instanceTypes: string[]): WatchedPlace {
  return { place: { emitter, endpointName: 'abalone', variantName: 'AllTraffic' }, instanceTypes };
}
