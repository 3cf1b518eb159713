import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  AbDecision,
  AbMetric,
  AbTest,
  AbTestProps,
  ModelEndpoint,
  Percent,
  ProductionVariant,
  RewardIngressProps,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { endpointIn, functionsIn, stackIn, TOPIC_ARN, variantsOf } from './endpoints';
import { ingressIn } from './rewarded';

const ENDPOINT = 'marine-life-abalone-prod';

/** What a test wishes: of the A/B test, of its ingress, and which variants the endpoint has. */
interface Wishes extends Partial<AbTestProps> {
  readonly variants?: ProductionVariant[];
  readonly ingress?: Partial<RewardIngressProps>;
}

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a function looks at the test every hour, with the usual rules', () => {
  abTestIn(stack);

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 8 } })],
  });
  expect(settingsIn(template)).toEqual({
    testName: 'Trees',
    endpointName: ENDPOINT,
    tableName: '<table>',
    control: 'Champion',
    variantNames: ['Champion', 'Challenger'],
    metric: 'proportion',
    better: 'higher',
    level: 0.05,
    minSample: 1000,
    startedAt: '2026-12-01T08:00:00Z',
    minSeconds: 604_800,
    maxSeconds: 2_419_200,
    shifts: false,
  });
});

test('all rules may be others', () => {
  abTestIn(stack, {
    metric: AbMetric.mean(),
    higherIsBetter: false,
    level: Percent.of(1),
    minSample: 100,
    minDuration: Duration.hours(1),
    maxDuration: Duration.days(180),
    checkEvery: Duration.minutes(5),
    whenDecided: AbDecision.shiftTraffic(),
  });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
  expect(settingsIn(template)).toMatchObject({
    metric: 'mean',
    better: 'lower',
    level: 0.01,
    minSample: 100,
    minSeconds: 3_600,
    maxSeconds: 15_552_000,
    shifts: true,
  });
});

test('somebody is told of the decision', () => {
  abTestIn(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: `The A/B test Trees of ${ENDPOINT} is decided; the log of its function says how`,
    Namespace: 'GovernedML/Deployment',
    MetricName: 'TestDecided',
    Dimensions: [
      { Name: 'EndpointName', Value: ENDPOINT },
      { Name: 'TestName', Value: 'Trees' },
    ],
    Statistic: 'Maximum',
    Threshold: 0,
    AlarmActions: [TOPIC_ARN],
  });
});

test('the function reads counters, keeps its state and tells the decision, and nothing else', () => {
  abTestIn(stack);

  const statements = ownStatementsIn(Template.fromStack(stack));

  expect(statements).toEqual([
    {
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['test#Trees'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
      Effect: 'Allow',
      Resource: expect.anything(),
    },
    {
      Action: 'dynamodb:Query',
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['variant#Champion', 'variant#Challenger'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
      Effect: 'Allow',
      Resource: expect.anything(),
    },
    {
      Action: 'events:PutEvents',
      Condition: { StringEquals: { 'events:source': 'governed-ml', 'events:detail-type': 'A/B Test Decided' } },
      Effect: 'Allow',
      Resource: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:eu-west-1:111111111111:event-bus/default']],
      },
    },
  ]);
});

test('only a test that shifts traffic may do so, and has the weights to itself', () => {
  const { endpoint } = abTestIn(stack, { whenDecided: AbDecision.shiftTraffic() });

  const template = Template.fromStack(stack);

  expect(ownStatementsIn(template)).toContainEqual({
    Action: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    Effect: 'Allow',
    Resource: {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:sagemaker:eu-west-1:111111111111:endpoint/${ENDPOINT}`]],
    },
  });
  template.hasResourceProperties('AWS::SageMaker::Endpoint', {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DataCaptureConfig' }],
  });
  expect(() => endpoint._leaveWeightsTo(stack)).toThrow(
    'EndpointWeightsTaken: endpoint has its weights from Hosting/Trees, one alone may move the traffic between variants; leave the endpoint to it, or to Hosting',
  );
});

test('a test that only tells leaves the weights to the template', () => {
  abTestIn(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::SageMaker::Endpoint', {
    ExcludeRetainedVariantProperties: [
      { VariantPropertyType: 'DataCaptureConfig' },
      { VariantPropertyType: 'DesiredWeight' },
    ],
  });
});

test('something may run on the decision, on one with a winner alone if wished', () => {
  const { abTest } = abTestIn(stack);
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:promotions');

  abTest.onDecided('Promote', {
    target: new targets.SqsQueue(queue),
    description: 'Promotes the challenger',
    eventPattern: { detail: { winner: ['Challenger'] } },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    Description: 'Promotes the challenger',
    EventPattern: {
      source: ['governed-ml'],
      'detail-type': ['A/B Test Decided'],
      detail: { endpointName: [ENDPOINT], testName: ['Trees'], winner: ['Challenger'] },
    },
    Targets: [Match.objectLike({ Arn: 'arn:aws:sqs:eu-west-1:111111111111:promotions' })],
  });
});

test('its metrics are of the test, and of a variant where they differ', () => {
  const { abTest } = abTestIn(stack);

  const ofTest = { EndpointName: ENDPOINT, TestName: 'Trees' };
  const ofVariant = { ...ofTest, VariantName: 'Challenger' };

  expect(abTest.metricWinnerNamed()).toMatchObject({ metricName: 'WinnerNamed', dimensions: ofTest });
  expect(abTest.metricSampleSize('Challenger')).toMatchObject({ metricName: 'SampleSize', dimensions: ofVariant });
  expect(abTest.metricEffect('Challenger', { period: Duration.hours(1) })).toMatchObject({
    metricName: 'Effect',
    dimensions: ofVariant,
    period: Duration.hours(1),
  });
});

test('no rule pack finds anything', () => {
  abTestIn(stack, { whenDecided: AbDecision.shiftTraffic() });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, Wishes]>([
  ['another start', { startedAt: '2027-01-01T00:00:00Z' }],
  ['another level', { level: Percent.of(1) }],
  ['another sample', { minSample: 500 }],
  ['other durations', { minDuration: Duration.days(14), maxDuration: Duration.days(60) }],
  ['another rhythm', { checkEvery: Duration.minutes(30) }],
  ['another decision', { whenDecided: AbDecision.shiftTraffic() }],
  ['another control', { control: 'Challenger' }],
  ['another metric', { metric: AbMetric.mean() }],
  ['another variant', { variants: variantsOf('Champion', 'Challenger', 'Third') }],
])('%s replaces nothing that keeps something', (_, wished) => {
  const edited = stackIn();

  abTestIn(stack);
  abTestIn(edited, wished);
  Tags.of(edited).add('owner', 'somebody else');

  expect(keptIn(edited)).toEqual(keptIn(stack));
});

test('an endpoint that cannot share its requests out is refused', () => {
  const variants = [ProductionVariant.components({ variantName: 'Champion' })];

  expect(() => abTestIn(stack, { variants })).toThrow(
    [
      '2 problems:',
      'InferenceOptionExcludes: endpoint is to share its requests out, inference components excludes A/B test and traffic bandit, as a request names its component instead of being spread over variants; leave it out, or choose real-time, multi-container or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/model-ab-testing.html',
      'AbTestWithoutChallenger: endpoint has one variant, a test compares two or more; give the endpoint another variant, such as "Challenger"',
    ].join('\n  '),
  );
});

test('two tests of one name would share their state, and are refused', () => {
  const { endpoint, rewards } = abTestIn(stack);

  expect(() => abTestIn(new Stack(stack, 'Other'), { endpoint, rewards })).toThrow(
    'NameTaken: Hosting/Other/Trees wants the A/B test name "Trees" in Hosting/Ingress, which Hosting/Trees has, no two of a kind share a name there; give one of the two another name',
  );
});

interface Tested {
  readonly abTest: AbTest;
  readonly endpoint: ModelEndpoint;
  readonly rewards: AbTestProps['rewards'];
}

function abTestIn(scope: Stack, { variants, ingress, ...wished }: Wishes = {}): Tested {
  const endpoint = wished.endpoint ?? endpointIn(scope, { variants: variants ?? variantsOf('Champion', 'Challenger') });
  const rewards = wished.rewards ?? ingressIn(scope, { endpoint, environment: functionsIn(scope), ...ingress });
  const abTest = new AbTest(scope, 'Trees', {
    control: 'Champion',
    metric: AbMetric.proportion(),
    startedAt: '2026-12-01T08:00:00Z',
    environment: functionsIn(scope),
    ...wished,
    endpoint,
    rewards,
  });

  return { abTest, endpoint, rewards };
}

/** The settings of the function, with the table's name left out. */
function settingsIn(template: Template): unknown {
  const [judge] = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Description: `Judges the A/B test Trees of ${ENDPOINT}` },
    }),
  );
  const settings = judge.Properties.Environment.Variables.SETTINGS;
  const text = settings['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : '<table>')).join('');

  return JSON.parse(text);
}

/** What the function's own calls need: without those for its network, its log, its queue and keys. */
function ownStatementsIn(template: Template): { Action: string | string[] }[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('Trees'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .filter(({ Action }) => !/^(ec2|kms|logs|sqs):/.test([Action].flat()[0]));
}

/** The logical ids of what must outlive every edit, with the properties that would replace it. */
function keptIn(edited: Stack): Record<string, unknown> {
  const resources = Object.entries(Template.fromStack(edited).toJSON().Resources as Record<string, KeptResource>);
  const kept = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::SageMaker::Endpoint', 'AWS::Logs::LogGroup'];

  return Object.fromEntries(
    resources
      .filter(([, { Type }]) => kept.includes(Type))
      .map(([id, { Properties = {} }]) => [id, [Properties.TableName, Properties.KeySchema, Properties.EndpointName]]),
  );
}

interface KeptResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}
