import { Stack } from 'aws-cdk-lib';
import { Problems } from '../../lib/core';
import { InferenceTarget } from '../../lib/deployment/inference-target';
import { stackIn } from './endpoints';
import { ENDPOINT_ARN } from './foreign-endpoint';
import { plain } from './simulation';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each([
  { target: InferenceTarget.endpoint(), parameters: {} },
  {
    target: InferenceTarget.variant('Challenger'),
    parameters: { 'integration.request.header.X-Amzn-SageMaker-Target-Variant': "'Challenger'" },
  },
  {
    target: InferenceTarget.component('adapter-a'),
    parameters: { 'integration.request.header.X-Amzn-SageMaker-Inference-Component': "'adapter-a'" },
  },
  {
    target: InferenceTarget.container('second'),
    parameters: { 'integration.request.header.X-Amzn-SageMaker-Target-Container-Hostname': "'second'" },
  },
  {
    target: InferenceTarget.model('oyster/3.tar.gz'),
    parameters: { 'integration.request.header.X-Amzn-SageMaker-Target-Model': "'oyster/3.tar.gz'" },
  },
  {
    target: InferenceTarget.modelOfRequest(),
    parameters: {
      'integration.request.header.X-Amzn-SageMaker-Target-Model': 'method.request.header.X-Amzn-SageMaker-Target-Model',
    },
  },
])('the endpoint is told by headers: $parameters', ({ target, parameters }) => {
  const rendered = target._parameters();

  expect(rendered).toEqual(parameters);
});

test.each([
  { target: InferenceTarget.variant('Challenger'), header: undefined },
  { target: InferenceTarget.modelOfRequest(), header: 'X-Amzn-SageMaker-Target-Model' },
])('callers have to send $header', ({ target, header }) => {
  const required = target._headerOfRequest;

  expect(required).toBe(header);
});

test.each([
  { target: InferenceTarget.variant('Challenger'), resources: [ENDPOINT_ARN], conditions: undefined },
  {
    target: InferenceTarget.component('adapter-a'),
    resources: [ENDPOINT_ARN, 'arn:aws:sagemaker:eu-west-1:111111111111:inference-component/adapter-a'],
    conditions: undefined,
  },
  {
    target: InferenceTarget.model('oyster/3.tar.gz'),
    resources: [ENDPOINT_ARN],
    conditions: { StringEquals: { 'sagemaker:TargetModel': 'oyster/3.tar.gz' } },
  },
])('the role needs $resources, $conditions', ({ target, resources, conditions }) => {
  const permission = plain(stack.resolve(target._permission(stack, ENDPOINT_ARN)));

  expect(permission).toEqual({ actions: ['sagemaker:InvokeEndpoint'], resources, conditions });
});

test.each([
  {
    target: InferenceTarget.component("a' "),
    message:
      'InferenceTargetMalformed: target is "a\' ", it is sent in a header: letters, digits, dots, slashes, underscores and hyphens; copy the name that the endpoint knows',
  },
  {
    target: InferenceTarget.container(''),
    message:
      'InferenceTargetMalformed: target is "", it is sent in a header: letters, digits, dots, slashes, underscores and hyphens; copy the name that the endpoint knows',
  },
  {
    target: InferenceTarget.model('a b'),
    message:
      'InferenceTargetMalformed: target is "a b", it is sent in a header: letters, digits, dots, slashes, underscores and hyphens; copy the name that the endpoint knows',
  },
])('what would break the header is refused: $message', ({ target, message }) => {
  const problems = new Problems();

  target._check(problems, 'target');

  expect(() => problems.throwIfAny()).toThrow(message);
});
