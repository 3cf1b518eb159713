import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { admitEventBridge } from '../../../lib/security/private/event-bridge-admission';

const EVENT_BRIDGE = { Service: 'events.amazonaws.com' };

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Alerts', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('EventBridge may tell a topic of ours and use its key', () => {
  const topic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') });

  admitEventBridge(stack, topic);

  const template = Template.fromStack(stack);
  const allowing = (action: unknown) => ({
    Statement: Match.arrayWith([Match.objectLike({ Principal: EVENT_BRIDGE, Action: action })]),
  });
  template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: allowing('sns:Publish') });
  template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: allowing(['kms:Decrypt', 'kms:GenerateDataKey*']) });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a topic that is only referred to keeps its policy, and a warning says what to add there', () => {
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:alerts');

  admitEventBridge(stack, topic);

  Template.fromStack(stack).resourceCountIs('AWS::SNS::TopicPolicy', 0);
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp(
      'the policy of the topic of Alerts is written elsewhere; admit events.amazonaws.com there to sns:Publish, and to kms:Decrypt and kms:GenerateDataKey\\* of its key',
    ),
  );
});
