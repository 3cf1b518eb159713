import { App, Stack } from 'aws-cdk-lib';
import { madeByPipelines, passRole, sageMakerArn, tagOnCreation } from '../../../lib/pipelines/private/step-permission';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-jobs';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'cn-north-1' } });
});

test('an ARN lies in the account and region of the stack, in whatever partition', () => {
  const arn = sageMakerArn(stack, 'endpoint', 'abalone');

  expect(stack.resolve(arn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:cn-north-1:111111111111:endpoint/abalone']],
  });
});

test('what a step makes has a name that SageMaker Pipelines begins', () => {
  expect(madeByPipelines(stack, 'training-job')).toBe(sageMakerArn(stack, 'training-job', 'pipelines-*'));
});

test('a role is handed to one service alone', () => {
  expect([passRole(ROLE_ARN), passRole(ROLE_ARN, 'emr-serverless.amazonaws.com')]).toEqual([
    {
      actions: ['iam:PassRole'],
      resources: [ROLE_ARN],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
    {
      actions: ['iam:PassRole'],
      resources: [ROLE_ARN],
      conditions: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    },
  ]);
});

test('something is tagged while it is made, and not later', () => {
  expect(tagOnCreation('CreateModel', ['arn:aws:sagemaker:eu-west-1:111111111111:model/pipelines-*'])).toEqual({
    actions: ['sagemaker:AddTags'],
    resources: ['arn:aws:sagemaker:eu-west-1:111111111111:model/pipelines-*'],
    conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateModel' } },
  });
});
