import { Duration, Size, Stack, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  BatchInput,
  BatchOutput,
  BatchSplit,
  BatchStrategy,
  ScheduledBatchTransform,
  ScheduledBatchTransformProps,
  ServedModel,
  ServingContainer,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { alarmActionIn, stackIn, TOPIC_ARN, VOLUME_KEY_ARN } from './endpoints';
import { container, existingModel, OUR_IMAGE } from './served';

const SCHEDULE = 'AWS::Scheduler::Schedule';
const DATA_KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000002';
const NIGHTLY = ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN });

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

/** What a test wishes, with parts of input and output. */
type Wishes = Partial<Omit<ScheduledBatchTransformProps, 'input' | 'output'>> & {
  readonly input?: Partial<BatchInput>;
  readonly output?: Partial<BatchOutput>;
};

function batchIn(within: Stack, { input, output, ...wished }: Wishes = {}): ScheduledBatchTransform {
  const bucket = s3.Bucket.fromBucketName(within, 'Bucket', 'acme-data');
  const key = kms.Key.fromKeyArn(within, 'DataKey', DATA_KEY_ARN);

  return new ScheduledBatchTransform(within, 'Batch', {
    jobName: 'abalone-nightly',
    model: ServedModel.of(container()),
    input: { bucket, key, prefix: 'measured/', contentType: 'text/csv', split: BatchSplit.LINE, ...input },
    output: { bucket, key, prefix: 'predicted/', accept: 'text/csv', ...output },
    schedule: NIGHTLY,
    subnets: ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(within, id, id)),
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(within, 'SecurityGroup', 'sg-1')],
    volumeKey: kms.Key.fromKeyArn(within, 'VolumeKey', VOLUME_KEY_ARN),
    alarmActions: [alarmActionIn(within)],
    ...wished,
  });
}

/** The job that the schedule asks for, with the model's name left out. */
function requestIn(template: Template): unknown {
  const [schedule] = Object.values(template.findResources(SCHEDULE)) as { Properties: Schedule }[];
  const { Input: input } = schedule.Properties.Target;
  const text =
    typeof input === 'string'
      ? input
      : input['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'MODEL')).join('');

  return JSON.parse(text);
}

test('a run is a job of its own, which joins each prediction with its record', () => {
  batchIn(stack, {
    join: { inputFilter: '$[1:]', outputFilter: '$[0,-1]' },
    compute: {
      instanceCount: 2,
      strategy: BatchStrategy.MULTI_RECORD,
      maxPayload: Size.mebibytes(10),
      maxConcurrentRequests: 10,
    },
  });

  const request = requestIn(Template.fromStack(stack));

  expect(request).toEqual({
    TransformJobName: 'abalone-nightly-<aws.scheduler.execution-id>',
    ModelName: 'MODEL',
    MaxConcurrentTransforms: 10,
    MaxPayloadInMB: 10,
    BatchStrategy: 'MultiRecord',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://acme-data/measured/' } },
      ContentType: 'text/csv',
      CompressionType: 'None',
      SplitType: 'Line',
    },
    TransformOutput: {
      S3OutputPath: 's3://acme-data/predicted/<aws.scheduler.scheduled-time>',
      Accept: 'text/csv',
      AssembleWith: 'Line',
      KmsKeyId: DATA_KEY_ARN,
    },
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeKmsKeyId: VOLUME_KEY_ARN },
    DataProcessing: { InputFilter: '$[1:]', OutputFilter: '$[0,-1]', JoinSource: 'Input' },
  });
});

test('whole files, local disks and capture are asked for as SageMaker takes them', () => {
  batchIn(stack, {
    input: { split: undefined, gzip: true },
    compute: { instanceType: 'ml.g5.xlarge' },
    capture: {
      bucket: s3.Bucket.fromBucketName(stack, 'Monitored', 'acme-monitored'),
      prefix: 'captured',
      key: kms.Key.fromKeyArn(stack, 'MonitoredKey', DATA_KEY_ARN),
      inferenceIds: true,
    },
  });

  const request = requestIn(Template.fromStack(stack));

  expect(request).toMatchObject({
    TransformInput: { CompressionType: 'Gzip', SplitType: 'None' },
    TransformOutput: { AssembleWith: 'None' },
    TransformResources: { InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
    DataCaptureConfig: {
      DestinationS3Uri: 's3://acme-monitored/captured',
      KmsKeyId: DATA_KEY_ARN,
      GenerateInferenceId: true,
    },
  });
  expect(JSON.stringify(request)).not.toContain('VolumeKmsKeyId');
});

test('it runs by the clock of a time zone, within a window', () => {
  batchIn(stack, { flexibleWindow: Duration.minutes(30) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties(SCHEDULE, {
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
    KmsKeyArn: VOLUME_KEY_ARN,
    Target: Match.objectLike({
      Arn: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:sagemaker:createTransformJob']],
      },
      DeadLetterConfig: Match.anyValue(),
    }),
  });
});

test('the schedule may create jobs of its name with its key, and do nothing else in SageMaker', () => {
  batchIn(stack);

  const statements = statementsIn(Template.fromStack(stack), 'BatchRole');

  expect(statements).toEqual([
    {
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      Effect: 'Allow',
      Resource: VOLUME_KEY_ARN,
    },
    { Action: 'kms:Decrypt', Effect: 'Allow', Resource: VOLUME_KEY_ARN },
    {
      Action: 'sagemaker:CreateTransformJob',
      Condition: { ArnEquals: { 'sagemaker:VolumeKmsKeyArn': VOLUME_KEY_ARN } },
      Effect: 'Allow',
      Resource: {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111111111111:transform-job/abalone-nightly-*'],
        ],
      },
    },
    { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: expect.anything() as unknown },
  ]);
});

test('the model reads the input and writes the output, isolated in the private network', () => {
  batchIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::SageMaker::Model', {
    EnableNetworkIsolation: true,
    VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
  const text = JSON.stringify(statementsIn(template, 'ModelRole'));
  for (const part of [
    ':s3:::acme-data/measured/*',
    ':s3:::acme-data/predicted/*',
    '"s3:prefix":"measured/*"',
    DATA_KEY_ARN,
  ]) {
    expect(text).toContain(part);
  }
});

test('a model that exists is used as it is', () => {
  const modelArn = 'arn:aws:sagemaker:eu-west-1:111111111111:model/acme-oyster';
  batchIn(stack, { model: existingModel(stack, modelArn), subnets: undefined, securityGroups: undefined });

  const template = Template.fromStack(stack);

  expect(requestIn(template)).toMatchObject({ ModelName: 'acme-oyster' });
  template.resourceCountIs('AWS::SageMaker::Model', 0);
});

test('somebody is told of jobs that fail', () => {
  batchIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.sagemaker'],
      'detail-type': ['SageMaker Transform Job State Change'],
      detail: { TransformJobStatus: ['Failed'], TransformJobName: [{ prefix: 'abalone-nightly-' }] },
    },
    Targets: [Match.objectLike({ Arn: Match.anyValue() })],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    AlarmActions: [TOPIC_ARN],
  });
});

test('reasons to go without a network stand in the template', () => {
  const relaxations = { withoutVpc: 'the account has no network yet' };
  batchIn(stack, { subnets: undefined, securityGroups: undefined, relaxations });

  const template = Template.fromStack(stack);

  template.hasResource(SCHEDULE, {
    Metadata: { 'governed-ml:relaxations': [{ setting: 'withoutVpc', reason: 'the account has no network yet' }] },
  });
});

test('no rule of a rule pack is broken', () => {
  batchIn(stack);

  const findings = findingsIn(stack);

  expect(findings).toEqual(NOTHING_FOUND);
});

test('a second deployment with a new model, other times and other instances keeps schedule and queue', () => {
  const later = stackIn();
  batchIn(stack);
  batchIn(later, {
    model: ServedModel.of(
      ServingContainer.archive({ image: OUR_IMAGE, modelDataUrl: 's3://acme-models/abalone/2.tar.gz' }),
    ),
    schedule: ScheduleExpression.rate(Duration.hours(6)),
    compute: { instanceType: 'ml.c5.xlarge', instanceCount: 3 },
  });

  const [first, second] = [stack, later].map((deployed) => Template.fromStack(deployed));

  expect(Object.keys(second.toJSON().Resources as object)).toEqual(Object.keys(first.toJSON().Resources as object));
  second.allResourcesProperties(SCHEDULE, { Name: Match.absent(), GroupName: Match.absent() });
});

test('every mistake is told at once', () => {
  const made = () =>
    batchIn(stack, {
      jobName: 'Abalone_Nightly',
      model: ServedModel.multiContainer([container({ hostname: 'oyster' }), container({ hostname: 'clam' })]),
      input: { prefix: '/', contentType: 'image/png', split: undefined },
      output: { accept: undefined },
      join: { inputFilter: '[1:]' },
      compute: {
        instanceType: 'ml.m9.xlarge',
        instanceCount: 0,
        strategy: BatchStrategy.SINGLE_RECORD,
        maxPayload: Size.mebibytes(20),
        maxConcurrentRequests: 6,
      },
      flexibleWindow: Duration.seconds(30),
      subnets: undefined,
      securityGroups: undefined,
      alarmActions: [],
    });

  expect(made).toThrow(
    [
      '13 problems:',
      '  BatchJobNameMalformed: jobName is "Abalone_Nightly", it is 1 to 26 lower-case letters, digits and hyphens between them, as the id of each run takes the rest; write one such as "abalone-nightly"',
      '  InferenceOptionExcludes: model has more than one plain model, batch transform excludes direct invocation of containers, as a transform job names no container; leave it out, or choose real-time or multi-container; see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-direct.html',
      '  FolderMalformed: input.prefix is "/", a folder has a name before each slash, in 443 characters or fewer; write one as "abalone/prod/"',
      '  BatchFilterMalformed: join.inputFilter is "[1:]", a JSONPath begins with "$"; write one as "$[1:]" for CSV or "$.features" for JSON',
      '  BatchFormatNotJoinable: input.contentType is "image/png", SageMaker filters and joins text/csv, application/json, application/jsonlines; write one of them, or leave join out',
      '  BatchFormatNotJoinable: output.accept is missing, SageMaker filters and joins text/csv, application/json, application/jsonlines; write one of them, or leave join out',
      '  InstanceTypeNotOffered: compute.instanceType is "ml.m9.xlarge", SageMaker offers no such type for transform; the nearest are ml.m4.xlarge, ml.m5.xlarge, ml.c4.xlarge; a type newer than this library is written "unlisted:ml.m9.xlarge"',
      '  NumberOutOfRange: compute.instanceCount is 0, it takes 1 or more whole instances; write 1',
      '  BatchRequestsTooLarge: compute.maxConcurrentRequests is 6, each of up to 20 MiB, SageMaker sends an instance up to 100 MiB at the same time; make maxPayload or maxConcurrentRequests smaller',
      '  BatchStrategyWithoutSplit: compute.strategy is "SingleRecord" for an input that is not split, SageMaker puts records into requests, and knows where one ends by the split alone; give the input split: BatchSplit.LINE, or leave strategy out',
      '  DurationOutOfRange: flexibleWindow is 30 seconds, it takes 1 minute to 1 day; use Duration.seconds(60)',
      "  BatchWithoutNetwork: subnets are missing, transform jobs stand in your private network; give subnets and securityGroups, or a reason: relaxations: { withoutVpc: '…' }",
      "  EndpointWithoutAlarmAction: alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
    ].join('\n'),
  );
});

function statementsIn(template: Template, role: string): unknown[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.includes(role))
    .flatMap(([, policy]) => (policy as Policy).Properties.PolicyDocument.Statement);
}

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: unknown[] } };
}

interface Schedule {
  readonly Target: { readonly Input: string | { readonly 'Fn::Join': [string, unknown[]] } };
}
