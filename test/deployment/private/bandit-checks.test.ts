import { Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import { BanditPolicy, EndpointStage, ModelEndpoint, Percent, ProductionVariant } from '../../../lib/deployment';
import { BanditWishes, banditOf } from '../bandits';
import { endpointIn, stackIn, variantsOf, version } from '../endpoints';
import { ingressIn } from '../rewarded';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test.each<[string, BanditWishes]>([
  ['the shortest interval', { updateEvery: Duration.minutes(5) }],
  ['the longest interval', { updateEvery: Duration.days(1) }],
  ['half of the traffic for each of two variants', { minExploration: Percent.of(50) }],
  ['no exploration', { minExploration: Percent.of(0) }],
  ['the smallest step', { maxStep: Percent.of(0.1) }],
  ['the largest step', { maxStep: Percent.of(100) }],
  ['no warm-up', { warmUp: { rewardsPerVariant: 0 } }],
  ['a warm-up with weights', { warmUp: { rewardsPerVariant: 1_000_000, weights: { Champion: 9, Challenger: 0 } } }],
  [
    'a weight that is not known yet',
    { warmUp: { rewardsPerVariant: 9, weights: { Champion: Lazy.number({ produce: () => 1 }) } } },
  ],
  ['rewards of a part of the range', { ingress: { minValue: 0.25, maxValue: 0.5 } }],
])('%s is taken', (_, wished) => {
  const bandit = () => banditOf(stack, wished);

  expect(bandit).not.toThrow();
});

test.each<[string, BanditWishes, string]>([
  [
    'an interval that is too short',
    { updateEvery: Duration.seconds(240) },
    'DurationOutOfRange: updateEvery is 4 minutes, it takes 5 minutes to 1 day; use Duration.seconds(300)',
  ],
  [
    'an interval that is too long',
    { updateEvery: Duration.minutes(1_441) },
    'DurationOutOfRange: updateEvery is 1 day 1 minute, it takes 5 minutes to 1 day; use Duration.seconds(86400)',
  ],
  [
    'an interval with a part of a minute',
    { updateEvery: Duration.seconds(330) },
    'BanditIntervalNotWholeMinutes: updateEvery is 5 minutes 30 seconds, EventBridge counts whole minutes; use Duration.minutes(6)',
  ],
  [
    'an interval that is not known yet',
    { updateEvery: Duration.hours(Lazy.number({ produce: () => 1 })) },
    'BanditIntervalUnknownAtSynth: updateEvery is a token, a schedule and an alarm are made of it; write it as a number, such as Duration.hours(1)',
  ],
  [
    'more exploration than there is traffic',
    { minExploration: Percent.of(50.5) },
    'BanditExplorationTooHigh: minExploration is 50.5 % for each of 2 variants, all of them together have 100 %; use Percent.of(50) or less',
  ],
  [
    'an exploration that is not known yet',
    { minExploration: Percent.of(Lazy.number({ produce: () => 5 })) },
    'PercentUnknownAtSynth: minExploration is a token, this share is computed with at synth; write it as a number, such as Percent.of(10)',
  ],
  [
    'a step of nothing',
    { maxStep: Percent.of(0) },
    'BanditWithoutStep: maxStep is 0 %, a bandit moves traffic; use Percent.of(20), or leave the bandit out',
  ],
  [
    'a step that is not known yet',
    { maxStep: Percent.of(Lazy.number({ produce: () => 5 })) },
    'PercentUnknownAtSynth: maxStep is a token, this share is computed with at synth; write it as a number, such as Percent.of(10)',
  ],
  [
    'a warm-up of a part of a reward',
    { warmUp: { rewardsPerVariant: 0.5 } },
    'NumberOutOfRange: warmUp.rewardsPerVariant is 0.5, it takes 0 to 1000000 whole rewards; write 0',
  ],
  [
    'a warm-up of a variant that is not there',
    { warmUp: { rewardsPerVariant: 9, weights: { Champion: 1, Chalenger: 1 } } },
    'BanditWarmUpOfNobody: warmUp.weights.Chalenger names no variant of the endpoint, its variants are Champion, Challenger; write the name of one of them',
  ],
  [
    'a warm-up without traffic',
    { warmUp: { rewardsPerVariant: 9, weights: { Champion: 0 } } },
    'BanditWarmUpWithoutTraffic: warmUp.weights have none above 0, somebody must answer the requests; give a variant a weight, such as 1, or leave the weights out',
  ],
  [
    'a weight below 0',
    { warmUp: { rewardsPerVariant: 9, weights: { Champion: -1 } } },
    'VariantWeightNegative: warmUp.weights.Champion is -1, a weight is a share of the requests, 0 or more; write 0 for a variant that gets none',
  ],
  [
    'a policy that forgets everything',
    { policy: BanditPolicy.ucb1({ discount: 0 }) },
    'BanditDiscountOutOfRange: policy.discount is 0, a bandit keeps 0.5 to 1 of what it knows at each update; write 0.5',
  ],
  [
    'rewards above 1',
    { ingress: { maxValue: 5 } },
    'BanditRewardsNotShares: rewards takes values of 0 to 5, a bandit learns from values of 0 to 1; send values as parts of the largest one, and leave out minValue and maxValue of the RewardIngress',
  ],
  [
    'rewards below 0',
    { ingress: { minValue: -1 } },
    'BanditRewardsNotShares: rewards takes values of -1 to 1, a bandit learns from values of 0 to 1; send values as parts of the largest one, and leave out minValue and maxValue of the RewardIngress',
  ],
])('%s is refused', (_, wished, message) => {
  const bandit = () => banditOf(stack, wished);

  expect(bandit).toThrow(new Error(message));
});

test('an endpoint with one variant is refused', () => {
  const bandit = () => banditOf(stack, { endpoint: endpointIn(stack) });

  expect(bandit).toThrow(
    new Error(
      'BanditWithOneArm: endpoint has 1 variant, a bandit chooses between two or more; give the endpoint a second variant, or leave the bandit out',
    ),
  );
});

test('a serverless endpoint is refused, for both of its reasons', () => {
  const bandit = () => banditOf(stack, { endpoint: serverlessIn(stack) });

  expect(bandit).toThrow(
    new Error(
      [
        '2 problems:',
        'InferenceOptionExcludes: endpoint is to be shared out by a bandit, serverless excludes A/B test and traffic bandit, as a serverless endpoint has one variant; leave it out, or choose real-time, multi-container or inference pipeline; see https://docs.aws.amazon.com/sagemaker/latest/dg/model-ab-testing.html',
        'BanditWithOneArm: endpoint has 1 variant, a bandit chooses between two or more; give the endpoint a second variant, or leave the bandit out',
      ].join('\n  '),
    ),
  );
});

test('rewards of another endpoint are refused', () => {
  const rewards = ingressIn(stack, { endpoint: endpointIn(stackIn(), { variants: variantsOf('Champion', 'Other') }) });

  const bandit = () => banditOf(stack, { rewards });

  expect(bandit).toThrow(
    new Error(
      'BanditVariantsNotRewarded: rewards refuses rewards of Challenger, each variant of the endpoint is rewarded; give the RewardIngress of the same endpoint',
    ),
  );
});

function serverlessIn(scope: Stack): ModelEndpoint {
  const reason = 'serverless endpoints have none of it';

  return endpointIn(scope, {
    variants: [ProductionVariant.serverless({ model: version(1), memory: Size.gibibytes(2), maxConcurrency: 5 })],
    stage: EndpointStage.production({ withoutVpc: reason, withoutIsolation: reason, withoutCapture: reason }),
    subnets: undefined,
    securityGroups: undefined,
    dataCapture: undefined,
  });
}
