import { GuardrailExemption } from '../../../lib/organization';
import { externalSharing, publicSharing, useByOutsiders } from '../../../lib/organization/private/sharing-denials';

test('the block of public access is denied outright, and access lists by what they say', () => {
  const denials = publicSharing([GuardrailExemption.role('deployer', 'deploys the platform')]);

  expect(denials.map(({ sid, conditions }) => [sid, conditions !== undefined])).toEqual([
    ['PublicAccountAccess', false],
    ['PublicAcl', true],
    ['PublicSnapshot', true],
    ['PublicFunctionUrl', true],
  ]);
});

test('a new share that does not say is denied, because shares are open to outsiders by default', () => {
  const [created, changed] = externalSharing();

  expect(created.conditions).toEqual({ BoolIfExists: { 'ram:RequestedAllowsExternalPrincipals': 'true' } });
  expect(changed.conditions).toEqual({ Bool: { 'ram:RequestedAllowsExternalPrincipals': 'true' } });
});

test('trusted accounts stand beside the organization, for callers and for services', () => {
  const [callers, services] = useByOutsiders({ organizationId: 'o-a1b2c3d4e5', trustedAccountIds: ['555555555555'] });

  expect(callers.conditions?.StringNotEqualsIfExists).toEqual({
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
    'aws:PrincipalAccount': ['555555555555'],
  });
  expect(services.conditions?.StringNotEqualsIfExists).toEqual({
    'aws:SourceOrgID': 'o-a1b2c3d4e5',
    'aws:SourceAccount': ['555555555555'],
  });
});
