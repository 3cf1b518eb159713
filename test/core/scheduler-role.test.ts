import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { schedulerRole } from '../../lib/core';

const START = {
  actions: ['sagemaker:StartPipelineExecution'],
  resources: ['arn:aws:sagemaker:eu-west-1:111111111111:pipeline/abalone'],
};
const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111111111111:acme-dead-letters';

let stack: Stack;
let deadLetterQueue: sqs.IQueue;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'eu-west-1' } });
  deadLetterQueue = sqs.Queue.fromQueueArn(stack, 'DeadLetters', QUEUE_ARN);
});

test('Scheduler assumes the role for schedules of this account, of the group that ours are in', () => {
  schedulerRole(stack, { permissions: [START], deadLetterQueue });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': '111111111111',
              'aws:SourceArn': stack.resolve(
                stack.formatArn({ service: 'scheduler', resource: 'schedule-group/default' }),
              ),
            },
          },
        },
      ],
    },
  });
});

test('the role makes its calls, leaves behind what failed, and does nothing else', () => {
  schedulerRole(stack, { permissions: [START], deadLetterQueue });

  expect(statements()).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:StartPipelineExecution', Resource: START.resources[0] },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN },
  ]);
});

test('the role may use the key of a queue that has one', () => {
  const encryptionMasterKey = new kms.Key(stack, 'Key');

  schedulerRole(stack, {
    permissions: [START],
    deadLetterQueue: new sqs.Queue(stack, 'Queue', { encryptionMasterKey }),
  });

  expect(statements()).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: stack.resolve(encryptionMasterKey.keyArn),
  });
});

test('what a target of the CDK grants is not granted a second time', () => {
  const role = schedulerRole(stack, { permissions: [START], deadLetterQueue });

  deadLetterQueue.grantSendMessages(role);

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  template.hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent() });
});

function statements(): unknown[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));

  return policy.Properties.PolicyDocument.Statement as unknown[];
}
