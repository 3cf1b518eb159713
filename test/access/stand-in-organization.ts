import { App, Stack } from 'aws-cdk-lib';
import {
  AccountPlacement,
  GuardrailExemption,
  GuardrailPolicies,
  GuardrailSet,
  OrganizationLayout,
  StandardGuardrailsProps,
} from '../../lib/organization';
import { OrganizationFacts } from './control-policy-tree';
import { TemplateResource, templateResourcesOf } from './template-resources';

/** Which guardrails hold where. */
export interface OrganizationGuardrails {
  /** For the accounts that all teams share. */
  readonly shared: GuardrailSet;

  /** For the accounts of teams. */
  readonly workloads: GuardrailSet;
}

const REGION = 'eu-west-1';
const SHARED_TAGS = ['governed-ml:platform'];
const TEAM_TAGS = [...SHARED_TAGS, 'governed-ml:team', 'governed-ml:stage', 'cost-centre'];

/** Accounts of AWS whose images the reference pulls, and the account of its own images. */
const REGISTRIES = ['141502667606', '444444444444'];

/** The standard guardrails of the reference platform. */
export function standardGuardrails(platformRoles = [deployment()]): OrganizationGuardrails {
  return {
    shared: GuardrailSet.standard(guardrailProps(platformRoles, SHARED_TAGS)),
    workloads: GuardrailSet.standard(guardrailProps(platformRoles, TEAM_TAGS)),
  };
}

/** The strict guardrails of the reference platform. */
export function strictGuardrails(platformRoles = [deployment()]): OrganizationGuardrails {
  const approvedRegistryAccounts = REGISTRIES;

  return {
    shared: GuardrailSet.strict({ ...guardrailProps(platformRoles, SHARED_TAGS), approvedRegistryAccounts }),
    workloads: GuardrailSet.strict({ ...guardrailProps(platformRoles, TEAM_TAGS), approvedRegistryAccounts }),
  };
}

/** The resources of an organisation with guardrails. */
export function standInOrganization(guardrails: OrganizationGuardrails, facts: OrganizationFacts): TemplateResource[] {
  const app = new App();
  const stack = new Stack(app, 'StandInOrganization', { env: { account: facts.managementAccount, region: REGION } });
  const placed = Object.entries(facts.placement).filter(([, unit]) => unit !== '');
  const groups = placed.map(([, unit]) => /^Workloads\/([^/]+)/.exec(unit)?.[1]).filter((group) => group !== undefined);
  const layout = new OrganizationLayout(stack, 'Layout', {
    organizationId: facts.organizationId,
    rootId: 'r-ab12',
    workloadGroups: [...new Set(groups)],
    accounts: placed.map(([accountId, unit]) => AccountPlacement.existing({ accountId, unit })),
  });
  const shared = [layout.security, layout.infrastructure, layout.data, layout.sharedServices];

  new GuardrailPolicies(stack, 'Shared', {
    guardrails: guardrails.shared,
    targetIds: shared.map(({ organizationalUnitId }) => organizationalUnitId),
    policyNamePrefix: 'acme-ml-shared',
  });
  new GuardrailPolicies(stack, 'Workloads', {
    guardrails: guardrails.workloads,
    targetIds: [layout.workloadsParent.organizationalUnitId],
    policyNamePrefix: 'acme-ml-workloads',
  });

  return templateResourcesOf(app.synth());
}

function guardrailProps(platformRoles: GuardrailExemption[], governanceTags: string[]): StandardGuardrailsProps {
  return {
    organizationId: 'o-a1b2c3d4e5',
    namePrefix: 'acme-ml',
    platformRoles,
    approvedRegions: [REGION],
    governanceTags,
    logBucketNames: ['acme-ml-flow-logs-*'],
    approvedInstanceTypes: ['ml.m5.*', 'ml.c5.*', 'ml.g5.*', 'ml.r5d.*'],
  };
}

function deployment(): GuardrailExemption {
  return GuardrailExemption.cdkDeployment('hnb659fds', 'deploys the platform');
}
