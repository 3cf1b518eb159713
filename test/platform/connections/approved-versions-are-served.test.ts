import { Match } from 'aws-cdk-lib/assertions';
import { nineAccounts } from '../../description/nine-accounts';
import { resourcesOf, synthesise, templateOf, textsOf } from '../synthesis';

const TEST = 'acme-ml-marine-life-test';
const PROD = 'acme-ml-marine-life-prod';
const DEPLOYMENT = 'teams[0].projects[0].deployment';

const assembly = synthesise(nineAccounts());

test.each([
  [TEST, 3],
  [PROD, 2],
])('%s serves the version that the description names for it', (stackName, version) => {
  const [model] = resourcesOf(assembly, stackName, 'AWS::SageMaker::Model');

  expect(model.Properties.PrimaryContainer).toEqual({
    ModelPackageName: `arn:aws:sagemaker:eu-west-1:444444444444:model-package/marine-life--abalone/${version}`,
  });
});

test('the version is one of the group that the registry defines and shares with the account', () => {
  const groups = resourcesOf(assembly, 'acme-ml-registry', 'AWS::SageMaker::ModelPackageGroup');

  const shared = groups.map(({ Properties }) => textsOf(Properties));

  expect(groups.map(({ Properties }) => Properties.ModelPackageGroupName)).toEqual(['marine-life--abalone']);
  expect(shared[0]).toEqual(
    expect.arrayContaining(['arn:aws:iam::777777777777:root', 'arn:aws:iam::888888888888:root']),
  );
});

test.each([
  ['testVersion', TEST, PROD],
  ['prodVersion', PROD, TEST],
])('with nothing but a %s the other stage has no endpoint', (field, serving, idle) => {
  const served = synthesise(nineAccounts({ [DEPLOYMENT]: { [field]: 7 } }));

  expect(resourcesOf(served, serving, 'AWS::SageMaker::Endpoint')).toHaveLength(1);
  expect(resourcesOf(served, idle, 'AWS::SageMaker::Endpoint')).toEqual([]);
  expect(resourcesOf(served, idle, 'AWS::IAM::Role')).toEqual([]);
});

test.each([
  ['without a deployment', undefined],
  ['whose deployment names no version', { instanceType: 'ml.m5.large' }],
])('a project %s is not served', (_, deployment) => {
  const changes = { [DEPLOYMENT]: deployment, 'teams[0].projects[0].monitoring': undefined };

  const unserved = synthesise(nineAccounts(changes));

  for (const stage of [TEST, PROD]) expect(resourcesOf(unserved, stage, 'AWS::SageMaker::Endpoint')).toEqual([]);
});

test('an endpoint runs in the network of its stage, as a role of its own', () => {
  const hosting = templateOf(assembly, PROD);

  hosting.hasResourceProperties('AWS::SageMaker::Model', {
    EnableNetworkIsolation: true,
    ExecutionRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EndpointRole'), 'Arn'] },
    VpcConfig: {
      Subnets: [{ Ref: Match.stringLikeRegexp('^NetworkSubnetA') }, { Ref: Match.stringLikeRegexp('^NetworkSubnetB') }],
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^NetworkWorkloadSecurityGroup'), 'GroupId'] }],
    },
  });
  hosting.hasResourceProperties('AWS::IAM::Role', { RoleName: 'acme-ml-marine-life--abalone-prod-endpoint' });
});

test('the role reads the models of its own project and writes what its endpoint captures', () => {
  const [policy] = resourcesOf(assembly, PROD, 'AWS::IAM::ManagedPolicy');

  const texts = textsOf(policy.Properties.PolicyDocument);

  const bucket = 'arn:aws:s3:::acme-ml-marine-life--abalone-artifacts-444444444444-eu-west-1';
  expect(texts).toEqual(
    expect.arrayContaining([
      `${bucket}/marine-life/abalone/*`,
      expect.stringMatching(/^<Capture\w+\.Arn>\/capture\/abalone\/\*$/),
      'alias/acme-ml/artifacts/marine-life/abalone',
    ]),
  );
  expect(texts.filter((text) => text.startsWith('arn:aws:s3:::') && !text.startsWith(bucket))).toEqual([]);
});

test('what a description leaves out is settled carefully', () => {
  const hosting = templateOf(assembly, PROD);

  hosting.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ InstanceType: 'ml.m5.large', InitialInstanceCount: 2 })],
    DataCaptureConfig: Match.objectLike({ InitialSamplingPercentage: 100 }),
  });
  hosting.hasResourceProperties('AWS::SageMaker::Endpoint', canary({ Type: 'INSTANCE_COUNT', Value: 1 }, 15 * 60));
  hosting.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 4 });
  hosting.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 500_000 });
});

test('what a description says of a deployment is done', () => {
  const deployment = {
    prodVersion: 2,
    instanceType: 'ml.c5.xlarge',
    minInstances: 3,
    maxInstances: 9,
    canaryPercent: 40,
    bakeMinutes: 30,
    maxLatencyMs: 120,
    capturePercent: 40,
  };

  const hosting = templateOf(synthesise(nineAccounts({ [DEPLOYMENT]: deployment })), PROD);

  hosting.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ InstanceType: 'ml.c5.xlarge', InitialInstanceCount: 3 })],
    DataCaptureConfig: Match.objectLike({ InitialSamplingPercentage: 40 }),
  });
  hosting.hasResourceProperties('AWS::SageMaker::Endpoint', canary({ Type: 'CAPACITY_PERCENT', Value: 40 }, 30 * 60));
  hosting.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 3, MaxCapacity: 9 });
  hosting.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ModelLatency', Threshold: 120_000 });
});

test('a single instance is replaced at once', () => {
  const deployment = { testVersion: 3, minInstances: 1 };

  const hosting = templateOf(synthesise(nineAccounts({ [DEPLOYMENT]: deployment })), TEST);

  hosting.hasResourceProperties(
    'AWS::SageMaker::Endpoint',
    routing({ Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 15 * 60 }),
  );
});

function canary(size: object, seconds: number) {
  return routing({ Type: 'CANARY', CanarySize: size, WaitIntervalInSeconds: seconds });
}

function routing(configuration: object) {
  return {
    DeploymentConfig: Match.objectLike({
      BlueGreenUpdatePolicy: Match.objectLike({
        TrafficRoutingConfiguration: configuration,
      }),
    }),
  };
}
