import { Template } from 'aws-cdk-lib/assertions';
import { OrganizationStack } from '../../lib/platform/organization-stack';
import { PlatformNames } from '../../lib/platform/platform-names';
import { Changes, nineAccounts } from '../description/nine-accounts';
import { newApp, TemplateResource } from './synthesis';

const UNIT = 'AWS::Organizations::OrganizationalUnit';
const POLICY = 'AWS::Organizations::Policy';

const TOPS = ['Security', 'Infrastructure', 'Data', 'ML Platform', 'Workloads', 'Sandbox', 'Suspended'];

test.each([
  ['federated', ['marine-life', 'logistics']],
  ['centralized', ['Central']],
])('the units of the operating model %s are created, each below its parent', (operatingModel, groups) => {
  const template = templateOf({ operatingModel });

  const stages = groups.flatMap((group) => [group, `${group}/dev`, `${group}/test`, `${group}/prod`]);
  expect(unitsIn(template)).toEqual([...TOPS, ...stages.map((path) => `Workloads/${path}`)].sort());
});

test('lines of business have units of their own, further units are added and existing ones are left alone', () => {
  const template = templateOf({
    'teams[0].lineOfBusiness': 'science',
    'teams[1].lineOfBusiness': 'science',
    'organization.additionalUnits': ['Infrastructure/Network'],
    'organization.adoptedUnits': [{ unit: 'Security', id: 'ou-ab12-1a2b3c4d' }],
  });

  const stages = ['science', 'science/dev', 'science/test', 'science/prod'].map((path) => `Workloads/${path}`);
  expect(unitsIn(template)).toEqual([...TOPS.slice(1), 'Infrastructure/Network', ...stages].sort());
});

test('the checklist moves every account but that of management to its unit, further ones included', () => {
  const stack = stackOf({ 'organization.accounts': [{ account: '101010101010', unit: 'Sandbox' }] });

  const moves = stack.layout.preflight().filter((line) => line.startsWith('move '));

  expect(moves.map((line) => line.replace(/:.*/, ''))).toEqual([
    'move 222222222222 to Security',
    'move 333333333333 to Security',
    'move 444444444444 to ML Platform',
    'move 055555555555 to Data',
    'move 666666666666 to Workloads/marine-life/dev',
    'move 777777777777 to Workloads/marine-life/test',
    'move 888888888888 to Workloads/marine-life/prod',
    'move 999999999999 to Workloads/logistics/dev',
    'move 101010101010 to Sandbox',
  ]);
});

test('guardrails, tag policy and quarantine are attached to their units', () => {
  const template = templateOf();

  const shared = TOPS.filter((unit) => !['Workloads', 'Suspended'].includes(unit)).sort();
  expect(attachmentsIn(template)).toEqual({
    'acme-ml-common-guardrails-scp': shared,
    'acme-ml-common-guardrails-rcp': shared,
    'acme-ml-unit-workloads-guardrails-scp': ['Workloads'],
    'acme-ml-unit-workloads-guardrails-rcp': ['Workloads'],
    'acme-ml-tags': [...TOPS].sort(),
    'acme-ml-quarantine': ['Suspended'],
  });
});

test.each([
  ['starter', false, undefined],
  ['standard', true, undefined],
  ['strict', true, ['141502667606']],
])('with the preset %s the way that tags are written is bound: %s', (preset, isThere, approvedRegistryAccounts) => {
  const template = templateOf({ 'organization.guardrails': { preset, approvedRegistryAccounts } });

  expect(namesIn(template).includes('acme-ml-tags')).toBe(isThere);
});

test('policies are changed one after the other, because AWS Organizations refuses changes at the same time', () => {
  const units = [{ unit: 'Workloads/*/prod', include: ['closed-features'] }];

  const policies = templateOf({ 'organization.guardrails': { units } }).findResources(POLICY);

  const ids = Object.keys(policies);
  const before = (id: string): string[] => {
    const direct = (policies[id].DependsOn ?? []) as string[];
    return [...new Set(direct.flatMap((other) => (other in policies ? [other, ...before(other)] : [])))];
  };
  expect(ids.map((id) => before(id).length).sort()).toEqual(ids.map((_, i) => i));
});

test('the policies that the units have already leave less room', () => {
  const crowded = { 'organization.guardrails': { preset: 'standard', attachedPolicies: 9 } };

  expect(() => stackOf(crowded)).toThrow(/GuardrailDoesNotFit/);
});

test.each([
  [undefined, 0],
  [false, 0],
  [true, 1],
])('controls of Control Tower where it is %s are attached to the workloads', (controlTowerControls, targets) => {
  const template = templateOf({ 'organization.controlTowerControls': controlTowerControls });

  const enabled = Object.values(template.findResources('AWS::ControlTower::EnabledControl'));
  expect(new Set(enabled.map(({ Properties }) => JSON.stringify(Properties.TargetIdentifier))).size).toBe(targets);
});

test('of the governance tags only the stage is bound to certain values', () => {
  const policies = Object.values(templateOf().findResources(POLICY)).map(({ Properties }) => Properties);

  const [{ Content }] = policies.filter(({ Type }) => Type === 'TAG_POLICY');

  const { tags } = Content as { tags: Record<string, { tag_value?: unknown }> };
  const bound = Object.values(tags).filter((tag) => tag.tag_value !== undefined);
  expect(Object.keys(tags)).toHaveLength(4);
  expect(bound.map((tag) => tag.tag_value)).toEqual([{ '@@assign': ['dev', 'test', 'prod'] }]);
});

test('units outlive the stack', () => {
  templateOf().allResources(UNIT, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

function templateOf(changes: Changes = {}): Template {
  return Template.fromStack(stackOf(changes));
}

function stackOf(changes: Changes = {}): OrganizationStack {
  const platform = nineAccounts(changes);

  return new OrganizationStack(newApp(), 'Organization', {
    stackName: 'acme-ml-organization',
    description: 'Units, guardrails and permission sets',
    account: '111111111111',
    region: 'eu-west-1',
    governanceTags: {},
    platform,
    names: new PlatformNames(platform),
  });
}

/** The paths of the units of a template by their logical ids. */
function pathsOf(template: Template): ReadonlyMap<string, string> {
  const units = template.findResources(UNIT) as unknown as Record<string, TemplateResource>;
  const path = (id: string): string => {
    const { Name, ParentId } = units[id].Properties;
    const parent = idIn(ParentId);
    return parent === undefined ? String(Name) : `${path(parent)}/${String(Name)}`;
  };

  return new Map(Object.keys(units).map((id) => [id, path(id)]));
}

function unitsIn(template: Template): string[] {
  return [...pathsOf(template).values()].sort();
}

function namesIn(template: Template): string[] {
  return Object.values(template.findResources(POLICY)).map(({ Properties }) => Properties.Name as string);
}

/** The paths of the units that each policy is attached to, by its name without its number. */
function attachmentsIn(template: Template): Record<string, string[]> {
  const paths = pathsOf(template);
  const policies = Object.values(template.findResources(POLICY)).map(({ Properties }) => Properties);

  return Object.fromEntries(
    policies.map(({ Name, TargetIds }) => [
      (Name as string).replace(/-\d+$/, ''),
      (TargetIds as unknown[]).map((target) => paths.get(idIn(target) ?? '') ?? String(target)).sort(),
    ]),
  );
}

/** The logical id in a reference; nothing for an id of AWS. */
function idIn(reference: unknown): string | undefined {
  if (typeof reference === 'string') return undefined;

  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return Ref ?? attribute?.[0];
}
