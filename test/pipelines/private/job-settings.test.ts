import { Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { JobCompute, JobEnvironment, OnDemandOptions, SpotOptions } from '../../../lib/pipelines';
import {
  checkCompute,
  checkEnvironment,
  renderCompute,
  renderSpot,
  renderStoppingCondition,
  renderVpcConfig,
} from '../../../lib/pipelines/private/job-settings';
import { told } from './told';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
const UNKNOWN = Lazy.number({ produce: () => 1 });

test.each<OnDemandOptions>([
  {},
  { instanceCount: 1 },
  { instanceCount: UNKNOWN },
  { volumeSize: Size.gibibytes(1) },
  { volumeSize: Size.tebibytes(16) },
  { volumeSize: Size.gibibytes(UNKNOWN) },
  { maxRuntime: Duration.seconds(60) },
  { maxRuntime: Duration.days(5) },
  { maxRuntime: Duration.seconds(UNKNOWN) },
  { instanceType: 'unlisted:ml.m9.xlarge' },
])('compute %j is accepted', (options) => {
  expect(told((problems) => checkCompute(problems, 'steps.Train', JobCompute.onDemand(options), 'training'))).toEqual(
    [],
  );
});

test.each([0, -1, 1.5, NaN])('%p instances are refused', (instanceCount) => {
  expect(
    told((problems) => checkCompute(problems, 'steps.Train', JobCompute.onDemand({ instanceCount }), 'training')),
  ).toEqual([
    `InstanceCountOutOfRange: steps.Train.compute.instanceCount is ${instanceCount}, a job needs a whole number of instances, 1 or more; write 1`,
  ]);
});

test.each([
  { volumeSize: Size.gibibytes(0), got: '0 GiB' },
  { volumeSize: Size.mebibytes(1536), got: '1.5 GiB' },
  { volumeSize: Size.gibibytes(16_385), got: '16385 GiB' },
])('a volume of $got is refused', ({ volumeSize, got }) => {
  expect(
    told((problems) => checkCompute(problems, 'steps.Train', JobCompute.onDemand({ volumeSize }), 'training')),
  ).toEqual([
    `VolumeSizeOutOfRange: steps.Train.compute.volumeSize is ${got}, SageMaker accepts 1 to 16384 GiB, in whole numbers; use Size.gibibytes(30)`,
  ]);
});

test.each([
  { maxRuntime: Duration.seconds(0), got: '0 seconds' },
  { maxRuntime: Duration.seconds(59), got: '59 seconds' },
  { maxRuntime: Duration.millis(1500), got: '1 second 500 millis' },
])('a limit of $got is refused', ({ maxRuntime, got }) => {
  expect(
    told((problems) => checkCompute(problems, 'steps.Train', JobCompute.onDemand({ maxRuntime }), 'training')),
  ).toEqual([
    `MaxRuntimeTooShort: steps.Train.compute.maxRuntime is ${got}, a job that is stopped within a minute never gets past its start; use Duration.minutes(1) or more`,
  ]);
});

test.each([
  { use: 'training' as const, got: '28 days 1 second', wanted: '28 days', maxRuntime: Duration.seconds(2_419_201) },
  { use: 'processing' as const, got: '5 days 1 second', wanted: '5 days', maxRuntime: Duration.seconds(432_001) },
])('a limit of $got is refused for $use', ({ use, got, wanted, maxRuntime }) => {
  const days = wanted.split(' ')[0];

  expect(told((problems) => checkCompute(problems, 'steps.Run', JobCompute.onDemand({ maxRuntime }), use))).toEqual([
    `MaxRuntimeTooLong: steps.Run.compute.maxRuntime is ${got}, SageMaker stops ${use} jobs after ${wanted} at the latest; use Duration.days(${days}) or less`,
  ]);
});

test('a processing job has a hundred instances at most', () => {
  const compute = JobCompute.onDemand({ instanceCount: 101 });

  expect(told((problems) => checkCompute(problems, 'steps.Prepare', compute, 'processing'))).toEqual([
    'InstanceCountOutOfRange: steps.Prepare.compute.instanceCount is 101, a job needs a whole number of instances, 1 to 100; write 1',
  ]);
  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([]);
});

test.each([
  { kind: 'spot', compute: JobCompute.spot({ maxWait: Duration.hours(1) }) },
  { kind: 'warmPool', compute: JobCompute.warmPool({ keepAlive: Duration.hours(1) }) },
  {
    kind: 'instanceGroups',
    compute: JobCompute.instanceGroups([{ groupName: 'cpu', instanceType: 'ml.m5.large', instanceCount: 1 }]),
  },
])('processing knows no $kind', ({ kind, compute }) => {
  expect(told((problems) => checkCompute(problems, 'steps.Prepare', compute, 'processing'))).toEqual([
    `ComputeKindUnsupported: steps.Prepare.compute is JobCompute.${kind}(…), SageMaker runs processing jobs on demand only; use JobCompute.onDemand(…)`,
  ]);
});

test('a job on spare instances may wait as long as it runs, and longer', () => {
  const compute = JobCompute.spot({ maxRuntime: Duration.hours(2), maxWait: Duration.hours(2) });

  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([]);
});

test.each([
  {
    options: { maxWait: Duration.minutes(59) },
    told: 'SpotWaitTooShort: steps.Train.compute.maxWait is 59 minutes, the wait covers waiting and the run, which may take 1 hour; make maxWait at least as long as maxRuntime',
  },
  {
    options: {} as SpotOptions,
    told: 'SpotWithoutMaxWait: steps.Train.compute.maxWait is missing, spare instances may be long in coming, so SageMaker asks how long the job may take in all; use Duration.hours(2), or another of 1 hour or more',
  },
])('a job on spare instances says how long it may wait: $options', ({ options, told: message }) => {
  expect(told((problems) => checkCompute(problems, 'steps.Train', JobCompute.spot(options), 'training'))).toEqual([
    message,
  ]);
});

test.each([Duration.seconds(1), Duration.hours(6)])('instances may stay for %s', (keepAlive) => {
  const compute = JobCompute.warmPool({ keepAlive });

  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([]);
});

test.each([
  { keepAlive: Duration.seconds(0), got: '0 seconds' },
  { keepAlive: Duration.seconds(21_601), got: '6 hours 1 second' },
  { keepAlive: Duration.millis(1500), got: '1 second 500 millis' },
])('instances may not stay for $got', ({ keepAlive, got }) => {
  const compute = JobCompute.warmPool({ keepAlive });

  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([
    `KeepAliveOutOfRange: steps.Train.compute.keepAlive is ${got}, SageMaker keeps instances for up to 6 hours after a job, in whole seconds; use Duration.minutes(30)`,
  ]);
});

test('instance groups are checked one by one', () => {
  const compute = JobCompute.instanceGroups([
    { groupName: 'cpu', instanceType: 'ml.m5.large', instanceCount: 1 },
    { groupName: 'cpu', instanceType: 'ml.m5.large', instanceCount: 0 },
    { groupName: 'a'.repeat(65), instanceType: 'unlisted:ml.m9.large', instanceCount: 1 },
  ]);

  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([
    'StepPartNameTaken: steps.Train.compute.groups has "cpu" more than once, the name of an instance group is unique in its step; rename all but one',
    'InstanceCountOutOfRange: steps.Train.compute.groups[1].instanceCount is 0, a job needs a whole number of instances, 1 or more; write 1',
    'TextTooLong: steps.Train.compute.groups[2].groupName has 65 characters, SageMaker takes up to 64; shorten it',
  ]);
});

test.each([
  { count: 0, got: 'is empty' },
  { count: 6, got: 'has 6 entries' },
])('a job cannot have $count instance groups', ({ count, got }) => {
  const groups = [...Array(count).keys()].map((i) => ({
    groupName: `group${i}`,
    instanceType: 'ml.m5.large',
    instanceCount: 1,
  }));

  expect(
    told((problems) => checkCompute(problems, 'steps.Train', JobCompute.instanceGroups(groups), 'training')),
  ).toEqual([
    `InstanceGroupsOutOfRange: steps.Train.compute.groups ${got}, a job has 1 to 5 instance groups; use JobCompute.onDemand(…) for instances of one type`,
  ]);
});

test('an instance type is checked for its use', () => {
  const compute = JobCompute.onDemand({ instanceType: 'ml.trn1.2xlarge' });

  expect(told((problems) => checkCompute(problems, 'steps.Train', compute, 'training'))).toEqual([]);
  expect(told((problems) => checkCompute(problems, 'steps.Prepare', compute, 'processing'))).toEqual([
    expect.stringContaining(
      'InstanceTypeNotOffered: steps.Prepare.compute.instanceType is "ml.trn1.2xlarge", SageMaker offers no such type for processing; ',
    ),
  ]);
});

test.each([
  { subnets: 1, securityGroups: 1 },
  { subnets: 16, securityGroups: 5 },
])('jobs run in $subnets subnets with $securityGroups security groups', ({ subnets, securityGroups }) => {
  const environment = environmentWith(subnets, securityGroups);

  expect(told((problems) => checkEnvironment(problems, environment))).toEqual([]);
});

test('jobs run in some network, and in no more of it than SageMaker takes', () => {
  const [nowhere, everywhere] = [environmentWith(0, 0), environmentWith(17, 6)];

  expect(told((problems) => checkEnvironment(problems, nowhere))).toEqual([
    'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
    'NetworkPlaceOutOfRange: environment.securityGroups is empty, SageMaker accepts 1 to 5 security groups; give at least one',
  ]);
  expect(told((problems) => checkEnvironment(problems, everywhere))).toEqual([
    'NetworkPlaceOutOfRange: environment.subnets has 17 entries, SageMaker accepts 1 to 16 subnets; leave out those that are not needed',
    'NetworkPlaceOutOfRange: environment.securityGroups has 6 entries, SageMaker accepts 1 to 5 security groups; leave out those that are not needed',
  ]);
});

test('settings have defaults', () => {
  const environment = environmentWith(2, 1);

  expect(renderCompute(undefined, environment)).toEqual({
    InstanceType: 'ml.m5.xlarge',
    InstanceCount: 1,
    VolumeSizeInGB: 30,
    VolumeKmsKeyId: KEY_ARN,
  });
  expect(renderStoppingCondition()).toEqual({ MaxRuntimeInSeconds: 3600 });
  expect(renderVpcConfig(environment)).toEqual({ SecurityGroupIds: ['sg-0'], Subnets: ['subnet-0', 'subnet-1'] });
});

test.each([
  { instanceType: 'ml.m5d.large', rendered: 'ml.m5d.large', key: undefined },
  { instanceType: 'ml.p4d.24xlarge', rendered: 'ml.p4d.24xlarge', key: undefined },
  { instanceType: 'unlisted:ml.m9.large', rendered: 'ml.m9.large', key: KEY_ARN },
  { instanceType: 'ml.m5.large', rendered: 'ml.m5.large', key: KEY_ARN },
])('$instanceType gets the key that SageMaker accepts for it', ({ instanceType, rendered, key }) => {
  expect(renderCompute(JobCompute.onDemand({ instanceType }), environmentWith(1, 1))).toMatchObject({
    InstanceType: rendered,
    VolumeKmsKeyId: key,
  });
});

test('spare instances are asked for, and their checkpoints kept', () => {
  const compute = JobCompute.spot({
    maxRuntime: Duration.hours(1),
    maxWait: Duration.hours(3),
    checkpointS3Uri: 's3://acme-data/checkpoints',
    checkpointPath: '/opt/ml/state',
  });

  expect(renderSpot(compute)).toEqual({
    EnableManagedSpotTraining: true,
    CheckpointConfig: { S3Uri: 's3://acme-data/checkpoints', LocalPath: '/opt/ml/state' },
  });
  expect(renderStoppingCondition(compute)).toEqual({ MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 10_800 });
  expect(renderSpot(JobCompute.onDemand())).toEqual({});
});

test('a warm pool says how long it stays', () => {
  const compute = JobCompute.warmPool({ keepAlive: Duration.minutes(30) });

  expect(renderCompute(compute, environmentWith(1, 1))).toMatchObject({ KeepAlivePeriodInSeconds: 1800 });
});

test('instance groups stand in place of one type', () => {
  const compute = JobCompute.instanceGroups(
    [
      { groupName: 'load', instanceType: 'ml.c5.xlarge', instanceCount: 2 },
      { groupName: 'train', instanceType: 'ml.p4d.24xlarge', instanceCount: 1 },
    ],
    { volumeSize: Size.gibibytes(100) },
  );

  expect(renderCompute(compute, environmentWith(1, 1))).toEqual({
    InstanceGroups: [
      { InstanceGroupName: 'load', InstanceType: 'ml.c5.xlarge', InstanceCount: 2 },
      { InstanceGroupName: 'train', InstanceType: 'ml.p4d.24xlarge', InstanceCount: 1 },
    ],
    VolumeSizeInGB: 100,
    VolumeKmsKeyId: KEY_ARN,
    KeepAlivePeriodInSeconds: undefined,
  });
});

function environmentWith(subnets: number, securityGroups: number): JobEnvironment {
  const stack = new Stack();

  return {
    role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/acme-jobs'),
    subnets: [...Array(subnets).keys()].map((i) => ec2.Subnet.fromSubnetId(stack, `Subnet${i}`, `subnet-${i}`)),
    securityGroups: [...Array(securityGroups).keys()].map((i) =>
      ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${i}`, `sg-${i}`),
    ),
    volumeKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    outputKeyArn: KEY_ARN,
  };
}
