import { App, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { RewardIngressProps, RewardSource } from '../../lib/deployment';
import { RewardSettings, settingsIn } from '../../lib/deployment/handlers/record-rewards/settings';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { lossesBetween } from '../losses';
import { endpointIn, functionsIn, stackIn, TOPIC_ARN, variantsOf, VOLUME_KEY_ARN } from './endpoints';
import { ingressIn, privateRequests, shopEvents, VARIANT_NAMES } from './rewarded';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('rewards of the variants are worth 0 to 1, and known for 14 days', () => {
  const ingress = ingressIn(stack);

  expect(settings()).toEqual({
    endpointName: 'marine-life-abalone-prod',
    variantNames: VARIANT_NAMES,
    minValue: 0,
    maxValue: 1,
    retentionSeconds: 14 * 86_400,
    skewSeconds: 300,
    tableName: expect.stringContaining('IngressTable'),
  });
  expect([ingress.minValue, ingress.maxValue]).toEqual([0, 1]);
});

test('what is taken and for how long is as wished', () => {
  ingressIn(stack, {
    minValue: -5,
    maxValue: 250,
    retention: Duration.days(30),
    allowedSkew: Duration.seconds(30),
  });

  expect(settings()).toMatchObject({ minValue: -5, maxValue: 250, retentionSeconds: 2_592_000, skewSeconds: 30 });
});

test('the table is kept when the ingress is removed', () => {
  ingressIn(stack);

  Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { DeletionProtectionEnabled: true },
  });
});

test('the table of a trial may go with it', () => {
  ingressIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

  Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Delete',
    Properties: { DeletionProtectionEnabled: false },
  });
});

test.each([
  [undefined, 10],
  [0, 0],
])('when %p refusals are tolerated, somebody is told above %d in five minutes', (toleratedRefusals, Threshold) => {
  ingressIn(stack, { toleratedRefusals });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: 'Many rewards of marine-life-abalone-prod are refused; the log of its recorder says why',
    Namespace: 'GovernedML/Deployment',
    MetricName: 'RefusedRewards',
    Dimensions: [{ Name: 'EndpointName', Value: 'marine-life-abalone-prod' }],
    Statistic: 'Sum',
    Period: 300,
    Threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
  });
});

test('its metrics count over five minutes, or as wished', () => {
  const ingress = ingressIn(stack);

  const metrics = [
    ingress.metricRewards(),
    ingress.metricRefusedRewards({ statistic: cloudwatch.Stats.MAXIMUM, period: Duration.hours(1) }),
  ];

  expect(metrics.map(({ metricName, statistic, period }) => [metricName, statistic, period.toMinutes()])).toEqual([
    ['Rewards', 'Sum', 5],
    ['RefusedRewards', 'Maximum', 60],
  ]);
});

test('what reads the counters may do that with those of the variants alone', () => {
  const ingress = ingressIn(stack);

  const permissions = ingress._readPermissions(stack);

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['dynamodb:Query'],
      resources: [stack.resolve(ingress._table.tableArn)],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['variant#Champion', 'variant#Challenger'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    keyThroughDynamoDb(),
  ]);
});

test('what keeps a state in the table may do that in a partition alone', () => {
  const ingress = ingressIn(stack);

  const permissions = ingress._statePermissions(stack, 'bandit#checkout');

  expect(stack.resolve(permissions)).toEqual([
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [stack.resolve(ingress._table.tableArn)],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['bandit#checkout'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    keyThroughDynamoDb(),
  ]);
});

test('it is known where rewards are posted to, where they are', () => {
  const ingress = ingressIn(stack, { sources: [shopEvents(), privateRequests(stack)] });
  const ofEvents = ingressIn(stackIn());

  expect(stack.resolve(ingress.url)).toEqual({ 'Fn::Join': ['', expect.arrayContaining(['/rewards'])] });
  expect(ofEvents.url).toBeUndefined();
});

test('several kinds of events have a rule each', () => {
  const sources = ['Purchase', 'Return'].map((detailType) =>
    RewardSource.eventBridge({ source: 'acme.shop', detailType }),
  );

  ingressIn(stack, { sources });

  const rules = Object.keys(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  expect(rules).toEqual([
    expect.stringMatching(/^IngressEvents[0-9A-F]{8}$/),
    expect.stringMatching(/^IngressEvents2/),
  ]);
});

test('no rule pack finds anything', () => {
  ingressIn(stack, { sources: [shopEvents(), privateRequests(stack)] });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

describe('nothing stateful is replaced when', () => {
  const edits: [string, (in_: Stack) => Partial<RewardIngressProps>][] = [
    ['rewards are remembered for longer', () => ({ retention: Duration.days(90) })],
    ['rewards may be worth more', () => ({ maxValue: 100 })],
    ['clocks may differ by more', () => ({ allowedSkew: Duration.minutes(30) })],
    ['more refusals are tolerated', () => ({ toleratedRefusals: 100 })],
    ['the table may be destroyed', () => ({ removalPolicy: RemovalPolicy.DESTROY })],
    [
      'a variant joins',
      () => ({ endpoint: endpointIn(stackIn(), { variants: variantsOf('Newcomer', ...VARIANT_NAMES) }) }),
    ],
    [
      'a kind of events is added',
      (in_) => ({
        sources: [
          shopEvents(),
          RewardSource.eventBridge({ source: 'acme.shop', detailType: 'Return' }),
          privateRequests(in_),
        ],
      }),
    ],
    ['the API comes first', (in_) => ({ sources: [privateRequests(in_), shopEvents()] })],
  ];

  test.each(edits)('%s', (_, edit) => {
    const before = assemblyOf(() => ({}));
    const after = assemblyOf(edit, 'oceans');

    const losses = lossesBetween(before, after);

    expect(losses.filter((loss) => !loss.includes('AWS::ApiGateway::Deployment'))).toEqual([]);
  });
});

test('everything that is wrong is told at once', () => {
  const ingress = () =>
    ingressIn(stack, {
      sources: [
        RewardSource.eventBridge({ source: 'aws.shop', detailType: '' }),
        RewardSource.https({ vpcEndpoints: [] }),
        privateRequests(stack),
      ],
      environment: functionsIn(stack, { subnets: [] }),
      minValue: -1_000_001,
      maxValue: NaN,
      retention: Duration.hours(1),
      allowedSkew: Duration.hours(2),
      toleratedRefusals: 0.5,
    });

  expect(ingress).toThrow(
    [
      '10 problems:',
      'RewardSourceMalformed: sources[0].detailType is empty, EventBridge takes 1 to 128 characters; write what the events carry',
      'RewardSourceReserved: sources[0].source is "aws.shop", AWS alone sends events of sources that begin with "aws."; name your application, as "acme.shop"',
      'ApiWithoutVpcEndpoint: sources[1].vpcEndpoints is empty, a private API is reached through VPC endpoints, and through no others than those; name an interface endpoint of execute-api',
      'RewardApisTooMany: sources has 2 APIs, all senders can post to one; give all VPC endpoints to one RewardSource.https',
      'NetworkPlaceOutOfRange: environment.subnets is empty, SageMaker accepts 1 to 16 subnets; give at least one',
      'RewardValueOutOfRange: minValue is -1000001, values up to 1000000 are counted exactly, above 0 and below; count in a larger unit',
      'RewardValueOutOfRange: maxValue is NaN, values up to 1000000 are counted exactly, above 0 and below; count in a larger unit',
      'DurationOutOfRange: retention is 1 hour, it takes 1 day to 365 days; use Duration.seconds(86400)',
      'DurationOutOfRange: allowedSkew is 2 hours, it takes 1 second to 1 hour; use Duration.seconds(3600)',
      'NumberOutOfRange: toleratedRefusals is 0.5, it takes 0 or more whole rewards; write 0',
    ].join('\n  '),
  );
});

test('an ingress that nothing leads into is refused', () => {
  const ingress = () => ingressIn(stack, { sources: [] });

  expect(ingress).toThrow(
    'RewardsWithoutSource: sources is empty, rewards come some way; name one, as RewardSource.eventBridge({ source: "acme.shop", detailType: "Purchase" })',
  );
});

test.each([1, 2])('a range that has no room is refused: %d to 1', (minValue) => {
  const ingress = () => ingressIn(stack, { minValue });

  expect(ingress).toThrow(
    `RewardRangeEmpty: maxValue is 1, it is more than minValue, which is ${minValue}; write the most that a reward may be worth`,
  );
});

test.each([
  ['the widest range', { minValue: -1_000_000, maxValue: 1_000_000 }],
  ['the shortest times', { retention: Duration.days(1), allowedSkew: Duration.seconds(1) }],
  ['the longest times', { retention: Duration.days(365), allowedSkew: Duration.hours(1) }],
])('%s is taken', (_, wished) => {
  const ingress = () => ingressIn(stack, wished);

  expect(ingress).not.toThrow();
});

function keyThroughDynamoDb(): object {
  return {
    actions: expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt']),
    resources: [VOLUME_KEY_ARN],
    conditions: {
      StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
    },
  };
}

/** The settings as the handler reads them, with the name of the table as it stands in the template. */
function settings(): RewardSettings {
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const [, [first, table, last]] = handler.Properties.Environment.Variables.SETTINGS['Fn::Join'];

  return settingsIn({ SETTINGS: [first, table.Ref, last].join('') });
}

function assemblyOf(wished: (in_: Stack) => Partial<RewardIngressProps>, owner?: string): CloudAssembly {
  const app = new App();
  const hosting = new Stack(app, 'Hosting', { env: { account: '111111111111', region: 'eu-west-1' } });
  ingressIn(hosting, wished(hosting));
  if (owner !== undefined) Tags.of(hosting).add('owner', owner);

  return app.synth();
}
