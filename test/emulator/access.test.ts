import { accessOf, type RoleAccess } from './access';
import type { Call } from './facts';

const ACCOUNT = '111111111111';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service/approver`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/approver/approve-model`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0f1e2d3c`;

function call(service: string, operation: string, parameters: object = {}, facts: Partial<Call> = {}): Call {
  return {
    service,
    operation,
    account: ACCOUNT,
    region: 'eu-west-1',
    principal: SESSION,
    parameters: parameters as Record<string, unknown>,
    error: null,
    ...facts,
  };
}

function allow(actions: string | string[], resources: string | string[] = '*', condition?: object): object {
  return { Effect: 'Allow', Action: actions, Resource: resources, ...(condition && { Condition: condition }) };
}

function role(...statements: object[]): RoleAccess {
  return { roleArn: ROLE, policies: [{ Version: '2012-10-17', Statement: statements }] };
}

test.each([
  ['s3', 'GetObject', { Bucket: 'data', Key: 'a/b.csv' }, 's3:GetObject', 'arn:aws:s3:::data/a/b.csv'],
  ['s3', 'HeadObject', { Bucket: 'data', Key: 'a/b.csv' }, 's3:GetObject', 'arn:aws:s3:::data/a/b.csv'],
  ['s3', 'ListObjectsV2', { Bucket: 'data' }, 's3:ListBucket', 'arn:aws:s3:::data'],
  ['s3', 'ListBuckets', {}, 's3:ListAllMyBuckets', '*'],
  [
    's3',
    'PutObjectTagging',
    { Bucket: 'data', Key: 'a', Tagging: { TagSet: [{ Key: 'team', Value: 'x' }] } },
    's3:PutObjectTagging',
    'arn:aws:s3:::data/a',
  ],
  [
    'lambda',
    'Invoke',
    { FunctionName: 'approve' },
    'lambda:InvokeFunction',
    `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:approve`,
  ],
  [
    'lambda',
    'Invoke',
    { FunctionName: 'arn:aws:lambda:us-east-1:222222222222:function:approve' },
    'lambda:InvokeFunction',
    'arn:aws:lambda:us-east-1:222222222222:function:approve',
  ],
  [
    'events',
    'PutEvents',
    { Entries: [{ Source: 'models', Detail: '{}' }] },
    'events:PutEvents',
    `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`,
  ],
  [
    'events',
    'PutEvents',
    { Entries: [{ EventBusName: 'arn:aws:events:eu-west-1:222222222222:event-bus/models' }] },
    'events:PutEvents',
    'arn:aws:events:eu-west-1:222222222222:event-bus/models',
  ],
  [
    'sqs',
    'SendMessage',
    { QueueUrl: 'http://localhost:5000/222222222222/tasks', MessageBody: 'x' },
    'sqs:SendMessage',
    'arn:aws:sqs:eu-west-1:222222222222:tasks',
  ],
  [
    'ssm',
    'GetParameter',
    { Name: '/platform/key' },
    'ssm:GetParameter',
    `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/platform/key`,
  ],
  [
    'secretsmanager',
    'GetSecretValue',
    { SecretId: 'token' },
    'secretsmanager:GetSecretValue',
    `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:token-??????`,
  ],
  [
    'logs',
    'PutLogEvents',
    { logGroupName: '/aws/lambda/x', logStreamName: 'a/[1]b' },
    'logs:PutLogEvents',
    `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/x:*`,
  ],
  [
    'stepfunctions',
    'StartExecution',
    { stateMachineArn: `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:train` },
    'states:StartExecution',
    `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:train`,
  ],
  [
    'sagemaker-runtime',
    'InvokeEndpoint',
    { EndpointName: 'abalone' },
    'sagemaker:InvokeEndpoint',
    `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/abalone`,
  ],
  [
    'sagemaker',
    'UpdateModelPackage',
    { ModelPackageArn: `arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/3` },
    'sagemaker:UpdateModelPackage',
    'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*',
  ],
  [
    'sagemaker',
    'CreateModelPackage',
    { ModelPackageGroupName: 'abalone' },
    'sagemaker:CreateModelPackage',
    `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/abalone/*`,
  ],
  [
    'sts',
    'AssumeRole',
    { RoleArn: 'arn:aws:iam::222222222222:role/x' },
    'sts:AssumeRole',
    'arn:aws:iam::222222222222:role/x',
  ],
])('%s:%s with %j needs %s on %s and nothing else', async (service, operation, parameters, action, resource) => {
  const calls = [call(service, operation, parameters)];

  const access = await accessOf(calls, [role(allow(action, resource))]);

  expect(access).toEqual({ denied: [], unused: [] });
});

test('a call whose action no statement names is denied', async () => {
  const calls = [call('s3', 'PutObject', { Bucket: 'data', Key: 'a.csv' })];

  const { denied } = await accessOf(calls, [role(allow('s3:GetObject'))]);

  expect(denied).toEqual([
    {
      principal: SESSION,
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::data/a.csv',
      reason: 'no statement allows it',
    },
  ]);
});

test('a call is denied on a resource that no statement names', async () => {
  const calls = [call('s3', 'GetObject', { Bucket: 'other', Key: 'a.csv' })];

  const { denied } = await accessOf(calls, [role(allow('s3:Get*', 'arn:aws:s3:::data/*'))]);

  expect(denied).toEqual([
    {
      principal: SESSION,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::other/a.csv',
      reason: 'the statements that allow it are for other resources: arn:aws:s3:::data/*',
    },
  ]);
});

test('a permission on one resource does not do for a call that names none', async () => {
  const calls = [call('sagemaker', 'ListModelPackages')];

  const { denied } = await accessOf(calls, [
    role(allow('sagemaker:*', 'arn:aws:sagemaker:*:*:model-package/abalone/*')),
  ]);

  expect(denied.map(({ action }) => action)).toEqual(['sagemaker:ListModelPackages']);
});

test('each of several resources must be allowed', async () => {
  const parameters = { Bucket: 'data', Delete: { Objects: [{ Key: 'drafts/a' }, { Key: 'final/b' }] } };

  const { denied } = await accessOf(
    [call('s3', 'DeleteObjects', parameters)],
    [role(allow('s3:DeleteObject', 'arn:aws:s3:::data/drafts/*'))],
  );

  expect(denied.map(({ action, resource }) => [action, resource])).toEqual([
    ['s3:DeleteObject', 'arn:aws:s3:::data/final/b'],
  ]);
});

test('a key that may only be used through a service is allowed to nobody who calls it directly', async () => {
  const viaS3 = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
  const roles = [role(allow('kms:Decrypt', KEY, viaS3))];
  const through = call('kms', 'Decrypt', { KeyId: KEY, ViaService: 's3.eu-west-1.amazonaws.com' });

  const byService = await accessOf([through], roles);
  const directly = await accessOf([call('kms', 'Decrypt', { KeyId: KEY })], roles);

  expect(byService).toEqual({ denied: [], unused: [] });
  expect(directly.denied).toEqual([
    {
      principal: SESSION,
      action: 'kms:Decrypt',
      resource: KEY,
      reason: 'the conditions of the statements that allow it do not hold',
    },
  ]);
});

test.each([
  ['cloudwatch', 'PutMetricData', { Namespace: 'models' }, 'StringEquals', 'cloudwatch:namespace', 'models'],
  [
    'events',
    'PutEvents',
    { Entries: [{ Source: 'models', DetailType: 'Drift' }] },
    'ForAllValues:StringEquals',
    'events:detail-type',
    'Drift',
  ],
  ['s3', 'ListObjectsV2', { Bucket: 'data', Prefix: 'abalone/' }, 'StringLike', 's3:prefix', 'abalone/*'],
  [
    'sagemaker',
    'CreatePipeline',
    { PipelineName: 'p', Tags: [{ Key: 'team', Value: 'x' }] },
    'StringEquals',
    'aws:RequestTag/team',
    'x',
  ],
])(
  'the condition keys of %s:%s are told by its parameters %j',
  async (service, operation, parameters, operator, key, value) => {
    const calls = [call(service, operation, parameters)];
    const permitting = (wanted: string) => [role(allow('*', '*', { [operator]: { [key]: wanted } }))];

    const right = await accessOf(calls, permitting(value));
    const wrong = await accessOf(calls, permitting('something else'));

    expect(right.denied).toEqual([]);
    expect(wrong.denied).toHaveLength(1);
  },
);

test('what no call tells comes with the role', async () => {
  const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } };
  const calls = [call('sns', 'Publish', { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts` })];

  const { denied } = await accessOf(calls, [
    { ...role(allow('sns:Publish', '*', inOrganization)), context: { 'aws:PrincipalOrgID': 'o-example' } },
  ]);

  expect(denied).toEqual([]);
});

test('handing a role to a service needs a permission of its own', async () => {
  const jobs = `arn:aws:iam::${ACCOUNT}:role/jobs`;
  const calls = [call('sagemaker', 'CreateTrainingJob', { TrainingJobName: 'train', RoleArn: jobs })];
  const training = allow('sagemaker:CreateTrainingJob');
  const toSageMaker = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };

  const without = await accessOf(calls, [role(training)]);
  const granted = await accessOf(calls, [role(training, allow('iam:PassRole', jobs, toSageMaker))]);

  expect(without.denied.map(({ action, resource }) => [action, resource])).toEqual([['iam:PassRole', jobs]]);
  expect(granted).toEqual({ denied: [], unused: [] });
});

test('a copy reads its source', async () => {
  const calls = [call('s3', 'CopyObject', { Bucket: 'new', Key: 'b', CopySource: 'old/a%20b?versionId=1' })];

  const { denied } = await accessOf(calls, [role(allow('s3:PutObject', 'arn:aws:s3:::new/*'))]);

  expect(denied.map(({ action, resource }) => [action, resource])).toEqual([['s3:GetObject', 'arn:aws:s3:::old/a b']]);
});

test('a boundary and a statement that denies are heeded', async () => {
  const calls = [call('s3', 'GetObject', { Bucket: 'data', Key: 'a' })];
  const reads = allow('s3:GetObject');

  const bounded = await accessOf(calls, [
    { ...role(reads), boundary: { Version: '2012-10-17', Statement: [allow('sagemaker:*')] } },
  ]);
  const refused = await accessOf(calls, [role(reads, { Effect: 'Deny', Action: 's3:*', Resource: '*' })]);

  expect(bounded.denied.map(({ reason }) => reason)).toEqual(['the permission boundary does not allow it']);
  expect(refused.denied.map(({ reason }) => reason)).toEqual(['a statement denies it']);
});

test('an operation that IAM does not know is not passed over', async () => {
  const calls = [call('s3', 'ReadEverything')];

  const { denied } = await accessOf(calls, [role(allow('*'))]);

  expect(denied).toEqual([
    {
      principal: SESSION,
      action: 's3:ReadEverything',
      resource: '*',
      reason: 'it cannot be judged: {"message":"invalid.action"}',
    },
  ]);
});

test('what everybody may do needs no statement', async () => {
  const access = await accessOf([call('sts', 'GetCallerIdentity')], [role(allow('s3:GetObject'))]);

  expect(access.denied).toEqual([]);
});

test('permissions that no call needed are listed', async () => {
  const calls = [call('s3', 'GetObject', { Bucket: 'data', Key: 'a' }), call('ssm', 'GetParameters', { Names: ['x'] })];
  const roles = [
    role(
      allow(['s3:Get*', 's3:PutObject'], ['arn:aws:s3:::data/*', 'arn:aws:s3:::other/*']),
      allow('ssm:GetParameters'),
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' },
    ),
  ];

  const { denied, unused } = await accessOf(calls, roles);

  expect(denied).toEqual([]);
  expect(unused).toEqual([
    { roleArn: ROLE, action: 's3:PutObject', resources: ['arn:aws:s3:::data/*', 'arn:aws:s3:::other/*'] },
  ]);
});

test('calls of others neither need nor use the permissions of a role', async () => {
  const other = { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/approver-of-others/x` };

  const access = await accessOf([call('s3', 'ListBuckets', {}, other)], [role(allow('s3:ListAllMyBuckets'))]);

  expect(access).toEqual({
    denied: [],
    unused: [{ roleArn: ROLE, action: 's3:ListAllMyBuckets', resources: ['*'] }],
  });
});
