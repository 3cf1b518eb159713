import { Annotations, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { claimName } from '../core';

/** Who is told, and under which key. */
export interface AlertTopicProps {
  /** Name of the topic: 1 to 256 letters, digits, hyphens and underscores. */
  readonly topicName: string;

  /**
   * The key that encrypts the messages; CloudWatch of the same account is admitted to it.
   *
   * A key that is only referred to keeps its policy; a warning names the statement to add there.
   */
  readonly key: kms.IKey;

  /** Addresses that the messages go to. AWS asks each to confirm once. */
  readonly emails: string[];
}

/**
 * The topic through which somebody knows: alarms of the same account publish to it, over TLS only, encrypted.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class AlertTopic extends Construct {
  /** The topic. */
  public readonly topic: sns.ITopic;

  /** The topic as an action of alarms. */
  public readonly alarmAction: cloudwatch.IAlarmAction;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);

    const { account, region } = Stack.of(this);
    const topic = new sns.Topic(this, 'Resource', {
      topicName: claimName(this, 'topic', `${account}/${region}`, props.topicName),
      masterKey: props.key,
      enforceSSL: true,
    });
    props.emails.forEach((email) => topic.addSubscription(new EmailSubscription(email)));

    const alarmsHere = new iam.ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    });
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [alarmsHere],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
      }),
    );
    this.admitToKey(props.key, alarmsHere);

    this.topic = topic;
    this.alarmAction = new SnsAction(topic);
  }

  /** CloudWatch is no caller of ours, so only the key's own policy can admit it; without it alarms fail in silence. */
  private admitToKey(key: kms.IKey, alarms: iam.IPrincipal): void {
    const statement = new iam.PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [alarms],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
    });
    if (key.addToResourcePolicy(statement).statementAdded) return;

    Annotations.of(this).addWarningV2(
      'governed-ml:observability.keyPolicyElsewhere',
      `the policy of the key of ${this.node.path} is written elsewhere; add to it: ${JSON.stringify(statement.toStatementJson())}`,
    );
  }
}
