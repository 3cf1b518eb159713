import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { modelPackageVersionArn } from '../../lib/core';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Registry', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test.each(['7', '*'])('version %s of a group lies below the name of the group', (version) => {
  const arn = modelPackageVersionArn(
    stack,
    'arn:aws:sagemaker:eu-west-1:222222222222:model-package-group/abalone',
    version,
  );

  expect(arn).toBe(`arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/${version}`);
});

test('the partition may be known at deployment only', () => {
  const arn = modelPackageVersionArn(
    stack,
    `arn:${Aws.PARTITION}:sagemaker:eu-west-1:222222222222:model-package-group/a`,
    '7',
  );

  expect(arn).toBe(`arn:${Aws.PARTITION}:sagemaker:eu-west-1:222222222222:model-package/a/7`);
});

test('the whole ARN may be known at deployment only', () => {
  const arn = modelPackageVersionArn(stack, Fn.importValue('group'), '7');

  const fields = stack.resolve(arn)['Fn::Join'][1].filter((item: unknown) => typeof item === 'string');
  expect(fields).toEqual(['arn:', ':', ':', ':', ':model-package/', '/7']);
});
