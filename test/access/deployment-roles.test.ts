import { GuardrailExemption } from '../../lib/organization';
import { deploymentRequestsOf } from './deployment-requests';
import { deploymentRole } from './platform-roles';
import { MANAGEMENT, referencePlatform } from './reference-platform';
import { OrganizationGuardrails, standardGuardrails, strictGuardrails } from './stand-in-organization';
import { SynthesisedPlatform } from './synthesised-platform';
import { TemplateResource } from './template-resources';

/** Hundreds of requests, on a machine that may be busy. */
const TIMEOUT_MS = 60_000;

const PRESETS: [string, OrganizationGuardrails | undefined][] = [
  ['standard', standardGuardrails()],
  ['strict', strictGuardrails()],
  ["reference's own", undefined],
];

test.each(PRESETS)(
  'the %s guardrails let CloudFormation create all that the templates hold',
  async (_, guardrails) => {
    const platform = referencePlatform(guardrails);

    const blocked = await blockedCreations(platform);

    expect(blocked).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'a deployment by a role that no guardrail exempts is blocked, so that the proof above can fail',
  async () => {
    const somebodyElse = GuardrailExemption.role('deployer', 'deploys with a role that the platform does not use');
    const platform = referencePlatform(standardGuardrails([somebodyElse]));

    const blocked = await blockedCreations(platform);

    expect([...new Set(blocked.map((line) => line.split(' ')[0]))].sort()).toEqual(
      expect.arrayContaining(['cloudwatch:PutMetricAlarm', 'kms:PutKeyPolicy', 's3:PutBucketPolicy']),
    );
  },
  TIMEOUT_MS,
);

test('every type of resource in the templates is known by the actions that create it', async () => {
  const resources = memberResourcesOf(referencePlatform());

  const types = [...new Map(resources.map((resource) => [resource.type, resource])).values()];
  const requests = await Promise.all(types.map(deploymentRequestsOf));

  expect(types.filter((_, i) => requests[i].length === 0).map(({ type }) => type)).toEqual([]);
});

/** What the deployment role may not create of the templates, each with the policy that denies it. */
async function blockedCreations(platform: SynthesisedPlatform): Promise<string[]> {
  const blocked: string[] = [];

  for (const template of memberResourcesOf(platform)) {
    const who = deploymentRole(template.account, template.region);
    for (const { action, resource, context } of await deploymentRequestsOf(template)) {
      const { decision, by } = await platform.decide({ who, action, resource, context });
      if (decision === 'denied') blocked.push(`${action} for ${template.stack} ${template.logicalId}: ${by}`);
    }
  }
  return blocked;
}

/** No control policy binds the management account. */
function memberResourcesOf({ resources }: SynthesisedPlatform): TemplateResource[] {
  return resources.filter(({ account }) => account !== MANAGEMENT);
}
