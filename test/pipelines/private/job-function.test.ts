import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { JobFunction, JobFunctionProps } from '../../../lib/pipelines/private/job-function';
import * as perms from '../../../lib/pipelines/perms';
import { environmentIn, JOB_ROLE_ARN, stackIn, VOLUME_KEY_ARN } from '../definitions';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111111111111:acme-load-tests';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a function runs in the network of the jobs, a few at a time', () => {
  functionWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    ReservedConcurrentExecutions: 2,
    VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] },
  });
});

test('it takes messages one by one, never more than it can work on, and gives back those that wait', () => {
  functionWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: QUEUE_ARN,
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 2 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('a message rests six times as long as the function may take, as Lambda asks', () => {
  functionWith({});

  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(handler.Properties.Timeout * 6).toBe(300);
});

test('its role may do what its calls need, and nothing else', () => {
  functionWith({ pipelineName: 'Abalone' });

  const sageMaker = 'arn:aws:sagemaker:eu-west-1:111111111111';
  const inNetwork = { Null: { 'lambda:SourceFunctionArn': 'true' } };
  expect(statements().map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual([
    [
      ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
      'arn:aws:ec2:eu-west-1:111111111111:network-interface/*',
      inNetwork,
    ],
    [
      'ec2:CreateNetworkInterface',
      ['network-interface/*', 'security-group/sg-1', 'subnet/subnet-1', 'subnet/subnet-2'].map(
        (resource) => `arn:aws:ec2:eu-west-1:111111111111:${resource}`,
      ),
      inNetwork,
    ],
    ['ec2:DeleteNetworkInterface', 'arn:aws:ec2:eu-west-1:111111111111:*/*', inNetwork],
    [['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*', inNetwork],
    ['iam:PassRole', JOB_ROLE_ARN, { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } }],
    ['kms:Decrypt', VOLUME_KEY_ARN, undefined],
    [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.anything(), undefined],
    [
      ['sagemaker:CreateCompilationJob', 'sagemaker:DescribeCompilationJob', 'sagemaker:StopCompilationJob'],
      expect.stringMatching(/^arn:aws:sagemaker:eu-west-1:111111111111:compilation-job\/team[a-z0-9]+-\*$/),
      undefined,
    ],
    [
      ['sagemaker:SendPipelineExecutionStepFailure', 'sagemaker:SendPipelineExecutionStepSuccess'],
      [`${sageMaker}:pipeline/Abalone/execution/*`, `${sageMaker}:pipeline/abalone/execution/*`],
      undefined,
    ],
    [['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], QUEUE_ARN, undefined],
  ]);
});

test('the handler reads how long to wait, and the request', () => {
  functionWith({});

  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(JSON.parse(handler.Properties.Environment.Variables.SETTINGS)).toEqual({
    jobNamePrefix: expect.stringMatching(/^team/),
    mostReceipts: 24,
    waitMinutes: 120,
    job: { RoleArn: JOB_ROLE_ARN },
  });
});

test('the boundary of its role is the given one', () => {
  const arn = 'arn:aws:iam::111111111111:policy/acme-boundary';

  functionWith({ permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn) });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: arn });
});

test.each([
  ['a path of one part', ''],
  ['a path of many parts', 'of a team with a very long name, and of its pipeline with another'],
])('the names of its jobs have room for a hash: %s', (_, part) => {
  const scope = part === '' ? stack : new Stack(stack, part.replace(/\W+/g, ''));

  functionWith({}, scope);

  const [handler] = Object.values(Template.fromStack(scope).findResources('AWS::Lambda::Function'));
  const { jobNamePrefix } = JSON.parse(handler.Properties.Environment.Variables.SETTINGS);
  expect(`${jobNamePrefix}-${'0'.repeat(32)}`).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
});

function functionWith(wished: Partial<JobFunctionProps>, scope = stack): JobFunction {
  return new JobFunction(scope, 'Function', {
    pipelineName: 'abalone',
    job: {
      handler: 'run-load-test',
      purpose: 'Runs jobs',
      arnKind: 'compilation-job',
      actions: perms.COMPILE_MODELS,
      request: { RoleArn: JOB_ROLE_ARN },
    },
    environment: environmentIn(scope),
    key: kms.Key.fromKeyArn(scope, 'Key', VOLUME_KEY_ARN),
    queue: {
      queue: sqs.Queue.fromQueueArn(scope, 'Queue', QUEUE_ARN),
      mostReceipts: 24,
      wait: Duration.hours(2),
    },
    ...wished,
  });
}

/** The statements of the role, in the commercial partition. */
function statements(): { Action: unknown; Resource: unknown; Condition?: unknown }[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const text = JSON.stringify(policy.Properties.PolicyDocument.Statement);

  return JSON.parse(
    text.replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"'),
  );
}
