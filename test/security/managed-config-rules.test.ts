import { ManagedConfigRules } from '../../lib/security';

const FURTHER = 'SAGEMAKER_DATA_QUALITY_JOB_ISOLATION';

test('the standard has the rules on notebooks, endpoints, models, domains and feature groups', () => {
  const rules = ManagedConfigRules.standard();

  expect(rules.ruleIdentifiers).toEqual([
    'SAGEMAKER_DOMAIN_IN_VPC',
    'SAGEMAKER_ENDPOINT_CONFIG_PROD_INSTANCE_COUNT',
    'SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED',
    'SAGEMAKER_FEATUREGROUP_ENCRYPTION_AT_REST',
    'SAGEMAKER_FEATUREGROUP_ONLINE_STORE_ENCRYPTION',
    'SAGEMAKER_MODEL_IN_VPC',
    'SAGEMAKER_MODEL_ISOLATION_ENABLED',
    'SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC',
    'SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED',
    'SAGEMAKER_NOTEBOOK_INSTANCE_ROOT_ACCESS_CHECK',
    'SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS',
  ]);
});

test('rules and accounts are taken out with a reason, and rules are added', () => {
  const standard = ManagedConfigRules.standard();

  const rules = standard
    .without('SAGEMAKER_MODEL_IN_VPC', 'guardrails hold it')
    .including(FURTHER)
    .excludingAccount('333333333333', 'records nothing');

  expect(rules.ruleIdentifiers).toContain(FURTHER);
  expect(rules.ruleIdentifiers).not.toContain('SAGEMAKER_MODEL_IN_VPC');
  expect(rules.excludedAccounts).toEqual(['333333333333']);
  expect(rules.omissions).toEqual([
    { name: 'SAGEMAKER_MODEL_IN_VPC', reason: 'guardrails hold it' },
    { name: '333333333333', reason: 'records nothing' },
  ]);
  expect(standard.omissions).toEqual([]);
});

test.each<[string, () => unknown, string]>([
  [
    'an unknown rule',
    () => ManagedConfigRules.standard().without('SAGEMAKER_MODELS_IN_VPC', 'reason'),
    'ConfigRuleUnknown: name is "SAGEMAKER_MODELS_IN_VPC", the selection has no such config rule; did you mean "SAGEMAKER_MODEL_IN_VPC"',
  ],
  [
    'a rule on another service',
    () => ManagedConfigRules.standard().including('S3_BUCKET_LOGGING_ENABLED'),
    'ConfigRuleMalformed: name is "S3_BUCKET_LOGGING_ENABLED", the identifier of a rule on SageMaker is "SAGEMAKER_" and capitals, digits and underscores; copy the identifier from the list of managed rules, as "SAGEMAKER_DATA_QUALITY_JOB_ISOLATION"',
  ],
  [
    'a rule that is there',
    () => ManagedConfigRules.standard().including('SAGEMAKER_MODEL_IN_VPC'),
    'ConfigRuleTwice: name is "SAGEMAKER_MODEL_IN_VPC", the selection has this config rule already; remove the second',
  ],
  [
    'an account without a reason',
    () => ManagedConfigRules.standard().excludingAccount('333333333333', ''),
    'AccountExcludedWithoutReason: 333333333333 is excluded without a reason, an omission says why; write the sentence that an auditor will ask for',
  ],
  [
    'what is no account',
    () => ManagedConfigRules.standard().excludingAccount('3', 'reason'),
    'AccountIdMalformed: accountId is "3", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
  ],
])('%s is refused', (_what, change, message) => {
  expect(change).toThrow(message);
});
