import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  ContainerImage,
  JobCompute,
  NotebookJobSchedule,
  NotebookJobScheduleProps,
  NotebookSource,
  PipelineParameter,
  ScheduledNotebookJob,
} from '../../lib/pipelines';
import { environmentIn, JOB_ROLE_ARN, OUTPUT_KEY_ARN, stackIn, VOLUME_KEY_ARN } from './definitions';
import { findingsIn, NOTHING_FOUND } from '../findings';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a schedule creates a training job that runs the notebook, isolated and encrypted', () => {
  scheduleOf({ parameters: { day: 'monday' } });

  const { Arn: arn, Input: input } = targetIn(stack);
  expect(arn).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:sagemaker:createTrainingJob']],
  });
  expect(JSON.parse(input as string)).toMatchObject({
    TrainingJobName: 'daily-report-<aws.scheduler.execution-id>',
    EnableInterContainerTrafficEncryption: true,
    EnableNetworkIsolation: true,
    Environment: { SM_INPUT_NOTEBOOK_NAME: 'report.ipynb', SM_KERNEL_NAME: 'python3' },
    HyperParameters: { day: 'monday' },
    OutputDataConfig: { KmsKeyId: OUTPUT_KEY_ARN, S3OutputPath: 's3://acme-data/reports' },
    ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.xlarge', VolumeKmsKeyId: VOLUME_KEY_ARN },
    RoleArn: JOB_ROLE_ARN,
    VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1', 'subnet-2'] },
  });
});

test('its role may create such jobs, hand them their role, and do nothing else', () => {
  scheduleOf();

  const template = Template.fromStack(stack);
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  const jobs = {
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:training-job/daily-report-*'],
    ],
  };
  expect(policy.Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: JOB_ROLE_ARN,
      Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    {
      Effect: 'Allow',
      Action: 'sagemaker:AddTags',
      Resource: jobs,
      Condition: { StringEquals: { 'sagemaker:TaggingAction': 'CreateTrainingJob' } },
    },
    {
      Effect: 'Allow',
      Action: 'sagemaker:CreateTrainingJob',
      Resource: jobs,
      Condition: {
        ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN },
        'ForAllValues:StringEquals': {
          'sagemaker:VpcSubnets': ['subnet-1', 'subnet-2'],
          'sagemaker:VpcSecurityGroupIds': ['sg-1'],
        },
        'ForAnyValue:StringLike': { 'sagemaker:VpcSubnets': 'subnet-*', 'sagemaker:VpcSecurityGroupIds': 'sg-*' },
      },
    },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [expect.any(String), 'Arn'] } },
  ]);
});

test.each([
  { jobName: 'report', prefix: 'report' },
  { jobName: 'Weekly_Report', prefix: 'weekly-report' },
  { jobName: 'a'.repeat(26), prefix: 'a'.repeat(26) },
  { jobName: 'a'.repeat(27), prefix: expect.stringMatching(/^a{17}-[0-9a-f]{8}$/) },
])('the jobs of $jobName have names that SageMaker takes', ({ jobName, prefix }) => {
  scheduleOf({ jobName });

  const { TrainingJobName: name } = JSON.parse(targetIn(stack).Input as string) as { TrainingJobName: string };
  expect(name.replace('-<aws.scheduler.execution-id>', '')).toEqual(prefix);
});

test('a notebook that calls others says why, and the metadata keeps it', () => {
  scheduleOf({ networkCallsReason: 'reads the prices' });

  Template.fromStack(stack).hasResource('AWS::Scheduler::Schedule', {
    Metadata: { 'governed-ml:relaxations': [{ setting: 'networkCallsReason', reason: 'reads the prices' }] },
  });
});

test('a reference has no meaning outside a pipeline', () => {
  const prefix = PipelineParameter.ofString('Prefix');

  scheduleOf({ outputS3Uri: `s3://acme-data/${prefix.asString}` });

  expect(() => Template.fromStack(stack)).toThrow(
    'ReferenceOutsidePipeline: {"Get":"Parameters.Prefix"} is used outside a pipeline definition, its value exists only while the pipeline runs; use it in the arguments of a step',
  );
});

test('everything that is wrong with it is told at once', () => {
  const schedule = () =>
    scheduleOf(
      { jobName: '1-report', compute: JobCompute.onDemand({ instanceCount: 2 }) },
      {
        schedule: ScheduleExpression.expression('daily'),
        retryAttempts: 186,
        environment: environmentIn(stack, { subnets: [] }),
      },
    );

  expect(schedule).toThrow(
    [
      '5 problems:',
      '  ScheduleMalformed: schedule is "daily", a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"',
      '  NumberOutOfRange: retryAttempts is 186, EventBridge tries again 0 to 185 times; write 3',
      '  NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
      '  NameMalformed: job.jobName is "1-report", the name of a notebook job is 1 to 63 letters, digits, hyphens and underscores, beginning with a letter; choose a name of that form',
      '  NotebookInstancesOutOfRange: job.compute has 2 instances, a notebook runs on one instance; use JobCompute.onDemand(…) with a larger type',
    ].join('\n'),
  );
});

test('a name that is known at deployment only is refused', () => {
  const { valueAsString: jobName } = new CfnParameter(stack, 'JobName');

  const schedule = () => scheduleOf({ jobName });

  expect(schedule).toThrow(
    'NameUnknownAtSynth: job.jobName is known at deployment only, it is shortened and written in lower case for the names of the training jobs; write the value out',
  );
});

test('no rule pack finds anything in it', () => {
  scheduleOf();

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function scheduleOf(
  job: Partial<ScheduledNotebookJob> = {},
  wished: Partial<NotebookJobScheduleProps> = {},
): NotebookJobSchedule {
  return new NotebookJobSchedule(stack, 'Report', {
    schedule: ScheduleExpression.expression('cron(0 6 ? * MON-FRI *)'),
    environment: wished.environment ?? environmentIn(stack),
    ...wished,
    job: {
      jobName: 'daily_report',
      notebook: NotebookSource.fromFolder({ s3Uri: 's3://acme-data/notebooks/', notebookName: 'report.ipynb' }),
      image: ContainerImage.scikitLearn('1.2-1'),
      kernelName: 'python3',
      outputS3Uri: 's3://acme-data/reports',
      ...job,
    },
  });
}

function targetIn(deployed: Stack): Record<string, unknown> {
  const [schedule] = Object.values(Template.fromStack(deployed).findResources('AWS::Scheduler::Schedule'));

  return schedule.Properties.Target as Record<string, unknown>;
}
