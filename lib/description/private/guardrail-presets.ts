import { GuardrailName, GuardrailPreset } from '../organization-description';

const STARTER = [
  GuardrailName.CUSTOMER_MANAGED_KEYS,
  GuardrailName.NO_PUBLIC_SHARING,
  GuardrailName.NO_EXTERNAL_SHARING,
  GuardrailName.PROTECTED_GOVERNANCE_RESOURCES,
  GuardrailName.RESOURCE_PERIMETER,
  GuardrailName.REMAIN_IN_ORGANIZATION,
];

const STANDARD = [
  ...STARTER,
  GuardrailName.INSIDE_VPC,
  GuardrailName.STUDIO_VPC_ONLY,
  GuardrailName.ENCRYPTED_CONTAINER_TRAFFIC,
  GuardrailName.HARDENED_NOTEBOOKS,
  GuardrailName.APPROVED_REGIONS,
  GuardrailName.REQUIRED_TAGS,
  GuardrailName.PROTECTED_TAGS,
];

/** The guardrails of each preset that hold in every unit, whatever lists are given. */
export const GUARDRAILS_OF_PRESET: Readonly<Record<GuardrailPreset, readonly GuardrailName[]>> = {
  [GuardrailPreset.STARTER]: STARTER,
  [GuardrailPreset.STANDARD]: STANDARD,
  [GuardrailPreset.STRICT]: [...STANDARD, GuardrailName.NETWORK_ISOLATION, GuardrailName.APPROVED_IMAGE_REGISTRIES],
};
