import { Guardrail, GuardrailExemption, GuardrailSet } from '../../lib/organization';

const BREAK_GLASS = GuardrailExemption.role('break-glass', 'ends an outage');
const PROPS = {
  organizationId: 'o-a1b2c3d4e5',
  namePrefix: 'acme-',
  platformRoles: [GuardrailExemption.role('deployer', 'deploys the platform')],
  approvedRegions: ['eu-west-1'],
  governanceTags: ['team'],
  approvedRegistryAccounts: ['666666666666'],
};

const STARTER = [
  'customer-managed-keys',
  'no-public-sharing',
  'no-external-sharing',
  'protected-governance-resources',
  'resource-perimeter',
  'remain-in-organization',
];
const STANDARD = [
  ...STARTER,
  'inside-vpc',
  'studio-vpc-only',
  'encrypted-container-traffic',
  'hardened-notebooks',
  'approved-regions',
  'required-tags',
  'protected-tags',
];

test.each([
  ['starter', GuardrailSet.starter(PROPS), STARTER],
  ['standard', GuardrailSet.standard(PROPS), STANDARD],
  ['strict', GuardrailSet.strict(PROPS), [...STANDARD, 'network-isolation', 'approved-image-registries']],
])('the %s set has what its name promises', (_preset, set, expected) => {
  const names = namesOf(set);

  expect(names).toEqual(expected);
});

test('instance types are limited where they are given', () => {
  const set = GuardrailSet.standard({ ...PROPS, approvedInstanceTypes: ['ml.m5.*'] });

  expect(namesOf(set)).toContain('approved-instance-types');
});

test('a guardrail is included without changing the set', () => {
  const starter = GuardrailSet.starter(PROPS);

  const more = starter.including(Guardrail.studioVpcOnly());

  expect(namesOf(more)).toEqual([...STARTER, 'studio-vpc-only']);
  expect(namesOf(starter)).toEqual(STARTER);
});

test('a guardrail is taken out with its reason', () => {
  const set = GuardrailSet.starter(PROPS).without('customer-managed-keys', 'the sandbox holds public data only');

  expect(namesOf(set)).not.toContain('customer-managed-keys');
  expect(set.omissions).toEqual([{ guardrail: 'customer-managed-keys', reason: 'the sandbox holds public data only' }]);
});

test('a guardrail that was taken out can be included with other values', () => {
  const set = GuardrailSet.standard(PROPS)
    .without('inside-vpc', 'replaced by the one that names the subnets')
    .including(Guardrail.insideVpc({ subnetIds: ['subnet-0a1b2c3d4e5f67890'] }));

  expect(namesOf(set)).toContain('inside-vpc');
  expect(set.omissions).toHaveLength(1);
});

test('a role is exempt from each guardrail that binds callers', () => {
  const set = GuardrailSet.starter(PROPS).exempting(BREAK_GLASS);

  const exempting = set.guardrails.filter(({ exemptions }) => exemptions.includes(BREAK_GLASS)).map(({ name }) => name);

  expect(exempting).toEqual(STARTER.filter((name) => name !== 'resource-perimeter'));
});

test('a role that one guardrail exempts is protected by another', () => {
  const set = GuardrailSet.starter(PROPS).including(Guardrail.networkIsolation().exempting(BREAK_GLASS));

  const statements = set._together().flatMap((guardrail) => guardrail.serviceControlStatements());

  const roles = statements.find(({ sid }) => sid === 'GovernanceRole');
  expect(roles?.resources).toEqual(['arn:*:iam::*:role/deployer', 'arn:*:iam::*:role/break-glass']);
});

describe('a set refuses', () => {
  const set = GuardrailSet.of([Guardrail.studioVpcOnly(), Guardrail.networkIsolation()]);

  test('two guardrails of one name', () => {
    const including = (): GuardrailSet => set.including(Guardrail.studioVpcOnly());

    expect(including).toThrow(
      `guardrails has "studio-vpc-only" twice, a set has each guardrail once; take one out first, with without('studio-vpc-only', reason)`,
    );
  });

  test('guardrails that leave nothing together', () => {
    const accelerated = GuardrailSet.of([Guardrail.approvedInstanceTypes(['ml.p5.*'])]);

    const including = (): GuardrailSet => accelerated.including(Guardrail.noAccelerators());

    expect(including).toThrow(
      'no-accelerators approves the instance types ml.c*, ml.geospatial.*, ml.i3en.*, ml.m*, ml.r*, ml.t2.*, ml.t3.*, as does "approved-instance-types" with others: ml.p5.*, what neither denies must not be nothing; approve at least one of the same in both',
    );
  });

  test('to take out what it has not, naming what comes nearest', () => {
    const without = (): GuardrailSet => set.without('studio-vpconly', 'a slip');

    expect(without).toThrow(
      'guardrail is "studio-vpconly", the set has no such guardrail; did you mean "studio-vpc-only"',
    );
  });

  test('to take out what it has not, naming all when nothing is near', () => {
    const without = (): GuardrailSet => set.without('x', 'a slip');

    expect(without).toThrow(
      'guardrail is "x", the set has no such guardrail; it has studio-vpc-only, network-isolation',
    );
  });

  test('to take out without a reason', () => {
    const without = (): GuardrailSet => set.without('network-isolation', '');

    expect(without).toThrow(
      'network-isolation is taken out without a reason, an omission says why; write the sentence that an auditor will ask for',
    );
  });
});

function namesOf(set: GuardrailSet): string[] {
  return set.guardrails.map(({ name }) => name);
}
