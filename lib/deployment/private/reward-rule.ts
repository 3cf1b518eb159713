import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import * as perms from '../perms';
import { RewardEntrance } from './reward-entrance';
import { RewardQueue } from './reward-queue';

/** How often EventBridge tries again to deliver an event before it lies among the dead letters. */
const DELIVERY_ATTEMPTS = 8;

/** Which events are rewards. */
export interface RewardRuleProps {
  readonly source: string;
  readonly detailType: string;

  /** @default - the default bus of the account */
  readonly eventBus?: events.IEventBusRef;

  readonly queue: RewardQueue;
}

/** A rule that puts events into the queue of rewards as they are: a redrive of the dead letters looks the same. */
export class RewardRule extends Construct implements RewardEntrance {
  private readonly props: RewardRuleProps;

  constructor(scope: Construct, id: string, props: RewardRuleProps) {
    super(scope, id);

    const { source, detailType, eventBus, queue } = props;
    this.props = props;
    const rule = new events.Rule(this, 'Resource', {
      description: `Rewards of ${source}`,
      eventBus,
      eventPattern: { source: [source], detailType: [detailType] },
      targets: [
        {
          bind: () => ({
            arn: queue.resource.queueArn,
            deadLetterConfig: { arn: queue.deadLetters.queueArn },
            retryPolicy: {
              maximumRetryAttempts: DELIVERY_ATTEMPTS,
              maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
            },
          }),
        },
      ],
    });
    queue.admit(rule);
  }

  public grant(grantee: iam.IGrantable): iam.Grant {
    const { source, detailType } = this.props;

    return iam.Grant.addToPrincipal({
      grantee,
      actions: perms.PUT_EVENTS,
      resourceArns: [this.busArn],
      conditions: {
        'ForAllValues:StringEquals': { 'events:source': source, 'events:detail-type': detailType },
        // A call that names neither would satisfy the conditions on all of them.
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    });
  }

  private get busArn(): string {
    const { eventBus } = this.props;

    return (
      eventBus?.eventBusRef.eventBusArn ??
      Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })
    );
  }
}
