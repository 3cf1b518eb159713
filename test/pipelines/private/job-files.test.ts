import { existsSync } from 'node:fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { jsonFile } from '../../../lib/pipelines/private/job-files';
import { environmentIn, stackIn } from '../definitions';

test('the same content is one file', () => {
  const stack = stackIn();
  const context = { stack, environment: environmentIn(stack) };

  const [first, again, other] = [{ a: 1 }, { a: 1 }, { a: 2 }].map((content) => jsonFile(context, content));

  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('a role reads what any deployment left in the bucket of assets, and its policy does not grow with the files', () => {
  const stack = stackIn();
  const context = { stack, environment: environmentIn(stack) };

  [{ a: 1 }, { a: 2 }].forEach((content) => jsonFile(context, content));

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  expect(policy.Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: inAssets('/*') },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: inAssets('') },
  ]);
});

test('the wildcard of the policy is explained', () => {
  const stack = stackIn();

  jsonFile({ stack, environment: environmentIn(stack) }, { a: 1 });

  const [policy] = stack.node.children.filter((child) => child instanceof iam.CfnManagedPolicy);
  const explained = policy.node.metadata.find(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  expect(explained?.data).toEqual({
    'Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1/*]':
      'runs in flight, retries and pinned versions of a pipeline read the files of earlier deployments',
  });
});

test('each role has a policy of its own', () => {
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

function inAssets(suffix: string): unknown {
  const arn = `:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1${suffix}`;

  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, arn]] };
}
