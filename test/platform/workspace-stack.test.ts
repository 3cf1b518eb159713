import { Match } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Changes, nineAccounts } from '../description/nine-accounts';
import {
  described,
  existingVpc,
  resourcesOf,
  Statement,
  statementsOf,
  synthesise,
  templateOf,
  TemplateResource,
  textsOf,
} from './synthesis';

const WORKSPACE = 'acme-ml-marine-life-workspace';
const BEGINNERS = 'acme-ml-logistics-workspace';

const assembly = synthesise(nineAccounts());
const workspace = templateOf(assembly, WORKSPACE);

/** With members of every persona that works in Studio. */
const REFERENCE = synthesise(described('reference'));

test('a team works in its own network, over the zones of the platform', () => {
  const subnets = resourcesOf(assembly, WORKSPACE, 'AWS::EC2::Subnet');

  workspace.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.40.0.0/20' });
  expect(subnets.map(({ Properties }) => textsOf(Properties.AvailabilityZone))).toEqual([
    ['<AWS::Region>a'],
    ['<AWS::Region>b'],
  ]);
});

test('a domain stays in the first two zones when a third is added or the two change places', () => {
  const before = subnetsOfDomain();

  const after = {
    added: subnetsOfDomain({ 'network.availabilityZones': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
    reordered: subnetsOfDomain({ 'network.availabilityZones': ['eu-west-1b', 'eu-west-1a'] }),
  };

  expect(before).toHaveLength(2);
  expect(after).toEqual({ added: before, reordered: before });
});

test("homes, data and volumes are encrypted with the team's key", () => {
  const dataKey = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };

  workspace.hasResourceProperties('AWS::SageMaker::Domain', { KmsKeyId: dataKey });
  workspace.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-ml-marine-life-dev-data-666666666666-eu-west-1',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: dataKey } },
      ],
    },
  });
  workspace.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme-ml/marine-life/dev' });
});

test('each member has a profile with the role of the persona', () => {
  const profiles = resourcesOf(assembly, WORKSPACE, 'AWS::SageMaker::UserProfile');

  const roles = profiles.map(({ Properties }) => [
    Properties.UserProfileName,
    roleNameOf((Properties.UserSettings as { ExecutionRole: unknown }).ExecutionRole),
  ]);

  expect(roles).toEqual([
    ['ann', 'acme-ml-marine-life-dev-data-scientist'],
    ['ben', 'acme-ml-marine-life-dev-mlops-engineer'],
  ]);
});

test('apps that belong to nobody run as the data scientist', () => {
  const [domain] = resourcesOf(assembly, WORKSPACE, 'AWS::SageMaker::Domain');

  const { ExecutionRole } = domain.Properties.DefaultUserSettings as { ExecutionRole: unknown };

  expect(roleNameOf(ExecutionRole)).toBe('acme-ml-marine-life-dev-data-scientist');
});

test.each(['data-scientist', 'mlops-engineer'])(
  "a %s reaches the team's pipelines and models, those to come included, and no other team's",
  (persona) => {
    const policies = policiesOf(assembly, `acme-ml-marine-life-dev-${persona}`);

    const reached = policies
      .flatMap((policy) => statementsOf(policy))
      .flatMap((statement) => textsOf((statement as { Resource?: unknown }).Resource))
      .filter((resource) => /:pipeline\/marine|:model-package/.test(resource));

    expect([...new Set(reached)].sort()).toEqual([
      'arn:aws:sagemaker:eu-west-1:444444444444:model-package-group/marine-life--*',
      'arn:aws:sagemaker:eu-west-1:444444444444:model-package/marine-life--*/*',
      'arn:aws:sagemaker:eu-west-1:666666666666:pipeline/marine-life--*',
    ]);
  },
);

test('only personas that somebody has have a role, besides that of apps that belong to nobody', () => {
  const alone = synthesise(nineAccounts({ 'teams[0].members': [{ name: 'ann', persona: 'mlops-engineer' }] }));

  expect(personaRolesIn(alone)).toEqual(['data-scientist', 'mlops-engineer']);
  expect(personaRolesIn(REFERENCE)).toEqual([
    'business-analyst',
    'data-engineer',
    'data-scientist',
    'ml-engineer',
    'mlops-engineer',
    'work',
  ]);
});

test('what ML engineers make by hand runs as a role of its own, which reaches the data of the team alone', () => {
  const engineers = policiesOf(REFERENCE, 'acme-ml-marine-life-dev-ml-engineer').flatMap((policy) =>
    statementsOf(policy),
  );
  const work = policiesOf(REFERENCE, 'acme-ml-marine-life-dev-work').flatMap((policy) => statementsOf(policy));

  const passed = engineers.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
  const written = work.filter(({ Action }) => [Action].flat().some((action) => String(action).startsWith('s3:Put')));
  expect(passed.length).toBeGreaterThan(0);
  expect(passed.flatMap(resourcesIn).filter((resource) => !resource.includes('WorkRole'))).toEqual([]);
  expect(written.flatMap(resourcesIn).filter((resource) => !/^<Data\w+\.Arn>/.test(resource))).toEqual([]);
});

test('Canvas runs what a business analyst builds as the role of the analyst', () => {
  const statements = policiesOf(REFERENCE, 'acme-ml-marine-life-dev-business-analyst').flatMap((policy) =>
    statementsOf(policy),
  );

  const passed = statements.filter(({ Action }) => [Action].flat().includes('iam:PassRole')).flatMap(resourcesIn);

  expect(passed.length).toBeGreaterThan(0);
  expect(passed.filter((role) => !role.endsWith(':role/acme-ml-marine-life-dev-business-analyst'))).toEqual([]);
});

test("who reads and writes the team's data is recorded, unless nobody asks for it", () => {
  const unwatched = synthesise(nineAccounts({ 'organization.guardrails': { preset: 'starter' } }));

  workspace.hasResourceProperties('AWS::CloudTrail::Trail', {
    TrailName: WORKSPACE,
    AdvancedEventSelectors: [
      {
        FieldSelectors: Match.arrayWith([
          { Field: 'resources.ARN', StartsWith: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': Match.anyValue() }, '/']] }] },
        ]),
      },
    ],
  });
  templateOf(unwatched, WORKSPACE).resourceCountIs('AWS::CloudTrail::Trail', 0);
});

test("each project has a pipeline that runs in the team's network", () => {
  const [pipeline] = resourcesOf(assembly, WORKSPACE, 'AWS::SageMaker::Pipeline');

  const definition = textsOf(pipeline.Properties.PipelineDefinition).join('');

  expect(pipeline.Properties.PipelineName).toBe('marine-life--abalone');
  expect(roleNameOf(pipeline.Properties.RoleArn)).toBe('acme-ml-marine-life--abalone-pipeline');
  expect(definition).toMatch(/"Subnets":\["<NetworkSubnetA\w+>","<NetworkSubnetB\w+>"\]/);
  expect(definition).toContain('/abalone/raw/');
});

test('what a description says of a model ends up in its pipeline', () => {
  const changes = {
    maxMse: 4.5,
    trainingInstanceType: 'ml.m5.2xlarge',
    processingInstanceType: 'ml.c5.xlarge',
    trainingDataPrefix: 'abalone/2026/',
  };
  const deployment = { prodVersion: 2, instanceType: 'ml.c5.large' };

  const [pipeline] = resourcesOf(
    synthesise(
      nineAccounts({
        'teams[0].projects[0].model': { code: 'abalone', ...changes },
        'teams[0].projects[0].deployment': deployment,
      }),
    ),
    WORKSPACE,
    'AWS::SageMaker::Pipeline',
  );

  const definition = textsOf(pipeline.Properties.PipelineDefinition).join('');
  expect(definition).toContain('"Name":"MaxMse","Type":"Float","DefaultValue":4.5');
  expect(definition).toContain('"Name":"TrainingInstanceType","Type":"String","DefaultValue":"ml.m5.2xlarge"');
  expect(definition).toContain('"Name":"ProcessingInstanceType","Type":"String","DefaultValue":"ml.c5.xlarge"');
  expect(definition).toContain('/abalone/2026/');
  expect(definition).toContain('"SupportedRealtimeInferenceInstanceTypes":["ml.c5.large"]');
});

test('a team without projects has a workspace without pipelines', () => {
  const beginners = templateOf(assembly, BEGINNERS);

  beginners.resourceCountIs('AWS::SageMaker::Domain', 1);
  beginners.resourceCountIs('AWS::SageMaker::UserProfile', 2);
  beginners.resourceCountIs('AWS::SageMaker::Pipeline', 0);
});

test('the team is told what its workspace costs', () => {
  workspace.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: { BudgetLimit: { Amount: 5000, Unit: 'USD' } },
    NotificationsWithSubscribers: Match.arrayWith([
      Match.objectLike({ Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'marine-life@acme.example' }] }),
    ]),
  });
});

test.each([
  ['iam', 'IAM', undefined],
  ['identity-center', 'SSO', 'UserName'],
])('with the provider %s people sign in by %s', (provider, authMode, identifier) => {
  const instanceArn = identifier && 'arn:aws:sso:::instance/ssoins-1234567890abcdef';

  const template = templateOf(synthesise(nineAccounts({ identity: { provider, instanceArn } })), BEGINNERS);

  template.hasResourceProperties('AWS::SageMaker::Domain', { AuthMode: authMode });
  template.allResourcesProperties('AWS::SageMaker::UserProfile', {
    SingleSignOnUserIdentifier: identifier ?? Match.absent(),
  });
});

test('people sign in with IAM when nothing else is said', () => {
  const template = templateOf(synthesise(nineAccounts({ identity: undefined })), BEGINNERS);

  template.hasResourceProperties('AWS::SageMaker::Domain', { AuthMode: 'IAM' });
});

test('a team may work in a VPC that exists', () => {
  const description = nineAccounts({ 'teams[0].stages.dev.network': { existingVpc: existingVpc() } });

  const template = templateOf(synthesise(description), WORKSPACE);

  template.resourceCountIs('AWS::EC2::VPC', 0);
  template.hasResourceProperties('AWS::SageMaker::Domain', {
    VpcId: existingVpc().vpcId,
    SubnetIds: existingVpc().subnets.map(({ subnetId }) => subnetId),
  });
});

function subnetsOfDomain(changes: Changes = {}): unknown[] {
  const [domain] = resourcesOf(synthesise(nineAccounts(changes)), WORKSPACE, 'AWS::SageMaker::Domain');

  return domain.Properties.SubnetIds as unknown[];
}

/** The managed policies of a role of the team's workspace. */
function policiesOf(platform: CloudAssembly, roleName: string): TemplateResource[] {
  const template = templateOf(platform, WORKSPACE);
  const roles = Object.entries(template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } }));
  const texts = JSON.stringify(roles.map(([, role]) => role));

  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(
      ([id, { Properties }]) => texts.includes(`"${id}"`) || textsOf(Properties.Roles).includes(`<${roles[0][0]}>`),
    )
    .map(([, policy]) => policy as unknown as TemplateResource);
}

function personaRolesIn(platform: CloudAssembly): string[] {
  const prefix = 'acme-ml-marine-life-dev-';
  const names = resourcesOf(platform, WORKSPACE, 'AWS::IAM::Role').map(({ Properties }) => String(Properties.RoleName));

  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .sort();
}

function resourcesIn(statement: Statement): string[] {
  return textsOf((statement as { Resource?: unknown }).Resource);
}

/** The physical name of the role that a resource of the workspace refers to. */
function roleNameOf(reference: unknown): unknown {
  const [logicalId] = (reference as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];

  return workspace.findResources('AWS::IAM::Role')[logicalId].Properties.RoleName;
}
