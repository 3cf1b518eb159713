import { existsSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { jsonFile } from '../../../lib/pipelines/private/job-files';
import { environmentIn, stackIn } from '../definitions';

test('the same content is one file, which a role may read once', () => {
  const stack = stackIn();
  const context = { stack, environment: environmentIn(stack) };

  const [first, again, other] = [{ a: 1 }, { a: 1 }, { a: 2 }].map((content) => jsonFile(context, content));

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const { Statement: statements } = policy.Properties.PolicyDocument as { Statement: { Action: string }[] };
  expect(statements.filter(({ Action: action }) => action === 's3:ListBucket')).toHaveLength(2);
});

test('a role may read its own files alone', () => {
  const stack = stackIn();
  const environment = environmentIn(stack);
  const other = iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::111111111111:role/other-jobs');

  jsonFile({ stack, environment }, { a: 1 });
  jsonFile({ stack, environment: { ...environment, role: other } }, { a: 2 });

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  expect(policies.map((policy) => policy.Properties.Roles)).toEqual([['acme-jobs'], ['other-jobs']]);
});

test('an app that keeps no copies of its assets keeps the file itself', () => {
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
  const stack = new Stack(app, 'Team', { env: { account: '111111111111', region: 'eu-west-1' } });

  jsonFile({ stack, environment: environmentIn(stack) }, { a: 1 });

  const [asset] = stack.node.children.filter((child) => child instanceof Asset);
  expect(existsSync(asset.assetPath)).toBe(true);
});
