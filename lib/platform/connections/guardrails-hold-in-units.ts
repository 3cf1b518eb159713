import { Construct } from 'constructs';
import { PlatformDescription } from '../../description';
import { GuardrailPolicies, OrganizationLayout } from '../../organization';
import { guardrailsHeld } from '../platform-guardrails';
import { PlatformNames } from '../platform-names';

/**
 * Attaches the guardrails of a description to its organisational units, one policy after the other.
 *
 * What the units at the top of the tree have in common is one set of policies; a unit that differs has its own.
 */
export function holdGuardrails(
  scope: Construct,
  description: PlatformDescription,
  names: PlatformNames,
  layout: OrganizationLayout,
): GuardrailPolicies[] {
  const alreadyAttached = description.organization?.guardrails?.attachedPolicies;

  return guardrailsHeld(description, names).map(
    ({ id, units, guardrails, inherited }) =>
      new GuardrailPolicies(scope, `Guardrails-${id}`, {
        guardrails,
        inherited: [...inherited],
        targetIds: units.map((unit) => layout.unit(unit).organizationalUnitId),
        policyNamePrefix: names.policy(id.toLowerCase()),
        serviceControlQuota: { alreadyAttached },
      }),
  );
}
