import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Role } from 'aws-cdk-lib/aws-iam';
import { SecurityGroup, Subnet } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as description from '../../../lib/description';
import { DUTIES } from '../../../lib/description/private/duty-checks';
import { letGroupsReachAccounts } from '../../../lib/platform/connections/groups-reach-accounts';
import { PlatformNames } from '../../../lib/platform/platform-names';
import { Activity, Persona } from '../../../lib/security';
import { Changes, nineAccounts } from '../../description/nine-accounts';
import { described, newApp, Statement, statementsOf, TemplateResource, textsOf } from '../synthesis';

const SET = 'AWS::SSO::PermissionSet';
const ASSIGNMENT = 'AWS::SSO::Assignment';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
const GROUP = 'a1b2c3d4-5678-90ab-cdef-1234567890ab';
const GROUPS = 'arn:aws:sagemaker:eu-west-1:444444444444:model-package-group';

const REFERENCE = templateOf(described('reference'));

test('each persona of the reference has a permission set, and its groups are assigned where the persona works', () => {
  const names = Object.fromEntries(
    Object.entries(REFERENCE.findResources(SET)).map(([id, { Properties }]) => [id, Properties.Name as string]),
  );
  const counts = new Map(Object.values(names).map((name) => [name, 0]));
  for (const { Properties } of Object.values(REFERENCE.findResources(ASSIGNMENT))) {
    const [id] = (Properties.PermissionSetArn as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
    counts.set(names[id], (counts.get(names[id]) ?? 0) + 1);
  }

  expect(Object.fromEntries(counts)).toEqual({
    'acme-ml-platform-engineer': 8,
    'acme-ml-model-approver': 3,
    'acme-ml-auditor': 8,
    'marine-life-data-scientist': 1,
    'marine-life-data-engineer': 1,
    'marine-life-ml-engineer': 2,
    'marine-life-mlops-engineer': 3,
    'marine-life-business-analyst': 1,
    'marine-life-model-approver': 3,
  });
});

test('groups are assigned, and nobody by himself', () => {
  REFERENCE.allResourcesProperties(ASSIGNMENT, {
    PrincipalType: 'GROUP',
    TargetType: 'AWS_ACCOUNT',
    InstanceArn: INSTANCE,
  });
});

test('permission sets are changed one after the other, because IAM Identity Center refuses many changes at a time', () => {
  const sets = REFERENCE.findResources(SET);
  const ids = Object.keys(sets);

  const before = ids.map((id) => ids.filter((other) => ((sets[id].DependsOn ?? []) as string[]).includes(other)));

  expect(before).toEqual(ids.map((_, i) => ids.slice(Math.max(i - 1, 0), i)));
});

test.each<[string, Changes]>([
  ['nobody signs in with the directory', { identity: { provider: 'iam' } }],
  ['no group has a persona', { identity: { provider: 'identity-center', instanceArn: INSTANCE } }],
  ['nothing is said of identity', { identity: undefined }],
])('there is no permission set when %s', (_, changes) => {
  const template = templateOf(nineAccounts(changes));

  template.resourceCountIs(SET, 0);
  template.resourceCountIs(ASSIGNMENT, 0);
});

test.each(['data-scientist', 'data-engineer', 'ml-engineer', 'mlops-engineer', 'business-analyst'])(
  "a %s reaches the team's data and models, and no other team's",
  (persona) => {
    const statements = statementsFor({ 'teams[0].groups': [{ groupId: GROUP, persona }] });

    const resources = statements.flatMap(({ Resource }) => textsOf(Resource));
    expect(resources).toEqual(
      expect.arrayContaining([expect.stringContaining('acme-ml-marine-life-dev-data-666666666666-eu-west-1')]),
    );
    expect(resources.filter((resource) => resource.includes('logistics'))).toEqual([]);
    expect(JSON.stringify(statements)).toContain('alias/acme-ml/marine-life/dev');
  },
);

test.each([
  ['of a team', { 'teams[0].groups': [{ groupId: GROUP, persona: 'model-approver' }] }, [`${GROUPS}/marine-life--*`]],
  ['of the platform', ofPlatform('model-approver'), [`${GROUPS}/marine-life--*`, `${GROUPS}/logistics--*`]],
])('an approver %s decides on its models', (_, changes, groups) => {
  const resources = statementsFor(changes)
    .flatMap(({ Resource }) => textsOf(Resource))
    .filter((resource) => resource.includes(':model-package-group/'));

  expect([...new Set(resources)].sort()).toEqual([...groups].sort());
});

test.each(['auditor', 'platform-engineer'])('a %s of the platform reads no data', (persona) => {
  const actions = statementsFor(ofPlatform(persona)).flatMap(({ Action }) => [Action].flat());

  expect(
    actions.filter((action) => /^s3:GetObject$|^kms:Decrypt$|^athena:GetQueryResults$/.test(String(action))),
  ).toEqual([]);
});

test.each(Object.values(description.Persona))(
  'nobody creates a model or opens Studio as %s outside Studio',
  (persona) => {
    const isOfPlatform = ['platform-engineer', 'auditor'].includes(persona);
    const changes = isOfPlatform ? ofPlatform(persona) : { 'teams[0].groups': [{ groupId: GROUP, persona }] };

    const actions = statementsFor(changes).flatMap(({ Action }) => [Action].flat());

    expect(actions).not.toEqual(expect.arrayContaining(['sagemaker:CreateModel']));
    expect(actions).not.toEqual(expect.arrayContaining(['sagemaker:CreateApp']));
  },
);

test('the duties that a description checks are those that the personas have', () => {
  const duties = personas().map(({ name, duties: has }) => [name, has]);

  expect(Object.fromEntries(duties)).toEqual(DUTIES);
});

function ofPlatform(persona: string): Changes {
  return { 'identity.groups': [{ groupId: GROUP, persona }] };
}

function statementsFor(changes: Changes): (Statement & { Resource?: unknown })[] {
  const identity = { provider: 'identity-center', instanceArn: INSTANCE };
  const sets = templateOf(nineAccounts({ identity, ...changes })).findResources(SET);

  const [{ Properties }] = Object.values(sets) as unknown as TemplateResource[];
  return statementsOf(Properties.InlinePolicy);
}

function templateOf(platform: description.PlatformDescription): Template {
  const stack = new Stack(newApp(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  letGroupsReachAccounts(stack, platform, new PlatformNames(platform));

  return Template.fromStack(stack);
}

/** Every persona that a description may name, on some grounds. */
function personas(): Persona[] {
  const stack = new Stack(newApp(), 'Grounds');
  const role = Role.fromRoleName(stack, 'Role', 'work');
  const key = new Key(stack, 'Key');
  const network = {
    subnets: [Subnet.fromSubnetId(stack, 'Subnet', 'subnet-0a1b2c3d4e5f67890')],
    securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f67890')],
  };
  const scope = {
    dataBucket: Bucket.fromBucketName(stack, 'Data', 'data'),
    useOfDataKey: Activity.useKey(key),
    namePrefix: 'marine-life--',
    modelPackageGroupArns: [`${GROUPS}/marine-life--*`],
    network,
    keys: [key],
  };

  return [
    Persona.dataScientist(scope),
    Persona.dataEngineer({ ...scope, databaseNames: ['marine_life'], workgroupNames: ['marine-life'] }),
    Persona.mlEngineer({ ...scope, workRoles: [role] }),
    Persona.mlOpsEngineer(scope),
    Persona.platformEngineer('hnb659fds'),
    Persona.modelApprover(scope.modelPackageGroupArns),
    Persona.auditor(),
    Persona.businessAnalyst({ ...scope, executionRole: role }),
  ];
}
