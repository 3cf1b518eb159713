import { Duration, Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { check } from '../../../lib/core';
import {
  checkPolicyName,
  checkTrackable,
  checkTracking,
  nameOf,
} from '../../../lib/deployment/private/scaling-policy-checks';

const QUEUE = new cloudwatch.Metric({ namespace: 'Acme', metricName: 'QueueLength' });

test('a fleet that never shrinks by a policy needs no rest before it', () => {
  const verdict = () =>
    check(undefined, (problems) =>
      checkTracking(problems, { disableScaleIn: true, scaleInCooldown: Duration.minutes(5) }),
    );

  expect(verdict).toThrow(
    'ScalingCooldownUnused: scaleInCooldown is given, disableScaleIn keeps the fleet from shrinking; leave out one of them',
  );
});

test.each(['Average', 'Maximum', 'Minimum', 'Sum', 'SampleCount'])('target tracking takes %s', (statistic) => {
  const verdict = () => check(undefined, (problems) => checkTrackable(problems, QUEUE.with({ statistic })));

  expect(verdict).not.toThrow();
});

test.each(['p99', 'tm90'])('target tracking does not take %s', (statistic) => {
  const verdict = () => check(undefined, (problems) => checkTrackable(problems, QUEUE.with({ statistic })));

  expect(verdict).toThrow(
    `ScalingStatisticUnsupported: metric.statistic is "${statistic}", target tracking takes Average, Maximum, Minimum, SampleCount, Sum; use one of these, or ScalingPolicy.steps(...)`,
  );
});

test('a policy is named after its metric unless it has a name', () => {
  expect([nameOf(QUEUE, undefined), nameOf(QUEUE, 'queue')]).toEqual(['QueueLength', 'queue']);
});

test.each(['queue', 'queue-length', 'q'.repeat(64)])('%s is a name of a policy', (name) => {
  const verdict = () => check(undefined, (problems) => checkPolicyName(problems, QUEUE, name));

  expect(verdict).not.toThrow();
});

test.each([
  { name: '', got: 'is ""' },
  { name: 'queue/length', got: 'is "queue/length"' },
  { name: 'q'.repeat(65), got: `is "${'q'.repeat(65)}"` },
  { name: Lazy.string({ produce: () => 'queue' }), got: 'is a token' },
])('a name that $got is refused', ({ name, got }) => {
  const verdict = () => check(undefined, (problems) => checkPolicyName(problems, QUEUE, name));

  expect(verdict).toThrow(
    `ScalingPolicyNameMalformed: policyName ${got}, a policy is told apart by 1 to 64 letters, digits and hyphens that are known at synth; write a name such as "queue-length"`,
  );
});
