import { App, Duration, RemovalPolicy, Size, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import {
  AbDecision,
  AbMetric,
  AbTest,
  BanditPolicy,
  BatchSplit,
  DeploymentVerifier,
  EndpointExpiry,
  EndpointHours,
  EndpointStage,
  Expectation,
  InferenceComponent,
  ModelEndpoint,
  Percent,
  ProductionVariant,
  RewardIngress,
  RewardSource,
  ScheduledBatchTransform,
  ServedModel,
  ServingContainer,
  ServingImage,
  SmokeTest,
  TrafficBandit,
} from '../../lib/deployment';
import { Hosting, hosting, version } from './deployment-runs';
import { LandingZone } from './landing-zone';

/** What a test wishes of the endpoint. */
interface Wishes {
  readonly number?: number;
  readonly instanceType?: string;
  readonly maxErrors?: number;

  /** Whether a smoke test tries it. */
  readonly isTried?: boolean;
}

/** An endpoint of one variant that is verified. */
export function abalone({ number = 1, instanceType, maxErrors = 1, isTried = false }: Wishes = {}): App {
  return hosting('Serving', (stack) => {
    const endpoint = stack.endpoint(
      'abalone',
      [ProductionVariant.instances({ model: version(number), instanceType })],
      {
        health: { maxErrors: Percent.of(maxErrors) },
        verifier: new DeploymentVerifier(stack, 'Verifier', { environment: stack.functions }),
      },
    );
    if (isTried) tryOut(stack, endpoint);
  });
}

function tryOut(stack: Hosting, endpoint: ModelEndpoint): void {
  new SmokeTest(stack, 'Smoke', {
    endpoint,
    environment: stack.functions,
    samples: [
      {
        name: 'a large one',
        body: '0.7,0.55,0.2',
        contentType: 'text/csv',
        expectations: [Expectation.number('$.rings', { about: 9, tolerance: 1 })],
      },
    ],
  });
}

/** Endpoints outside production, each for a while; one of them until a day. */
export function leisure(expiresOn: string): App {
  return hosting('Leisure', (stack) => {
    const environment = stack.functions;
    const stage = EndpointStage.nonProduction();
    const variant = ProductionVariant.instances({
      model: version(1),
      scaling: { minInstances: 1, maxInstances: 1 },
    });

    new EndpointHours(stack, 'Hours', {
      endpoint: stack.endpoint('office', [variant], { stage }),
      start: at('7'),
      stop: at('19'),
      environment,
    });
    new EndpointExpiry(stack, 'Expiry', {
      endpoint: stack.endpoint('trial', [variant], { stage }),
      expiresOn,
      environment,
    });
    new InferenceComponent(stack, 'Component', {
      componentName: 'oyster',
      endpoint: stack.endpoint('shared', [ProductionVariant.components()], { stage }),
      model: version(2),
      compute: { minMemory: Size.gibibytes(1) },
      alarmActions: environment.alarmActions,
    });
    predictNightly(stack);
  });
}

function predictNightly(stack: Hosting): void {
  const { bucket, key } = stack;

  new ScheduledBatchTransform(stack, 'Nightly', {
    ...stack.functions,
    jobName: 'abalone-nightly',
    model: ServedModel.of(
      ServingContainer.archive({
        image: ServingImage.xgboost('1.7-1'),
        modelDataUrl: 's3://acme-models/abalone/model.tar.gz',
        modelDataKey: key,
      }),
    ),
    input: { bucket, key, prefix: 'measured/', contentType: 'text/csv', split: BatchSplit.LINE },
    output: { bucket, key, prefix: 'predicted/', accept: 'text/csv' },
    schedule: at('3'),
    volumeKey: key,
  });
}

function at(hour: string): ScheduleExpression {
  return ScheduleExpression.cron({ minute: '0', hour, timeZone: TimeZone.EUROPE_BERLIN });
}

/** The date so many days ahead of the emulator's clock. */
export async function dayFromNow(zone: LandingZone, days: number): Promise<string> {
  const { now } = await zone.steer<{ now: string }>('clock');

  return new Date(Date.parse(now) + Duration.days(days).toMilliseconds()).toISOString().slice(0, 10);
}

/** Endpoints whose traffic goes where rewards are: by a bandit, and by a test. */
export function shop(): App {
  return hosting('Shop', (stack) => {
    const environment = stack.functions;

    const checkout = stack.endpoint('checkout', rivals());
    new TrafficBandit(stack, 'Bandit', {
      endpoint: checkout,
      rewards: rewardsFor(stack, checkout, 'Purchase'),
      environment,
      policy: BanditPolicy.epsilonGreedy(),
      warmUp: { rewardsPerVariant: 5 },
    });

    const search = stack.endpoint('search', rivals());
    new AbTest(stack, 'Test', {
      endpoint: search,
      rewards: rewardsFor(stack, search, 'Search'),
      control: 'Champion',
      metric: AbMetric.proportion(),
      startedAt: '2026-01-01T00:00:00Z',
      minSample: 100,
      minDuration: Duration.hours(1),
      whenDecided: AbDecision.shiftTraffic(),
      environment,
    });
  });
}

function rivals(): ProductionVariant[] {
  return ['Champion', 'Challenger'].map((variantName, i) =>
    ProductionVariant.instances({ variantName, model: version(i + 1) }),
  );
}

function rewardsFor(stack: Hosting, endpoint: ModelEndpoint, detailType: string): RewardIngress {
  return new RewardIngress(stack, `${detailType}Rewards`, {
    endpoint,
    sources: [RewardSource.eventBridge({ source: 'acme.shop', detailType })],
    environment: stack.functions,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
