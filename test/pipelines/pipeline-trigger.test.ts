import { App, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ObjectFilter, PipelineTrigger } from '../../lib/pipelines';

const REPOSITORY_ARN = 'arn:aws:codecommit:eu-west-1:111111111111:abalone';
const CODE_PIPELINE_ARN = 'arn:aws:codepipeline:eu-west-1:111111111111:abalone-build';
const ALARM_ARN = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:drift';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team');
});

test.each<{ filter: ObjectFilter; object: unknown }>([
  { filter: {}, object: undefined },
  { filter: { prefix: 'raw/' }, object: { key: [{ prefix: 'raw/' }] } },
  { filter: { suffix: '.csv' }, object: { key: [{ suffix: '.csv' }] } },
  { filter: { prefix: 'raw/', suffix: '.csv' }, object: { key: [{ wildcard: 'raw/*.csv' }] } },
  { filter: { prefix: 'a*b\\', suffix: '_SUCCESS' }, object: { key: [{ wildcard: 'a\\*b\\\\*_SUCCESS' }] } },
])('new objects with $filter make a pipeline start', ({ filter, object }) => {
  const bucket = s3.Bucket.fromBucketName(stack, 'Data', 'acme-data');

  const trigger = PipelineTrigger.objectCreated(bucket, filter);

  expect(trigger._pattern).toEqual({
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: ['acme-data'] }, ...(object !== undefined && { object }) },
  });
});

test('alarms that go off make a pipeline start', () => {
  const trigger = PipelineTrigger.alarm(cloudwatch.Alarm.fromAlarmArn(stack, 'Drift', ALARM_ARN));

  expect(trigger._pattern).toEqual({
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    resources: [ALARM_ARN],
    detail: { state: { value: ['ALARM'] } },
  });
});

test('a push to a branch makes a pipeline start', () => {
  const trigger = PipelineTrigger.codeCommitPush(REPOSITORY_ARN, 'main');

  expect(trigger._pattern).toEqual({
    source: ['aws.codecommit'],
    detailType: ['CodeCommit Repository State Change'],
    resources: [REPOSITORY_ARN],
    detail: { event: ['referenceCreated', 'referenceUpdated'], referenceType: ['branch'], referenceName: ['main'] },
  });
});

test('code that has passed its checks makes a pipeline start', () => {
  const trigger = PipelineTrigger.codePipelineSucceeded(CODE_PIPELINE_ARN);

  expect(trigger._pattern).toEqual({
    source: ['aws.codepipeline'],
    detailType: ['CodePipeline Pipeline Execution State Change'],
    resources: [CODE_PIPELINE_ARN],
    detail: { state: ['SUCCEEDED'] },
  });
});

test('any other event makes a pipeline start', () => {
  const pattern = { source: ['acme.data'], detailType: ['Delivery Complete'] };

  expect(PipelineTrigger.pattern(pattern)._pattern).toBe(pattern);
});

test.each([
  {
    what: 'no alarm',
    trigger: () => PipelineTrigger.alarm(),
    problem:
      'TriggerWithoutAlarms: alarms is empty, a rule without alarms would follow every alarm of the account; name at least one',
  },
  {
    what: 'no source',
    trigger: () => PipelineTrigger.pattern({ detailType: ['Delivery Complete'] }),
    problem:
      "TriggerWithoutSource: eventPattern.source is missing, a pattern without a source matches what anybody sends; name it, as source: ['aws.glue']",
  },
  {
    what: 'the name of a repository',
    trigger: () => PipelineTrigger.codeCommitPush('abalone', 'main'),
    problem:
      'ArnMalformed: repositoryArn is "abalone", an ARN of codecommit reads arn:<partition>:codecommit:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  },
  {
    what: 'the name of a pipeline',
    trigger: () => PipelineTrigger.codePipelineSucceeded('abalone'),
    problem:
      'ArnMalformed: pipelineArn is "abalone", an ARN of codepipeline reads arn:<partition>:codepipeline:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  },
])('$what is refused', ({ trigger, problem }) => {
  expect(trigger).toThrow(problem);
});
