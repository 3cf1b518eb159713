import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RewardQueue } from '../../../lib/deployment/private/reward-queue';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('rewards wait encrypted with the key, and those that were tried twelve times lie among the dead letters', () => {
  const queue = queueWith(foreignKey());

  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    KmsMasterKeyId: VOLUME_KEY_ARN,
    VisibilityTimeout: 360,
    RedrivePolicy: { deadLetterTargetArn: stack.resolve(queue.deadLetters.queueArn), maxReceiveCount: 12 },
  });
});

test('a role that sends rewards needs the queue, and the key through SQS alone', () => {
  const queue = queueWith(foreignKey());

  const permissions = queue.permissionsToSend();

  expect(stack.resolve(permissions)).toEqual([
    { actions: ['sqs:SendMessage'], resources: [stack.resolve(queue.resource.queueArn)] },
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [VOLUME_KEY_ARN],
      conditions: {
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sqs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
      },
    },
  ]);
});

test('EventBridge sends rewards, and what it could not deliver, for an admitted rule alone', () => {
  const queue = queueWith(foreignKey());
  const rule = ruleIn(stack);

  queue.admit(rule);

  const template = Template.fromStack(stack);
  for (const { queueArn } of [queue.resource, queue.deadLetters]) {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: stack.resolve(queueArn),
            Condition: { ArnEquals: { 'aws:SourceArn': stack.resolve(rule.ruleArn) } },
          },
        ]),
      },
    });
  }
});

test('the policy of a key of this app lets EventBridge use it for this account', () => {
  const queue = queueWith(new kms.Key(stack, 'OwnKey', { enableKeyRotation: true }));

  queue.admit(ruleIn(stack));

  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ]),
    },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('keyPolicyElsewhere'));
});

test('whoever writes the policy of a key elsewhere is told what EventBridge needs', () => {
  const queue = queueWith(foreignKey());

  queue.admit(ruleIn(stack));

  Annotations.fromStack(stack).hasWarning(
    '/Hosting/Queue',
    'the policy of the key of Hosting/Queue is written elsewhere; admit events.amazonaws.com to kms:Decrypt and kms:GenerateDataKey there [ack: governed-ml:deployment.keyPolicyElsewhere]',
  );
});

test('no rule pack finds anything', () => {
  queueWith(foreignKey()).admit(ruleIn(stack));

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function foreignKey(): kms.IKey {
  return kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN);
}

function queueWith(encryptionKey: kms.IKey): RewardQueue {
  return new RewardQueue(stack, 'Queue', { encryptionKey, visibilityTimeout: Duration.minutes(6) });
}

function ruleIn(scope: Stack): events.Rule {
  return new events.Rule(scope, 'Rule', { eventPattern: { source: ['acme.shop'] } });
}
