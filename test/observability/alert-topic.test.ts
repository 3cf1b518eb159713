import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { AlertTopic, AlertTopicProps } from '../../lib/observability';

const ALARMS_HERE = {
  Effect: 'Allow',
  Sid: 'AlarmsOfThisAccount',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
};

let stack: Stack;
let key: kms.Key;

beforeEach(() => {
  stack = new Stack(new App(), 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
  key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
});

test('messages are encrypted with the key', () => {
  alertsIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SNS::Topic', {
    TopicName: 'acme-alerts',
    KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
  });
});

test('messages are published over TLS only', () => {
  alertsIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Action: 'sns:Publish',
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('alarms of the same account publish, and no others', () => {
  alertsIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        { ...ALARMS_HERE, Action: 'sns:Publish', Resource: { Ref: Match.stringLikeRegexp('^Alerts') } },
      ]),
    },
  });
});

test('alarms of the same account are admitted to the key, and no others', () => {
  alertsIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([{ ...ALARMS_HERE, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' }]),
    },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a key whose policy is written elsewhere is pointed out, because alarms would fail in silence', () => {
  const elsewhere = kms.Key.fromKeyArn(stack, 'Elsewhere', 'arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d');

  alertsIn(stack, { key: elsewhere });

  Annotations.fromStack(stack).hasWarning(
    '/Hosting/Alerts',
    Match.stringLikeRegexp(
      '^the policy of the key of Hosting/Alerts is written elsewhere; add to it: .*"Sid":"AlarmsOfThisAccount"',
    ),
  );
});

test('every address is told', () => {
  alertsIn(stack, { emails: ['ml@example.com', 'on-call@example.com'] });

  const subscriptions = Object.values(Template.fromStack(stack).findResources('AWS::SNS::Subscription'));

  expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
    ['email', 'ml@example.com'],
    ['email', 'on-call@example.com'],
  ]);
});

test('alarms take the topic as their action', () => {
  const alerts = alertsIn(stack);
  const metric = new cloudwatch.Metric({ namespace: 'AWS/SageMaker', metricName: 'Invocation5XXErrors' });

  new cloudwatch.Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(
    alerts.alarmAction,
  );

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [stack.resolve(alerts.topic.topicArn)],
  });
});

test.each([AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks])(
  '%p has no finding on the topic',
  (Pack) => {
    const alerts = alertsIn(stack);

    const report = new Pack().validateScope(alerts);

    expect(report.violations).toEqual([]);
  },
);

test('two topics of one account and region have different names', () => {
  alertsIn(stack);

  const second = () => alertsIn(stack, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Hosting/Second wants the topic name "acme-alerts" in 111111111111/eu-west-1, which Hosting/Alerts has, no two of a kind share a name there; give one of the two another name',
  );
});

function alertsIn(scope: Stack, props: Partial<AlertTopicProps> = {}, id = 'Alerts'): AlertTopic {
  return new AlertTopic(scope, id, { topicName: 'acme-alerts', key, emails: ['ml@example.com'], ...props });
}
