import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OrganizationLayout } from '../../../lib/organization';
import { holdGuardrails } from '../../../lib/platform/connections/guardrails-hold-in-units';
import { PlatformNames } from '../../../lib/platform/platform-names';
import { Changes, nineAccounts } from '../../description/nine-accounts';
import { newApp } from '../synthesis';

test('every set of guardrails has policies of its own name, which room is left for', () => {
  const units = [
    { unit: 'Sandbox', include: ['no-accelerators'] },
    { unit: 'Workloads/*/prod', include: ['closed-features'] },
  ];

  const documents = held({ units });

  expect([...new Set(documents.map(({ policyName }) => policyName.replace(/-\d+$/, '')))]).toEqual([
    'acme-ml-common-guardrails-scp',
    'acme-ml-common-guardrails-rcp',
    'acme-ml-unit-workloads-guardrails-scp',
    'acme-ml-unit-workloads-guardrails-rcp',
    'acme-ml-unit-sandbox-guardrails-scp',
    'acme-ml-unit-sandbox-guardrails-rcp',
    'acme-ml-unit-workloads.all.prod-guardrails-scp',
  ]);
  for (const { spareCharacters } of documents) expect(spareCharacters).toBeGreaterThanOrEqual(0);
});

test('a unit whose path is longer than the name of a policy has one nevertheless', () => {
  const deep = ['Sandbox', 'a'.repeat(128), 'b'.repeat(128)];
  const additionalUnits = [deep.slice(0, 2).join('/'), deep.join('/')];
  const units = additionalUnits.map((unit) => ({ unit, include: ['closed-features'] }));

  const documents = held({ units }, { 'organization.additionalUnits': additionalUnits });

  const names = documents.map(({ policyName }) => policyName);
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(128);
  expect(new Set(names).size).toBe(names.length);
});

test.each(['Sandbox', 'Sandbox/A', '*/A'])(
  'what is approved in %s must leave something of what is approved above',
  (unit) => {
    const units = [
      ...(unit === 'Sandbox' ? [] : [{ unit: 'Sandbox', approvedInstanceTypes: ['ml.t3.*'] }]),
      { unit, approvedInstanceTypes: ['ml.m5.*'] },
    ];

    const holding = (): unknown => held({ units }, { 'organization.additionalUnits': ['Sandbox/A'] });

    if (unit === 'Sandbox') expect(holding).not.toThrow();
    else {
      expect(holding).toThrow(
        'GuardrailsConflict: approved-instance-types approves the instance types ml.m5.*, while "approved-instance-types" of a unit above has others: ml.t3.*, what neither denies must not be nothing; approve at least one of the same in both',
      );
    }
  },
);

test('policies that the units have already are counted', () => {
  expect(() => held({ attachedPolicies: 9 })).toThrow(/GuardrailDoesNotFit/);
});

function held(guardrails: object, changes: Changes = {}): { policyName: string; spareCharacters: number }[] {
  const description = nineAccounts({ ...changes, 'organization.guardrails': guardrails });
  const stack = new Stack(newApp(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const layout = new OrganizationLayout(stack, 'Layout', {
    organizationId: 'o-a1b2c3d4e5',
    rootId: 'r-ab12',
    workloadGroups: ['marine-life', 'logistics'],
    additionalUnits: description.organization?.additionalUnits,
  });

  const policies = holdGuardrails(stack, description, new PlatformNames(description), layout);
  Template.fromStack(stack);
  return policies.flatMap(({ documents }) => documents);
}
