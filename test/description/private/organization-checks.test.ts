import { Token } from 'aws-cdk-lib';
import { checkOrganization } from '../../../lib/description/private/organization-checks';
import { Changes, told } from '../nine-accounts';

const DEEP = ['Partners', 'Partners/a', 'Partners/a/b', 'Partners/a/b/c', 'Partners/a/b/c/d'];

function guardrails(choices: Changes): Changes {
  return { 'organization.guardrails': choices };
}

function units(...additionalUnits: string[]): Changes {
  return { 'organization.additionalUnits': additionalUnits };
}

function adopted(...adoptedUnits: Changes[]): Changes {
  return { 'organization.adoptedUnits': adoptedUnits };
}

function placed(...accounts: Changes[]): Changes {
  return { 'organization.accounts': accounts };
}

const READING_REGISTRIES = [{ unit: 'Sandbox', include: ['approved-image-registries'] }];

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['that is not there', { organization: undefined }],
  ['in China', { homeRegion: 'cn-north-1', ...guardrails({ approvedRegions: ['cn-northwest-1'] }) }],
  ['with units of its own, in any order', units('Infrastructure/Network', 'Partners/Banks', 'Partners')],
  ['with the deepest units', units(...DEEP)],
  ['with the longest name of a unit', units('x'.repeat(128))],
  ['with an adopted unit', adopted({ unit: 'Workloads', id: 'ou-ab12-1a2b3c4d' })],
  [
    'with adopted units below each other, in any order',
    adopted({ unit: 'Workloads/marine-life', id: 'ou-ab12-2a2b3c4d' }, { unit: 'Workloads', id: 'ou-ab12-1a2b3c4d' }),
  ],
  [
    'with further accounts',
    placed({ account: '121212121212', unit: 'Sandbox' }, { account: '131313131313', unit: 'Sandbox' }),
  ],
  [
    'with lists of what is approved',
    guardrails({
      approvedRegions: [],
      approvedInstanceTypes: ['ml.m5.*', 'ml.g5.xlarge'],
      approvedRegistryAccounts: ['444444444444'],
      trustedAccounts: ['141414141414'],
      units: READING_REGISTRIES,
    }),
  ],
  ['with no policies attached', guardrails({ attachedPolicies: 0 })],
  ['with room for one more policy', guardrails({ attachedPolicies: 9 })],
  ['whose guardrails differ in a unit', guardrails({ units: [{ unit: 'Sandbox', include: ['no-accelerators'] }] })],
  [
    'with detective controls',
    {
      'organization.detectiveControls': {
        email: 'security@acme.example',
        omit: [{ control: 'macie', reason: 'no personal data' }],
      },
    },
  ],
])('an organization %s is accepted', (_, changes) => {
  expect(told(checkOrganization, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'detective controls with the preset that has none',
    {
      'organization.guardrails': { preset: 'starter' },
      'organization.detectiveControls': { email: 'security@acme.example' },
    },
    'DetectiveControlsUnused: organization.detectiveControls is given, with the preset starter no detective control watches; remove it, or choose the preset standard',
  ],
  [
    'organization id',
    { 'organization.id': 'o-A1' },
    'OrganizationIdMalformed: organization.id is "o-A1", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"',
  ],
  [
    'root id',
    { 'organization.rootId': 'ou-ab12' },
    'OrganizationRootIdMalformed: organization.rootId is "ou-ab12", the id of a root is "r-" and 4 to 32 lower-case letters and digits; copy it from the account tree of AWS Organizations, as "r-ab12"',
  ],
  [
    'approved region',
    { 'organization.guardrails.approvedRegions': ['eu-west-1', ''] },
    'RegionUnknown: organization.guardrails.approvedRegions[1] is "", AWS has no such region; write a region name such as "eu-west-1"',
  ],
  [
    'approved instance type',
    guardrails({ approvedInstanceTypes: ['ml.m5.*', 'g5.xlarge'] }),
    'InstanceTypePatternMalformed: organization.guardrails.approvedInstanceTypes[1] is "g5.xlarge", an instance type begins with "ml." and has wildcards after that only; write a type as "ml.m5.xlarge" or a family as "ml.m5.*"',
  ],
  ...['approvedRegistryAccounts', 'trustedAccounts'].map((list): [string, Changes, string] => [
    `account of ${list}`,
    guardrails({ preset: 'strict', approvedRegistryAccounts: ['444444444444'], [list]: ['444444444444', '4444'] }),
    `AccountIdMalformed: organization.guardrails.${list}[1] is "4444", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes`,
  ]),
  ...['approvedInstanceTypes', 'approvedRegistryAccounts'].map((list): [string, Changes, string] => [
    `empty list of ${list}`,
    guardrails({ preset: 'strict', approvedRegistryAccounts: ['444444444444'], [list]: [] }),
    `ApprovedListEmpty: organization.guardrails.${list} is empty, a list of what is approved names something, or nothing could be done; name one, or remove the key`,
  ]),
  [
    'exempted role',
    { 'organization.guardrails.exemptions[0].roleName': 'admin/BreakGlass' },
    'RoleNameMalformed: organization.guardrails.exemptions[0].roleName is "admin/BreakGlass", the name of an IAM role is 1 to 64 letters, digits and +=,.@_-; write the name alone, neither its path nor its ARN',
  ],
  [
    'exemption without a reason',
    { 'organization.guardrails.exemptions[0].reason': ' \u00a0' },
    'ExemptionWithoutReason: organization.guardrails.exemptions[0].reason is empty, an exemption from guardrails is only given for a reason, which ends up in the evidence; say why the role needs it, or remove the exemption',
  ],
  ...[-1, 10, 1.5].map((count): [string, Changes, string] => [
    `number of policies, ${count}`,
    guardrails({ attachedPolicies: count }),
    `AttachedPoliciesOutOfRange: organization.guardrails.attachedPolicies is ${count}, an organisational unit has up to 10 service control policies, and the guardrails need one; write how many each unit has today, from 0 to 9`,
  ]),
  [
    'choice for a unit, which is checked as well',
    guardrails({ units: [{ unit: 'Suspended' }] }),
    'SuspendedUnitWithGuardrails: organization.guardrails.units[0].unit is "Suspended", everything is denied there; remove the entry',
  ],
  [
    'address for findings',
    { 'organization.detectiveControls': { email: 'security' } },
    'EmailMalformed: organization.detectiveControls.email is "security", an address reads name@host.domain; write the address that findings go to, as "security@example.com"',
  ],
  [
    'control that is left out without a reason',
    { 'organization.detectiveControls': { omit: [{ control: 'macie', reason: ' ' }] } },
    'DetectiveControlOmittedWithoutReason: organization.detectiveControls.omit[0].reason is empty, a detective control is left out for a reason only, which ends up in the evidence; say why, or remove the entry',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkOrganization, changes)).toEqual([message]);
});

describe('additional units', () => {
  test.each([
    ['nothing', ['']],
    ['a blank name', ['Infrastructure/ ']],
    ['an empty name', ['Infrastructure//Network']],
    ['a slash before it', ['/Network']],
    ['a slash after it', ['Network/']],
    ['a name that stands for any', ['Infrastructure/*']],
    ['too long a name', ['x'.repeat(129)]],
    ['too many levels', [`${DEEP[4]}/e`, ...DEEP]],
  ])('are refused with %s', (_, additional) => {
    expect(told(checkOrganization, units(...additional))).toEqual([
      `OrganizationalUnitMalformed: organization.additionalUnits[0] is "${additional[0]}", a path is up to 5 names of 1 to 128 characters without "*", joined by slashes; write a path such as "Infrastructure/Network"`,
    ]);
  });

  test.each([
    ['Infrastructur', 'did you mean "Infrastructure"'],
    ['infrastructure', 'did you mean "Infrastructure"'],
    ['Partners', 'add it to organization.additionalUnits'],
  ])('are refused below the unknown unit %s', (above, remedy) => {
    expect(told(checkOrganization, units(`${above}/N`))).toEqual([
      `OrganizationalUnitUnknown: organization.additionalUnits[0] lies below "${above}", the organization has no such unit; ${remedy}`,
    ]);
  });

  test.each([
    ['the tree has them', ['security'], 0, 'Security'],
    ['a group has them', ['Workloads/marine-life/Dev'], 0, 'Workloads/marine-life/dev'],
    ['they stand twice', ['Partners', 'Partners'], 1, 'Partners'],
  ])('are refused when %s', (_, additional, i, twin) => {
    expect(told(checkOrganization, units(...additional))).toEqual([
      `OrganizationalUnitTwice: organization.additionalUnits[${i}] adds "${additional[i]}", and there is "${twin}", the units below one parent have different names, upper and lower case alike; remove or rename one of the two`,
    ]);
  });
});

describe('adopted units', () => {
  test.each<[string, Changes, string]>([
    [
      'that no organization has',
      adopted({ unit: 'Workload', id: 'ou-ab12-1a2b3c4d' }),
      'OrganizationalUnitUnknown: organization.adoptedUnits[0].unit is "Workload", the organization has no such unit; did you mean "Workloads"',
    ],
    [
      'that are like none',
      adopted({ unit: 'Partners', id: 'ou-ab12-1a2b3c4d' }),
      'OrganizationalUnitUnknown: organization.adoptedUnits[0].unit is "Partners", the organization has no such unit; add it to organization.additionalUnits',
    ],
    [
      'with a malformed id',
      adopted({ unit: 'Workloads', id: 'r-ab12' }),
      'OrganizationalUnitIdMalformed: organization.adoptedUnits[0].id is "r-ab12", the id of an organisational unit is "ou-", the four or more characters of its root, "-" and 8 to 32 more; copy it from the account tree of AWS Organizations, as "ou-ab12-1a2b3c4d"',
    ],
    [
      'of another root',
      adopted({ unit: 'Workloads', id: 'ou-ab123-1a2b3c4d' }),
      'AdoptedUnitOfOtherRoot: organization.adoptedUnits[0].id is "ou-ab123-1a2b3c4d", organization.rootId is "r-ab12", and the first part of the id is that of the root; copy the id of a unit of this organization, or correct the root',
    ],
    [
      'that are adopted twice',
      adopted({ unit: 'Sandbox', id: 'ou-ab12-1a2b3c4d' }, { unit: 'Sandbox', id: 'ou-ab12-2a2b3c4d' }),
      'AdoptedUnitTwice: organization.adoptedUnits[1].unit is "Sandbox", which organization.adoptedUnits[0].unit is too, an existing unit has one place in the tree; remove or correct one of the two',
    ],
    [
      'with the id of another',
      adopted({ unit: 'Sandbox', id: 'ou-ab12-1a2b3c4d' }, { unit: 'Data', id: 'ou-ab12-1a2b3c4d' }),
      'AdoptedUnitTwice: organization.adoptedUnits[1].id is "ou-ab12-1a2b3c4d", which organization.adoptedUnits[0].id is too, an existing unit has one place in the tree; remove or correct one of the two',
    ],
    [
      'below a new one',
      adopted({ unit: 'Workloads/logistics', id: 'ou-ab12-1a2b3c4d' }),
      'AdoptedUnitBelowNewUnit: organization.adoptedUnits[0].unit is "Workloads/logistics", and "Workloads" above it is not adopted, AWS Organizations cannot move a unit below a new one; adopt "Workloads" too, or remove the entry, so that "Workloads/logistics" is created',
    ],
  ])('%s are refused', (_, changes, message) => {
    expect(told(checkOrganization, changes)).toEqual([message]);
  });
});

describe('a further account', () => {
  test.each<[string, Changes, string]>([
    [
      'with a malformed id',
      placed({ account: '1212', unit: 'Sandbox' }),
      'AccountIdMalformed: organization.accounts[0].account is "1212", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
    ],
    [
      'in a unit that does not exist',
      placed({ account: '121212121212', unit: 'Sandbxo' }),
      'OrganizationalUnitUnknown: organization.accounts[0].unit is "Sandbxo", the organization has no such unit; did you mean "Sandbox"',
    ],
    [
      'in two units',
      placed({ account: '121212121212', unit: 'Sandbox' }, { account: '121212121212', unit: 'Data' }),
      'AccountInTwoUnits: organization.accounts[1].account puts 121212121212 into "Data", and organization.accounts[0].account into "Sandbox", an account lies in one organisational unit; remove it here, or correct the other place',
    ],
    [
      'that is a shared account',
      placed({ account: '055555555555', unit: 'Sandbox' }),
      'AccountInTwoUnits: organization.accounts[0].account puts 055555555555 into "Sandbox", and accounts.data into "Data", an account lies in one organisational unit; remove it here, or correct the other place',
    ],
    [
      'that is the management account',
      placed({ account: '111111111111', unit: 'Security' }),
      'AccountInTwoUnits: organization.accounts[0].account puts 111111111111 into "Security", and accounts.management into "the root", an account lies in one organisational unit; remove it here, or correct the other place',
    ],
    [
      'that is a stage of a team',
      placed({ account: '888888888888', unit: 'Sandbox' }),
      'AccountInTwoUnits: organization.accounts[0].account puts 888888888888 into "Sandbox", and teams[0].stages.prod.account into "Workloads/marine-life/prod", an account lies in one organisational unit; remove it here, or correct the other place',
    ],
  ])('%s is refused', (_, changes, message) => {
    expect(told(checkOrganization, changes)).toEqual([message]);
  });

  test('that is malformed in both places is told about for its form only', () => {
    const changes = { 'accounts.data': '5555', ...placed({ account: '5555', unit: 'Sandbox' }) };

    const messages = told(checkOrganization, changes);

    expect(messages).toEqual([expect.stringMatching(/^AccountIdMalformed: /)]);
  });
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const organization = {
    id: text,
    rootId: text,
    additionalUnits: [text],
    adoptedUnits: [
      { unit: text, id: text },
      { unit: text, id: text },
    ],
    accounts: [
      { account: text, unit: text },
      { account: text, unit: text },
    ],
    guardrails: {
      approvedRegions: [text],
      approvedInstanceTypes: [text],
      approvedRegistryAccounts: [text],
      trustedAccounts: [text],
      units: READING_REGISTRIES,
      exemptions: [{ roleName: text, reason: text }],
      attachedPolicies: Token.asNumber({ Ref: 'Parameter' }),
    },
    detectiveControls: { email: text, omit: [{ control: text, reason: text }] },
  };

  expect(told(checkOrganization, { organization })).toEqual([]);
});

test('a list that is a token passes', () => {
  const list = Token.asList({ Ref: 'Parameter' });
  const organization = { additionalUnits: list, guardrails: { approvedInstanceTypes: list } };

  expect(told(checkOrganization, { organization })).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  const organization = {
    additionalUnits: [undefined],
    adoptedUnits: [undefined, {}],
    accounts: [undefined, {}, { account: '055555555555' }, { unit: 'Sandbox' }],
    guardrails: { exemptions: [undefined, {}] },
    detectiveControls: { omit: [undefined, {}] },
  };

  expect(told((problems) => checkOrganization(problems, {}), {})).toEqual([]);
  expect(told((problems) => checkOrganization(problems, { organization: {} }), {})).toEqual([]);
  expect(told(checkOrganization, { organization })).toEqual([]);
});
