import { Duration, Lazy } from 'aws-cdk-lib';
import { AbMetric, AbTestProps, Percent, ProductionVariant, RewardIngressProps } from '../../../lib/deployment';
import { checkAbTest } from '../../../lib/deployment/private/ab-test-checks';
import { endpointIn, functionsIn, stackIn, variantsOf, version } from '../endpoints';
import { ingressIn } from '../rewarded';
import { told } from '../served';

/** What a test wishes: of the A/B test, of its ingress, and which variants the endpoint has. */
interface Wishes extends Partial<AbTestProps> {
  readonly variants?: ProductionVariant[];
  readonly ingress?: Partial<RewardIngressProps>;
}

test.each<[Wishes]>([
  [{ level: Percent.of(20) }],
  [{ level: Percent.of(Lazy.number({ produce: () => 5 })) }],
  [{ startedAt: Lazy.string({ produce: () => '2026-12-01T08:00:00Z' }) }],
  [{ minSample: 100 }],
  [{ minDuration: Duration.days(90), maxDuration: Duration.days(91) }],
  [{ checkEvery: Duration.days(1) }],
])('%p is taken', (wished) => {
  expect(problemsOf(wished)).toEqual([]);
});

test.each<[Wishes, string]>([
  [
    { variants: variantsOf('Champion') },
    'AbTestWithoutChallenger: endpoint has one variant, a test compares two or more; give the endpoint another variant, such as "Challenger"',
  ],
  [
    { variants: variantWeighing('Challenger', 0) },
    'AbTestVariantWithoutTraffic: endpoint gives "Challenger" no requests, each variant of a test shows what it can do; give it a weight above 0',
  ],
  [
    { control: 'Champ' },
    'AbTestControlUnknown: control is "Champ", the endpoint has the variants Champion, Challenger; name the one that serves today',
  ],
  [
    { ingress: { maxValue: 5 } },
    'AbTestProportionOfNumbers: metric is AbMetric.proportion(), the ingress takes rewards from 0 to 5, and a proportion is of those that are 0 or 1; use AbMetric.mean(), or an ingress with the default minValue and maxValue',
  ],
  [
    { startedAt: '2026-12-01' },
    'InstantMalformed: startedAt is "2026-12-01", it takes a date, a time and a time zone as ISO 8601 writes them; write one as "2026-12-01T08:00:00Z"',
  ],
  [
    { level: Percent.of(0) },
    'AbTestLevelOutOfRange: level is 0 %, a level is above 0 and up to 20 %, or a winner would say little; use Percent.of(5)',
  ],
  [
    { level: Percent.of(21) },
    'AbTestLevelOutOfRange: level is 21 %, a level is above 0 and up to 20 %, or a winner would say little; use Percent.of(5)',
  ],
  [{ minSample: 99 }, 'NumberOutOfRange: minSample is 99, it takes 100 or more whole rewards; write 100'],
  [
    { minDuration: Duration.minutes(59) },
    'DurationOutOfRange: minDuration is 59 minutes, it takes 1 hour to 90 days; use Duration.seconds(3600)',
  ],
  [
    { maxDuration: Duration.days(181) },
    'DurationOutOfRange: maxDuration is 181 days, it takes 1 hour to 180 days; use Duration.seconds(15552000)',
  ],
  [
    { maxDuration: Duration.days(7) },
    'AbTestNeverDecided: maxDuration is 7 days, a winner is named after minDuration, which is 7 days; let maxDuration be longer than minDuration',
  ],
  [
    { checkEvery: Duration.minutes(4) },
    'DurationOutOfRange: checkEvery is 4 minutes, it takes 5 minutes to 1 day; use Duration.seconds(300)',
  ],
  [
    { checkEvery: Duration.seconds(330) },
    'AbTestCheckNotInMinutes: checkEvery is 5 minutes 30 seconds, EventBridge takes a rate in whole minutes; use Duration.minutes(6)',
  ],
])('%# is refused', (wished, message) => {
  expect(problemsOf(wished)).toEqual([message]);
});

test('each variant that the ingress takes no rewards of is told', () => {
  const rewards = ingressIn(stackIn(), { endpoint: endpointIn(stackIn(), { variants: variantsOf('A', 'B') }) });

  const problems = problemsOf({ rewards });

  expect(problems).toEqual(
    ['Champion', 'Challenger'].map(
      (name) =>
        `AbTestVariantUnrewarded: rewards takes no rewards of "${name}", each variant of a test is judged by its rewards; give the ingress of the same endpoint`,
    ),
  );
});

test('durations that are known at deployment only are taken', () => {
  const hidden = Duration.days(Lazy.number({ produce: () => 1 }));

  const problems = problemsOf({ minDuration: hidden, maxDuration: hidden, checkEvery: hidden });

  expect(problems).toEqual([]);
});

function problemsOf({ variants = variantsOf('Champion', 'Challenger'), ingress, ...wished }: Wishes): string[] {
  const stack = stackIn();
  const endpoint = endpointIn(stack, { variants });
  const environment = functionsIn(stack);

  return told((problems) =>
    checkAbTest(problems, {
      endpoint,
      rewards: ingressIn(stack, { endpoint, environment, ...ingress }),
      control: 'Champion',
      metric: AbMetric.proportion(),
      startedAt: '2026-12-01T08:00:00Z',
      environment,
      ...wished,
    }),
  );
}

function variantWeighing(variantName: string, weight: number): ProductionVariant[] {
  return [...variantsOf('Champion'), ProductionVariant.instances({ variantName, weight, model: version(2) })];
}
