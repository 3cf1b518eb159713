import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Activity, ActivityPolicies, ActivityPoliciesProps } from '../../lib/security';
import { everyActivity, GROUP_ARN, workspaceIn } from './workspace';

const POLICY = 'AWS::IAM::ManagedPolicy';

let stack: Stack;

beforeEach(() => {
  stack = stackHere();
});

test('a few activities make one policy', () => {
  policiesIn(stack);

  const template = Template.fromStack(stack);

  template.resourceCountIs(POLICY, 1);
  template.hasResourceProperties(POLICY, { ManagedPolicyName: 'acme-auditor-1' });
});

test('many activities make as many policies as they need, each within its size', () => {
  const { policies, summary } = policiesIn(stack, { activities: [models(25), models(26), models(27)] });

  expect(policies).toHaveLength(3);
  expect(summary.map(({ policyName, statements }) => [policyName, statements])).toEqual([
    ['acme-auditor-1', 1],
    ['acme-auditor-2', 1],
    ['acme-auditor-3', 1],
  ]);
  expect(summary.filter(({ characters }) => characters > 6144)).toEqual([]);
});

test('the summary tells the size of each policy and what is spare', () => {
  const { summary } = policiesIn(stack);

  const [document] = Object.values(Template.fromStack(stack).findResources(POLICY)).map(
    ({ Properties }) => Properties.PolicyDocument,
  );
  const [{ characters, spareCharacters }] = summary;
  expect(characters).toBeLessThanOrEqual(JSON.stringify(document).length);
  expect(spareCharacters).toBe(6144 - characters);
});

test('all policies are attached to a role together', () => {
  const { policies } = policiesIn(stack, { activities: [models(25), models(26)] });

  new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: policies });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: ['1', '2'].map((n) => ({ Ref: Match.stringLikeRegexp(`^PoliciesPolicy${n}`) })),
  });
});

test('a further activity leaves names and places of the policies as they are', () => {
  const before = stackHere();
  const after = stackHere();

  policiesIn(before, { activities: [models(25), models(26)] });
  policiesIn(after, { activities: [Activity.observe(), models(27), models(25), models(26)] });

  expect(namesIn(after)).toEqual(expect.objectContaining(namesIn(before)));
  expect(Object.keys(namesIn(before))).toHaveLength(2);
});

test('wildcards of every activity are explained, so that AwsSolutions finds nothing', () => {
  const workspace = workspaceIn();
  policiesIn(workspace.stack, { activities: everyActivity(workspace) });

  const report = new AwsSolutionsChecks().validateScope(workspace.stack);

  expect(report.violations).toEqual([]);
});

test('two lists of activities have different names', () => {
  policiesIn(stack);

  const second = () => policiesIn(stack, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Workspace/Second wants the managed policy name "acme-auditor-1" in 111111111111, which Workspace/Policies has, no two of a kind share a name there; give one of the two another name',
  );
});

describe('what does not fit', () => {
  test('is refused by its actions and its size, when it is a statement alone', () => {
    const policies = () => policiesIn(stack, { activities: [Activity.observe(), models(60)] });

    expect(policies).toThrow(
      'ActivityDoesNotFit: activities[1] has a statement about sagemaker:DescribeModelPackage, sagemaker:DescribeModelPackageGroup, sagemaker:ListModelPackages that makes a policy of 10242 characters or more, IAM accepts 6144 in one policy; name fewer resources, or divide the activity into two',
    );
  });

  test('is refused when the policies are full', () => {
    const policies = () => policiesIn(stack, { activities: [models(25), models(26)], maxPolicies: 1 });

    expect(policies).toThrow(
      'ActivityDoesNotFit: activities[0] has a statement about sagemaker:DescribeModelPackage, sagemaker:DescribeModelPackageGroup, sagemaker:ListModelPackages that makes a policy of 4362 characters or more, maxPolicies is 1 and no policy has room for it; divide the activities between two roles, or raise maxPolicies if AWS raised the quota',
    );
  });
});

test('activities, prefix and number are checked together', () => {
  const policies = () => policiesIn(stack, { activities: [], policyNamePrefix: 'a/b', maxPolicies: 0 });

  expect(policies).toThrow(
    [
      '3 problems:',
      '  PoliciesWithoutActivities: activities is empty, IAM refuses a policy without statements; give at least one, such as Activity.observe()',
      '  PolicyNamePrefixMalformed: policyNamePrefix is "a/b", it is 1 to 120 letters, digits and characters of _+=,.@-; write a prefix such as "acme-scientist"',
      '  MaxPoliciesOutOfRange: maxPolicies is 0, it is a whole number from 1 on; leave it out for 10, the quota of a role',
    ].join('\n'),
  );
});

test.each([
  [120, true],
  [121, false],
])('a prefix of %i characters is accepted: %s', (length, accepted) => {
  const policies = () => policiesIn(stack, { policyNamePrefix: 'a'.repeat(length) });

  if (accepted) expect(policies).not.toThrow();
  else expect(policies).toThrow('PolicyNamePrefixMalformed');
});

test('a prefix that is known at deployment only is left to IAM', () => {
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;

  const policies = () => policiesIn(stack, { policyNamePrefix: prefix });

  expect(policies).not.toThrow();
});

function stackHere(): Stack {
  return new Stack(new App(), 'Workspace', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function policiesIn(scope: Stack, props: Partial<ActivityPoliciesProps> = {}, id = 'Policies'): ActivityPolicies {
  return new ActivityPolicies(scope, id, {
    activities: [Activity.observe()],
    policyNamePrefix: 'acme-auditor',
    ...props,
  });
}

function models(count: number): Activity {
  return Activity.readModels(Array.from({ length: count }, (_, i) => `${GROUP_ARN}-${i}`));
}

function namesIn(scope: Stack): Record<string, string> {
  const policies = Object.entries(Template.fromStack(scope).findResources(POLICY));

  return Object.fromEntries(policies.map(([id, { Properties }]) => [id, Properties.ManagedPolicyName]));
}
