import { App, Aws, CfnParameter, Fn, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgeWildcards } from '../../lib/core';

const REASON = 'objects get their names after synthesis';

let stack: Stack;
let policy: iam.ManagedPolicy;

beforeEach(() => {
  stack = new Stack(new App(), 'Roles');
  policy = new iam.ManagedPolicy(stack, 'Policy');
});

test('a wildcard is acknowledged by its own finding id, with its reason, on the resource that holds the policy', () => {
  acknowledgeWildcards(policy, 'Resource', { patterns: ['arn:aws:s3:::data/raw/*'], reason: REASON });

  const acknowledged = acknowledgedOn(policy.node.defaultChild as iam.CfnManagedPolicy);

  expect(acknowledged).toEqual([['AwsSolutions-IAM5[Resource::arn:aws:s3:::data/raw/*]', REASON]]);
});

test('a pattern without a wildcard needs no acknowledgement', () => {
  acknowledgeWildcards(policy, 'Resource', { patterns: ['arn:aws:s3:::data', 'arn:aws:s3:::models'], reason: REASON });

  const acknowledged = acknowledgedOn(policy.node.defaultChild as iam.CfnManagedPolicy);

  expect(acknowledged).toEqual([]);
});

test.each<[string, (scope: Stack) => string]>([
  ['text', () => 'arn:aws:s3:::data/*'],
  ['a pseudo parameter', () => `arn:${Aws.PARTITION}:s3:::data/*`],
  ['a parameter', (scope) => `${new CfnParameter(scope, 'Bucket').valueAsString}/*`],
  ['an attribute', (scope) => `${new s3.Bucket(scope, 'Bucket').bucketArn}/*`],
  ['a substitution', () => Fn.sub('arn:${AWS::Partition}:s3:::data/*')],
  ['an import', () => `${Fn.importValue('bucket-arn')}/*`],
  ['a policy variable', () => `arn:${Aws.PARTITION}:sagemaker:::app/\${sagemaker:DomainId}/*`],
  ['a part of a list', () => `${Fn.select(0, Fn.split(',', Fn.importValue('bucket-arns')))}/*`],
])('a wildcard beside %s is acknowledged under the id that the rule gives it', (_, resource) => {
  const pattern = resource(stack);
  allow(['s3:GetObject'], pattern);

  acknowledgeWildcards(policy, 'Resource', { patterns: [pattern], reason: REASON });

  expect(openFindings(stack)).toEqual([]);
});

test('a wildcard in an action is acknowledged as one', () => {
  allow(['s3:Get*'], 'arn:aws:s3:::data');

  acknowledgeWildcards(policy, 'Action', { patterns: ['s3:Get*'], reason: REASON });

  expect(openFindings(stack)).toEqual([]);
});

test('a wildcard that nobody explained stays a finding', () => {
  allow(['s3:GetObject'], 'arn:aws:s3:::data/raw/*');
  allow(['s3:GetObject'], 'arn:aws:s3:::data/*');

  acknowledgeWildcards(policy, 'Resource', { patterns: ['arn:aws:s3:::data/raw/*'], reason: REASON });

  expect(openFindings(stack)).toEqual(['AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]']);
});

test('a wildcard of another policy stays a finding', () => {
  allow(['s3:GetObject'], 'arn:aws:s3:::data/raw.csv');
  const other = new iam.ManagedPolicy(stack, 'Other');
  other.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] }));

  acknowledgeWildcards(policy, 'Resource', { patterns: ['arn:aws:s3:::data/*'], reason: REASON });

  expect(openFindings(stack)).toEqual(['AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]']);
});

function allow(actions: string[], resource: string): void {
  policy.addStatements(new iam.PolicyStatement({ actions, resources: [resource] }));
}

/** The CDK stores each id below the name of its source. */
function acknowledgedOn({ node }: iam.CfnManagedPolicy): [string, string][] {
  return node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data))
    .map(([id, reason]) => [id.replace(/^Annotation::/, ''), reason]);
}

function openFindings(scope: Stack): string[] {
  return new AwsSolutionsChecks()
    .validateScope(scope)
    .violations.map(({ ruleName }) => ruleName)
    .filter((rule) => rule.startsWith('AwsSolutions-IAM5'));
}
