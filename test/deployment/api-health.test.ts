import { Duration } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Problems } from '../../lib/core';
import { ApiHealth, checkApiHealth } from '../../lib/deployment/api-health';
import { Percent } from '../../lib/deployment/percent';
import { stackIn } from './endpoints';

const alarmActions = [new actions.SnsAction(new sns.Topic(stackIn(), 'Topic'))];

test.each<ApiHealth>([
  { alarmActions },
  { alarmActions, maxLatency: Duration.millis(1), maxErrors: Percent.of(0) },
  { alarmActions, maxErrors: Percent.of(99.9) },
])('alarms that can fire are taken', (health) => {
  const problems = new Problems();

  checkApiHealth(problems, 'health', health);

  expect(problems.all).toEqual([]);
});

test.each([
  {
    health: { alarmActions, maxLatency: Duration.millis(0) },
    message:
      'ApiLatencyUnusable: health.maxLatency is 0, every request takes some time; write what callers bear, as Duration.millis(500)',
  },
  {
    health: { alarmActions, maxErrors: Percent.of(100) },
    message:
      'ApiErrorsUnwatched: health.maxErrors is 100 %, an alarm fires above it; write what callers bear, as Percent.of(1)',
  },
])('$message', ({ health, message }) => {
  const problems = new Problems();

  checkApiHealth(problems, 'health', health);

  expect(() => problems.throwIfAny()).toThrow(message);
});
