import { App, Stack } from 'aws-cdk-lib';
import { passRole, sageMakerArn } from '../../lib/core';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/acme-jobs';

test('an ARN lies in the account and region of the stack, in whatever partition', () => {
  const stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'cn-north-1' } });

  const arn = sageMakerArn(stack, 'endpoint', 'abalone');

  expect(stack.resolve(arn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:cn-north-1:111111111111:endpoint/abalone']],
  });
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
