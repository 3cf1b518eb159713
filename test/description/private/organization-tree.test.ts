import { StageDescription } from '../../../lib/description';
import {
  placesByPurpose,
  unitOfStage,
  unitTreeOf,
  unitsMeant,
  workloadGroupOf,
  workloadGroupsOf,
} from '../../../lib/description/private/organization-tree';
import { Changes, nineAccounts } from '../nine-accounts';

const TREE = ['Workloads', 'Workloads/a', 'Workloads/a/dev', 'Workloads/a/prod', 'Workloads/b/prod', 'Sandbox'];

test.each<[string, Changes, string[]]>([
  ['the teams', {}, ['marine-life', 'logistics']],
  ['the lines of business', { 'teams[0].lineOfBusiness': 'retail' }, ['retail', 'logistics']],
  [
    'a line of business, once for all its teams',
    { 'teams[0].lineOfBusiness': 'retail', 'teams[1].lineOfBusiness': 'retail' },
    ['retail'],
  ],
  [
    'the teams where each line of business is on its own',
    { operatingModel: 'decentralized' },
    ['marine-life', 'logistics'],
  ],
  ['the teams where no operating model is given', { operatingModel: undefined }, ['marine-life', 'logistics']],
  [
    'one for a central team, whatever the lines of business',
    { operatingModel: 'centralized', 'teams[0].lineOfBusiness': 'retail' },
    ['Central'],
  ],
])('the groups of workloads are %s', (_, changes, expected) => {
  const platform = nineAccounts(changes);

  const groups = workloadGroupsOf(platform);

  expect(groups).toEqual(expected);
  expect(workloadGroupOf(platform, platform.teams[0])).toBe(expected[0]);
});

test('the unit of a stage is that of its group', () => {
  const platform = nineAccounts({ 'teams[0].lineOfBusiness': 'retail' });

  expect(unitOfStage(platform, platform.teams[0], 'prod')).toBe('Workloads/retail/prod');
});

test('the tree has the units of the groups and the additional ones', () => {
  const platform = nineAccounts({ 'organization.additionalUnits': ['Partners/Banks', 'Partners'] });

  const tree = unitTreeOf(platform);

  expect(tree).toContain('Workloads/logistics/test');
  expect(tree.slice(-2)).toEqual(['Partners', 'Partners/Banks']);
});

test.each([
  ['Sandbox', ['Sandbox']],
  ['Workloads/a', ['Workloads/a']],
  ['Workloads/*/prod', ['Workloads/a/prod', 'Workloads/b/prod']],
  ['Workloads/a/*', ['Workloads/a/dev', 'Workloads/a/prod']],
  ['*', ['Workloads', 'Sandbox']],
  ['sandbox', []],
  ['Work*', []],
  ['Workloads/a/prod/*', []],
  ['', []],
])('"%s" means %j', (pattern, expected) => {
  expect(unitsMeant(pattern, TREE)).toEqual(expected);
});

test('accounts lie where their first purpose is', () => {
  const shared: StageDescription = { account: '666666666666', sharedAccountReason: 'a small team' };
  const platform = nineAccounts({
    'accounts.management': '333333333333',
    'teams[0].stages.test': shared,
    'teams[1].stages.dev.account': '055555555555',
  });

  const places = placesByPurpose(platform);

  expect(Object.fromEntries(places)).toEqual({
    '333333333333': { path: 'accounts.management', unit: 'the root' },
    '222222222222': { path: 'accounts.logArchive', unit: 'Security' },
    '444444444444': { path: 'accounts.sharedServices', unit: 'ML Platform' },
    '055555555555': { path: 'accounts.data', unit: 'Data' },
    '666666666666': { path: 'teams[0].stages.dev.account', unit: 'Workloads/marine-life/dev' },
    '888888888888': { path: 'teams[0].stages.prod.account', unit: 'Workloads/marine-life/prod' },
  });
});

test('an empty draft has the units of the operating model and no places', () => {
  expect(workloadGroupsOf({ teams: [undefined] })).toEqual([]);
  expect(unitTreeOf({ organization: { additionalUnits: [undefined] } })).toHaveLength(7);
  expect(placesByPurpose({ accounts: {}, teams: [{ stages: { dev: {} } }] }).size).toBe(0);
});
