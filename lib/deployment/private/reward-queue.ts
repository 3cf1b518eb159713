import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLettersOf, Permission } from '../../core';
import * as perms from '../perms';

/** How often a reward is tried before it lies among the dead letters: more than an hour long, for a table that is away. */
const MOST_RECEIPTS = 12;

const EVENT_BRIDGE = new iam.ServicePrincipal('events.amazonaws.com');

/** How a queue of rewards is encrypted, and how long whoever takes one may keep it. */
export interface RewardQueueProps {
  readonly encryptionKey: kms.IKeyRef;
  readonly visibilityTimeout: Duration;
}

/** The queue in which all rewards wait, whichever way they come: encrypted, over TLS only, with another for what remains. */
export class RewardQueue extends Construct {
  public readonly resource: sqs.Queue;
  public readonly deadLetters: sqs.IQueue;
  private readonly key: kms.IKeyRef;

  constructor(scope: Construct, id: string, props: RewardQueueProps) {
    super(scope, id);

    const { encryptionKey, visibilityTimeout } = props;
    this.key = encryptionKey;
    this.deadLetters = deadLettersOf(this);
    this.resource = new sqs.Queue(this, 'Resource', {
      encryptionMasterKey: kms.Key.fromKeyArn(this, 'Key', encryptionKey.keyRef.keyArn),
      enforceSSL: true,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIPTS },
    });
  }

  /** What a role needs to put rewards into the queue. */
  public permissionsToSend(): Permission[] {
    const { region, urlSuffix } = Stack.of(this);

    return [
      { actions: perms.SEND_MESSAGES, resources: [this.resource.queueArn] },
      {
        actions: perms.USE_QUEUE_KEY,
        resources: [this.key.keyRef.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${region}.${urlSuffix}` } },
      },
    ];
  }

  /** Lets a rule put events into the queue, and among the dead letters what it could not deliver. EventBridge does so as itself. */
  public admit(rule: events.IRule): void {
    for (const queue of [this.resource, this.deadLetters]) {
      queue.addToResourcePolicy(
        new iam.PolicyStatement({
          actions: perms.SEND_MESSAGES,
          principals: [EVENT_BRIDGE],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
    }
    this.admitToKey();
  }

  /** The key's policy may be written elsewhere. */
  private admitToKey(): void {
    const admission = iam.ResourceWithPolicies.of(this.key)?.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: perms.USE_QUEUE_KEY,
        principals: [EVENT_BRIDGE],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (admission?.statementAdded) return;

    Annotations.of(this).addWarningV2(
      'governed-ml:deployment.keyPolicyElsewhere',
      `the policy of the key of ${this.node.path} is written elsewhere; admit events.amazonaws.com to kms:Decrypt and kms:GenerateDataKey there`,
    );
  }
}
