import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { deadLettersOf } from '../../lib/core';
import { findingsIn, NOTHING_FOUND } from '../findings';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('what could not be delivered lies encrypted for 14 days', () => {
  deadLettersOf(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    MessageRetentionPeriod: 1_209_600,
    SqsManagedSseEnabled: true,
  });
});

test('the queue answers over TLS only', () => {
  deadLettersOf(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Action: 'sqs:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
});

test('a queue that is given takes its place', () => {
  const given = sqs.Queue.fromQueueArn(stack, 'Given', 'arn:aws:sqs:eu-west-1:111111111111:acme-dead-letters');

  const queue = deadLettersOf(stack, given);

  expect(queue).toBe(given);
  Template.fromStack(stack).resourceCountIs('AWS::SQS::Queue', 0);
});

test('no rule pack finds anything', () => {
  deadLettersOf(stack);

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});
