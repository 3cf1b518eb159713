import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Problems, renderProblem } from '../../lib/core';
import { AsyncInference, AsyncInferenceOptions } from '../../lib/deployment';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-answers';
const ERROR_TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-failures';

let stack: Stack;
let key: kms.IKey;
let successTopic: sns.ITopic;
let errorTopic: sns.ITopic;

beforeEach(() => {
  stack = new Stack();
  key = kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
  successTopic = sns.Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN);
  errorTopic = sns.Topic.fromTopicArn(stack, 'ErrorTopic', ERROR_TOPIC_ARN);
});

test('answers and failures are written to the bucket under the key', () => {
  const rendered = inferenceWith({})._render();

  expect(rendered).toEqual({
    outputConfig: {
      s3OutputPath: 's3://acme-models/answers',
      s3FailurePath: 's3://acme-models/answers/failures',
      kmsKeyId: KEY_ARN,
      notificationConfig: undefined,
    },
    clientConfig: undefined,
  });
});

test('failures may lie in a folder of their own', () => {
  const rendered = inferenceWith({ failurePrefix: 'failures/abalone/' })._render();

  expect(rendered.outputConfig).toMatchObject({ s3FailurePath: 's3://acme-models/failures/abalone' });
});

test.each([1, 1000])('an instance may work on %p requests at a time', (maxConcurrentInvocationsPerInstance) => {
  const inference = inferenceWith({ maxConcurrentInvocationsPerInstance });

  expect(problemsOf(inference)).toEqual([]);
  expect(inference._render().clientConfig).toEqual({ maxConcurrentInvocationsPerInstance });
});

test('topics hear of answers and failures', () => {
  const inference = inferenceWith({ notifications: { successTopic, errorTopic } });

  expect(problemsOf(inference)).toEqual([]);
  expect(inference._render().outputConfig).toMatchObject({
    notificationConfig: {
      successTopic: TOPIC_ARN,
      errorTopic: ERROR_TOPIC_ARN,
      includeInferenceResponseIn: undefined,
    },
  });
});

test.each(['success', 'error'])('what the topic of %s hears may carry the answer', (kind) => {
  const notifications = { [`${kind}Topic`]: kind === 'success' ? successTopic : errorTopic, includeResponse: true };

  const rendered = inferenceWith({ notifications })._render();

  expect(rendered.outputConfig).toMatchObject({
    notificationConfig: { includeInferenceResponseIn: [`${kind.toUpperCase()}_NOTIFICATION_TOPIC`] },
  });
});

test('the role may read requests, write answers and failures, and tell the topics', () => {
  const inference = inferenceWith({
    failurePrefix: 'failures/',
    notifications: { successTopic, errorTopic, key },
  });

  const permissions = stack.resolve(inference._permissions());

  expect(permissions).toEqual([
    { actions: ['s3:GetObject'], resources: [objectsIn('acme-inbox/requests/*')] },
    { actions: ['kms:Decrypt'], resources: [KEY_ARN] },
    { actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: [objectsIn('acme-models/answers/*')] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY_ARN] },
    { actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: [objectsIn('acme-models/failures/*')] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY_ARN] },
    { actions: ['sns:Publish'], resources: [TOPIC_ARN, ERROR_TOPIC_ARN] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY_ARN] },
  ]);
});

test('without topics the role tells nobody', () => {
  const actions = inferenceWith({})
    ._permissions()
    .flatMap((permission) => permission.actions);

  expect(actions).not.toContain('sns:Publish');
});

test.each([
  { failurePrefix: undefined, folders: ['answers/'] },
  { failurePrefix: 'failures', folders: ['answers/', 'failures/'] },
])('answers and failures expire together: $folders', ({ failurePrefix, folders }) => {
  const bucket = new s3.Bucket(stack, 'Owned');

  inferenceWith({ bucket, failurePrefix, retention: Duration.days(7) })._expire();

  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: folders.map((Prefix) => Match.objectLike({ Prefix, ExpirationInDays: 7 })) },
  });
});

test('everything that is wrong is told at once', () => {
  const inference = inferenceWith({
    requests: { bucket: s3.Bucket.fromBucketName(stack, 'Inbox', 'acme-inbox'), prefix: '', key },
    prefix: '/answers',
    failurePrefix: 'failures//',
    retention: Duration.hours(1),
    notifications: { includeResponse: true },
    maxConcurrentInvocationsPerInstance: 1001,
  });

  expect(problemsOf(inference)).toEqual([
    'FolderMalformed: asynchronous.requests.prefix is "", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
    'FolderMalformed: asynchronous.prefix is "/answers", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
    'RetentionNotInDays: asynchronous.retention is 1 hour, S3 expires objects after whole days, 1 or more; use Duration.days(1)',
    'RetentionOfForeignBucket: asynchronous.retention is 1 hour, the bucket is made elsewhere, and so are the rules that expire its objects; add a lifecycle rule there for "/answers/" and "failures/", or give an s3.Bucket of this app',
    'AsyncNotificationsWithoutTopic: asynchronous.notifications names no topic, somebody is told by a topic; give successTopic or errorTopic, or leave it out',
    'NumberOutOfRange: asynchronous.maxConcurrentInvocationsPerInstance is 1001, it takes 1 to 1000 whole requests; write 1000',
  ]);
});

test('a folder of failures is a folder', () => {
  const inference = inferenceWith({ failurePrefix: '/failures' });

  expect(problemsOf(inference)).toEqual([
    'FolderMalformed: asynchronous.failurePrefix is "/failures", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
  ]);
});

function inferenceWith(wished: Partial<AsyncInferenceOptions>): AsyncInference {
  return AsyncInference.toBucket({
    requests: {
      bucket: s3.Bucket.fromBucketName(stack, 'Requests', 'acme-inbox'),
      prefix: 'requests/',
      key,
    },
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'acme-models'),
    prefix: 'answers/',
    key,
    ...wished,
  });
}

function objectsIn(place: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${place}`]] };
}

function problemsOf(inference: AsyncInference): string[] {
  const problems = new Problems();

  inference._check(problems, 'asynchronous');

  return problems.all.map(renderProblem);
}
