import { Match } from 'aws-cdk-lib/assertions';
import { nineAccounts } from '../description/nine-accounts';
import { resourcesOf, synthesise, templateOf } from './synthesis';

const TEST = 'acme-ml-marine-life-test';

const assembly = synthesise(nineAccounts());
const hosting = templateOf(assembly, TEST);

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
