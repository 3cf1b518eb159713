import { GuardrailName, GuardrailPreset } from '../../lib/description';
import { GUARDRAILS_OF_PRESET } from '../../lib/description/private/guardrail-presets';
import { Guardrail } from '../../lib/organization';
import { guardrailsHeld, HeldGuardrails } from '../../lib/platform/platform-guardrails';
import { PlatformNames } from '../../lib/platform/platform-names';
import { Changes, nineAccounts } from '../description/nine-accounts';
import { described, textsOf } from './synthesis';

const STARTER = GUARDRAILS_OF_PRESET[GuardrailPreset.STARTER];
const STANDARD = GUARDRAILS_OF_PRESET[GuardrailPreset.STANDARD];
const STRICT = GUARDRAILS_OF_PRESET[GuardrailPreset.STRICT];

const SHARED_UNITS = ['Security', 'Infrastructure', 'Data', 'ML Platform', 'Sandbox'];
const PRODUCTION_UNITS = ['Workloads/marine-life/prod', 'Workloads/logistics/prod'];
const REGISTRIES = ['141502667606', '444444444444'];

/** Groups of the platform and of the first team, who approve and who train. */
const APPROVERS: Changes = {
  identity: {
    provider: 'identity-center',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    groups: [
      { groupId: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'model-approver' },
      { groupId: 'b1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'auditor' },
    ],
  },
  'teams[0].groups': [
    { groupId: 'c1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'model-approver', permissionSetName: 'risk-officers' },
    { groupId: 'd1b2c3d4-5678-90ab-cdef-1234567890ab', persona: 'data-scientist' },
  ],
};

const BREAK_GLASS: Changes = {
  identity: { provider: 'iam', breakGlass: { assumedBy: ['arn:aws:iam::333333333333:user/on-call'] } },
};

test('the standard preset holds in every unit at the top but that of suspended accounts', () => {
  const held = heldIn(guardrails({ preset: 'standard' }));

  expect(held.map(({ units }) => units)).toEqual([SHARED_UNITS, ['Workloads']]);
  expect(held.map(namesOf)).toEqual([STANDARD, STANDARD].map(sorted));
});

test('the standard preset holds when nothing is chosen', () => {
  const held = heldIn({ 'organization.guardrails': undefined });

  expect(held.map(namesOf)).toEqual([STANDARD, STANDARD].map(sorted));
});

test('the starter preset holds fewer guardrails in the same units', () => {
  const held = heldIn(guardrails({ preset: 'starter' }));

  expect(held.map(({ units }) => units)).toEqual([SHARED_UNITS, ['Workloads']]);
  expect(held.map(namesOf)).toEqual([STARTER, STARTER].map(sorted));
});

test('the strict preset holds more, and nobody deploys by hand in the production of any team', () => {
  const held = heldIn(guardrails({ preset: 'strict', approvedRegistryAccounts: REGISTRIES }));

  expect(held.map(({ units }) => units)).toEqual([SHARED_UNITS, ['Workloads'], PRODUCTION_UNITS]);
  expect(held.map(namesOf)).toEqual([sorted(STRICT), sorted(STRICT), ['deployed-by-platform']]);
});

test('a unit choice may repeat what the strict preset holds in production', () => {
  const units = [{ unit: 'Workloads/*/prod', include: ['deployed-by-platform', 'closed-features'] }];

  const held = heldIn(guardrails({ preset: 'strict', approvedRegistryAccounts: REGISTRIES, units }));

  expect(held.slice(2).map((each) => [each.units, namesOf(each)])).toEqual([
    [PRODUCTION_UNITS, ['closed-features', 'deployed-by-platform']],
    [PRODUCTION_UNITS, ['deployed-by-platform']],
  ]);
});

test('every guardrail that a description may name can be included in a unit, and is one of the library', () => {
  const listed = GuardrailName.APPROVED_INSTANCE_TYPES;
  const include = Object.values(GuardrailName).filter((name) => !STARTER.includes(name) && name !== listed);
  const units = [{ unit: 'Sandbox', include, approvedInstanceTypes: ['ml.m5.*'] }];

  const held = heldIn(guardrails({ preset: 'starter', approvedRegistryAccounts: REGISTRIES, units }));

  expect(namesOf(heldBy(held, 'Sandbox'))).toEqual(sorted(Object.values(GuardrailName)));
});

test('a unit at the top that differs leaves the others together', () => {
  const omit = [{ guardrail: 'required-tags', reason: 'people try things out there' }];
  const units = [{ unit: 'Sandbox', omit, include: ['no-accelerators'] }];

  const held = heldIn(guardrails({ preset: 'standard', units }));

  const sandbox = heldBy(held, 'Sandbox');
  expect(held.map((each) => each.units)).toEqual([SHARED_UNITS.slice(0, -1), ['Workloads'], ['Sandbox']]);
  expect(namesOf(sandbox)).toEqual(
    sorted([...STANDARD.filter((name) => name !== GuardrailName.REQUIRED_TAGS), 'no-accelerators']),
  );
  expect(sandbox.guardrails.omissions).toEqual(omit);
});

test('no set is empty when every unit at the top differs', () => {
  const held = heldIn(guardrails({ preset: 'standard', units: [{ unit: '*', include: ['closed-features'] }] }));

  expect(held.map(({ units }) => units)).toEqual(
    ['Security', 'Infrastructure', 'Data', 'ML Platform', 'Workloads', 'Sandbox'].map((unit) => [unit]),
  );
});

test('approved instance types of a unit take the place of those of the platform', () => {
  const units = [{ unit: 'Sandbox', approvedInstanceTypes: ['ml.t3.medium'] }];

  const held = heldIn(guardrails({ preset: 'standard', approvedInstanceTypes: ['ml.m5.*'], units }));

  expect(held.map((each) => [each.id, typesApprovedBy(each)])).toEqual([
    ['Common', ['ml.m5.*']],
    ['Unit-Workloads', ['ml.m5.*']],
    ['Unit-Sandbox', ['ml.t3.medium']],
  ]);
});

test('below the top a unit has what its choice adds, and a choice that adds nothing has no set', () => {
  const units = [
    { unit: 'Workloads/*/dev', include: ['no-accelerators'], approvedInstanceTypes: ['ml.m5.*'] },
    { unit: 'Workloads/*/prod' },
  ];

  const held = heldIn(guardrails({ preset: 'standard', units }));

  expect(held.slice(2).map((each) => [each.units, namesOf(each)])).toEqual([
    [
      ['Workloads/marine-life/dev', 'Workloads/logistics/dev'],
      ['approved-instance-types', 'no-accelerators'],
    ],
  ]);
});

test.each([
  ['Workloads/*/prod', ['Unit-Workloads', 'Unit-Workloads.all']],
  ['Workloads/marine-life/prod', ['Unit-Workloads', 'Unit-Workloads.all']],
  ['*/Network', ['Common']],
  ['Workloads/Shared', ['Unit-Workloads']],
])('what is chosen for %s must agree with what holds above', (unit, above) => {
  const between = unit.endsWith('prod') ? [{ unit: 'Workloads/*', include: ['no-accelerators'] }] : [];

  const held = heldIn({
    'organization.additionalUnits': ['Infrastructure/Network', 'Workloads/Shared'],
    ...guardrails({ preset: 'standard', units: [...between, { unit, include: ['closed-features'] }] }),
  });

  const inherited = held[held.length - 1].inherited;
  expect(held.filter((each) => inherited.includes(each.guardrails)).map(({ id }) => id)).toEqual(above);
});

test('nothing is inherited at the top', () => {
  const held = heldIn(guardrails({ preset: 'standard' }));

  expect(held.map(({ inherited }) => inherited)).toEqual([[], []]);
});

test('workloads carry the tags of their team, everything else those of the platform', () => {
  const held = heldIn(guardrails({ preset: 'standard' }));

  expect(held.map((each) => tagsRequiredBy(each))).toEqual([
    ['governed-ml:platform'],
    ['cost-centre', 'governed-ml:platform', 'governed-ml:stage', 'governed-ml:team'],
  ]);
});

test.each([
  ['Workloads/*/prod', ['cost-centre', 'governed-ml:platform', 'governed-ml:stage', 'governed-ml:team']],
  ['*/*', ['governed-ml:platform']],
])('tags that are required again in %s are those that all of its accounts can carry', (unit, tags) => {
  const omit = [{ guardrail: 'required-tags', reason: 'a migration' }];

  const held = heldIn({
    'organization.additionalUnits': ['Infrastructure/Network'],
    ...guardrails({
      preset: 'standard',
      units: [
        { unit: 'Workloads', omit },
        { unit, include: ['required-tags'] },
      ],
    }),
  });

  expect(tagsRequiredBy(held[held.length - 1])).toEqual(tags);
});

test('approvers alone approve, in every unit, once a group does', () => {
  const held = heldIn({ ...guardrails({ preset: 'standard' }), ...APPROVERS });

  expect(held.map((each) => exemptFrom(each, 'approved-by-approvers'))).toEqual([
    ['acme-ml-model-approver', 'risk-officers'],
    ['acme-ml-model-approver', 'risk-officers'],
  ]);
});

test('who breaks the glass repairs what serves, and nothing else is open to him', () => {
  const units = [{ unit: 'Workloads/*/prod', include: ['deployed-by-platform'] }];

  const held = heldIn({ ...guardrails({ preset: 'standard', units }), ...BREAK_GLASS });

  const roles = ['acme-ml-marine-life-test-break-glass', 'acme-ml-marine-life-prod-break-glass'];
  const exempt = held.flatMap(({ guardrails: set }) =>
    set.guardrails.filter(({ exemptions }) => exemptions.some(({ name }) => roles.includes(name))),
  );
  expect(exempt.map(({ name }) => name)).toEqual(['deployed-by-platform']);
  expect(exempt[0].exemptions.map(({ name }) => name)).toEqual(['cdk-hnb659fds-cfn-exec-role', ...roles]);
});

test('nobody else may make or change a role that breaks the glass', () => {
  const held = heldIn({ ...guardrails({ preset: 'starter' }), ...BREAK_GLASS });

  for (const each of held) {
    expect(patternsIn(each, 'protected-governance-resources')).toEqual(
      expect.arrayContaining(['arn:*:iam::*:role/acme-ml-marine-life-prod-break-glass']),
    );
  }
});

test('a named exemption holds for every guardrail that takes any, below the top too', () => {
  const exemptions = [{ roleName: 'Auditor', reason: 'looks into everything' }];
  const units = [{ unit: 'Workloads/*/prod', include: ['closed-features'] }];

  const held = heldIn(guardrails({ preset: 'standard', units, exemptions }));

  const bound = held.flatMap(({ guardrails: set }) =>
    set.guardrails.filter((guardrail) => !guardrail.exemptions.some(({ name }) => name === 'Auditor')),
  );
  expect([...new Set(bound.map(({ name }) => name))]).toEqual(['resource-perimeter']);
});

test('the home region is approved, whether it is listed or not', () => {
  const held = heldIn(guardrails({ preset: 'standard', approvedRegions: ['eu-central-1'] }));

  expect(patternsIn(held[0], 'approved-regions')).toEqual(expect.arrayContaining(['eu-west-1', 'eu-central-1']));
});

test('log buckets, trusted accounts and the prefix of the platform are those of the description', () => {
  const [{ guardrails: set }] = heldIn(guardrails({ preset: 'starter', trustedAccounts: ['121212121212'] }));

  const statements = JSON.stringify(set.guardrails.flatMap(statementsOf));

  expect(statements).toContain('acme-ml-trails-222222222222-eu-west-1/*');
  expect(statements).toContain('arn:*:cloudtrail:*:*:trail/acme-ml-*');
  expect(statements).toContain('"aws:PrincipalAccount":["121212121212"]');
});

test('two choices never share an id, however alike their units are', () => {
  const additional = ['Common', 'Production', 'Sandbox.A', 'Sandbox-A', 'Sandbox/A', 'Sandbox A', 'Sandbox_A'];
  const units = [...additional, 'Workloads/*/prod'].map((unit) => ({ unit, include: ['closed-features'] }));

  const held = heldIn({
    'organization.additionalUnits': additional,
    ...guardrails({ preset: 'strict', approvedRegistryAccounts: REGISTRIES, units }),
  });

  const ids = held.map(({ id }) => id.toLowerCase());
  expect(ids).toHaveLength(11);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the reference platform holds what its description says', () => {
  const description = described('reference');

  const held = guardrailsHeld(description, new PlatformNames(description));

  expect(held.map(({ id, units }) => [id, units])).toEqual([
    ['Common', ['Security', 'Infrastructure', 'Data', 'ML Platform']],
    ['Unit-Workloads', ['Workloads']],
    ['Unit-Sandbox', ['Sandbox']],
    ['Unit-Workloads.all.dev', ['Workloads/marine-life/dev', 'Workloads/coastal-weather/dev']],
    ['Unit-Workloads.all.prod', ['Workloads/marine-life/prod', 'Workloads/coastal-weather/prod']],
  ]);
});

function guardrails(choices: Changes): Changes {
  return { 'organization.guardrails': choices };
}

function heldIn(changes: Changes): HeldGuardrails[] {
  const description = nineAccounts(changes);

  return guardrailsHeld(description, new PlatformNames(description));
}

function heldBy(held: readonly HeldGuardrails[], unit: string): HeldGuardrails {
  return held.find(({ units }) => units.includes(unit)) as HeldGuardrails;
}

function namesOf({ guardrails: set }: HeldGuardrails): string[] {
  return sorted(set.guardrails.map(({ name }) => name));
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}

function exemptFrom({ guardrails: set }: HeldGuardrails, guardrail: string): string[] {
  return set.guardrails
    .filter(({ name }) => name === guardrail)
    .flatMap(({ exemptions }) => exemptions.map((e) => e.name));
}

function statementsOf(guardrail: Guardrail): object[] {
  return [...guardrail.serviceControlStatements(), ...guardrail.resourceControlStatements()].map(
    (statement) => statement.toStatementJson() as object,
  );
}

/** Every text in the statements of a guardrail: resources, and what conditions compare with. */
function patternsIn({ guardrails: set }: HeldGuardrails, guardrail: string): string[] {
  return set.guardrails.filter(({ name }) => name === guardrail).flatMap((each) => textsOf(statementsOf(each)));
}

function typesApprovedBy({ guardrails: set }: HeldGuardrails): string[] {
  return set.guardrails.flatMap((guardrail) => guardrail._approvals()['instance types'] ?? []);
}

function tagsRequiredBy({ guardrails: set }: HeldGuardrails): string[] {
  const statements = set.guardrails.filter(({ name }) => name === 'required-tags').flatMap(statementsOf);
  const keys = [...JSON.stringify(statements).matchAll(/aws:RequestTag\/([^"]+)"/g)].map(([, key]) => key);

  return sorted([...new Set(keys)]);
}
