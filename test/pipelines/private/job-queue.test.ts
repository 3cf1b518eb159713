import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { jobQueue, JobQueue } from '../../../lib/pipelines/private/job-queue';
import { stackIn, VOLUME_KEY_ARN } from '../definitions';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  [60, 12],
  [61, 13],
  [360, 72],
])('a message that waits %d minutes is taken %d times, and three times more for its answer', (minutes, receipts) => {
  const { mostReceipts, wait, deadLetterQueue } = queueWith(Duration.minutes(minutes));

  expect([mostReceipts, wait.toMinutes()]).toEqual([receipts, receipts * 5]);
  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    VisibilityTimeout: 300,
    RedrivePolicy: {
      deadLetterTargetArn: stack.resolve(deadLetterQueue.queueArn),
      maxReceiveCount: receipts + 3,
    },
  });
});

test('dead letters wait two weeks for a person', () => {
  queueWith(Duration.hours(1));

  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600 });
});

function queueWith(wait: Duration): JobQueue {
  return jobQueue(stack, { key: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN), wait });
}
