import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RewardQueue } from '../../../lib/deployment/private/reward-queue';
import { RewardRule } from '../../../lib/deployment/private/reward-rule';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';

const BUS_ARN = 'arn:aws:events:eu-west-1:111111111111:event-bus/acme-shop';

let stack: Stack;
let queue: RewardQueue;

beforeEach(() => {
  stack = stackIn();
  queue = new RewardQueue(stack, 'Queue', {
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
    visibilityTimeout: Duration.minutes(6),
  });
});

test('events go into the queue as they are, and among the dead letters when that fails for an hour', () => {
  ruleOn();

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    EventPattern: { source: ['acme.shop'], 'detail-type': ['Purchase'] },
    Targets: [
      {
        Arn: stack.resolve(queue.resource.queueArn),
        Id: 'Target0',
        Input: Match.absent(),
        InputPath: Match.absent(),
        RoleArn: Match.absent(),
        DeadLetterConfig: { Arn: stack.resolve(queue.deadLetters.queueArn) },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 8 },
      },
    ],
  });
});

test('the rule listens on the given bus', () => {
  ruleOn(events.EventBus.fromEventBusArn(stack, 'Bus', BUS_ARN));

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', { EventBusName: 'acme-shop' });
});

test.each([
  [
    'the default bus',
    false,
    { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:eu-west-1:111111111111:event-bus/default']] },
  ],
  ['the given bus', true, BUS_ARN],
])('a grantee may put these events on %s, and no others', (_, hasBus, Resource) => {
  const rule = ruleOn(hasBus ? events.EventBus.fromEventBusArn(stack, 'Bus', BUS_ARN) : undefined);
  const shop = new iam.Role(stack, 'Shop', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

  const grant = rule.grant(shop);

  expect(grant.success).toBe(true);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'events:PutEvents',
          Resource,
          Condition: {
            'ForAllValues:StringEquals': { 'events:source': 'acme.shop', 'events:detail-type': 'Purchase' },
            Null: { 'events:source': 'false', 'events:detail-type': 'false' },
          },
        },
      ],
    },
  });
});

function ruleOn(eventBus?: events.IEventBusRef): RewardRule {
  return new RewardRule(stack, 'Events', { source: 'acme.shop', detailType: 'Purchase', eventBus, queue });
}
