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

test.each(['acme', 'acme-'])('the prefix "%s" ends before the next part of a name', (namePrefix) => {
  const denials = changesOfGovernance({ namePrefix, platformRoles: [DEPLOYER] })([DEPLOYER]);

  const resources = (sid: string): unknown => denials.find((denial) => denial.sid === sid)?.resources;
  expect(resources('GovernanceBucket')).toEqual(['arn:*:s3:::acme-*']);
  expect(resources('GovernanceKeyAlias')).toEqual(['arn:*:kms:*:*:alias/acme-*', 'arn:*:kms:*:*:alias/acme/*']);
  expect(resources('GovernanceMonitor')).toEqual(['arn:*:sagemaker:*:*:monitoring-schedule/acme-*']);
});

test('monitors have names of their own where they are given', () => {
  const props = { namePrefix: 'acme', platformRoles: [DEPLOYER], monitorNamePrefixes: ['marine-life--'] };

  const denials = changesOfGovernance(props)([DEPLOYER]);

  expect(denials.find(({ sid }) => sid === 'GovernanceMonitor')?.resources).toEqual([
    'arn:*:sagemaker:*:*:monitoring-schedule/marine-life--*',
  ]);
});

test('the deploy role of a CDK exemption is protected, and alone spared where it hands over templates', () => {
  const cdk = GuardrailExemption.cdkDeployment('hnb659fds', 'deploys the platform');

  const denials = changesOfGovernance({ namePrefix: 'acme', platformRoles: [cdk] })([cdk]);

  expect(denials.find(({ sid }) => sid === 'GovernanceRole')?.resources).toContain(
    'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-????????????-*',
  );
  expect(denials.filter(({ sparesDeployers }) => sparesDeployers).map(({ sid }) => sid)).toEqual([
    'GovernancePassedRole',
    'GovernanceStack',
  ]);
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
