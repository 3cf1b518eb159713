import { Duration, Lazy, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  AbMetric,
  ChallengerPromotion,
  ChampionChallenger,
  ChampionChallengerProps,
  Percent,
  ProductionVariant,
} from '../../lib/deployment';
import { findingsIn, NOTHING_FOUND } from '../findings';
import { endpointIn, functionsIn, stackIn, TOPIC_ARN, variantsOf } from './endpoints';
import { ingressIn } from './rewarded';

const ENDPOINT = 'marine-life-abalone-prod';
const PACKAGE_ARN = 'arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/7';
const REASON = 'only clicks are at stake, and a rollback takes minutes';
const AUTOMATIC = ChallengerPromotion.automatic(REASON);

/** What a test wishes, and which variants the endpoint has. */
interface Wishes extends Partial<ChampionChallengerProps> {
  readonly variants?: ProductionVariant[];
}

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('champion and challenger are compared by the usual rules, and keep their traffic', () => {
  const { abTest } = comparedIn(stack);

  const template = Template.fromStack(stack);

  expect(abTest.testName).toBe('Rings');
  expect(settingsOf('Judges the A/B test Rings', template)).toMatchObject({
    testName: 'Rings',
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
  comparedIn(stack, {
    champion: 'Challenger',
    metric: AbMetric.mean(),
    higherIsBetter: false,
    level: Percent.of(1),
    minSample: 100,
    minDuration: Duration.hours(1),
    maxDuration: Duration.days(180),
  });

  expect(settingsOf('Judges the A/B test Rings', Template.fromStack(stack))).toMatchObject({
    control: 'Challenger',
    metric: 'mean',
    better: 'lower',
    level: 0.01,
    minSample: 100,
    minSeconds: 3_600,
    maxSeconds: 15_552_000,
  });
});

test.each([undefined, ChallengerPromotion.byHand()])('a person approves unless told otherwise', (promotion) => {
  const { promotionRefusedAlarm } = comparedIn(stack, { promotion });

  const template = Template.fromStack(stack);

  expect(promotionRefusedAlarm).toBeUndefined();
  expect(promotionsIn(template)).toEqual([]);
  expect(JSON.stringify(template.toJSON())).not.toContain('sagemaker:UpdateModelPackage');
  template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'TestDecided' }, 1);
});

test('a function promotes the challenger when the test is decided', () => {
  comparedIn(stack, { promotion: AUTOMATIC });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['governed-ml'],
      'detail-type': ['A/B Test Decided'],
      detail: { endpointName: [ENDPOINT], testName: ['Rings'] },
    },
    Targets: [
      Match.objectLike({
        DeadLetterConfig: Match.anyValue(),
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 8 },
      }),
    ],
  });
  expect(settingsOf('Approves the challenger', template)).toEqual({
    endpointName: ENDPOINT,
    testName: 'Rings',
    decisionId: `${ENDPOINT}/Rings/2026-12-01T08:00:00Z`,
    champion: 'Champion',
    modelPackageArn: PACKAGE_ARN,
  });
});

test('why no person needs to approve stands in the template', () => {
  comparedIn(stack, { promotion: AUTOMATIC });

  const [promotion] = promotionsIn(Template.fromStack(stack));

  expect(promotion.Metadata).toMatchObject({
    'governed-ml:relaxations': [{ setting: 'automaticPromotion', reason: REASON }],
  });
});

test('the function describes and approves this version, and nothing else', () => {
  comparedIn(stack, { promotion: AUTOMATIC });

  expect(ownStatementsIn(Template.fromStack(stack))).toEqual([
    { Action: 'sagemaker:DescribeModelPackage', Effect: 'Allow', Resource: PACKAGE_ARN },
    {
      Action: 'sagemaker:UpdateModelPackage',
      Condition: { StringEquals: { 'sagemaker:ModelApprovalStatus': 'Approved' } },
      Effect: 'Allow',
      Resource: PACKAGE_ARN,
    },
  ]);
});

test('somebody is told of a winner that was not approved', () => {
  const { promotionRefusedAlarm } = comparedIn(stack, { promotion: AUTOMATIC });

  expect(promotionRefusedAlarm).toBeDefined();
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: `The challenger has won the A/B test Rings of ${ENDPOINT}, but its version was not approved; the log of the function says why`,
    Namespace: 'GovernedML/Deployment',
    MetricName: 'PromotionRefused',
    Dimensions: [
      { Name: 'EndpointName', Value: ENDPOINT },
      { Name: 'TestName', Value: 'Rings' },
    ],
    Threshold: 0,
    AlarmActions: [TOPIC_ARN],
  });
});

test.each([undefined, AUTOMATIC])('no rule pack finds anything', (promotion) => {
  comparedIn(stack, { promotion });

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

test.each<[string, Wishes]>([
  ['another version', { challengerPackageArn: PACKAGE_ARN.replace('/7', '/8'), startedAt: '2027-01-01T00:00:00Z' }],
  ['another champion', { champion: 'Challenger' }],
  ['another reason', { promotion: ChallengerPromotion.automatic('the team has agreed to it') }],
  ['another level', { level: Percent.of(1) }],
  ['other durations', { minDuration: Duration.days(14), maxDuration: Duration.days(60) }],
])('%s replaces nothing that keeps something', (_, wished) => {
  const edited = stackIn();

  comparedIn(stack, { promotion: AUTOMATIC });
  comparedIn(edited, { promotion: AUTOMATIC, ...wished });
  Tags.of(edited).add('owner', 'somebody else');

  expect(keptIn(edited)).toEqual(keptIn(stack));
});

test('promotion that becomes automatic leaves what was there as it is', () => {
  const edited = stackIn();

  comparedIn(stack);
  comparedIn(edited, { promotion: AUTOMATIC });

  expect(keptIn(edited)).toMatchObject(keptIn(stack));
});

test.each<[Wishes]>([
  [{ champion: Lazy.string({ produce: () => 'Champion' }) }],
  [{ challengerPackageArn: Lazy.string({ produce: () => PACKAGE_ARN }), promotion: AUTOMATIC }],
])('%# may be known later', (wished) => {
  expect(() => comparedIn(stack, wished)).not.toThrow();
});

test.each<[Wishes, string]>([
  [
    { variants: variantsOf('Champion', 'Challenger', 'Third') },
    'ChampionChallengerNotTwo: endpoint has the variants Champion, Challenger, Third, one challenger is compared with one champion; give the endpoint two variants, or use AbTest for more',
  ],
  [
    { variants: variantsOf('Champion') },
    'ChampionChallengerNotTwo: endpoint has the variants Champion, one challenger is compared with one champion; give the endpoint two variants, or use AbTest for more',
  ],
  [
    { champion: 'Champ' },
    'ChampionUnknown: champion is "Champ", the endpoint has the variants Champion, Challenger; name the one that serves today',
  ],
  [
    { challengerPackageArn: PACKAGE_ARN.replace('/7', '/*') },
    'ModelVersionMalformed: challengerPackageArn is "arn:aws:sagemaker:eu-west-1:222222222222:model-package/abalone/*", an endpoint serves one version, whose ARN ends in :model-package/<group>/<version>; name a version of the group, as modelPackageArn(version) of a ModelPackageGroup does',
  ],
  [
    { challengerPackageArn: PACKAGE_ARN.replace('eu-west-1', 'us-east-1') },
    'ChallengerInOtherRegion: challengerPackageArn is of us-east-1, the function reaches the registry of eu-west-1 alone; name the version in eu-west-1 that the challenger serves',
  ],
  [
    { promotion: ChallengerPromotion.automatic('too short') },
    'RelaxationWithoutReason: promotion is "too short", a security reviewer reads there why the rule does not hold; write the reason as a sentence',
  ],
  [{ minSample: 99 }, 'NumberOutOfRange: minSample is 99, it takes 100 or more whole rewards; write 100'],
])('%# is refused', (wished, message) => {
  expect(() => comparedIn(stack, wished)).toThrow(new Error(message));
});

function comparedIn(scope: Stack, { variants, ...wished }: Wishes = {}): ChampionChallenger {
  const names = variants ?? variantsOf('Champion', 'Challenger');
  const endpoint = endpointIn(scope, { variants: names });
  const environment = functionsIn(scope);

  return new ChampionChallenger(scope, 'Rings', {
    endpoint,
    rewards: ingressIn(scope, { endpoint, environment }),
    champion: 'Champion',
    challengerPackageArn: PACKAGE_ARN,
    metric: AbMetric.proportion(),
    startedAt: '2026-12-01T08:00:00Z',
    environment,
    ...wished,
  });
}

interface FoundResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
}

function promotionsIn(template: Template): FoundResource[] {
  return Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Description: Match.stringLikeRegexp('^Approves the challenger') },
    }) as Record<string, FoundResource>,
  );
}

/** The settings of the function whose description begins so; a reference becomes `<reference>`. */
function settingsOf(description: string, template: Template): unknown {
  const [found] = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Description: Match.stringLikeRegexp(`^${description}`) },
    }),
  );
  const settings = found.Properties.Environment.Variables.SETTINGS;
  if (typeof settings === 'string') return JSON.parse(settings);

  const parts = settings['Fn::Join'][1] as unknown[];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '<reference>')).join(''));
}

/** What the calls of the promoting function need: without those for its network, its log, its queue and keys. */
function ownStatementsIn(template: Template): { Action: string | string[] }[] {
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('RingsPromotion'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as { Action: string | string[] }[])
    .filter(({ Action }) => !/^(ec2|kms|logs|sqs):/.test([Action].flat()[0]));
}

/** The logical ids of what must outlive every edit, with the properties that would replace it. */
function keptIn(edited: Stack): Record<string, unknown> {
  const resources = Object.entries(Template.fromStack(edited).toJSON().Resources as Record<string, FoundResource>);
  const kept = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::SageMaker::Endpoint', 'AWS::Logs::LogGroup'];

  return Object.fromEntries(
    resources
      .filter(([, { Type }]) => kept.includes(Type))
      .map(([id, { Properties = {} }]) => [id, [Properties.TableName, Properties.KeySchema, Properties.EndpointName]]),
  );
}
