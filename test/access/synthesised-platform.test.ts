import { App, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnAssignment, CfnPermissionSet } from 'aws-cdk-lib/aws-sso';
import {
  AccountPlacement,
  Guardrail,
  GuardrailPolicies,
  GuardrailSet,
  OrganizationLayout,
} from '../../lib/organization';
import { OrganizationFacts, placementOf } from './control-policy-tree';
import { administrator, ANYBODY, service, stranger } from './principals';
import { Request, SynthesisedPlatform } from './synthesised-platform';
import { templateResourcesOf } from './template-resources';

const MANAGEMENT = '111111111111';
const REGISTRY = '444444444444';
const TEAM = '666666666666';
const REGION = 'eu-west-1';
const ORGANIZATION = 'o-a1b2c3d4e5';

const GOOD_NOTEBOOK = {
  'sagemaker:DirectInternetAccess': 'Disabled',
  'sagemaker:RootAccess': 'Disabled',
};

const PLATFORM = platformOf((app) => {
  const organization = stackOf(app, 'Organization', MANAGEMENT);
  const layout = layoutOf(organization);
  new GuardrailPolicies(organization, 'Guardrails', {
    guardrails: GuardrailSet.of([
      Guardrail.hardenedNotebooks(),
      Guardrail.resourcePerimeter({ organizationId: ORGANIZATION }),
    ]),
    targetIds: [layout.workloadsParent.organizationalUnitId],
    policyNamePrefix: 'acme',
  });
  defineWorkspace(app);
  defineRegistry(app);
  definePermissionSet(organization);
});

const WORKER = PLATFORM.role(TEAM, 'worker');
const BOUND = PLATFORM.role(TEAM, 'bound');
const SCIENTIST = PLATFORM.role(TEAM, 'Scientist');
const DATA = PLATFORM.bucket('acme-data');
const SHARED = PLATFORM.bucket('acme-shared');
const OPEN = PLATFORM.bucket('acme-open');
const KEY = PLATFORM.key(TEAM, 'alias/acme/data');
const NOTEBOOK = `arn:aws:sagemaker:${REGION}:${TEAM}:notebook-instance/mine`;
const REGISTRY_NOTEBOOK = NOTEBOOK.replace(TEAM, REGISTRY);

test.each<[string, Request, string]>([
  ['its own policy', read(WORKER, `${DATA}/x`), 'allowed by acme-workspace-WorkerPolicy'],
  ['no policy of its own', read(WORKER, `${OPEN}/x`), 'denied by default, for nothing allows it'],
  [
    "the policy of another account's bucket and its own",
    read(WORKER, `${SHARED}/x`),
    'allowed by acme-workspace-WorkerPolicy',
  ],
  [
    "the policy of another account's bucket, which does not name it",
    read(administrator(TEAM), `${SHARED}/x`),
    'denied by the policy of the resource, which does not allow it',
  ],
  ['its boundary', read(BOUND, `${DATA}/x`), 'denied by the permissions boundary'],
  [
    'a deny of the bucket',
    read(WORKER, `${DATA}/x`, { 'aws:SecureTransport': 'false' }),
    'denied by the policy of the resource, Tls',
  ],
  [
    'a service control policy above its account',
    { who: administrator(TEAM), action: 'sagemaker:CreateNotebookInstance', resource: NOTEBOOK },
    'denied by service control policy acme-guardrails-scp-1 of Workloads, NotebookOnInternet',
  ],
  [
    'what the service control policy leaves',
    {
      who: administrator(TEAM),
      action: 'sagemaker:CreateNotebookInstance',
      resource: NOTEBOOK,
      context: GOOD_NOTEBOOK,
    },
    'allowed by AdministratorAccess',
  ],
  [
    'no service control policy, in a unit without one',
    { who: administrator(REGISTRY), action: 'sagemaker:CreateNotebookInstance', resource: REGISTRY_NOTEBOOK },
    'allowed by AdministratorAccess',
  ],
  [
    'no control policy, in the management account',
    {
      who: administrator(MANAGEMENT),
      action: 'sagemaker:CreateNotebookInstance',
      resource: NOTEBOOK.replace(TEAM, MANAGEMENT),
    },
    'allowed by AdministratorAccess',
  ],
  [
    'a resource control policy above the account of the resource',
    read(stranger(), `${DATA}/x`),
    'denied by resource control policy acme-guardrails-rcp-1 of Workloads, CallerOutsideOrganization',
  ],
  [
    'a bucket that is open to all, outside the perimeter',
    read(ANYBODY, `${OPEN}/x`),
    'allowed by the policy of the resource',
  ],
  [
    'the policy of a key',
    { who: WORKER, action: 'kms:Decrypt', resource: KEY },
    'allowed by acme-workspace-WorkerPolicy',
  ],
  [
    'trust in a service',
    { who: service('sagemaker.amazonaws.com', TEAM), action: 'sts:AssumeRole', resource: WORKER.arn },
    'allowed by the policy of the resource',
  ],
  [
    'trust in a service for its own account alone',
    { who: service('sagemaker.amazonaws.com', REGISTRY), action: 'sts:AssumeRole', resource: WORKER.arn },
    'denied by default, for nothing allows it',
  ],
  ['the inline policy of a permission set', read(SCIENTIST, `${DATA}/x`), 'allowed by InlinePolicy'],
  [
    'the customer-managed policy of a permission set',
    { who: SCIENTIST, action: 's3:PutObject', resource: `${DATA}/x` },
    'allowed by writing',
  ],
])('a request is decided by %s', async (_, request, expected) => {
  const { decision, by } = await PLATFORM.decide(request);

  expect(`${decision} by ${by}`).toContain(expected);
});

test('a permission set is a role of Identity Center in the account that it is assigned in', () => {
  const { arn } = PLATFORM.role(TEAM, 'Scientist');

  expect(arn).toMatch(
    /^arn:aws:iam::666666666666:role\/aws-reserved\/sso\.amazonaws\.com\/eu-west-1\/AWSReservedSSO_Scientist_[0-9a-f]{16}$/,
  );
});

test('an import is what another stack exports', () => {
  const [copy] = PLATFORM.ofType('AWS::S3::Bucket').filter(({ stack }) => stack === 'acme-reader');

  expect(copy.name).toBe('acme-data-copy');
});

test('accounts lie where the checklist of the layout moves them', () => {
  const layout = layoutOf(stackOf(new App(), 'Organization', MANAGEMENT));

  const placement = placementOf(layout.preflight());

  expect(placement).toEqual({ [REGISTRY]: 'ML Platform', [TEAM]: 'Workloads/marine/dev' });
});

describe('what would prove nothing fails:', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a role that no template creates',
      () => PLATFORM.role(TEAM, 'workr'),
      'role workr in 666666666666; did you mean worker',
    ],
    [
      'a bucket that no template creates',
      () => PLATFORM.bucket('acme-dta'),
      'AWS::S3::Bucket acme-dta; did you mean acme-data',
    ],
    [
      'a key that no template creates',
      () => PLATFORM.key(TEAM, 'alias/acme/dat'),
      'key alias/acme/dat in 666666666666; did you mean alias/acme/data',
    ],
  ])('%s', (_, act, expected) => {
    expect(act).toThrow(`no template creates the ${expected}`);
  });

  test.each<[string, Request, string]>([
    ['a misspelt bucket', read(WORKER, 'arn:aws:s3:::acme-dta/x'), 'no template creates the bucket acme-dta'],
    ['a misspelt key', { who: WORKER, action: 'kms:Decrypt', resource: `${KEY}0` }, `no template creates ${KEY}0`],
    [
      'a condition key that such a request never carries',
      read(WORKER, `${DATA}/x`, { 'sagemaker:VpcSubnets': ['subnet-1'] }),
      'no request for s3:GetObject carries sagemaker:VpcSubnets',
    ],
    [
      'an encryption context of what encrypts nothing',
      { who: WORKER, action: 'kms:DescribeKey', resource: KEY, context: { 'kms:EncryptionContext:purpose': 'log' } },
      'no request for kms:DescribeKey carries kms:EncryptionContext:purpose',
    ],
    [
      'a policy that stands in no template',
      read(PLATFORM.role(TEAM, 'reader'), `${DATA}/x`),
      'reader has arn:aws:iam::aws:policy/ReadOnlyAccess, of which no template tells what it allows',
    ],
  ])('%s', async (_, request, expected) => {
    await expect(PLATFORM.decide(request)).rejects.toThrow(expected);
  });

  test('an account that lies nowhere', async () => {
    const request = read(administrator('999999999999'), `${DATA}/x`);

    await expect(PLATFORM.decide(request)).rejects.toThrow('account 999999999999 lies in no organisational unit');
  });

  test('an intrinsic that is not understood', () => {
    const app = new App();
    const stack = stackOf(app, 'Odd', TEAM);
    new CfnOutput(stack, 'Unused', { value: 'x' });
    new s3.CfnBucket(stack, 'Bucket', { bucketName: Fn.base64('x') });

    expect(() => templateResourcesOf(app.synth())).toThrow('acme-odd uses Fn::Base64, which is not understood here');
  });
});

function read(who: Request['who'], resource: string, context?: Request['context']): Request {
  return { who, action: 's3:GetObject', resource, context };
}

function platformOf(define: (app: App) => void): SynthesisedPlatform {
  const app = new App();
  define(app);

  const facts: OrganizationFacts = {
    organizationId: ORGANIZATION,
    managementAccount: MANAGEMENT,
    placement: { [MANAGEMENT]: '', [REGISTRY]: 'ML Platform', [TEAM]: 'Workloads/marine/dev' },
  };
  return new SynthesisedPlatform(templateResourcesOf(app.synth()), facts);
}

function stackOf(app: App, id: string, account: string): Stack {
  return new Stack(app, id, { stackName: `acme-${id.toLowerCase()}`, env: { account, region: REGION } });
}

function layoutOf(stack: Stack): OrganizationLayout {
  return new OrganizationLayout(stack, 'Layout', {
    organizationId: ORGANIZATION,
    rootId: 'r-ab12',
    workloadGroups: ['marine'],
    accounts: [
      AccountPlacement.existing({ accountId: REGISTRY, unit: 'ML Platform' }),
      AccountPlacement.existing({ accountId: TEAM, unit: 'Workloads/marine/dev' }),
    ],
  });
}

/** A team's account: a bucket with a key, a worker, a worker within a boundary, and somebody with a policy of AWS. */
function defineWorkspace(app: App): void {
  const stack = stackOf(app, 'Workspace', TEAM);
  const key = new kms.Key(stack, 'Key', { alias: 'acme/data' });
  const bucket = new s3.Bucket(stack, 'Data', { bucketName: 'acme-data', encryptionKey: key });
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'Tls',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:*'],
      resources: [bucket.arnForObjects('*')],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  );
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { StringEquals: { 'aws:PrincipalAccount': '000000000000' } },
    }),
  );

  const sageMaker = new iam.ServicePrincipal('sagemaker.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
  const policy = new iam.ManagedPolicy(stack, 'WorkerPolicy', {
    statements: [
      new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects('*'), 'arn:aws:s3:::acme-shared/*'],
      }),
      new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }),
    ],
  });
  const boundary = new iam.ManagedPolicy(stack, 'Boundary', {
    statements: [new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] })],
  });
  new iam.Role(stack, 'Worker', { roleName: 'worker', assumedBy: sageMaker, managedPolicies: [policy] });
  new iam.Role(stack, 'Bound', {
    roleName: 'bound',
    assumedBy: sageMaker,
    managedPolicies: [policy],
    permissionsBoundary: boundary,
  });
  new iam.Role(stack, 'Reader', {
    roleName: 'reader',
    assumedBy: sageMaker,
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
  });
  new iam.ManagedPolicy(stack, 'Writing', {
    managedPolicyName: 'writing',
    statements: [new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')] })],
  });

  const reader = stackOf(app, 'Reader', TEAM);
  new CfnOutput(stack, 'DataName', { value: bucket.bucketName, exportName: 'data-name' });
  new s3.CfnBucket(reader, 'Copy', { bucketName: Fn.sub('${Data}-copy', { Data: Fn.importValue('data-name') }) });
}

/** The account that all share: a bucket for one role of another account, and a bucket for all the world. */
function defineRegistry(app: App): void {
  const stack = stackOf(app, 'Registry', REGISTRY);
  const shared = new s3.Bucket(stack, 'Shared', { bucketName: 'acme-shared' });
  const open = new s3.Bucket(stack, 'Open', {
    bucketName: 'acme-open',
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
  });

  shared.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ArnPrincipal(`arn:aws:iam::${TEAM}:role/worker`)],
      actions: ['s3:GetObject'],
      resources: [shared.arnForObjects('*')],
    }),
  );
  open.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [open.arnForObjects('*')],
    }),
  );
}

function definePermissionSet(stack: Stack): void {
  const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
  const set = new CfnPermissionSet(stack, 'Scientist', {
    instanceArn,
    name: 'Scientist',
    inlinePolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-data/*' }],
    },
    customerManagedPolicyReferences: [{ name: 'writing' }],
  });

  new CfnAssignment(stack, 'Assignment', {
    instanceArn,
    permissionSetArn: set.attrPermissionSetArn,
    principalId: '1234567890-0a1b2c3d-0000-0000-0000-000000000000',
    principalType: 'GROUP',
    targetId: TEAM,
    targetType: 'AWS_ACCOUNT',
  });
}
