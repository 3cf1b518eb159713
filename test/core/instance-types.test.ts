import { Token } from 'aws-cdk-lib';
import {
  InstanceUse,
  Problems,
  checkInstanceType,
  checkInstanceTypePattern,
  hasLocalStorage,
  instanceTypeOf,
  localStorageFamilies,
  renderProblem,
} from '../../lib/core';

function told(value: string, use: InstanceUse): string[] {
  const problems = new Problems();
  checkInstanceType(problems, 'instanceType', value, use);

  return problems.all.map(renderProblem);
}

function message(value: string, use: InstanceUse, near: string, unlisted: string): string {
  return `InstanceTypeNotOffered: instanceType is "${value}", SageMaker offers no such type for ${use}; the nearest are ${near}; a type newer than this library is written "unlisted:${unlisted}"`;
}

test.each<[InstanceUse, string]>([
  ['training', 'ml.p5.48xlarge'],
  ['processing', 'ml.m5.xlarge'],
  ['hosting', 'ml.c8g.medium'],
  ['transform', 'ml.m5.large'],
  ['notebook', 'ml.t3.medium'],
  ['studio', 'ml.t3.micro'],
  ['studio', 'system'],
  ['hosting', 'ml.p6-b200.48xlarge'],
])('for %s, %s is offered', (use, value) => {
  expect(told(value, use)).toEqual([]);
});

test.each<[string, InstanceUse, string, string]>([
  ['ml.m5.huge', 'hosting', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.m5.huge'],
  ['m5.huge', 'training', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.m5.huge'],
  ['m5.xlarge', 'processing', 'ml.m5.xlarge, ml.m5.2xlarge, ml.m5.4xlarge', 'ml.m5.xlarge'],
  ['ml.m5.enormously', 'hosting', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.m5.enormously'],
  ['ml.t3.medium', 'hosting', 'ml.t2.medium, ml.c8g.medium, ml.m8g.medium', 'ml.t3.medium'],
  ['', 'notebook', 'ml.m5.xlarge, ml.m5.2xlarge, ml.m5.4xlarge', 'ml.<family>.<size>'],
  ['größer', 'hosting', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.<family>.<size>'],
  ['unlisted:', 'hosting', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.<family>.<size>'],
  ['unlisted:m5.huge', 'hosting', 'ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge', 'ml.m5.huge'],
])('%j is refused for %s, with the nearest real ones', (value, use, near, unlisted) => {
  expect(told(value, use)).toEqual([message(value, use, near, unlisted)]);
});

test('a type newer than the library is forced by saying so', () => {
  expect(told('unlisted:ml.m9i.xlarge', 'hosting')).toEqual([]);
  expect(instanceTypeOf('unlisted:ml.m9i.xlarge')).toBe('ml.m9i.xlarge');
});

test('a listed type is what it says', () => {
  expect(instanceTypeOf('ml.m5.xlarge')).toBe('ml.m5.xlarge');
});

test('a token passes', () => {
  expect(told(Token.asString({ Ref: 'InstanceType' }), 'hosting')).toEqual([]);
});

test.each([
  'ml.m5d.large',
  'ml.c6gd.large',
  'ml.p3dn.24xlarge',
  'ml.g4dn.xlarge',
  'ml.g5.xlarge',
  'ml.g6e.xlarge',
  'ml.g7e.2xlarge',
  'ml.p4d.24xlarge',
  'ml.p5en.48xlarge',
  'ml.p6-b200.48xlarge',
  'ml.trn1.2xlarge',
  'ml.dl1.24xlarge',
  'unlisted:ml.m9id.xlarge',
])('%s keeps data on disks of its own', (value) => {
  expect(hasLocalStorage(value)).toBe(true);
});

test.each([
  'ml.m5.large',
  'ml.c7i.large',
  'ml.r8g.large',
  'ml.p3.2xlarge',
  'ml.inf2.xlarge',
  'ml.t3.medium',
  'system',
  '',
])('%j keeps data on volumes only', (value) => {
  expect(hasLocalStorage(value)).toBe(false);
});

test('the families with disks of their own are those that the use offers', () => {
  const families = localStorageFamilies('processing');

  expect(families).toEqual(expect.arrayContaining(['ml.g4dn', 'ml.g5', 'ml.r5d']));
  expect(families.filter((family) => ['ml.m5', 'ml.p3', 'ml.trn1'].includes(family))).toEqual([]);
});

test.each([
  'ml.m5.xlarge',
  'ml.m5.*',
  'ml.*.large',
  'ml.p6-b200.*',
  'ml.*',
  'ml.t?.medium',
  Token.asString({ Ref: 'InstanceType' }),
])('%s is taken for a pattern of instance types', (value) => {
  const problems = new Problems();

  checkInstanceTypePattern(problems, 'approvedInstanceTypes[0]', value);

  expect(problems.all).toEqual([]);
});

test.each([
  '',
  '*',
  'm5.xlarge',
  'ml.',
  'ml.m5.',
  'ml.m5.xlarge.1',
  'ML.m5.xlarge',
  'ml.m5 .xlarge',
  'unlisted:ml.m9i.*',
])('"%s" is no pattern of instance types', (value) => {
  const problems = new Problems();

  checkInstanceTypePattern(problems, 'approvedInstanceTypes[0]', value);

  expect(problems.all.map(renderProblem)).toEqual([
    `InstanceTypePatternMalformed: approvedInstanceTypes[0] is "${value}", an instance type begins with "ml." and has wildcards after that only; write a type as "ml.m5.xlarge" or a family as "ml.m5.*"`,
  ]);
});
