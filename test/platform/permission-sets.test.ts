import { Persona, StageName } from '../../lib/description';
import { approverPermissionSets, permissionSetsOf } from '../../lib/platform/permission-sets';
import { Changes, nineAccounts } from '../description/nine-accounts';

const [ONE, OTHER] = ['a1b2c3d4-5678-90ab-cdef-1234567890ab', 'b1b2c3d4-5678-90ab-cdef-1234567890ab'];

const LOG_ARCHIVE = '222222222222';
const SECURITY = '333333333333';
const SHARED_SERVICES = '444444444444';
const DATA = '055555555555';
const [DEV, TEST, PROD, BEGINNERS] = ['666666666666', '777777777777', '888888888888', '999999999999'];

test('nobody has a permission set when no group has a persona', () => {
  expect(permissionSetsOf(nineAccounts())).toEqual([]);
  expect(permissionSetsOf(nineAccounts({ identity: undefined }))).toEqual([]);
});

test.each([
  [Persona.PLATFORM_ENGINEER, [LOG_ARCHIVE, SECURITY, SHARED_SERVICES, DATA, DEV, TEST, PROD, BEGINNERS]],
  [Persona.AUDITOR, [LOG_ARCHIVE, SECURITY, SHARED_SERVICES, DATA, DEV, TEST, PROD, BEGINNERS]],
  [Persona.MODEL_APPROVER, [SHARED_SERVICES, TEST, PROD]],
])('a %s of the platform reaches what the persona works in', (persona, accountIds) => {
  const [set, ...more] = permissionSetsOf(nineAccounts(ofPlatform({ persona })));

  expect(more).toEqual([]);
  expect(set).toEqual({ name: `acme-ml-${persona}`, persona, groups: [{ groupId: ONE, accountIds }] });
});

test.each([
  [Persona.DATA_SCIENTIST, [DEV]],
  [Persona.DATA_ENGINEER, [DEV]],
  [Persona.ML_ENGINEER, [DEV]],
  [Persona.BUSINESS_ANALYST, [DEV]],
  [Persona.MLOPS_ENGINEER, [DEV, TEST, PROD]],
  [Persona.MODEL_APPROVER, [SHARED_SERVICES, TEST, PROD]],
])('a %s of a team reaches the stages that the persona works in', (persona, accountIds) => {
  const description = nineAccounts(ofTeam({ persona }));

  const [set, ...more] = permissionSetsOf(description);

  expect(more).toEqual([]);
  expect(set).toEqual({
    name: `marine-life-${persona}`,
    persona,
    team: description.teams[0],
    groups: [{ groupId: ONE, accountIds }],
  });
});

test.each([
  [Persona.ML_ENGINEER, [StageName.TEST, StageName.DEV], [DEV, TEST]],
  [Persona.MLOPS_ENGINEER, [StageName.PROD], [PROD]],
  [Persona.MODEL_APPROVER, [StageName.PROD], [SHARED_SERVICES, PROD]],
])('a %s may be kept to the stages %s', (persona, stages, accountIds) => {
  const [set] = permissionSetsOf(nineAccounts(ofTeam({ persona, stages })));

  expect(set.groups).toEqual([{ groupId: ONE, accountIds }]);
});

test('a team without serving stages has approvers who reach the registry, and operations who reach the workspace', () => {
  const sets = permissionSetsOf(
    nineAccounts({
      'teams[1].groups': [
        { groupId: ONE, persona: Persona.MODEL_APPROVER },
        { groupId: OTHER, persona: Persona.MLOPS_ENGINEER },
      ],
    }),
  );

  expect(sets.map(({ groups }) => groups[0].accountIds)).toEqual([[SHARED_SERVICES], [BEGINNERS]]);
});

test('an account that serves several stages is reached once', () => {
  const changes = { 'teams[0].stages.test.account': PROD, 'teams[0].stages.test.sharedAccountReason': 'a pilot' };

  const [set] = permissionSetsOf(nineAccounts({ ...changes, ...ofTeam({ persona: Persona.MLOPS_ENGINEER }) }));

  expect(set.groups).toEqual([{ groupId: ONE, accountIds: [DEV, PROD] }]);
});

test('the management account is reached only where it has another role, which nobody could do his work in else', () => {
  const management = '111111111111';

  const sets = permissionSetsOf(
    nineAccounts({ 'accounts.sharedServices': management, ...ofPlatform({ persona: Persona.MODEL_APPROVER }) }),
  );

  expect(sets[0].groups[0].accountIds).toEqual([management, TEST, PROD]);
});

test('groups with one persona of one team share a permission set', () => {
  const persona = Persona.DATA_SCIENTIST;

  const sets = permissionSetsOf(
    nineAccounts(ofTeam({ persona }, { groupId: OTHER, persona, stages: [StageName.DEV, StageName.TEST] })),
  );

  expect(sets.map(({ name, groups }) => [name, groups])).toEqual([
    [
      'marine-life-data-scientist',
      [
        { groupId: ONE, accountIds: [DEV] },
        { groupId: OTHER, accountIds: [DEV, TEST] },
      ],
    ],
  ]);
});

test('another name makes another permission set of the same persona', () => {
  const persona = Persona.MODEL_APPROVER;

  const sets = permissionSetsOf(
    nineAccounts(ofTeam({ persona }, { groupId: OTHER, persona, permissionSetName: 'risk-officers' })),
  );

  expect(sets.map(({ name }) => name)).toEqual(['marine-life-model-approver', 'risk-officers']);
});

test('approvers are told by their persona, of the platform and of every team', () => {
  const description = nineAccounts({
    ...ofPlatform({ persona: Persona.MODEL_APPROVER }, { groupId: OTHER, persona: Persona.AUDITOR }),
    ...ofTeam({ persona: Persona.MODEL_APPROVER, permissionSetName: 'risk-officers' }),
    'teams[1].groups': [{ groupId: OTHER, persona: Persona.DATA_SCIENTIST }],
  });

  expect(approverPermissionSets(description)).toEqual(['acme-ml-model-approver', 'risk-officers']);
});

/** Groups of the platform; the first is known. */
function ofPlatform(first: object, ...more: object[]): Changes {
  return { identity: { provider: 'identity-center', groups: [{ groupId: ONE, ...first }, ...more] } };
}

/** Groups of the first team; the first is known. */
function ofTeam(first: object, ...more: object[]): Changes {
  return { 'teams[0].groups': [{ groupId: ONE, ...first }, ...more] };
}
