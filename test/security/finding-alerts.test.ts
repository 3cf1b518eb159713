import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { FindingAlerts } from '../../lib/security';
import { PACKS, securityStack } from './security-account';

let stack: Stack;
let topic: sns.ITopic;

beforeEach(() => {
  stack = securityStack();
  const masterKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  topic = new sns.Topic(stack, 'Topic', { masterKey, enforceSSL: true });
});

test.each([
  ['aws.securityhub', { findings: Match.objectLike({ Severity: { Label: ['HIGH', 'CRITICAL'] } }) }],
  ['aws.guardduty', Match.objectLike({ severity: [{ numeric: ['>=', 7] }] })],
  ['aws.macie', Match.objectLike({ severity: { description: ['High'] } })],
  ['aws.access-analyzer', { status: ['ACTIVE'] }],
])('urgent findings of %s have a rule of their own', (source, detail) => {
  new FindingAlerts(stack, 'Alerts', { topic });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Events::Rule', 4);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: [source], detail },
    Targets: [Match.objectLike({ Arn: stack.resolve(topic.topicArn) })],
  });
});

test('a message tells what, where and how bad in words', () => {
  new FindingAlerts(stack, 'Alerts', { topic, controls: ['guardduty'] });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    Targets: [
      Match.objectLike({
        InputTransformer: {
          InputPathsMap: {
            'detail-severity': '$.detail.severity',
            'detail-title': '$.detail.title',
            'detail-type': '$.detail.type',
            'detail-accountId': '$.detail.accountId',
            'detail-region': '$.detail.region',
            'detail-id': '$.detail.id',
          },
          InputTemplate:
            '"GuardDuty, severity <detail-severity>: <detail-title>. Type <detail-type> in account <detail-accountId>, region <detail-region>. Finding: <detail-id>"',
        },
      }),
    ],
  });
});

test('EventBridge is admitted to the topic and to its key, or alerts would fail in silence', () => {
  new FindingAlerts(stack, 'Alerts', { topic });

  const template = Template.fromStack(stack);

  const admits = (Action: unknown) => ({
    Statement: Match.arrayWith([
      Match.objectLike({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action }),
    ]),
  });
  template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: admits('sns:Publish') });
  template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: admits(['kms:Decrypt', 'kms:GenerateDataKey*']) });
});

test('a topic whose policy is written elsewhere is pointed out', () => {
  const elsewhere = sns.Topic.fromTopicArn(stack, 'Elsewhere', 'arn:aws:sns:eu-west-1:222222222222:alerts');

  new FindingAlerts(stack, 'Alerts', { topic: elsewhere });

  Annotations.fromStack(stack).hasWarning(
    '/Security/Alerts',
    'the policy of the topic of Security/Alerts is written elsewhere; admit events.amazonaws.com there to sns:Publish, and to kms:Decrypt and kms:GenerateDataKey* of its key [ack: governed-ml:security.topicPolicyElsewhere]',
  );
});

test('without a control nothing is told and nobody is admitted', () => {
  new FindingAlerts(stack, 'Alerts', { topic, controls: [] });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Events::Rule', 0);
  expect(JSON.stringify(template.toJSON())).not.toContain('events.amazonaws.com');
});

test('a source that is never urgent is refused', () => {
  const alerts = () => new FindingAlerts(stack, 'Alerts', { topic, controls: ['unused-access'] });

  expect(alerts).toThrow(
    'FindingSourceUnknown: controls[0] is "unused-access", alerts come from security-hub, guardduty, macie, external-access; name one of them',
  );
});

test.each(PACKS)('%p has no finding', (Pack) => {
  const alerts = new FindingAlerts(stack, 'Alerts', { topic });

  const report = new Pack().validateScope(alerts);

  expect(report.violations).toEqual([]);
});
