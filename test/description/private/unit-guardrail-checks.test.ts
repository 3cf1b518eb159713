import { Token } from 'aws-cdk-lib';
import { checkUnitGuardrails } from '../../../lib/description/private/unit-guardrail-checks';
import { Changes, told } from '../nine-accounts';

const REGISTRIES = ['444444444444'];
const VPC_OMITTED = { guardrail: 'inside-vpc', reason: 'tried out' };

function guardrails(choices: Changes): Changes {
  return { 'organization.guardrails': choices };
}

function units(...choices: Changes[]): Changes {
  return guardrails({ units: choices });
}

test.each<[string, Changes]>([
  ['as in the example', {}],
  ['without an organization', { organization: undefined }],
  ['without guardrails', { 'organization.guardrails': undefined }],
  ['that differ in no unit', units()],
  ['that differ in units of every team', units({ unit: 'Workloads/*/prod', include: ['network-isolation'] })],
  ['with more in a unit', units({ unit: 'Sandbox', include: ['no-accelerators', 'closed-features'] })],
  ['with fewer in a unit', units({ unit: 'Sandbox', omit: [VPC_OMITTED] })],
  ['with other instance types in a unit', units({ unit: 'Workloads/*/dev', approvedInstanceTypes: ['ml.t3.*'] })],
  [
    'that are held again below where they were omitted',
    units({ unit: 'Workloads', omit: [VPC_OMITTED] }, { unit: 'Workloads/*/prod', include: ['inside-vpc'] }),
  ],
  [
    'with approved registries in a unit',
    guardrails({
      approvedRegistryAccounts: REGISTRIES,
      units: [{ unit: 'Sandbox', include: ['approved-image-registries'] }],
    }),
  ],
  [
    'that read the approved regions in a unit',
    {
      'organization.guardrails': {
        preset: 'starter',
        approvedRegions: ['eu-central-1'],
        units: [{ unit: 'Workloads', include: ['approved-regions'] }],
      },
    },
  ],
  ['that are strict', guardrails({ preset: 'strict', approvedRegistryAccounts: REGISTRIES })],
  [
    'that are those of starters, with more in a unit',
    guardrails({ preset: 'starter', units: [{ unit: 'Workloads', include: ['inside-vpc'] }] }),
  ],
  ['in a unit of the description', { 'organization.additionalUnits': ['Partners'], ...units({ unit: 'Partners' }) }],
])('guardrails %s are accepted', (_, changes) => {
  expect(told(checkUnitGuardrails, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  [
    'strict preset without registries',
    guardrails({ preset: 'strict' }),
    'ApprovedRegistriesMissing: organization.guardrails.approvedRegistryAccounts is missing, the preset strict lets images come from approved registries only; list the accounts of your registries and of the AWS images that you use',
  ],
  [
    'list of registries that no guardrail reads',
    guardrails({ approvedRegistryAccounts: REGISTRIES, units: [{ unit: 'Sandbox', include: ['no-accelerators'] }] }),
    'ApprovedListUnused: organization.guardrails.approvedRegistryAccounts is given, neither the preset standard nor a unit has the guardrail "approved-image-registries", which reads it; include the guardrail in a unit, or remove the key',
  ],
  [
    'list of regions that no guardrail reads',
    guardrails({ preset: 'starter', approvedRegions: ['eu-central-1'] }),
    'ApprovedListUnused: organization.guardrails.approvedRegions is given, neither the preset starter nor a unit has the guardrail "approved-regions", which reads it; include the guardrail in a unit, or remove the key',
  ],
  [
    'unit that everything is denied in',
    units({ unit: 'Suspended', include: ['no-accelerators'] }),
    'SuspendedUnitWithGuardrails: organization.guardrails.units[0].unit is "Suspended", everything is denied there; remove the entry',
  ],
  [
    'unit that does not exist',
    units({ unit: 'Sandboxes', include: ['no-accelerators'] }),
    'OrganizationalUnitUnknown: organization.guardrails.units[0].unit is "Sandboxes", the organization has no such unit; did you mean "Sandbox"',
  ],
  [
    'unit that is like none',
    { operatingModel: 'centralized', ...units({ unit: 'Partners' }) },
    'OrganizationalUnitUnknown: organization.guardrails.units[0].unit is "Partners", the organization has no such unit; the organization has Security, Infrastructure, Data, ML Platform, Workloads, Workloads/Central, Workloads/Central/dev, Workloads/Central/test, Workloads/Central/prod, Sandbox, Suspended',
  ],
  [
    'unit of every team that no team has',
    units({ unit: 'Workloads/*/pord', include: ['no-accelerators'] }),
    'OrganizationalUnitUnknown: organization.guardrails.units[0].unit is "Workloads/*/pord", the organization has no such unit; the organization has Security, Infrastructure, Data, ML Platform, Workloads, Workloads/marine-life, Workloads/marine-life/dev, Workloads/marine-life/test, Workloads/marine-life/prod, Workloads/logistics, Workloads/logistics/dev, Workloads/logistics/test, Workloads/logistics/prod, Sandbox, Suspended',
  ],
  [
    'unit that stands twice',
    units({ unit: 'Sandbox' }, { unit: 'Sandbox' }),
    'UnitGuardrailsTwice: organization.guardrails.units[1].unit means "Sandbox", as organization.guardrails.units[0].unit does, what differs in a unit stands in one entry; join the two entries',
  ],
  [
    'unit that another entry means too',
    units({ unit: 'Workloads/*/prod' }, { unit: 'Data' }, { unit: 'Workloads/logistics/*' }),
    'UnitGuardrailsTwice: organization.guardrails.units[2].unit means "Workloads/logistics/prod", as organization.guardrails.units[0].unit does, what differs in a unit stands in one entry; join the two entries',
  ],
  [
    'guardrail that the preset has',
    units({ unit: 'Sandbox', include: ['inside-vpc'] }),
    'GuardrailHeldAlready: organization.guardrails.units[0].include[0] is "inside-vpc", the preset standard has it, so it holds in every unit; remove it here',
  ],
  [
    'guardrail that the preset has, omitted elsewhere,',
    units({ unit: 'Sandbox', omit: [VPC_OMITTED] }, { unit: 'Workloads/*/prod', include: ['inside-vpc'] }),
    'GuardrailHeldAlready: organization.guardrails.units[1].include[0] is "inside-vpc", the preset standard has it, so it holds in every unit; remove it here',
  ],
  [
    'guardrail that is included twice',
    units({ unit: 'Sandbox', include: ['no-accelerators', 'closed-features', 'no-accelerators'] }),
    'GuardrailTwice: organization.guardrails.units[0].include[2] is "no-accelerators" a second time, a guardrail stands once in its list; remove one of the two',
  ],
  [
    'guardrail that is omitted twice',
    units({ unit: 'Sandbox', omit: [VPC_OMITTED, VPC_OMITTED] }),
    'GuardrailTwice: organization.guardrails.units[0].omit[1].guardrail is "inside-vpc" a second time, a guardrail stands once in its list; remove one of the two',
  ],
  [
    'guardrail that is included and omitted',
    units({ unit: 'Sandbox', include: ['inside-vpc'], omit: [VPC_OMITTED] }),
    'GuardrailsConflict: organization.guardrails.units[0].include[0] is "inside-vpc", which organization.guardrails.units[0].omit takes out, a guardrail either holds in a unit or does not; remove one of the two',
  ],
  [
    'guardrail that takes types',
    units({ unit: 'Sandbox', include: ['approved-instance-types'] }),
    'GuardrailWithoutList: organization.guardrails.units[0].include[0] is "approved-instance-types", that guardrail holds wherever approvedInstanceTypes are given; give the unit approvedInstanceTypes, and remove it here',
  ],
  [
    'guardrail that takes registries',
    units({ unit: 'Sandbox', include: ['approved-image-registries'] }),
    'GuardrailWithoutList: organization.guardrails.units[0].include[0] is "approved-image-registries", that guardrail lets images come from approved registries only; write their accounts as organization.guardrails.approvedRegistryAccounts',
  ],
  [
    'guardrail that is omitted and not held',
    guardrails({ preset: 'starter', units: [{ unit: 'Sandbox', omit: [VPC_OMITTED] }] }),
    'GuardrailNotHeld: organization.guardrails.units[0].omit[0].guardrail is "inside-vpc", the preset starter does not have it; remove the entry',
  ],
  [
    'guardrail that holds above',
    units({ unit: 'Workloads/*/dev', omit: [VPC_OMITTED] }),
    'GuardrailsConflict: organization.guardrails.units[0].omit[0].guardrail takes "inside-vpc" out of "Workloads/*/dev", it holds in "Workloads", and what holds in a unit holds in all below it; take it out of "Workloads", and include it in the other units below',
  ],
  [
    'omission without a reason',
    units({ unit: 'Sandbox', omit: [{ guardrail: 'inside-vpc', reason: ' ' }] }),
    'GuardrailOmittedWithoutReason: organization.guardrails.units[0].omit[0].reason is empty, a guardrail is left out for a reason only, which ends up in the evidence; say why, or remove the entry',
  ],
  [
    'instance type of a unit',
    units({ unit: 'Sandbox', approvedInstanceTypes: ['t3.medium'] }),
    'InstanceTypePatternMalformed: organization.guardrails.units[0].approvedInstanceTypes[0] is "t3.medium", an instance type begins with "ml." and has wildcards after that only; write a type as "ml.m5.xlarge" or a family as "ml.m5.*"',
  ],
  [
    'empty list of instance types',
    units({ unit: 'Sandbox', approvedInstanceTypes: [] }),
    'ApprovedListEmpty: organization.guardrails.units[0].approvedInstanceTypes is empty, a list of what is approved names something, or nothing could be done; name one, or remove the key',
  ],
])('a wrong %s is refused', (_, changes, message) => {
  expect(told(checkUnitGuardrails, changes)).toEqual([message]);
});

test('the remedy of a guardrail that holds above is accepted', () => {
  const changes = units(
    { unit: 'Workloads', omit: [VPC_OMITTED] },
    { unit: 'Workloads/*/test', include: ['inside-vpc'] },
    { unit: 'Workloads/*/prod', include: ['inside-vpc'] },
  );

  expect(told(checkUnitGuardrails, changes)).toEqual([]);
});

test.each([
  ['a refused one', undefined],
  ['a token', Token.asString({ Ref: 'Preset' })],
])('of a preset that is not known, as %s, nothing is said', (_, preset) => {
  const changes = guardrails({
    preset,
    units: [{ unit: 'Sandbox', include: ['closed-features'], omit: [VPC_OMITTED] }],
  });

  expect(told(checkUnitGuardrails, changes)).toEqual([]);
});

test('tokens pass', () => {
  const text = Token.asString({ Ref: 'Parameter' });
  const choice = {
    unit: text,
    include: [text],
    omit: [{ guardrail: text, reason: text }],
    approvedInstanceTypes: [text],
  };

  expect(told(checkUnitGuardrails, units(choice, choice))).toEqual([]);
});

test('an empty draft has nothing to tell', () => {
  const choice = { include: [undefined], omit: [undefined, {}], approvedInstanceTypes: [undefined] };

  expect(told((problems) => checkUnitGuardrails(problems, {}), {})).toEqual([]);
  expect(told((problems) => checkUnitGuardrails(problems, { organization: {} }), {})).toEqual([]);
  expect(told(checkUnitGuardrails, guardrails({ units: [undefined, {}, choice] }))).toEqual([]);
});
