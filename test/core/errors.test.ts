import { App, Stack } from 'aws-cdk-lib';
import { codedError } from '../../lib/core';

test('an error bears its code and its message', () => {
  const error = codedError('EndpointWithoutApprovedModel', 'the message');

  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('EndpointWithoutApprovedModel');
  expect(error.message).toBe('the message');
});

test('an error of a construct bears its path as well', () => {
  const stack = new Stack(new App(), 'Registry');

  const error = codedError('NameTaken', 'the message', stack);

  expect(error.name).toBe('NameTaken');
  expect(error.message).toBe('the message');
  expect(error).toMatchObject({ constructPath: 'Registry' });
});
