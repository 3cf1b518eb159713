import { Stack } from 'aws-cdk-lib';
import { ClosedFeature, Guardrail, GuardrailExemption } from '../../lib/organization';

const PLATFORM = [GuardrailExemption.role('deployer', 'deploys the platform')];
const BREAK_GLASS = GuardrailExemption.role('break-glass', 'ends an outage');

test('a denial without exemptions binds everybody', () => {
  const guardrail = Guardrail.remainInOrganization();

  const statements = rendered(guardrail.serviceControlStatements());

  expect(statements).toEqual([
    { Sid: 'LeaveOrganization', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' },
  ]);
});

test('an exemption stands beside the other conditions of each statement', () => {
  const guardrail = Guardrail.networkIsolation().exempting(BREAK_GLASS);

  const [statement] = rendered(guardrail.serviceControlStatements());

  expect(statement.Condition).toEqual({
    BoolIfExists: { 'sagemaker:NetworkIsolation': 'false' },
    ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/break-glass'] },
  });
});

test('an exemption leaves the guardrail that it was made from as it is', () => {
  const guardrail = Guardrail.networkIsolation();

  guardrail.exempting(BREAK_GLASS);

  expect(guardrail.exemptions).toEqual([]);
});

test('the exempt roles of protected governance resources are protected themselves', () => {
  const guardrail = Guardrail.protectedGovernanceResources({ namePrefix: 'acme-', platformRoles: PLATFORM });

  const statements = rendered(guardrail.exempting(BREAK_GLASS).serviceControlStatements());

  const roles = statements.find(({ Sid }) => Sid === 'GovernanceRole');
  expect(roles?.Resource).toEqual(['arn:*:iam::*:role/deployer', 'arn:*:iam::*:role/break-glass']);
});

test('a boundary names the partition of its resources, as IAM demands', () => {
  const guardrail = Guardrail.approvedImageRegistries(['141502667606']);

  const [statement] = rendered(guardrail.boundaryStatements());

  expect(statement.NotResource).toBe('arn:${AWS::Partition}:ecr:*:141502667606:repository/*');
});

test('the resource perimeter is a policy on resources alone', () => {
  const guardrail = Guardrail.resourcePerimeter({ organizationId: 'o-a1b2c3d4e5' });

  const [callers, services] = rendered(guardrail.resourceControlStatements());

  expect(guardrail.serviceControlStatements()).toEqual([]);
  expect(guardrail.boundaryStatements()).toEqual([]);
  expect(callers).toEqual({
    Sid: 'CallerOutsideOrganization',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:*', 's3:*', 'sts:AssumeRole'],
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
  expect(services.Sid).toBe('ServiceForOutsider');
});

test('the resource perimeter takes no exemption by role', () => {
  const guardrail = Guardrail.resourcePerimeter({ organizationId: 'o-a1b2c3d4e5' });

  const exempting = (): Guardrail => guardrail.exempting(BREAK_GLASS);

  expect(exempting).toThrow(
    'resource-perimeter exempts "break-glass", a resource control policy takes no exemption by role, because strangers may give a role any name; trust an account outside the organization by trustedAccountIds',
  );
});

test('jobs need tags only where it is asked for', () => {
  const tags = [{ key: 'team' }];

  const without = rendered(Guardrail.requiredTags({ tags }).serviceControlStatements());
  const including = rendered(Guardrail.requiredTags({ tags, includeJobs: true }).serviceControlStatements());

  expect(without[0].Action).not.toContain('sagemaker:CreateTrainingJob');
  expect(including[0].Action).toContain('sagemaker:CreateTrainingJob');
});

test('any network and any key will do where none is approved', () => {
  const network = rendered(Guardrail.insideVpc().serviceControlStatements());
  const keys = rendered(Guardrail.customerManagedKeys().serviceControlStatements());

  expect(network.map(({ Sid }) => Sid)).not.toContain('OtherSubnets');
  expect(keys.map(({ Sid }) => Sid)).not.toContain('VolumeWithOtherKey');
});

test('what a guardrail approves is known, its own roles included', () => {
  const listed = Guardrail.requiredTags({ tags: [{ key: 'team' }, { key: 'stage', values: ['dev'] }] });
  const reserved = Guardrail.deployedByPlatform(PLATFORM).exempting(BREAK_GLASS);

  const approvals = [listed, reserved].map((guardrail) => guardrail._approvals());

  expect(approvals).toEqual([
    { 'values of the tag "stage"': ['dev'] },
    { 'roles of deployed-by-platform': ['arn:*:iam::*:role/deployer'] },
  ]);
});

describe('an empty list is refused, because it would forbid everything:', () => {
  test.each([
    ['subnetIds', () => Guardrail.insideVpc({ subnetIds: [] })],
    ['securityGroupIds', () => Guardrail.insideVpc({ securityGroupIds: [] })],
    ['keyArns', () => Guardrail.customerManagedKeys({ keyArns: [] })],
    ['instanceTypes', () => Guardrail.approvedInstanceTypes([])],
    ['regions', () => Guardrail.approvedRegions({ regions: [] })],
    ['accountIds', () => Guardrail.approvedImageRegistries([])],
    ['imageArns', () => Guardrail.approvedStudioImages([])],
    ['tags', () => Guardrail.requiredTags({ tags: [] })],
    ['tags[0].values', () => Guardrail.requiredTags({ tags: [{ key: 'team', values: [] }] })],
    ['tagKeys', () => Guardrail.protectedTags({ tagKeys: [], platformRoles: PLATFORM })],
    ['platformRoles', () => Guardrail.protectedTags({ tagKeys: ['team'], platformRoles: [] })],
    ['platformRoles', () => Guardrail.protectedGovernanceResources({ namePrefix: 'acme-', platformRoles: [] })],
    [
      'monitorNamePrefixes',
      () =>
        Guardrail.protectedGovernanceResources({
          namePrefix: 'acme',
          platformRoles: PLATFORM,
          monitorNamePrefixes: [],
        }),
    ],
    ['platformRoles', () => Guardrail.noPublicSharing([])],
    ['platformRoles', () => Guardrail.deployedByPlatform([])],
    ['platformRoles', () => Guardrail.approvedPackagesOnly({ platformRoles: [], modelNamePrefix: 'acme-' })],
    ['approverRoles', () => Guardrail.approvedByApprovers([])],
    ['features', () => Guardrail.closedFeatures([])],
  ])('%s', (path, create) => {
    expect(create).toThrow(`${path} is empty, a guardrail takes at least one; name one, or leave the guardrail out`);
  });
});

describe('what is malformed is refused:', () => {
  test.each([
    [
      'a subnet',
      () => Guardrail.insideVpc({ subnetIds: ['vpc-1'] }),
      'subnetIds[0] is "vpc-1", the id of a subnet is "subnet-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "subnet-0a1b2c3d4e5f67890"',
    ],
    [
      'a security group',
      () => Guardrail.insideVpc({ securityGroupIds: ['sg-1'] }),
      'securityGroupIds[0] is "sg-1", the id of a security group is "sg-" and 8 or 17 hexadecimal digits; copy the id from the VPC console, as "sg-0a1b2c3d4e5f67890"',
    ],
    [
      'a key',
      () => Guardrail.customerManagedKeys({ keyArns: ['alias/acme'] }),
      'keyArns[0] is "alias/acme", an ARN of kms reads arn:<partition>:kms:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
    ],
    [
      'a Studio image',
      () => Guardrail.approvedStudioImages(['abalone']),
      'imageArns[0] is "abalone", an ARN of sagemaker reads arn:<partition>:sagemaker:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
    ],
    [
      'an instance type',
      () => Guardrail.approvedInstanceTypes(['m5.*']),
      'instanceTypes[0] is "m5.*", an instance type begins with "ml." and has wildcards after that only; write a type as "ml.m5.xlarge" or a family as "ml.m5.*"',
    ],
    [
      'a region',
      () => Guardrail.approvedRegions({ regions: ['eu-west1'] }),
      'regions[0] is "eu-west1", AWS has no such region; did you mean "eu-west-1"',
    ],
    [
      'a region that is named twice',
      () => Guardrail.approvedRegions({ regions: ['eu-west-1', 'eu-west-1'] }),
      'regions names "eu-west-1" twice, each is named once; take one of the two out',
    ],
    [
      'a registry',
      () => Guardrail.approvedImageRegistries(['acme']),
      'accountIds[0] is "acme", an account id is 12 digits; copy the id from the account list of AWS Organizations and keep it in quotes',
    ],
    [
      'a tag key',
      () => Guardrail.requiredTags({ tags: [{ key: 'team*' }] }),
      'tags[0].key is "team*", a tag key has 1 to 128 letters, digits, spaces and characters of _.:/=+-@; write a key such as "governed-ml:team"',
    ],
    [
      'a tag that is named twice',
      () => Guardrail.requiredTags({ tags: [{ key: 'team' }, { key: 'team' }] }),
      'tags names "team" twice, each is named once; take one of the two out',
    ],
    [
      'a prefix that would protect everything',
      () => Guardrail.protectedGovernanceResources({ namePrefix: '', platformRoles: PLATFORM }),
      'namePrefix is "", a prefix is 2 to 63 lower-case letters, digits and hyphens; write what the names of the platform begin with, as "acme-"',
    ],
    [
      'a prefix of every monitor',
      () =>
        Guardrail.protectedGovernanceResources({
          namePrefix: 'acme',
          platformRoles: PLATFORM,
          monitorNamePrefixes: ['*'],
        }),
      'monitorNamePrefixes[0] is "*", a prefix is 2 to 63 lower-case letters, digits and hyphens; write what the names of the platform begin with, as "acme-"',
    ],
    [
      'a bucket',
      () =>
        Guardrail.protectedGovernanceResources({
          namePrefix: 'acme-',
          platformRoles: PLATFORM,
          logBucketNames: ['*'],
        }),
      'logBucketNames[0] is "*", a bucket name is 2 to 63 lower-case letters, digits, dots and hyphens, and has wildcards after the first; write a name as "acme-logs" or a pattern as "acme-logs-*"',
    ],
    [
      'a type with an accelerator that is excepted',
      () => Guardrail.noAccelerators(['g5.xlarge']),
      'butFor[0] is "g5.xlarge", an instance type begins with "ml." and has wildcards after that only; write a type as "ml.m5.xlarge" or a family as "ml.m5.*"',
    ],
    [
      'a prefix that every model has',
      () => Guardrail.approvedPackagesOnly({ platformRoles: PLATFORM, modelNamePrefix: '*' }),
      'modelNamePrefix is "*", a prefix is 2 to 63 lower-case letters, digits and hyphens; write what the names of the platform begin with, as "acme-"',
    ],
    [
      'a feature that is named twice',
      () => Guardrail.closedFeatures([ClosedFeature.CLARIFY, ClosedFeature.CLARIFY]),
      'features names "clarify" twice, each is named once; take one of the two out',
    ],
    [
      'an organization',
      () => Guardrail.resourcePerimeter({ organizationId: 'acme' }),
      'organizationId is "acme", an organization id is "o-" and 10 to 32 lower-case letters and digits; copy it from the settings page of AWS Organizations, as "o-a1b2c3d4e5"',
    ],
  ])('%s', (_what, create, message) => {
    expect(create).toThrow(message);
  });
});

function rendered(statements: { toStatementJson(): unknown }[]): Record<string, unknown>[] {
  const stack = new Stack();

  return statements.map((statement) => flat(stack.resolve(statement.toStatementJson())) as Record<string, unknown>);
}

/** Writes joined strings as `Fn::Sub` would, so that they can be read. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;

  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (join) {
    return join[1]
      .map((part) => (typeof part === 'string' ? part : `\${${(part as { Ref: string }).Ref}}`))
      .join(join[0]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flat(inner)]));
}
