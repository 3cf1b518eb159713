import { OrganizationTree } from '../../lib/description';
import { described, synthesise } from '../platform/synthesis';
import { OrganizationFacts } from './control-policy-tree';
import { OrganizationGuardrails, standInOrganization } from './stand-in-organization';
import { SynthesisedPlatform } from './synthesised-platform';
import { TemplateResource, templateResourcesOf } from './template-resources';

export const REGION = 'eu-west-1';
export const MANAGEMENT = '111111111111';
export const LOG_ARCHIVE = '222222222222';
export const SECURITY = '333333333333';
export const SHARED_SERVICES = '444444444444';
export const DATA = '555555555555';
export const MARINE_DEV = '666666666666';
export const MARINE_TEST = '777777777777';
export const MARINE_PROD = '888888888888';
export const COASTAL_DEV = '999999999999';
export const SANDBOX = '101010101010';

/** What the reference platform is described as. */
export const REFERENCE = described('reference');

/** What no template of the reference tells of its organisation: AWS gives it an id, and people move accounts. */
export const REFERENCE_FACTS: OrganizationFacts = {
  organizationId: 'o-a1b2c3d4e5',
  managementAccount: MANAGEMENT,
  placement: {
    [MANAGEMENT]: '',
    ...Object.fromEntries(OrganizationTree.of(REFERENCE).accounts.map(({ account, unit }) => [account, unit])),
  },
};

let resources: readonly TemplateResource[] | undefined;

/**
 * The reference platform as its templates describe it.
 *
 * @param guardrails what holds instead of the organisation of the templates
 */
export function referencePlatform(guardrails?: OrganizationGuardrails): SynthesisedPlatform {
  resources ??= templateResourcesOf(synthesise(REFERENCE));
  if (!guardrails) return new SynthesisedPlatform(resources, REFERENCE_FACTS);

  const others = resources.filter(({ type }) => !type.startsWith('AWS::Organizations::'));
  const standIn = standInOrganization(guardrails, REFERENCE_FACTS);
  return new SynthesisedPlatform([...others, ...standIn], REFERENCE_FACTS);
}
