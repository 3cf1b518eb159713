import { isBusy, isMissing, isNamed, textOf } from '../../../lib/deployment/handlers/sdk-errors';

test.each([
  { error: errorNamed('ThrottlingException'), expected: true },
  { error: errorNamed('ResourceInUse'), expected: true },
  { error: errorNamed('ValidationException'), expected: false },
  { error: { name: 'ResourceInUse' }, expected: false },
  { error: undefined, expected: false },
])('an error of the SDK is known by its names: $error.name is $expected', ({ error, expected }) => {
  expect(isNamed(error, 'ThrottlingException', 'ResourceInUse')).toBe(expected);
});

test.each([
  [errorNamed('ValidationException', 'no such endpoint'), 'no such endpoint'],
  ['something else', 'something else'],
])('what an error says can be told', (error, text) => {
  expect(textOf(error)).toBe(text);
});

test.each([
  { error: errorNamed('ResourceNotFound'), expected: true },
  {
    error: validation('Could not find endpoint "arn:aws:sagemaker:eu-west-1:111111111111:endpoint/abalone".'),
    expected: true,
  },
  { error: validation('Endpoint abalone not found'), expected: true },
  { error: validation('The endpoint does not exist'), expected: true },
  { error: validation('1 validation error detected'), expected: false },
  { error: errorNamed('ThrottlingException', 'not found in time'), expected: false },
])('that an endpoint is gone stands in $error.name: $error.message: $expected', ({ error, expected }) => {
  expect(isMissing(error)).toBe(expected);
});

test.each([
  { error: errorNamed('ResourceInUse'), expected: true },
  { error: errorNamed('ConflictException'), expected: true },
  { error: validation('Cannot update in-progress endpoint "abalone".'), expected: true },
  { error: validation('An update is in progress'), expected: true },
  { error: validation('The endpoint is Updating'), expected: true },
  { error: validation('1 validation error detected'), expected: false },
  { error: errorNamed('ThrottlingException', 'calls in progress'), expected: false },
])('that an endpoint is being changed stands in $error.name: $error.message: $expected', ({ error, expected }) => {
  expect(isBusy(error)).toBe(expected);
});

function validation(message: string): Error {
  return errorNamed('ValidationException', message);
}

function errorNamed(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}
