import { GuardrailExemption } from '../../../lib/organization';
import { changesOfGovernance, leavingOrganization } from '../../../lib/organization/private/governance-denials';

const DEPLOYER = GuardrailExemption.role('deployer', 'deploys the platform');
const BREAK_GLASS = GuardrailExemption.role('break-glass', 'repairs what serves');

test('there is a statement on logs only where log buckets are named', () => {
  const props = { namePrefix: 'acme-', platformRoles: [DEPLOYER] };

  const without = changesOfGovernance(props)([DEPLOYER]).map(({ sid }) => sid);
  const including = changesOfGovernance({ ...props, logBucketNames: ['acme-logs'] })([DEPLOYER]).map(({ sid }) => sid);

  expect(without).not.toContain('GovernanceLogs');
  expect(including).toEqual([...without.slice(0, 3), 'GovernanceLogs', ...without.slice(3)]);
});

test('a role that is protected twice is named once', () => {
  const denials = changesOfGovernance({ namePrefix: 'acme-', platformRoles: [DEPLOYER] })([DEPLOYER, DEPLOYER]);

  expect(denials.find(({ sid }) => sid === 'GovernanceRole')?.resources).toEqual(['arn:*:iam::*:role/deployer']);
});

test('a role that is exempt below is protected', () => {
  const props = { namePrefix: 'acme-', platformRoles: [DEPLOYER], exemptBelow: [BREAK_GLASS] };

  const denials = changesOfGovernance(props)([DEPLOYER]);

  expect(denials.find(({ sid }) => sid === 'GovernanceRole')?.resources).toEqual([
    'arn:*:iam::*:role/deployer',
    'arn:*:iam::*:role/break-glass',
  ]);
});

test('nobody leaves, whatever the conditions', () => {
  expect(leavingOrganization()).toEqual([{ sid: 'LeaveOrganization', actions: ['organizations:LeaveOrganization'] }]);
});
