import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  Guardrail,
  GuardrailExemption,
  GuardrailPolicies,
  GuardrailPoliciesProps,
  GuardrailSet,
} from '../../lib/organization';

const WORKLOADS = 'ou-ab12-c3d4e5f6';
const STRICT = GuardrailSet.strict({
  organizationId: 'o-a1b2c3d4e5',
  namePrefix: 'acme-',
  platformRoles: [GuardrailExemption.role('deployer', 'deploys the platform')],
  approvedRegions: ['eu-west-1'],
  governanceTags: ['team'],
  approvedRegistryAccounts: ['666666666666'],
});
const SMALL = GuardrailSet.of([Guardrail.studioVpcOnly(), Guardrail.remainInOrganization()]);

interface Policy {
  readonly DependsOn?: string[];
  readonly Metadata?: Record<string, unknown>;
  readonly Properties: {
    readonly Name: string;
    readonly Type: string;
    readonly TargetIds: string[];
    readonly Content: { readonly Statement: { readonly Sid: string }[] };
  };
}

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'eu-west-1' } });
});

test('guardrails become one policy that is attached to its targets', () => {
  policiesIn(stack, { targetIds: [WORKLOADS, 'r-ab12', '666666666666', WORKLOADS] });

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Organizations::Policy', 1);
  template.hasResourceProperties('AWS::Organizations::Policy', {
    Name: 'acme-guardrails-scp-1',
    Type: 'SERVICE_CONTROL_POLICY',
    TargetIds: [WORKLOADS, 'r-ab12', '666666666666'],
  });
});

test('the strict set fits into the default quotas, and says how much room is left', () => {
  const { documents } = policiesIn(stack, { guardrails: STRICT });

  expect(documents.map(({ policyName }) => policyName)).toEqual(
    documents.map(({ policyType }, i) =>
      policyType === 'SERVICE_CONTROL_POLICY' ? `acme-guardrails-scp-${i + 1}` : 'acme-guardrails-rcp-1',
    ),
  );
  expect(documents.filter(({ policyType }) => policyType === 'SERVICE_CONTROL_POLICY').length).toBeLessThanOrEqual(2);
  for (const { characters, spareCharacters, policyType } of documents) {
    expect(characters + spareCharacters).toBe(policyType === 'SERVICE_CONTROL_POLICY' ? 10240 : 5120);
    expect(spareCharacters).toBeGreaterThanOrEqual(0);
  }
});

test('what documents say is what the template has', () => {
  const { documents } = policiesIn(stack, { guardrails: STRICT });

  const policies = policiesOf(stack);

  expect(policies.map(({ Properties }) => Properties.Content.Statement.map(({ Sid }) => Sid))).toEqual(
    documents.map(({ statementIds }) => statementIds),
  );
  expect(policies.map(({ Properties }) => JSON.stringify(Properties.Content).length)).toEqual(
    documents.map(({ characters }) => characters),
  );
});

test('every statement of every guardrail is in a document, once', () => {
  const { documents } = policiesIn(stack, { guardrails: STRICT });

  const packed = documents.flatMap(({ statementIds }) => statementIds);

  const given = STRICT.guardrails.flatMap((guardrail) =>
    [...guardrail.serviceControlStatements(), ...guardrail.resourceControlStatements()].map(({ sid }) => sid),
  );
  expect(packed.sort()).toEqual(given.sort());
});

test('policies are changed one after the other', () => {
  policiesIn(stack, { guardrails: STRICT, serviceControlQuota: { maxCharacters: 5120 } });

  const waiting = policiesOf(stack).map(({ DependsOn }) => DependsOn?.length ?? 0);

  expect(waiting).toEqual([0, ...waiting.slice(1).map(() => 1)]);
});

test('exemptions and omissions stand in the template with their reasons', () => {
  const guardrails = SMALL.exempting(GuardrailExemption.role('break-glass', 'ends an outage')).without(
    'remain-in-organization',
    'the account is about to be sold',
  );
  policiesIn(stack, { guardrails });

  const [policy] = policiesOf(stack);

  expect(policy.Metadata).toMatchObject({
    'governed-ml:exemptions': [{ guardrail: 'studio-vpc-only', role: 'break-glass', reason: 'ends an outage' }],
    'governed-ml:omissions': [{ guardrail: 'remain-in-organization', reason: 'the account is about to be sold' }],
  });
});

test('the same guardrails give the same template', () => {
  const other = new Stack(new App(), 'Organization', { env: { account: '111111111111', region: 'eu-west-1' } });
  policiesIn(stack, { guardrails: STRICT });
  policiesIn(other, { guardrails: STRICT });

  const [first, second] = [stack, other].map((each) => JSON.stringify(Template.fromStack(each).toJSON()));

  expect(first).toBe(second);
});

describe('a statement that does not fit is named with its size:', () => {
  test('when it is larger than a policy may be', () => {
    const guardrails = GuardrailSet.of([Guardrail.remainInOrganization()]);

    const defining = (): GuardrailPolicies =>
      policiesIn(stack, { guardrails, serviceControlQuota: { maxCharacters: 100 } });

    expect(defining).toThrow(
      'remain-in-organization.LeaveOrganization makes a policy of 140 characters, a SERVICE_CONTROL_POLICY has at most 100; shorten the lists that the guardrail is given, or raise maxCharacters if AWS raised the quota',
    );
  });

  test.each([
    [2, 1, 'the 1 of 2 policies that 1 attached ones leave are full'],
    [1, 1, 'the 0 of 1 policies that 1 attached ones leave are full'],
    [4, 3, 'the 1 of 4 policies that 3 attached ones leave are full'],
  ])('when of %i policies %i are attached', (maxPolicies, alreadyAttached, wanted) => {
    const guardrails = GuardrailSet.of([Guardrail.hardenedNotebooks(), Guardrail.remainInOrganization()]);

    const defining = (): GuardrailPolicies =>
      policiesIn(stack, {
        guardrails,
        serviceControlQuota: { maxPolicies, alreadyAttached, maxCharacters: 250 },
      });

    expect(defining).toThrow(
      `remain-in-organization.LeaveOrganization makes a policy of 140 characters, ${wanted}; take out a guardrail, move some to a parent organisational unit, or raise maxPolicies if AWS raised the quota`,
    );
  });

  test('and those that just fit are accepted', () => {
    const guardrails = GuardrailSet.of([Guardrail.remainInOrganization()]);

    const { documents } = policiesIn(stack, { guardrails, serviceControlQuota: { maxCharacters: 140 } });

    expect(documents[0].spareCharacters).toBe(0);
  });
});

describe('guardrails that hold above', () => {
  const above = GuardrailSet.of([
    Guardrail.approvedRegions({ regions: ['eu-west-1'] }),
    Guardrail.deployedByPlatform([GuardrailExemption.role('deployer', 'deploys the platform')]),
  ]);

  test('may be repeated, and narrowed', () => {
    const { documents } = policiesIn(stack, { guardrails: above, inherited: [above, SMALL] });

    expect(documents.map(({ guardrails }) => guardrails)).toEqual([['approved-regions', 'deployed-by-platform']]);
  });

  test('leave something that is approved in both, or are refused', () => {
    const guardrails = GuardrailSet.of([
      Guardrail.approvedRegions({ regions: ['us-east-1'] }),
      Guardrail.deployedByPlatform([GuardrailExemption.role('releaser', 'deploys to production')]),
    ]);

    const defining = (): GuardrailPolicies => policiesIn(stack, { guardrails, inherited: [above] });

    expect(defining).toThrow(
      [
        '2 problems:',
        '  GuardrailsConflict: approved-regions approves the regions us-east-1, while "approved-regions" of a unit above has others: eu-west-1, what neither denies must not be nothing; approve at least one of the same in both',
        '  GuardrailsConflict: deployed-by-platform approves the roles of deployed-by-platform arn:*:iam::*:role/releaser, while "deployed-by-platform" of a unit above has others: arn:*:iam::*:role/deployer, what neither denies must not be nothing; approve at least one of the same in both',
      ].join('\n'),
    );
  });
});

test('policies for one target that are too many together name each other', () => {
  policiesIn(stack, { serviceControlQuota: { maxPolicies: 2 } });

  const defining = (): GuardrailPolicies =>
    new GuardrailPolicies(stack, 'More', {
      guardrails: SMALL,
      targetIds: [WORKLOADS],
      policyNamePrefix: 'acme-more',
      serviceControlQuota: { maxPolicies: 2 },
    });

  expect(defining).toThrow(
    'targetIds would give ou-ab12-c3d4e5f6 1 of Organization/Guardrails, 1 of Organization/More and 1 attached already, a target has at most 2 of the kind SERVICE_CONTROL_POLICY; put the guardrails into one set, or move some to a parent organisational unit',
  );
});

describe('policies refuse', () => {
  test('to hold for nobody', () => {
    const defining = (): GuardrailPolicies => policiesIn(stack, { targetIds: [] });

    expect(defining).toThrow(
      'targetIds is empty, guardrails hold for at least one organisational unit; name the organisational units, as "ou-ab12-c3d4e5f6"',
    );
  });

  test.each(['Workloads', 'ou-ab12', 'r-AB12', '12345678901'])('the target %s', (target) => {
    const defining = (): GuardrailPolicies => policiesIn(stack, { targetIds: [target] });

    expect(defining).toThrow(
      `targetIds[0] is "${target}", a policy is attached to an organisational unit, an account or the root by its id; copy the id from AWS Organizations, as "ou-ab12-c3d4e5f6"`,
    );
  });

  test('a set without guardrails', () => {
    const defining = (): GuardrailPolicies => policiesIn(stack, { guardrails: GuardrailSet.of([]) });

    expect(defining).toThrow(
      'guardrails is empty, policies hold at least one guardrail; begin with GuardrailSet.starter(), or define no policies',
    );
  });

  test.each(['', 'acme workloads', 'a'.repeat(101)])('the name prefix "%s"', (policyNamePrefix) => {
    const defining = (): GuardrailPolicies => policiesIn(stack, { policyNamePrefix });

    expect(defining).toThrow(
      `policyNamePrefix is "${policyNamePrefix}", it is 1 to 100 letters, digits and characters of _+=,.@-; write a prefix such as "acme-workloads"`,
    );
  });

  test('a name that other policies of the organisation have', () => {
    policiesIn(stack);

    const defining = (): GuardrailPolicies =>
      new GuardrailPolicies(stack, 'Again', { guardrails: SMALL, targetIds: ['r-ab12'], policyNamePrefix: 'acme' });

    expect(defining).toThrow(
      'Organization/Again wants the organization policy name "acme-guardrails-scp-1" in 111111111111, which Organization/Guardrails has, no two of a kind share a name there; give one of the two another name',
    );
  });
});

function policiesIn(scope: Stack, props: Partial<GuardrailPoliciesProps> = {}): GuardrailPolicies {
  return new GuardrailPolicies(scope, 'Guardrails', {
    guardrails: SMALL,
    targetIds: [WORKLOADS],
    policyNamePrefix: 'acme',
    ...props,
  });
}

function policiesOf(scope: Stack): Policy[] {
  return Object.values(Template.fromStack(scope).findResources('AWS::Organizations::Policy')) as unknown as Policy[];
}
