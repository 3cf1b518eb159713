import { CfnResource, Duration, Validations } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** How long a message rests between two looks at its job. */
const POLL_INTERVAL = Duration.minutes(5);

/** How often a message comes back after its time is up, for an answer that SageMaker did not take at once. */
const SPARE_RECEIPTS = 3;

const IS_THE_LAST_STOP =
  'it is the queue for steps that could not be answered; what lies in it is waiting for a person';

/** The queue that steps ask, and how its messages come back. */
export interface JobQueue {
  readonly queue: sqs.IQueue;
  readonly deadLetterQueue: sqs.IQueue;

  /** How often a message is taken before its step is told that the time is up. */
  readonly mostReceipts: number;

  /** How long that is. */
  readonly wait: Duration;
}

/** A queue whose messages come back until a given time is over: encrypted, over TLS only, with another for what remains. */
export function jobQueue(
  scope: Construct,
  { key, wait }: { readonly key: kms.IKey; readonly wait: Duration },
): JobQueue {
  const mostReceipts = Math.ceil(wait.toMilliseconds() / POLL_INTERVAL.toMilliseconds());

  const deadLetterQueue = new sqs.Queue(scope, 'DeadLetters', {
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(deadLetterQueue.node.defaultChild as CfnResource).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: IS_THE_LAST_STOP,
  });
  const queue = new sqs.Queue(scope, 'Queue', {
    encryptionMasterKey: key,
    enforceSSL: true,
    visibilityTimeout: POLL_INTERVAL,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: mostReceipts + SPARE_RECEIPTS },
  });

  return { queue, deadLetterQueue, mostReceipts, wait: Duration.millis(mostReceipts * POLL_INTERVAL.toMilliseconds()) };
}
