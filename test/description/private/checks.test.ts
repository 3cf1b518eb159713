import { renderProblem } from '../../../lib/core';
import { problemsOf } from '../../../lib/description/private/checks';
import { YamlSource } from '../../../lib/description/private/yaml-source';
import { Changes, NINE_ACCOUNTS, nineAccounts } from '../nine-accounts';

function codes(changes: Changes): string[] {
  return problemsOf(nineAccounts(changes)).map(({ code, path }) => `${code} ${path}`);
}

test('the example has no problems', () => {
  expect(problemsOf(nineAccounts())).toEqual([]);
});

test('a description that says everything about organisation and people has no problems', () => {
  const changes = {
    'organization.additionalUnits': ['Infrastructure/Network'],
    'organization.adoptedUnits': [{ unit: 'Infrastructure', id: 'ou-ab12-1a2b3c4d' }],
    'organization.accounts': [{ account: '121212121212', unit: 'Infrastructure/Network' }],
    'organization.guardrails': {
      preset: 'strict',
      approvedRegions: ['eu-central-1'],
      approvedInstanceTypes: ['ml.m5.*'],
      approvedRegistryAccounts: ['444444444444'],
      trustedAccounts: ['131313131313'],
      units: [{ unit: 'Sandbox', omit: [{ guardrail: 'network-isolation', reason: 'models are tried out' }] }],
      exemptions: [{ roleName: 'BreakGlass', reason: 'emergencies' }],
      attachedPolicies: 2,
    },
    'organization.detectiveControls': { email: 'security@acme.example', omit: [{ control: 'macie', reason: 'cost' }] },
    'organization.controlTowerControls': true,
    identity: {
      provider: 'identity-center',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
      groups: [{ groupId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'auditor' }],
      breakGlass: { assumedBy: ['arn:aws:iam::333333333333:role/on-call'] },
    },
    'teams[0].lineOfBusiness': 'retail',
    'teams[0].groups': [
      { groupId: 'b1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'mlops-engineer', stages: ['dev', 'prod'] },
    ],
  };

  expect(problemsOf(nineAccounts(changes))).toEqual([]);
});

test.each<[string, Changes, string[]]>([
  ['a network of a wrong type', { 'teams[0].stages.prod.network': 5 }, ['WrongType teams[0].stages.prod.network']],
  [
    'a network whose block has a wrong type',
    { 'teams[0].stages.prod.network.cidr': 5 },
    ['WrongType teams[0].stages.prod.network.cidr'],
  ],
  [
    'a network whose key is misspelt',
    { 'teams[0].stages.prod': { account: '888888888888', netwrok: { cidr: '10.40.32.0/20' } } },
    ['UnknownKey teams[0].stages.prod.netwrok'],
  ],
  [
    'an instance of a wrong type',
    { identity: { provider: 'identity-center', instanceArn: 5 } },
    ['WrongType identity.instanceArn'],
  ],
  [
    'a preset that is misspelt',
    {
      'organization.guardrails': {
        preset: 'strct',
        units: [{ unit: 'Sandbox', omit: [{ guardrail: 'network-isolation', reason: 'tried out' }] }],
      },
    },
    ['NotAllowed organization.guardrails.preset'],
  ],
  [
    'a provider that is misspelt',
    {
      identity: {
        provider: 'identity-centre',
        instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
        groups: [{ groupId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'auditor' }],
      },
    },
    ['NotAllowed identity.provider'],
  ],
  [
    'a guardrail that is misspelt',
    { 'organization.guardrails.units': [{ unit: 'Sandbox', include: ['no-accelerator', 'closed-features'] }] },
    ['NotAllowed organization.guardrails.units[0].include[0]'],
  ],
  [
    'a persona that is misspelt',
    {
      identity: { provider: 'identity-center', instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef' },
      'teams[0].groups': [
        { groupId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'ml-enginer', stages: ['prod'] },
        { groupId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'model-approver' },
      ],
    },
    ['NotAllowed teams[0].groups[0].persona'],
  ],
])('%s is told about once', (_, changes, expected) => {
  expect(codes(changes)).toEqual(expected);
});

test('fields are checked although others have a wrong type', () => {
  const changes = { name: 5, teams: [null, ...nineAccounts({ 'teams[1].email': 'x' }).teams] };

  expect(codes(changes)).toEqual(['WrongType name', 'WrongType teams[0]', 'EmailMalformed teams[2].email']);
});

test('code is looked at only when the folder is known', () => {
  const described = nineAccounts();

  expect(problemsOf(described, { folder: __dirname }).map(({ code }) => code)).toEqual(['CodeNotFound']);
});

test('problems of a file come in the order of its text, whatever found them', () => {
  const text = NINE_ACCOUNTS.replace('cidr: 10.40.48.0/20', 'cidr: 10.40.0.0/20')
    .replace('maxMse: 6', 'maxMse: 0\n          maxMse: none')
    .replace('homeRegion: eu-west-1', 'homeRegion: eu-west-9')
    .replace('name: acme-ml', 'naem: acme-ml');
  const source = new YamlSource('platform.yaml', text);

  const problems = problemsOf(source.toData(), { source });

  expect(problems.map(renderProblem)).toEqual([
    'platform.yaml:1:1 UnknownKey: naem is no known key, an unknown key would be ignored in silence; did you mean "name"',
    'platform.yaml:2:13 RegionUnknown: homeRegion is "eu-west-9", AWS has no such region; did you mean "eu-west-1"',
    'platform.yaml:57:11 DuplicateKey: teams[0].projects[0].model.maxMse stands at line 57, column 11 and already at line 56, column 11, a key stands once in its mapping; remove one of the two',
    'platform.yaml:57:19 WrongType: teams[0].projects[0].model.maxMse is the text "none", it takes a number; write a number such as 12',
    'platform.yaml:71:17 CidrsOverlap: teams[1].stages.dev.network.cidr is "10.40.0.0/20", which overlaps "10.40.0.0/20" of teams[0].stages.dev.network.cidr (line 33), networks of one platform share no address, so that they can be connected one day; choose a block that is free',
  ]);
});
