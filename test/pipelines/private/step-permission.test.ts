import { App, Stack } from 'aws-cdk-lib';
import { sageMakerArn } from '../../../lib/core';
import { madeByPipelines, tagOnCreation } from '../../../lib/pipelines/private/step-permission';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Team', { env: { account: '111111111111', region: 'cn-north-1' } });
});

test('what a step makes has a name that SageMaker Pipelines begins', () => {
  expect(madeByPipelines(stack, 'training-job')).toBe(sageMakerArn(stack, 'training-job', 'pipelines-*'));
});

test('something is tagged while it is made, and not later', () => {
  expect(tagOnCreation('CreateModel', ['arn:aws:sagemaker:eu-west-1:111111111111:model/pipelines-*'])).toEqual({
    actions: ['sagemaker:AddTags'],
    resources: ['arn:aws:sagemaker:eu-west-1:111111111111:model/pipelines-*'],
    conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateModel' } },
  });
});
