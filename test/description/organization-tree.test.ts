import { OrganizationTree } from '../../lib/description';
import { nineAccounts } from './nine-accounts';

test('each account lies in the unit of what it is for', () => {
  const { workloadGroups, units, accounts } = OrganizationTree.of(nineAccounts());

  expect(workloadGroups).toEqual(['marine-life', 'logistics']);
  expect(units.slice(0, 9)).toEqual([
    'Security',
    'Infrastructure',
    'Data',
    'ML Platform',
    'Workloads',
    'Workloads/marine-life',
    'Workloads/marine-life/dev',
    'Workloads/marine-life/test',
    'Workloads/marine-life/prod',
  ]);
  expect(accounts).toEqual([
    { account: '222222222222', unit: 'Security' },
    { account: '333333333333', unit: 'Security' },
    { account: '444444444444', unit: 'ML Platform' },
    { account: '055555555555', unit: 'Data' },
    { account: '666666666666', unit: 'Workloads/marine-life/dev' },
    { account: '777777777777', unit: 'Workloads/marine-life/test' },
    { account: '888888888888', unit: 'Workloads/marine-life/prod' },
    { account: '999999999999', unit: 'Workloads/logistics/dev' },
  ]);
});

test('further accounts lie where the description puts them', () => {
  const placed = { account: '121212121212', unit: 'Sandbox' };

  const tree = OrganizationTree.of(nineAccounts({ 'organization.accounts': [placed] }));

  expect(tree.accounts.at(-1)).toEqual(placed);
});

test('the management account lies in no unit, whatever else it is for', () => {
  const tree = OrganizationTree.of(nineAccounts({ 'accounts.data': '111111111111' }));

  expect(tree.accounts.filter(({ account }) => account === '111111111111')).toEqual([]);
  expect(tree.accounts).toHaveLength(7);
});

test('a platform without an organization has a tree all the same', () => {
  const tree = OrganizationTree.of(nineAccounts({ organization: undefined }));

  expect(tree.units).toHaveLength(15);
  expect(tree.accounts).toHaveLength(8);
});

test.each([
  ['Workloads/*/prod', ['Workloads/marine-life/prod', 'Workloads/logistics/prod']],
  ['Sandbox', ['Sandbox']],
  ['Sandbxo', []],
])('%s means %j', (pattern, expected) => {
  const tree = OrganizationTree.of(nineAccounts());

  const units = tree.unitsMeant(pattern);

  expect(units).toEqual(expected);
});
