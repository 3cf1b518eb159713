import * as path from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { NetworkFunction } from '../../core';
import { FunctionEnvironment } from '../function-environment';
import { counterPartition, takenKey } from '../handlers/reward-keys';
import { RewardSettings } from '../handlers/record-rewards/settings';
import * as perms from '../perms';
import { raiseAlarm } from './raise-alarm';
import { RewardQueue } from './reward-queue';
import { RewardTable } from './reward-table';

/** How many batches are recorded side by side; rewards beyond wait in the queue. */
const CONCURRENCY = 5;

const TIMEOUT = Duration.minutes(1);

/** How long the queue keeps a reward from others while it is recorded: six times that, as Lambda asks. */
export const RECORDING_TIME = Duration.minutes(6);

const LONGEST_WAIT = Duration.hours(1);

const KNOWN_AT_RUN_TIME =
  'EC2 gives network interfaces their ids when they are made, and describes them without naming one';

const QUEUE_KEEPS_THEM =
  'a queue calls the function, and moves what it could not record to dead letters of its own; nothing calls it asynchronously';

/** Which rewards are recorded where. */
export interface RewardRecorderProps {
  readonly queue: RewardQueue;
  readonly table: RewardTable;
  readonly settings: Omit<RewardSettings, 'tableName'>;
  readonly environment: FunctionEnvironment;
}

/** The function that takes rewards from a queue and records each once; somebody is told where it fails or falls behind. */
export class RewardRecorder extends Construct {
  constructor(scope: Construct, id: string, props: RewardRecorderProps) {
    super(scope, id);

    const { queue, table, settings, environment } = props;
    const stack = Stack.of(this);
    const description = `Records the rewards of ${settings.endpointName}`;
    const { resource: handler } = new NetworkFunction(this, 'Function', {
      ...environment,
      description,
      handlerFolder: path.join(__dirname, '..', 'handlers', 'record-rewards'),
      settings: stack.toJsonString({ ...settings, tableName: table.resource.tableName }),
      permissions: [
        ...table.permissions(stack, perms.RECORD_TAKEN, takenKey('*').pk),
        ...table.permissions(stack, perms.ADD_TO_COUNTERS, ...settings.variantNames.map(counterPartition)),
        { actions: perms.TAKE_MESSAGES, resources: [queue.resource.queueArn] },
      ],
      wildcardReason: KNOWN_AT_RUN_TIME,
      timeout: TIMEOUT,
      concurrency: CONCURRENCY,
      undelivered: { reason: QUEUE_KEEPS_THEM },
    });
    new lambda.EventSourceMapping(this, 'Rewards', {
      target: handler,
      eventSourceArn: queue.resource.queueArn,
      batchSize: 10,
      // More would be turned away by the function, and a message that is turned away counts as received.
      maxConcurrency: CONCURRENCY,
      reportBatchItemFailures: true,
    });

    const told = { threshold: 0, actions: environment.alarmActions };
    raiseAlarm(this, 'FailureAlarm', {
      ...told,
      description: `${description}: the function fails`,
      metric: handler.metricErrors({ period: Duration.minutes(5) }),
    });
    raiseAlarm(this, 'DeadLetterAlarm', {
      ...told,
      description: `${description}: a reward was not recorded and waits for a person`,
      metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
    });
    raiseAlarm(this, 'BacklogAlarm', {
      ...told,
      description: `${description}: rewards wait for more than ${LONGEST_WAIT.toHumanString()}`,
      metric: queue.resource.metricApproximateAgeOfOldestMessage({ statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: LONGEST_WAIT.toSeconds(),
    });
  }
}
