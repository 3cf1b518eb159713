import {
  CreateOrganizationCommand,
  EnablePolicyTypeCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { App, Stack } from 'aws-cdk-lib';
import { Guardrail, GuardrailPolicies, GuardrailSet, OrganizationLayout, TagPolicy } from '../../lib/organization';
import { LandingZone } from './landing-zone';

const MANAGEMENT = { account: '111111111111', region: 'eu-west-1' };

/** What an organisation is, before anything is deployed into it. */
interface Organization {
  readonly organizationId: string;
  readonly rootId: string;
}

describe('an organisation', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([MANAGEMENT]);
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test('gets its units and guardrails, keeps both through edits, and takes a group more', async () => {
    const organization = await found(zone);

    await zone.deploy(governed(organization, ['marine']));
    const before = await zone.resources();
    const repeated = await zone.deploy(governed(organization, ['marine']));
    const grown = await zone.deploy(governed(organization, ['marine', 'weather']));

    const after = await zone.resources();
    expect([repeated.changed, repeated.unchanged]).toEqual([[], ['organization']]);
    expect(grown.changed).toEqual(['organization']);
    expect(after).toEqual(
      expect.arrayContaining(before.map(({ physicalId }) => expect.objectContaining({ physicalId }))),
    );
    expect(await policiesOn(zone, unitIn(after, 'prod'))).toEqual(
      expect.arrayContaining(['FullAWSAccess', expect.stringMatching(/^acme-prod/)]),
    );
  });
});

async function found(zone: LandingZone): Promise<Organization> {
  const client = organizations(zone);
  const { Organization: made } = await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots = [] } = await client.send(new ListRootsCommand());
  const rootId = String(Roots[0].Id);

  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY'] as const) {
    await client.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType }));
  }
  return { organizationId: String(made?.Id), rootId };
}

function governed({ organizationId, rootId }: Organization, workloadGroups: string[]): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Organization', { stackName: 'organization', env: MANAGEMENT });
  const layout = new OrganizationLayout(stack, 'Layout', { organizationId, rootId, workloadGroups });

  new GuardrailPolicies(stack, 'Production', {
    guardrails: GuardrailSet.of([Guardrail.networkIsolation()]),
    targetIds: layout.allWorkloads('prod').map(({ organizationalUnitId }) => organizationalUnitId),
    policyNamePrefix: 'acme-prod',
  });
  new TagPolicy(stack, 'Tags', {
    policyName: 'acme-tags',
    tags: [{ key: 'cost-centre' }],
    targetIds: [layout.sandbox.organizationalUnitId],
  });
  return app;
}

function organizations(zone: LandingZone): OrganizationsClient {
  return zone.as(MANAGEMENT.account, MANAGEMENT.region).client(OrganizationsClient);
}

function unitIn(resources: Awaited<ReturnType<LandingZone['resources']>>, name: string): string {
  return resources.filter(({ properties }) => properties.Name === name)[0].physicalId;
}

async function policiesOn(zone: LandingZone, TargetId: string): Promise<string[]> {
  const { Policies = [] } = await organizations(zone).send(
    new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  return Policies.map(({ Name }) => String(Name));
}
