import { Token } from 'aws-cdk-lib';
import { renderProblem } from '../../../lib/core';
import { checkStructure } from '../../../lib/description/private/structure';
import { YamlSource } from '../../../lib/description/private/yaml-source';
import { Changes, NINE_ACCOUNTS, nineAccounts } from '../nine-accounts';

function told(changes: Changes): string[] {
  return checkStructure(nineAccounts(changes)).problems.map(renderProblem);
}

const TOP_KEYS = 'name, homeRegion, partition, operatingModel, accounts, organization, network, identity, teams';

test('a description that fits the schema has no problems and is its own draft', () => {
  const structure = checkStructure(nineAccounts());

  expect(structure.problems).toEqual([]);
  expect(structure.draft).toEqual(nineAccounts());
});

test.each([
  [
    'near a known one',
    { 'teams[0].costCenter': 'x' },
    'UnknownKey: teams[0].costCenter is no known key, an unknown key would be ignored in silence; did you mean "costCentre"',
  ],
  [
    'near none',
    { owner: 'x' },
    `UnknownKey: owner is no known key, an unknown key would be ignored in silence; remove it, or write one of ${TOP_KEYS}`,
  ],
  [
    'with spaces',
    { 'teams[0].stages': { dev: nineAccounts().teams[0].stages.dev, 'pre prod': {} } },
    'UnknownKey: teams[0].stages["pre prod"] is no known key, an unknown key would be ignored in silence; remove it, or write one of dev, test, prod',
  ],
  [
    'that is empty',
    { 'accounts.management': '1', accounts: { ...nineAccounts().accounts, '': 'x' } },
    'UnknownKey: accounts[""] is no known key, an unknown key would be ignored in silence; remove it, or write one of management, logArchive, security, sharedServices, data',
  ],
  [
    'that every object has',
    { constructor: 'x' },
    `UnknownKey: constructor is no known key, an unknown key would be ignored in silence; remove it, or write one of ${TOP_KEYS}`,
  ],
])('an unknown key %s is refused', (_, changes: Changes, message) => {
  expect(told(changes)).toEqual([message]);
});

test('a misspelt key that is required is told about once', () => {
  const { homeRegion, ...others } = nineAccounts();

  const { problems, settled } = checkStructure({ ...others, homeRegon: homeRegion });

  expect(problems.map(renderProblem)).toEqual([
    'UnknownKey: homeRegon is no known key, an unknown key would be ignored in silence; did you mean "homeRegion"',
  ]);
  expect([...settled]).toEqual(['homeRegon', 'homeRegion']);
});

test.each([
  [
    'homeRegion',
    'MissingKey: homeRegion is missing, it is required; add "homeRegion:" (region of every stack, as `eu-west-1`)',
  ],
  [
    'accounts.data',
    'MissingKey: accounts.data is missing, it is required; add "data:" (the data account: lake buckets, central feature groups)',
  ],
  [
    'teams[0].members[1].persona',
    'MissingKey: teams[0].members[1].persona is missing, it is required; add "persona:" (what the person does, in Studio: data-scientist, data-engineer, ml-engineer, mlops-engineer, platform-engineer, model-approver, auditor or business-analyst)',
  ],
  [
    'teams[0].projects[0].repository.provider',
    'MissingKey: teams[0].projects[0].repository.provider is missing, it is required; add "provider:" (who hosts it: github, gitlab, bitbucket or codecommit)',
  ],
])('the missing key %s is told with what it is', (path, message) => {
  expect(told({ [path]: undefined })).toEqual([message]);
});

test.each<[string, Changes, string]>([
  ['a number for a text', { name: 5 }, 'WrongType: name is the number 5, it takes text; put it in quotes: "5"'],
  [
    'a truth value for a text',
    { 'teams[0].costCentre': true },
    'WrongType: teams[0].costCentre is the boolean true, it takes text; put it in quotes: "true"',
  ],
  ['a list for a text', { name: ['x'] }, 'WrongType: name is a list, it takes text; write one value'],
  [
    'nothing for a text',
    { name: null },
    'WrongType: name is empty, it takes text; write a value, or remove the key if it is optional',
  ],
  [
    'a quoted number for a number',
    { 'teams[0].monthlyBudgetUsd': '5000' },
    'WrongType: teams[0].monthlyBudgetUsd is the text "5000", it takes a number; write it without quotes: 5000',
  ],
  [
    'words for a number',
    { 'teams[0].monthlyBudgetUsd': 'plenty' },
    'WrongType: teams[0].monthlyBudgetUsd is the text "plenty", it takes a number; write a number such as 12',
  ],
  [
    'a text for a truth value',
    {
      'teams[1].stages.dev.network': {
        existingVpc: { vpcId: 'v', cidr: 'c', subnets: [], endpoints: [], addMissingEndpoints: 'yes' },
      },
    },
    'WrongType: teams[1].stages.dev.network.existingVpc.addMissingEndpoints is the text "yes", it takes true or false; write true or false, without quotes',
  ],
  [
    'a mapping for a list',
    { teams: { name: 'x' } },
    'WrongType: teams is a mapping, it takes a list; begin each entry with "- " on a line of its own',
  ],
  [
    'nothing for a mapping',
    { network: null },
    'WrongType: network is empty, it takes a mapping; write its keys below it: cidr, availabilityZones',
  ],
  [
    'a text for a mapping',
    { 'teams[0].stages.prod.network': '10.40.0.0/20' },
    'WrongType: teams[0].stages.prod.network is the text "10.40.0.0/20", it takes a mapping; write its keys below it: cidr, existingVpc',
  ],
  [
    'a list for an enumerated text',
    { operatingModel: ['federated'] },
    'WrongType: operatingModel is a list, it takes text; write one value',
  ],
])('%s is refused', (_, changes, message) => {
  expect(told(changes)).toEqual([message]);
});

test.each([
  ['055555555555', 'write "055555555555"'],
  ['55555555555', 'write "055555555555"'],
  ['0o52525252', 'write its 12 digits in quotes'],
  ['5.5e+10', 'write its 12 digits in quotes'],
])('the account id %s without quotes is refused, because its zeros are lost', (written, remedy) => {
  const source = new YamlSource('platform.yaml', NINE_ACCOUNTS.replace('"055555555555"', written));

  const { problems } = checkStructure(source.toData(), source);

  expect(problems.map(renderProblem)).toEqual([
    `platform.yaml:9:9 AccountIdUnquoted: accounts.data is the number ${written}, an account id is text of 12 digits, because a number loses its leading zeros; ${remedy}`,
  ]);
});

test.each<[string, string, unknown]>([
  ['of a stage', 'teams[0].stages.prod.account', 88888888888],
  ['that is placed in a unit', 'organization.accounts', [{ account: 88888888888, unit: 'Sandbox' }]],
  ['of a registry', 'organization.guardrails.approvedRegistryAccounts', [88888888888]],
  ['that is trusted', 'organization.guardrails.trustedAccounts', [88888888888]],
])('the account id %s is an account id as well', (_, path, value) => {
  const [message] = told({ [path]: value });

  expect(message).toMatch(
    /^AccountIdUnquoted: \S+ is the number 88888888888, an account id is text of 12 digits, because a number loses its leading zeros; write "088888888888"$/,
  );
});

test.each([
  [
    'near an allowed one',
    { operatingModel: 'federatedd' },
    'NotAllowed: operatingModel is "federatedd", it takes centralized, decentralized or federated; did you mean "federated"',
  ],
  [
    'written like the constant',
    { 'teams[0].members[0].persona': 'DATA_SCIENTIST' },
    'NotAllowed: teams[0].members[0].persona is "DATA_SCIENTIST", it takes data-scientist, data-engineer, ml-engineer, mlops-engineer, platform-engineer, model-approver, auditor or business-analyst; did you mean "data-scientist"',
  ],
  [
    'near none',
    { 'identity.provider': 'ldap' },
    'NotAllowed: identity.provider is "ldap", it takes iam or identity-center; write one of them',
  ],
  [
    'that is empty',
    { 'identity.provider': '' },
    'NotAllowed: identity.provider is "", it takes iam or identity-center; write one of them',
  ],
])('a value %s is refused', (_, changes: Changes, message) => {
  expect(told(changes)).toEqual([message]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const changes = {
    name: text,
    'network.availabilityZones': Token.asList({ Ref: 'Parameter' }),
    'teams[0].monthlyBudgetUsd': Token.asNumber({ Ref: 'Parameter' }),
    'teams[0].members[0].persona': text,
  };

  expect(told(changes)).toEqual([]);
});

test.each([
  [
    'nothing',
    null,
    'DescriptionEmpty: the description is empty, it takes keys such as name, homeRegion, accounts and teams; write "name: my-platform", and the keys that are missing are listed',
  ],
  [
    'a list',
    [],
    'NotAMapping: the description is a list, it takes keys such as name, homeRegion, accounts and teams; write "name: my-platform" and the other keys below it, without a dash',
  ],
  [
    'a text',
    'acme',
    'NotAMapping: the description is the text "acme", it takes keys such as name, homeRegion, accounts and teams; write "name: my-platform" and the other keys below it, without a dash',
  ],
])('a description that is %s is refused', (_, data, message) => {
  expect(checkStructure(data).problems.map(renderProblem)).toEqual([message]);
});

test('the draft lacks what has a wrong key or type and keeps the rest', () => {
  const { draft } = checkStructure(
    nineAccounts({ owner: 'x', name: 5, operatingModel: 'none', 'network.availabilityZones': ['eu-west-1a', 2] }),
  );

  expect(draft).toEqual(
    nineAccounts({
      name: undefined,
      operatingModel: undefined,
      'network.availabilityZones': ['eu-west-1a', undefined],
    }),
  );
  expect(draft).not.toHaveProperty('owner', 'x');
});

test('the draft tells a value that was refused from one that was not given', () => {
  const { draft } = checkStructure(nineAccounts({ partition: undefined, operatingModel: 'none' }));

  expect('partition' in draft).toBe(false);
  expect('operatingModel' in draft).toBe(true);
});
