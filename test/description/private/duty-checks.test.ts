import { Token } from 'aws-cdk-lib';
import { Persona } from '../../../lib/description';
import { checkDuties, DUTIES } from '../../../lib/description/private/duty-checks';
import { Changes, told } from '../nine-accounts';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
const GROUP = 'a1b2c3d4-5678-90ab-cdef-1234567890ab';
const OTHER = 'b1b2c3d4-5678-90ab-cdef-1234567890ab';

/** Groups of the platform, and of the teams `marine-life` with three stages and `logistics` with dev only. */
function groups(ofPlatform: unknown[], ofFirst: unknown[] = [], ofSecond: unknown[] = []): Changes {
  return {
    identity: { provider: 'identity-center', instanceArn: INSTANCE, groups: ofPlatform },
    'teams[0].groups': ofFirst,
    'teams[1].groups': ofSecond,
  };
}

function group(persona: string, choices: Changes = {}): Changes {
  return { groupId: GROUP, persona, ...choices };
}

function other(persona: string, choices: Changes = {}): Changes {
  return { groupId: OTHER, persona, ...choices };
}

/** Production in the account of the first team's dev. */
function sharedProduction(team: string): Changes {
  return { [`${team}.stages.prod`]: { account: '666666666666', sharedAccountReason: 'a pilot' } };
}

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['without identity', { identity: undefined }],
  ['with groups of the platform', groups([group('auditor'), other('model-approver')])],
  ['with groups of a team', groups([], [group('ml-engineer'), other('model-approver')])],
  ['with one group for two personas that fit', groups([], [group('data-scientist'), group('ml-engineer')])],
  ['with one group for two teams', groups([], [group('data-scientist')], [group('data-scientist')])],
  ['with an auditor who approves', groups([group('auditor'), group('model-approver')])],
  ['with two groups of one persona', groups([], [group('data-scientist'), other('data-scientist')])],
  ['with operations in production', groups([], [group('mlops-engineer', { stages: ['dev', 'test', 'prod'] })])],
  ['with engineers before production', groups([], [group('ml-engineer', { stages: ['dev', 'test'] })])],
  [
    'with engineers before production that shares the account of another stage',
    { ...groups([], [group('ml-engineer', { stages: ['test'] })]), ...sharedProduction('teams[0]') },
  ],
  [
    'with operations in an account that serves production too',
    { ...groups([], [group('mlops-engineer')]), ...sharedProduction('teams[0]') },
  ],
  ['with a group id of an older directory', groups([group('auditor', { groupId: `1234567890-${GROUP}` })])],
  [
    'with the longest name of a permission set',
    groups([group('auditor', { permissionSetName: `a+=,.@_-${'x'.repeat(24)}` })]),
  ],
  ['with the longest name that follows', { name: `a${'b'.repeat(14)}c`, ...groups([group('model-approver')]) }],
])('duties %s are accepted', (_, changes) => {
  expect(told(checkDuties, changes)).toEqual([]);
});

test.each([
  ['data-scientist', 'teams[0].groups', false],
  ['data-engineer', 'teams[0].groups', false],
  ['ml-engineer', 'teams[0].groups', false],
  ['mlops-engineer', 'teams[0].groups', false],
  ['business-analyst', 'teams[0].groups', false],
  ['model-approver', 'teams[0].groups', true],
  ['platform-engineer', 'identity.groups', true],
  ['auditor', 'identity.groups', true],
])('that a %s works outside Studio, for %s, is %s', (persona, place, outside) => {
  const messages = told(checkDuties, { 'teams[0].members[0].persona': persona });

  expect(messages).toEqual(
    outside
      ? [
          `PersonaOutsideStudio: teams[0].members[0].persona is "${persona}", members work in Studio, as data-scientist, data-engineer, ml-engineer, mlops-engineer or business-analyst; give the persona to a group, under ${place}`,
        ]
      : [],
  );
});

test.each(['data-scientist', 'data-engineer', 'ml-engineer', 'mlops-engineer', 'business-analyst'])(
  'a %s is no persona of the platform',
  (persona) => {
    expect(told(checkDuties, groups([group(persona)]))).toEqual([
      `PersonaElsewhere: identity.groups[0].persona is "${persona}", groups here are platform-engineer, model-approver or auditor; give it under the groups of a team`,
    ]);
  },
);

test.each(['platform-engineer', 'auditor'])('a %s is no persona of a team, in production either', (persona) => {
  expect(told(checkDuties, groups([], [group(persona, { stages: ['prod'] })]))).toEqual([
    `PersonaElsewhere: teams[0].groups[0].persona is "${persona}", groups here are data-scientist, data-engineer, ml-engineer, mlops-engineer, business-analyst or model-approver; give it under identity.groups`,
  ]);
});

test.each<[string, Changes, string]>([
  [
    'group of the platform without a directory',
    { identity: { provider: 'iam', groups: [group('auditor')] } },
    'GroupWithoutIdentityCenter: identity.groups[0] is given, groups are those of IAM Identity Center, which identity.provider does not name; set identity.provider to "identity-center" and give its instanceArn, or remove the group',
  ],
  [
    'group of a team without a directory',
    { identity: undefined, 'teams[0].groups': [group('ml-engineer')] },
    'GroupWithoutIdentityCenter: teams[0].groups[0] is given, groups are those of IAM Identity Center, which identity.provider does not name; set identity.provider to "identity-center" and give its instanceArn, or remove the group',
  ],
  [
    'group without an organization',
    { organization: undefined, ...groups([group('auditor')]) },
    'GroupWithoutOrganization: identity.groups[0] is given, groups reach accounts by permission sets, which the management account of an organization holds; describe the organization, or remove the group',
  ],
  [
    'group that reaches no stage',
    groups([], [group('data-scientist', { stages: [] })]),
    'GroupWithoutStages: teams[0].groups[0].stages is empty, a group reaches the account of at least one stage; name a stage, or remove the key for those that the persona works in',
  ],
  ...['', 'ml-engineers', GROUP.slice(1), `123456789-${GROUP}`].map((groupId): [string, Changes, string] => [
    `group id "${groupId}"`,
    groups([group('auditor', { groupId })]),
    `GroupIdMalformed: identity.groups[0].groupId is "${groupId}", the id of a group in IAM Identity Center is a UUID, with ten more characters before it in some directories; copy it from the group's page, as "a1b2c3d4-5678-90ab-cdef-1234567890ab"`,
  ]),
  [
    'group of engineers for production',
    groups([], [group('ml-engineer', { stages: ['dev', 'prod'] })]),
    'DeploysByHandToProduction: teams[0].groups[0].stages takes the persona ml-engineer, which deploys endpoints by hand, to prod, nobody deploys by hand to prod: approved versions are deployed by the platform; remove "prod", or give the group the persona mlops-engineer there',
  ],
  ...[{}, { stages: ['dev'] }].map((where): [string, Changes, string] => [
    `group of engineers in an account that serves production too, with ${JSON.stringify(where)}`,
    { ...groups([], [group('ml-engineer', where)]), ...sharedProduction('teams[0]') },
    'DeploysByHandToProduction: teams[0].groups[0] takes the persona ml-engineer, which deploys endpoints by hand, to the account of dev, which teams[0].stages.prod has too, nobody deploys by hand to prod: approved versions are deployed by the platform; give prod an account of its own, or give the group the persona mlops-engineer there',
  ]),
  [
    'group of engineers in an account that serves production of another team',
    { ...groups([], [group('ml-engineer')]), ...sharedProduction('teams[1]') },
    'DeploysByHandToProduction: teams[0].groups[0] takes the persona ml-engineer, which deploys endpoints by hand, to the account of dev, which teams[1].stages.prod has too, nobody deploys by hand to prod: approved versions are deployed by the platform; give prod an account of its own, or give the group the persona mlops-engineer there',
  ],
  [
    'stage that the team does not have',
    groups([], [], [group('mlops-engineer', { stages: ['dev', 'test'] })]),
    'StageUnknown: teams[1].groups[0].stages[1] is "test", the team has no such stage; add the stage, or remove "test" here',
  ],
  ...['', 'Ann & Ben', 'approver/prod', 'größe'].map((permissionSetName): [string, Changes, string] => [
    `permission set name "${permissionSetName}"`,
    groups([group('auditor', { permissionSetName })]),
    `PermissionSetNameMalformed: identity.groups[0].permissionSetName is "${permissionSetName}", the name of a permission set is 1 to 32 letters, digits and +=,.@_-; write a name such as "marine-life-approver"`,
  ]),
  [
    'permission set name that is too long',
    groups([], [group('model-approver', { permissionSetName: 'x'.repeat(33) })]),
    `PermissionSetNameTooLong: teams[0].groups[0].permissionSetName names the permission set "${'x'.repeat(33)}", 33 characters, IAM Identity Center accepts 32; shorten it`,
  ],
  [
    'permission set name that is too long, whatever the persona',
    groups([], [{ groupId: GROUP, permissionSetName: 'x'.repeat(33) }]),
    `PermissionSetNameTooLong: teams[0].groups[0].permissionSetName names the permission set "${'x'.repeat(33)}", 33 characters, IAM Identity Center accepts 32; shorten it`,
  ],
  [
    'permission set name that follows and is too long',
    { ...groups([], [group('model-approver')]), 'teams[0].name': 'marine-life-of-acme' },
    'PermissionSetNameTooLong: teams[0].groups[0] names the permission set "marine-life-of-acme-model-approver", 34 characters, IAM Identity Center accepts 32; add a shorter permissionSetName',
  ],
  [
    'permission set name that another persona has',
    groups(
      [],
      [
        group('ml-engineer', { permissionSetName: 'Engineers' }),
        other('data-engineer', { permissionSetName: 'engineers' }),
      ],
    ),
    'PermissionSetNameTaken: teams[0].groups[1] names the permission set "engineers", as teams[0].groups[0] does, each persona of a team has a permission set of its own name; give one of the two another permissionSetName',
  ],
  [
    'permission set name that another team has',
    groups([], [group('ml-engineer')], [other('ml-engineer', { permissionSetName: 'marine-life-ml-engineer' })]),
    'PermissionSetNameTaken: teams[1].groups[0] names the permission set "marine-life-ml-engineer", as teams[0].groups[0] does, each persona of a team has a permission set of its own name; give one of the two another permissionSetName',
  ],
  [
    'permission set name of a team that is called as the platform is',
    { ...groups([group('model-approver')], [other('model-approver')]), name: 'acme', 'teams[0].name': 'acme' },
    'PermissionSetNameTaken: teams[0].groups[0] names the permission set "acme-model-approver", as identity.groups[0] does, each persona of a team has a permission set of its own name; give one of the two another permissionSetName',
  ],
  [
    'group that stands twice',
    groups([], [group('ml-engineer'), other('data-scientist'), group('ml-engineer', { groupId: GROUP.toUpperCase() })]),
    'GroupTwice: teams[0].groups[2] makes the group A1B2C3D4-5678-90AB-CDEF-1234567890AB ml-engineer, as teams[0].groups[0] does, a group is given a persona once; remove one of the two',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkDuties, changes)).toEqual([message]);
});

describe('who trains or deploys a model does not approve it', () => {
  test.each(['data-scientist', 'ml-engineer', 'mlops-engineer', 'business-analyst'])('nor does a %s', (persona) => {
    expect(told(checkDuties, groups([], [group(persona), group('model-approver')]))).toEqual([
      `DutiesConflict: teams[0].groups[1].persona makes the group ${GROUP} model-approver, and teams[0].groups[0].persona makes it ${persona}, who trains or deploys a model must not approve it; give one of the two to another group`,
    ]);
  });

  test('nor does a data engineer, who trains nothing, need to be kept apart', () => {
    expect(told(checkDuties, groups([], [group('data-engineer'), group('model-approver')]))).toEqual([]);
  });

  test.each<[string, Changes, string, string]>([
    [
      'who approves for the platform',
      groups([group('model-approver')], [group('ml-engineer')]),
      'teams[0].groups[0].persona makes the group a1b2c3d4-5678-90ab-cdef-1234567890ab ml-engineer',
      'identity.groups[0].persona makes it model-approver',
    ],
    [
      'who deploys the platform',
      groups([group('platform-engineer'), group('model-approver')]),
      'identity.groups[1].persona makes the group a1b2c3d4-5678-90ab-cdef-1234567890ab model-approver',
      'identity.groups[0].persona makes it platform-engineer',
    ],
    [
      'who approves for another team',
      groups([], [group('model-approver')], [group('data-scientist')]),
      'teams[1].groups[0].persona makes the group a1b2c3d4-5678-90ab-cdef-1234567890ab data-scientist',
      'teams[0].groups[0].persona makes it model-approver',
    ],
  ])('nor does a group %s', (_, changes, later, earlier) => {
    expect(told(checkDuties, changes)).toEqual([
      `DutiesConflict: ${later}, and ${earlier}, who trains or deploys a model must not approve it; give one of the two to another group`,
    ]);
  });

  test('and each persona has its duties', () => {
    expect(Object.keys(DUTIES)).toEqual(Object.values(Persona));
  });
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const unknown = { groupId: text, persona: text, stages: [text], permissionSetName: text };
  const changes = {
    ...groups([unknown, group(text)], [unknown, group(text), group('model-approver')]),
    'teams[0].members[0].persona': text,
    'teams[1].name': text,
    'teams[1].groups': [other('ml-engineer'), other('data-scientist', { stages: Token.asList({ Ref: 'Stages' }) })],
  };

  expect(told(checkDuties, changes)).toEqual([]);
  expect(told(checkDuties, { identity: { provider: text, groups: [group('auditor')] } })).toEqual([]);
});

test('what the structure has refused is not told about again', () => {
  const { identity } = groups([group('auditor')]) as { identity: object };

  expect(told(checkDuties, { identity: { ...identity, provider: undefined } })).toEqual([]);
  expect(
    told(checkDuties, { ...groups([], [group('mlops-engineer', { stages: ['prod'] })]), 'teams[0].stages': undefined }),
  ).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  expect(told((problems) => checkDuties(problems, {}), {})).toEqual([]);
  expect(
    told(checkDuties, { ...groups([undefined, {}], [undefined, {}, {}]), 'teams[1].members': [undefined, {}] }),
  ).toEqual([]);
  expect(told((problems) => checkDuties(problems, { teams: [undefined, {}] }), {})).toEqual([]);
});
