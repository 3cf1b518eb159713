import { App, CfnParameter, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TagPolicy, TagPolicyProps } from '../../lib/organization/tag-policy';
import { permanentOrganization } from './permanent-organization';

const POLICY = 'AWS::Organizations::Policy';
const PROPS: TagPolicyProps = {
  policyName: 'acme-tags',
  description: 'How governance tags are written',
  tags: [
    {
      key: 'Stage',
      allowedValues: ['dev', 'test', 'prod'],
      enforcedFor: ['sagemaker:pipeline', 's3:bucket', 'ecr:ALL_SUPPORTED'],
      requiredFor: ['sagemaker:endpoint'],
    },
    { key: 'cost-centre' },
  ],
  targetIds: ['r-ab12'],
};

let stack: Stack;

beforeEach(() => {
  stack = management();
});

test('a tag policy fixes the capitals of a key, its values, and where they are enforced and required', () => {
  policyIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties(POLICY, {
    Name: 'acme-tags',
    Description: 'How governance tags are written',
    Type: 'TAG_POLICY',
    TargetIds: ['r-ab12'],
    Content: {
      tags: {
        stage: {
          tag_key: { '@@assign': 'Stage', '@@operators_allowed_for_child_policies': ['@@none'] },
          tag_value: { '@@assign': ['dev', 'test', 'prod'] },
          enforced_for: { '@@assign': ['sagemaker:pipeline', 's3:bucket', 'ecr:ALL_SUPPORTED'] },
          report_required_tag_for: { '@@assign': ['sagemaker:endpoint'] },
        },
        'cost-centre': {
          tag_key: { '@@assign': 'cost-centre', '@@operators_allowed_for_child_policies': ['@@none'] },
        },
      },
    },
  });
});

test('a tag policy has an id and an ARN', () => {
  const policy = policyIn(stack);

  const [{ 'Fn::GetAtt': id }, { 'Fn::GetAtt': arn }] = stack.resolve([policy.policyId, policy.policyArn]) as {
    'Fn::GetAtt': string[];
  }[];

  expect([id[1], arn[1]]).toEqual(['Id', 'Arn']);
});

test.each([
  [undefined, 'Delete'],
  [RemovalPolicy.RETAIN, 'Retain'],
])('with the removal policy %s its deletion policy is %s', (removalPolicy, expected) => {
  policyIn(stack, { removalPolicy });

  const template = Template.fromStack(stack);

  template.hasResource(POLICY, { DeletionPolicy: expected });
});

test('the second deployment that changes name, tags, targets and its own tags replaces nothing', () => {
  const before = management();
  policyIn(before);
  policyIn(stack, { policyName: 'acme-governance', tags: [{ key: 'Team' }], targetIds: ['111111111111', 'r-ab12'] });
  Tags.of(stack.node.root).add('cost-centre', '4711');

  const [first, second] = [before, stack].map((each) => permanentOrganization(Template.fromStack(each)));

  expect(second).toEqual(first);
});

test('what is known at deployment only is left to AWS', () => {
  const value = new CfnParameter(stack, 'Value').valueAsString;

  const policy = () => policyIn(stack, { policyName: value, description: value, targetIds: [value, value] });

  expect(policy).not.toThrow();
});

test('two tag policies have different names', () => {
  policyIn(stack);

  const second = () => policyIn(stack, {}, 'Second');

  expect(second).toThrow(
    'NameTaken: Organization/Second wants the tag policy name "acme-tags" in the organization, which Organization/Tags has, no two of a kind share a name there; give one of the two another name',
  );
});

test.each([
  ['a key', [{ key: 'x'.repeat(128) }]],
  ['a value', [{ key: 'k', allowedValues: ['v'.repeat(256)] }]],
  ['a value with a wildcard', [{ key: 'k', allowedValues: ['cc-*'] }]],
  ['a type that no list knows', [{ key: 'k', enforcedFor: ['newservice:thing/part'] }]],
])('%s at the edge of what AWS accepts is accepted', (_what, tags) => {
  const policy = () => policyIn(stack, { tags });

  expect(policy).not.toThrow();
});

test('malformed keys, values and types are told at once', () => {
  const policy = () =>
    policyIn(stack, {
      tags: [
        { key: 'aws:stage', allowedValues: ['*a*', ''] },
        { key: 'x'.repeat(129), enforcedFor: ['s3', 's3:*', 'sagemaker:ALL_SUPPORTED', 'sagemaker:piplines'] },
        { key: 'Stage', requiredFor: ['sagemaker:endpoints', 'sagemaker:training-job'] },
        { key: 'stage', allowedValues: [], enforcedFor: [], requiredFor: [] },
      ],
    });

  expect(policy).toThrow(
    [
      '14 problems:',
      '  TagKeyMalformed: tags[0].key is "aws:stage", a tag key is 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with "aws:"; write a key such as "cost-centre"',
      '  TagValueMalformed: tags[0].allowedValues[0] is "*a*", a tag value is 1 to 256 letters, digits, spaces and _.:/=+-@, with at most one "*"; write a value for each pattern',
      '  TagValueMalformed: tags[0].allowedValues[1] is "", a tag value is 1 to 256 letters, digits, spaces and _.:/=+-@, with at most one "*"; write a value such as "prod" or "cc-*"',
      `  TagKeyMalformed: tags[1].key is "${'x'.repeat(129)}", a tag key is 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with "aws:"; write a key such as "cost-centre"`,
      '  TagPolicyResourceType: tags[1].enforcedFor[0] is "s3", a resource type reads <service>:<type>, or <service>:ALL_SUPPORTED where the service has that; see the list of resource types in the guide to tag policies',
      '  TagPolicyResourceType: tags[1].enforcedFor[1] is "s3:*", a resource type reads <service>:<type>, or <service>:ALL_SUPPORTED where the service has that; see the list of resource types in the guide to tag policies',
      '  TagPolicyResourceType: tags[1].enforcedFor[2] is "sagemaker:ALL_SUPPORTED", no tag policy enforces tags on that type; see the list of resource types in the guide to tag policies',
      '  TagPolicyResourceType: tags[1].enforcedFor[3] is "sagemaker:piplines", no tag policy enforces tags on that type; did you mean "sagemaker:pipeline"',
      '  TagPolicyResourceType: tags[2].requiredFor[0] is "sagemaker:endpoints", no tag policy requires tags of that type; did you mean "sagemaker:endpoint"',
      '  TagPolicyResourceType: tags[2].requiredFor[1] is "sagemaker:training-job", no tag policy requires tags of that type; did you mean "sagemaker:processing-job"',
      '  TagRuleListEmpty: tags[3].allowedValues is empty, no value would be allowed, which hardly anybody means; leave the field out, or name something',
      '  TagRuleListEmpty: tags[3].enforcedFor is empty, the rule would be enforced nowhere, which hardly anybody means; leave the field out, or name something',
      '  TagRuleListEmpty: tags[3].requiredFor is empty, the tag would be required nowhere, which hardly anybody means; leave the field out, or name something',
      '  TagKeyTwice: tags[3].key is "stage", and tags[2] has "Stage", a tag policy holds a key once, whatever its capitals; join the two rules',
    ].join('\n'),
  );
});

test('a policy about nothing, for nobody, is refused', () => {
  const policy = () => policyIn(stack, { policyName: '', description: 'x'.repeat(513), tags: [], targetIds: [] });

  expect(policy).toThrow(
    [
      '4 problems:',
      '  PolicyTextLength: policyName has 0 characters, AWS Organizations accepts 1 to 128; write one',
      '  PolicyTextLength: description has 513 characters, AWS Organizations accepts 0 to 512; shorten it',
      '  PolicyWithoutTarget: targetIds is empty, a policy that is attached to nothing holds for nobody; name a root, an organisational unit or an account',
      '  TagPolicyEmpty: tags is empty, a tag policy is about one tag or more; name one',
    ].join('\n'),
  );
});

test('a policy that is too large is refused', () => {
  const allowedValues = Array.from({ length: 50 }, (_, i) => `${i}-${'v'.repeat(200)}`);

  const policy = () => policyIn(stack, { tags: [{ key: 'k', allowedValues }] });

  expect(policy).toThrow(
    'OrganizationPolicyTooLarge: tags make a policy of 10412 characters, AWS Organizations accepts 10000; name fewer of them, or divide them between two policies; 412 characters are too many',
  );
});

function management(): Stack {
  return new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'us-east-1' } });
}

function policyIn(scope: Stack, props: Partial<TagPolicyProps> = {}, id = 'Tags'): TagPolicy {
  return new TagPolicy(scope, id, { ...PROPS, ...props });
}
