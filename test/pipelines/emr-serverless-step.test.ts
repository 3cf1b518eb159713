import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  EmrServerlessApplication,
  EmrServerlessJob,
  EmrServerlessStep,
  EmrServerlessStepProps,
} from '../../lib/pipelines';
import { pipelineIn, renderedIn, stackIn, VOLUME_KEY_ARN } from './definitions';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-spark';
const DISKS = { diskEncryptionConfiguration: { encryptionKeyArn: VOLUME_KEY_ARN } };

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a job runs as its role, on encrypted disks', () => {
  const rendered = renderedIn(stack, [runWith({})]);

  expect(rendered).toEqual({
    Name: 'Prepare',
    Type: 'EMRServerless',
    Arguments: {
      ExecutionRoleArn: ROLE_ARN,
      ApplicationId: '00abcdefghijkl01',
      JobConfig: {
        applicationId: '00abcdefghijkl01',
        executionRoleArn: ROLE_ARN,
        jobDriver: { sparkSubmit: { entryPoint: 's3://acme-code/prepare.py' } },
        configurationOverrides: DISKS,
      },
    },
  });
});

test('a job takes all that it can be given', () => {
  const step = runWith({
    jobName: 'prepare',
    maxRuntime: Duration.hours(2),
    configurations: [{ classification: 'spark-defaults', properties: { 'spark.executor.memory': '4g' } }],
    logS3Uri: 's3://acme-logs/spark/',
  });

  const rendered = renderedIn(stack, [step]);

  expect(rendered.Arguments.JobConfig).toMatchObject({
    name: 'prepare',
    executionTimeoutMinutes: 120,
    configurationOverrides: {
      applicationConfiguration: [{ classification: 'spark-defaults', properties: { 'spark.executor.memory': '4g' } }],
      monitoringConfiguration: {
        s3MonitoringConfiguration: { logUri: 's3://acme-logs/spark/', encryptionKeyArn: VOLUME_KEY_ARN },
      },
      ...DISKS,
    },
  });
});

test('later steps know the job run', () => {
  const { properties } = runWith({});

  expect(properties.applicationId._render()).toEqual({ Get: 'Steps.Prepare.jobRun.applicationId' });
  expect(properties.jobRunId._render()).toEqual({ Get: 'Steps.Prepare.jobRun.jobRunId' });
});

test.each([Duration.minutes(1), Duration.minutes(1_000_000)])('a job may run for %s', (maxRuntime) => {
  expect(() => pipelineIn(stack, [runWith({ maxRuntime })])).not.toThrow();
});

test.each([
  { maxRuntime: Duration.seconds(90), got: '1 minute 30 seconds' },
  { maxRuntime: Duration.minutes(0), got: '0 minutes' },
  { maxRuntime: Duration.minutes(1_000_001), got: '694 days 10 hours' },
])('a job does not run for $got', ({ maxRuntime, got }) => {
  const pipeline = () => pipelineIn(stack, [runWith({ maxRuntime })]);

  expect(pipeline).toThrow(
    `MaxRuntimeOutOfRange: steps.Prepare.maxRuntime is ${got}, EMR Serverless counts whole minutes, 1 to 1000000; use Duration.hours(1)`,
  );
});

test('problems of a step, its job and its logs are told together', () => {
  const step = runWith({
    job: EmrServerlessJob.spark({ entryPoint: '' }),
    jobName: 'a'.repeat(257),
    logS3Uri: 'logs',
  });

  const pipeline = () => pipelineIn(stack, [step]);

  expect(pipeline).toThrow(
    [
      '3 problems:',
      '  EmrServerlessJobWithoutWork: steps.Prepare.job.entryPoint is empty, a job has something to run; name a file in S3',
      '  TextTooLong: steps.Prepare.jobName has 257 characters, SageMaker takes up to 256; shorten it',
      '  S3UriMalformed: steps.Prepare.logS3Uri is "logs", an address in S3 reads s3://<bucket>/<key>, in 1024 characters or fewer; write one as "s3://acme-data/abalone/"',
    ].join('\n'),
  );
});

function runWith(wished: Partial<EmrServerlessStepProps>): EmrServerlessStep {
  return new EmrServerlessStep('Prepare', {
    application: EmrServerlessApplication.existing('00abcdefghijkl01'),
    job: EmrServerlessJob.spark({ entryPoint: 's3://acme-code/prepare.py' }),
    executionRole: iam.Role.fromRoleArn(stack, 'SparkRole', ROLE_ARN),
    ...wished,
  });
}
