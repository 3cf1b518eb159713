import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Permission, Problems } from '../core';
import * as perms from './perms';
import { BucketFolder } from './private/bucket-folder';
import { checkRetention, expireObjects, ObjectRetention } from './private/object-retention';
import { checkWholeNumber } from './private/range-checks';

const MOST_INVOCATIONS_PER_INSTANCE = 1_000;

/** Where the requests of an asynchronous endpoint lie. */
export interface AsyncRequests {
  /** The bucket that callers put requests into. */
  readonly bucket: s3.IBucketRef;

  /** The folder of the bucket, as `requests/abalone/`: up to 443 characters. The endpoint reads nothing else there. */
  readonly prefix: string;

  /** The key that encrypts them. */
  readonly key: kms.IKeyRef;
}

/** Who is told of answers and of failures. At least one of the topics. */
export interface AsyncNotifications {
  /**
   * The topic that hears of each answer.
   *
   * @default - nobody is told
   */
  readonly successTopic?: sns.ITopicRef;

  /**
   * The topic that hears of each failure.
   *
   * @default - nobody is told
   */
  readonly errorTopic?: sns.ITopicRef;

  /**
   * The key that encrypts the topics.
   *
   * @default - none that the endpoint's role would have to be allowed
   */
  readonly key?: kms.IKeyRef;

  /**
   * Whether messages carry the answer, or the failure, itself where it has 128 KB or less. Whoever hears the topic then reads
   * what the endpoint answers.
   *
   * @default false
   */
  readonly includeResponse?: boolean;
}

/** Where answers are written, and who is told. */
export interface AsyncInferenceOptions {
  /** Where the requests lie. */
  readonly requests: AsyncRequests;

  /** The bucket that answers are written to. */
  readonly bucket: s3.IBucketRef;

  /** The folder of the bucket, as `answers/abalone/`: up to 443 characters. */
  readonly prefix: string;

  /** The key that encrypts answers and failures. */
  readonly key: kms.IKeyRef;

  /**
   * The folder of the same bucket that failures are written to.
   *
   * @default - the folder `failures/` among the answers
   */
  readonly failurePrefix?: string;

  /**
   * How long answers and failures stay: whole days, 1 or more. It becomes a lifecycle rule of the bucket, which must therefore be
   * an `s3.Bucket` of this app; to a bucket that is made elsewhere the rule is added there.
   *
   * @default - until somebody removes them
   */
  readonly retention?: Duration;

  /**
   * Who is told of answers and of failures.
   *
   * @default - nobody; callers look for their answer in the bucket
   */
  readonly notifications?: AsyncNotifications;

  /**
   * How many requests one instance works on at a time: 1 to 1,000.
   *
   * @default - SageMaker chooses
   */
  readonly maxConcurrentInvocationsPerInstance?: number;
}

/**
 * Requests that wait in a queue: up to 1 GB and one hour of work each, taken from and answered to S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export class AsyncInference {
  /** Answers are written to a bucket. */
  public static toBucket(options: AsyncInferenceOptions): AsyncInference {
    return new AsyncInference(options);
  }

  private readonly requests: BucketFolder;
  private readonly answers: BucketFolder;
  private readonly failures: BucketFolder;

  private constructor(private readonly options: AsyncInferenceOptions) {
    const { requests, failurePrefix } = options;

    this.requests = new BucketFolder(requests);
    this.answers = new BucketFolder(options);
    this.failures =
      failurePrefix === undefined
        ? this.answers.inside('failures')
        : new BucketFolder({ ...options, prefix: failurePrefix });
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { failurePrefix, notifications, maxConcurrentInvocationsPerInstance } = this.options;

    this.requests.check(problems, `${path}.requests.prefix`);
    this.answers.check(problems, `${path}.prefix`);
    if (failurePrefix !== undefined) this.failures.check(problems, `${path}.failurePrefix`);
    checkRetention(problems, `${path}.retention`, this.kept);
    checkNotifications(problems, `${path}.notifications`, notifications);
    if (maxConcurrentInvocationsPerInstance !== undefined) {
      checkWholeNumber(problems, `${path}.maxConcurrentInvocationsPerInstance`, maxConcurrentInvocationsPerInstance, {
        least: 1,
        most: MOST_INVOCATIONS_PER_INSTANCE,
        noun: 'requests',
      });
    }
  }

  /**
   * What the endpoint's role needs.
   *
   * @internal
   */
  public _permissions(): Permission[] {
    const { notifications } = this.options;

    return [
      ...this.requests.permissionsToRead(),
      ...this.written.flatMap((folder) => folder.permissionsToWrite()),
      ...(notifications ? permissionsToPublish(notifications) : []),
    ];
  }

  /**
   * Adds the rules that expire answers and failures to the bucket; once, however many endpoints write to the folders.
   *
   * @internal
   */
  public _expire(): void {
    expireObjects(this.kept);
  }

  /** @internal */
  public _render(): CfnEndpointConfig.AsyncInferenceConfigProperty {
    const { notifications, maxConcurrentInvocationsPerInstance } = this.options;

    return {
      outputConfig: {
        s3OutputPath: this.answers.s3Uri,
        s3FailurePath: this.failures.s3Uri,
        kmsKeyId: this.answers.keyArn,
        notificationConfig: notifications && renderNotifications(notifications),
      },
      clientConfig:
        maxConcurrentInvocationsPerInstance === undefined ? undefined : { maxConcurrentInvocationsPerInstance },
    };
  }

  private get kept(): ObjectRetention {
    const { bucket, retention } = this.options;

    return { bucket, folders: this.written.map(({ prefix }) => prefix), retention };
  }

  /** The folders that the endpoint writes to, none inside another. */
  private get written(): BucketFolder[] {
    return this.options.failurePrefix === undefined ? [this.answers] : [this.answers, this.failures];
  }
}

function renderNotifications({
  successTopic,
  errorTopic,
  includeResponse,
}: AsyncNotifications): CfnEndpointConfig.AsyncInferenceNotificationConfigProperty {
  const told = [
    ...(successTopic ? ['SUCCESS_NOTIFICATION_TOPIC'] : []),
    ...(errorTopic ? ['ERROR_NOTIFICATION_TOPIC'] : []),
  ];

  return {
    successTopic: successTopic?.topicRef.topicArn,
    errorTopic: errorTopic?.topicRef.topicArn,
    includeInferenceResponseIn: includeResponse ? told : undefined,
  };
}

function permissionsToPublish({ successTopic, errorTopic, key }: AsyncNotifications): Permission[] {
  const topics = [successTopic, errorTopic].flatMap((topic) => (topic ? [topic.topicRef.topicArn] : []));

  return [
    { actions: perms.PUBLISH, resources: topics },
    ...(key ? [{ actions: perms.PUBLISH_ENCRYPTED, resources: [key.keyRef.keyArn] }] : []),
  ];
}

function checkNotifications(problems: Problems, path: string, notifications: AsyncNotifications | undefined): void {
  if (!notifications || notifications.successTopic || notifications.errorTopic) return;

  problems.add({
    code: 'AsyncNotificationsWithoutTopic',
    path,
    got: 'names no topic',
    wanted: 'somebody is told by a topic',
    remedy: 'give successTopic or errorTopic, or leave it out',
  });
}
