import { Match } from 'aws-cdk-lib/assertions';
import { nineAccounts } from '../description/nine-accounts';
import { described, resourcesOf, synthesise, templateOf, textsOf } from './synthesis';

const TEST = 'acme-ml-marine-life-test';

const assembly = synthesise(nineAccounts());
const hosting = templateOf(assembly, TEST);

const TRAIL = 'AWS::CloudTrail::Trail';
const REFERENCE = synthesise(described('reference'));

test('a stage has its own network', () => {
  hosting.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.40.16.0/20' });
});

test('a stage that shares a network defines none', () => {
  const shared = { account: '666666666666', sharedAccountReason: 'a pilot' };

  const template = templateOf(synthesise(nineAccounts({ 'teams[0].stages.test': shared })), TEST);

  template.resourceCountIs('AWS::EC2::VPC', 0);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  template.resourceCountIs('AWS::SageMaker::Endpoint', 1);
});

test('what endpoints capture lies in a bucket of the stage, under the key of the stage', () => {
  hosting.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'acme-ml-marine-life-test-capture-777777777777-eu-west-1',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: {
            KMSMasterKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HostingKey'), 'Arn'] },
          },
        },
      ],
    },
  });
  hosting.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/acme-ml/marine-life/test' });
});

test('the team is told when an endpoint is unhealthy', () => {
  const topic = { Ref: Match.stringLikeRegexp('^Alerts') };

  hosting.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'acme-ml-marine-life-test-alerts' });
  hosting.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'marine-life@acme.example',
    TopicArn: topic,
  });
  hosting.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic] });
});

test('the security contact hears too where somebody may break the glass', () => {
  const email = 'security@acme.example';
  const breakGlass = { assumedBy: ['arn:aws:iam::333333333333:user/on-call'] };
  const told = { 'organization.detectiveControls': { email } };

  const [watched, alone] = [{ ...told, 'identity.breakGlass': breakGlass }, told].map((changes) =>
    resourcesOf(synthesise(nineAccounts(changes)), TEST, 'AWS::SNS::Subscription').map(
      ({ Properties }) => Properties.Endpoint,
    ),
  );

  expect(watched).toEqual(['marine-life@acme.example', email]);
  expect(alone).toEqual(['marine-life@acme.example']);
});

test('the team hears once where it is the security contact itself', () => {
  const changes = {
    'organization.detectiveControls': { email: 'marine-life@acme.example' },
    'identity.breakGlass': { assumedBy: ['arn:aws:iam::333333333333:user/on-call'] },
  };

  const subscriptions = resourcesOf(synthesise(nineAccounts(changes)), TEST, 'AWS::SNS::Subscription');

  expect(subscriptions).toHaveLength(1);
});

test('who breaks the glass may lend SageMaker the key of the stage, which a new instance asks for', () => {
  const texts = resourcesOf(REFERENCE, 'acme-ml-marine-life-prod', 'AWS::IAM::ManagedPolicy')
    .filter(({ Properties }) => String(Properties.ManagedPolicyName).includes('break-glass'))
    .flatMap(textsOf);

  expect(texts).toContain('kms:CreateGrant');
});

test.each([
  ['searches', {}, true],
  [
    'is left out, and searches no more,',
    { 'organization.detectiveControls': { omit: [{ control: 'macie', reason: 'x' }] } },
    false,
  ],
  ['is not there, as with the preset starter,', { 'organization.guardrails': { preset: 'starter' } }, false],
  ['is not there without an organization, and', { organization: undefined }, false],
])('where Macie %s, that it may decrypt what is captured and what the team keeps is told', (_, changes, expected) => {
  const platform = synthesise(nineAccounts(changes));

  const admitted = [TEST, 'acme-ml-marine-life-workspace'].map((stackName) =>
    resourcesOf(platform, stackName, 'AWS::KMS::Key').flatMap(textsOf).includes('SensitiveDataDiscovery'),
  );

  expect(admitted).toEqual([expected, expected]);
});

test('who reads and writes what endpoints capture is recorded', () => {
  hosting.hasResourceProperties(TRAIL, {
    TrailName: TEST,
    AdvancedEventSelectors: [
      {
        FieldSelectors: Match.arrayWith([Match.objectLike({ Field: 'resources.ARN', StartsWith: [Match.anyValue()] })]),
      },
    ],
  });
});

test.each(['test', 'prod'])(
  'those on call repair what serves in %s, with a second factor, and the team is told',
  (stage) => {
    const stackName = `acme-ml-marine-life-${stage}`;
    const template = templateOf(REFERENCE, stackName);

    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: `${stackName}-break-glass`,
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { AWS: 'arn:aws:iam::333333333333:user/on-call' },
            Condition: Match.objectLike({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
          }),
        ],
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp('^Alerts') } })],
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    });
    const [trail] = resourcesOf(REFERENCE, stackName, TRAIL);
    expect(textsOf(trail.Properties.AdvancedEventSelectors)).toContain('Management');
  },
);

test('who breaks the glass makes no model, and repairs nothing of another team', () => {
  const policies = resourcesOf(REFERENCE, 'acme-ml-marine-life-prod', 'AWS::IAM::ManagedPolicy').filter(
    ({ Properties }) => String(Properties.ManagedPolicyName).includes('break-glass'),
  );

  const texts = policies.flatMap(textsOf);

  expect(texts).toContain('sagemaker:UpdateEndpoint');
  expect(texts).not.toContain('sagemaker:CreateModel');
  expect(texts.filter((text) => /:endpoint\//.test(text)).filter((text) => !text.includes('/marine-life--*'))).toEqual(
    [],
  );
});

test('nobody breaks the glass unless the description says who', () => {
  const roles = resourcesOf(assembly, TEST, 'AWS::IAM::Role').map(({ Properties }) => String(Properties.RoleName));
  const [trail] = resourcesOf(assembly, TEST, TRAIL);

  expect(roles.filter((name) => name.includes('break-glass'))).toEqual([]);
  expect(textsOf(trail.Properties.AdvancedEventSelectors)).not.toContain('Management');
});

test('each project of the team has an endpoint', () => {
  const [abalone] = nineAccounts().teams[0].projects ?? [];
  const projects = [abalone, { ...abalone, name: 'oyster' }];

  const endpoints = resourcesOf(
    synthesise(nineAccounts({ 'teams[0].projects': projects })),
    TEST,
    'AWS::SageMaker::Endpoint',
  );

  expect(endpoints.map(({ Properties }) => Properties.EndpointName)).toEqual([
    'marine-life--abalone-test',
    'marine-life--oyster-test',
  ]);
});

test('a team without projects has a stage that waits for them', () => {
  const changes = { 'teams[1].stages.prod': { account: '123456789012', network: { cidr: '10.40.64.0/20' } } };

  const template = templateOf(synthesise(nineAccounts(changes)), 'acme-ml-logistics-prod');

  template.resourceCountIs('AWS::EC2::VPC', 1);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  template.resourceCountIs('AWS::SageMaker::Endpoint', 0);
});
