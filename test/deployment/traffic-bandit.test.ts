import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { USE_KEY } from '../../lib/core';
import { BanditPolicy, Percent } from '../../lib/deployment';
import { settingsIn } from '../../lib/deployment/handlers/allocate-traffic/settings';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { lossesBetween } from '../losses';
import { BanditWishes, banditOf, twoVariantsIn } from './bandits';
import { endpointIn, functionsIn, stackIn, TOPIC_ARN, variantsOf, VOLUME_KEY_ARN } from './endpoints';
import { plain } from './simulation';

const ENDPOINT_ARN = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/marine-life-abalone-prod';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('traffic is shared out every hour by Thompson sampling, with a floor, a step and a warm-up', () => {
  banditOf(stack);

  expect(settings()).toEqual({
    endpointName: 'marine-life-abalone-prod',
    variantNames: ['Champion', 'Challenger'],
    tableName: expect.stringContaining('IngressTable'),
    policy: { kind: 'thompson' },
    discount: 0.99,
    updateSeconds: 3_600,
    minShare: 0.05,
    maxStep: 0.2,
    warmUp: { observations: 100 },
  });
});

test('how traffic is shared out is as wished', () => {
  banditOf(stack, {
    policy: BanditPolicy.epsilonGreedy({ discount: 1 }),
    updateEvery: Duration.minutes(15),
    minExploration: Percent.of(1),
    maxStep: Percent.of(100),
    warmUp: { rewardsPerVariant: 30, weights: { Champion: 9, Challenger: 1 } },
  });

  expect(settings()).toMatchObject({
    policy: { kind: 'epsilonGreedy', epsilon: 0.1 },
    discount: 1,
    updateSeconds: 900,
    minShare: 0.01,
    maxStep: 1,
    warmUp: { observations: 30, weights: { Champion: 9, Challenger: 1 } },
  });
});

test('a schedule calls one function at a time, and tells it for when', () => {
  banditOf(stack, { updateEvery: Duration.minutes(15) });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(15 minutes)',
    State: 'ENABLED',
    Targets: [
      {
        InputTransformer: { InputPathsMap: { time: '$.time' }, InputTemplate: '{"scheduledAt":<time>}' },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 8 },
      },
    ],
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Shares the traffic of marine-life-abalone-prod out by its rewards',
    ReservedConcurrentExecutions: 1,
    Timeout: 120,
  });
});

test('the function may look at the endpoint, move its weights, read the counters and keep its state, and nothing else', () => {
  banditOf(stack);

  const statements = statementsOfBandit();

  expect(statements.flatMap(({ Action }) => Action)).toEqual([
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:Query',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'kms:Decrypt',
    ...USE_KEY,
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sagemaker:DescribeEndpoint',
    'sagemaker:UpdateEndpointWeightsAndCapacities',
    'sqs:SendMessage',
  ]);
  expect(statements).toEqual(
    expect.arrayContaining([
      {
        Effect: 'Allow',
        Action: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
        Resource: ENDPOINT_ARN,
      },
      inPartitions(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], 'bandit#marine-life-abalone-prod'),
      inPartitions('dynamodb:Query', 'variant#Champion', 'variant#Challenger'),
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: VOLUME_KEY_ARN },
      {
        Effect: 'Allow',
        Action: USE_KEY,
        Resource: VOLUME_KEY_ARN,
        Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.AWS::URLSuffix' } },
      },
    ]),
  );
});

test('deployments of the endpoint keep the weights that the bandit has decided on', () => {
  banditOf(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Endpoint', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
  });
});

test('a second bandit of the same endpoint is refused', () => {
  const endpoint = twoVariantsIn(stack);
  banditOf(stack, { endpoint });

  const second = () => banditOf(new Stack(stack, 'Other'), { endpoint });

  expect(second).toThrow(
    new Error(
      'EndpointWeightsTaken: endpoint has its weights from Hosting/Bandit, one alone may move the traffic between variants; leave the endpoint to it, or to Hosting/Other/Bandit',
    ),
  );
});

test('somebody is told when three updates in a row could not change the endpoint, and when no weights can be computed', () => {
  banditOf(stack, { updateEvery: Duration.days(1) });

  const template = Template.fromStack(stack);

  const common = {
    Namespace: 'GovernedML/Deployment',
    Dimensions: [{ Name: 'EndpointName', Value: 'marine-life-abalone-prod' }],
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
  };
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...common,
    AlarmDescription: 'The traffic of marine-life-abalone-prod is not moved: its bandit cannot change the endpoint',
    MetricName: 'AllocationSkipped',
    Statistic: 'Minimum',
    Period: 86_400,
    EvaluationPeriods: 4,
    DatapointsToAlarm: 3,
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...common,
    AlarmDescription:
      'The traffic of marine-life-abalone-prod is not moved: no weights can be computed, and the log says why',
    MetricName: 'AllocationRefused',
    Statistic: 'Sum',
    Period: 300,
  });
});

test('its metrics are measured over five minutes, or as wished', () => {
  const bandit = banditOf(stack);

  const metrics = [
    bandit.metricTrafficShare('Champion'),
    bandit.metricMeanReward('Champion', { period: Duration.hours(1) }),
    bandit.metricAllocationSkipped({ statistic: cloudwatch.Stats.MAXIMUM }),
    bandit.metricAllocationRefused(),
  ];

  const endpoint = { EndpointName: 'marine-life-abalone-prod' };
  expect(
    metrics.map(({ metricName, statistic, period, dimensions }) => [
      metricName,
      statistic,
      period.toMinutes(),
      dimensions,
    ]),
  ).toEqual([
    ['TrafficShare', 'Average', 5, { ...endpoint, VariantName: 'Champion' }],
    ['MeanReward', 'Average', 60, { ...endpoint, VariantName: 'Champion' }],
    ['AllocationSkipped', 'Maximum', 5, endpoint],
    ['AllocationRefused', 'Sum', 5, endpoint],
  ]);
});

test('no rule pack finds anything', () => {
  banditOf(stack);

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, (in_: Stack) => BanditWishes]>([
  ['the policy changes', () => ({ policy: BanditPolicy.ucb1() })],
  ['updates are more frequent', () => ({ updateEvery: Duration.minutes(5) })],
  ['more is explored', () => ({ minExploration: Percent.of(10) })],
  ['steps are smaller', () => ({ maxStep: Percent.of(5) })],
  ['the warm-up is longer', () => ({ warmUp: { rewardsPerVariant: 1_000 } })],
  [
    'a variant joins',
    (in_) => ({ endpoint: endpointIn(in_, { variants: variantsOf('Champion', 'Challenger', 'Newcomer') }) }),
  ],
])('nothing stateful is replaced when %s', (_, edit) => {
  const before = assemblyOf(() => ({}));
  const after = assemblyOf(edit, 'oceans');

  const losses = lossesBetween(before, after);

  expect(losses).toEqual([]);
});

test('everything that is wrong is told at once', () => {
  const bandit = () =>
    banditOf(stack, {
      environment: functionsIn(stack, { subnets: [] }),
      policy: BanditPolicy.thompson({ discount: 0.1 }),
      updateEvery: Duration.minutes(1),
      minExploration: Percent.of(60),
      maxStep: Percent.of(0),
      warmUp: { rewardsPerVariant: -1, weights: {} },
    });

  expect(bandit).toThrow(
    new Error(
      [
        '7 problems:',
        'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
        'BanditDiscountOutOfRange: policy.discount is 0.1, a bandit keeps 0.5 to 1 of what it knows at each update; write 0.5',
        'DurationOutOfRange: updateEvery is 1 minute, it takes 5 minutes to 1 day; use Duration.seconds(300)',
        'BanditExplorationTooHigh: minExploration is 60 % for each of 2 variants, all of them together have 100 %; use Percent.of(50) or less',
        'BanditWithoutStep: maxStep is 0 %, a bandit moves traffic; use Percent.of(20), or leave the bandit out',
        'NumberOutOfRange: warmUp.rewardsPerVariant is -1, it takes 0 to 1000000 whole rewards; write 0',
        'BanditWarmUpWithoutTraffic: warmUp.weights have none above 0, somebody must answer the requests; give a variant a weight, such as 1, or leave the weights out',
      ].join('\n  '),
    ),
  );
});

/** The settings as the handler reads them, with the name of the table as it stands in the template. */
function settings(): object {
  const handlers = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const handler = handlers.find(({ Properties }) => String(Properties.Description).startsWith('Shares the traffic'));

  return settingsIn({ SETTINGS: plain<string>(handler?.Properties.Environment.Variables.SETTINGS) });
}

interface Statement {
  readonly Action: string | string[];
}

/** What the policy of the bandit's role says. */
function statementsOfBandit(): Statement[] {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const ofBandit = policies.filter(([id]) => id.startsWith('Bandit'));

  return ofBandit.flatMap(([, { Properties }]) => plain<Statement[]>(Properties.PolicyDocument.Statement));
}

function inPartitions(Action: string | string[], ...partitions: string[]): object {
  return expect.objectContaining({
    Effect: 'Allow',
    Action,
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

function assemblyOf(wished: (in_: Stack) => BanditWishes, owner?: string): CloudAssembly {
  const app = new App();
  const hosting = new Stack(app, 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
  banditOf(hosting, wished(hosting));
  if (owner !== undefined) Tags.of(hosting).add('owner', owner);

  return app.synth();
}
