import { Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Problems, renderProblem } from '../../../lib/core';
import { JobCompute, JobEnvironment, OnDemandOptions } from '../../../lib/pipelines';
import {
  checkCompute,
  checkDistinct,
  checkEnvironment,
  renderCompute,
  renderStoppingCondition,
  renderVpcConfig,
} from '../../../lib/pipelines/private/job-settings';

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

test('each name that a step uses again is told once', () => {
  const parts = { prop: 'inputs', noun: 'an input', names: ['a', 'b', 'a', 'a', 'c'] };

  expect(told((problems) => checkDistinct(problems, 'steps.Train', parts))).toEqual([
    'StepPartNameTaken: steps.Train.inputs has "a" more than once, the name of an input is unique in its step; rename all but one',
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

function told(checks: (problems: Problems) => void): string[] {
  const problems = new Problems();

  checks(problems);

  return problems.all.map(renderProblem);
}
