import { GuardrailName, GuardrailPreset } from '../../../lib/description';
import { GUARDRAILS_OF_PRESET } from '../../../lib/description/private/guardrail-presets';
import { GuardrailExemption, GuardrailSet, StrictGuardrailsProps } from '../../../lib/organization';

const PROPS: StrictGuardrailsProps = {
  organizationId: 'o-a1b2c3d4e5',
  namePrefix: 'acme-',
  platformRoles: [GuardrailExemption.role('acme-deploy', 'deploys the platform')],
  approvedRegions: ['eu-west-1'],
  governanceTags: ['cost-centre'],
  approvedRegistryAccounts: ['444444444444'],
};

test.each([
  [GuardrailPreset.STARTER, GuardrailSet.starter(PROPS)],
  [GuardrailPreset.STANDARD, GuardrailSet.standard(PROPS)],
  [GuardrailPreset.STRICT, GuardrailSet.strict(PROPS)],
])('what the description knows of the preset %s is what holds', (preset, set) => {
  const names = set.guardrails.map(({ name }) => name);

  expect(GUARDRAILS_OF_PRESET[preset]).toEqual(names);
});

test('guardrails that take a choice, a list or a stage are in no preset', () => {
  const ofPresets = GUARDRAILS_OF_PRESET[GuardrailPreset.STRICT];

  const others = Object.values(GuardrailName).filter((name) => !ofPresets.includes(name));

  expect(others).toEqual(['approved-instance-types', 'deployed-by-platform', 'no-accelerators', 'closed-features']);
});
