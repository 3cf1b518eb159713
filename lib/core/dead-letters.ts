import { CfnResource, Duration, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

const IS_THE_LAST_STOP = 'it is the queue for what could not be delivered; what lies in it is waiting for a person';

/** The queue for starts that did not reach SageMaker: the given one, or one that is encrypted and answers over TLS only. */
export function deadLettersOf(scope: Construct, given?: sqs.IQueue): sqs.IQueue {
  if (given) return given;

  const queue = new sqs.Queue(scope, 'DeadLetters', {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    // What SQS does anyway, said aloud: Control Tower tells a queue for dead letters by it.
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
  });
  Validations.of(queue.node.defaultChild as CfnResource).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: IS_THE_LAST_STOP,
  });

  return queue;
}
