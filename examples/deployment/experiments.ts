import { Duration } from 'aws-cdk-lib';
import { deployment } from 'governed-ml';
import { Hosting } from './hosting';
import { approved } from './options';

const {
  AbDecision,
  AbMetric,
  AbTest,
  BanditPolicy,
  EndpointStage,
  Percent,
  ProductionVariant,
  RewardIngress,
  RewardSource,
  ShadowTest,
  TrafficBandit,
} = deployment;

/** Two models answer, and the one that sells more wins, once the difference is more than chance. */
export function abTest(hosting: Hosting): void {
  const endpoint = hosting.endpoint('offers', championAndChallenger(hosting, 'offers'));
  const rewards = rewardsOf(hosting, 'OfferRewards', endpoint);

  new AbTest(hosting, 'OfferTest', {
    endpoint,
    rewards,
    control: 'Champion',
    metric: AbMetric.proportion(),
    startedAt: '2026-12-01T08:00:00Z',
    minSample: 2_000,
    minDuration: Duration.days(7),
    maxDuration: Duration.days(30),
    whenDecided: AbDecision.shiftTraffic(),
    environment: hosting.functions,
  });
}

/** Three models answer, and the traffic follows what they earn, hour by hour. */
export function bandit(hosting: Hosting): void {
  const variants = ['Small', 'Medium', 'Large'].map((variantName, i) =>
    ProductionVariant.instances({ variantName, model: approved(hosting, 'banners', i + 1) }),
  );
  const endpoint = hosting.endpoint('banners', variants);

  new TrafficBandit(hosting, 'BannerBandit', {
    endpoint,
    rewards: rewardsOf(hosting, 'BannerRewards', endpoint),
    policy: BanditPolicy.thompson({ discount: 0.95 }),
    minExploration: Percent.of(5),
    maxStep: Percent.of(10),
    warmUp: { rewardsPerVariant: 500 },
    environment: hosting.functions,
  });
}

/** A new model gets a copy of half of the requests for a week; nobody sees its answers. */
export function shadowTest(hosting: Hosting): void {
  const endpoint = hosting.endpoint('fraud', [
    ProductionVariant.instances({ variantName: 'Champion', model: approved(hosting, 'fraud', 7) }),
  ]);

  new ShadowTest(hosting, 'FraudTest', {
    shadowTestName: 'acme-fraud-8',
    endpoint,
    shadow: { model: approved(hosting, 'fraud', 8) },
    sampling: Percent.of(50),
    schedule: { startsAt: '2026-12-01T08:00:00Z', duration: Duration.days(7) },
    volumeKey: hosting.dataKey.key,
  });
}

/** A variant beside the one that answers, for as long as it stands here. */
export function shadowVariant(hosting: Hosting): void {
  hosting.endpoint('returns', [ProductionVariant.instances({ model: approved(hosting, 'returns', 1) })], {
    shadowVariant: ProductionVariant.instances({
      variantName: 'Shadow',
      weight: 0.2,
      model: approved(hosting, 'returns', 2),
      scaling: { minInstances: 2, maxInstances: 2 },
    }),
    stage: EndpointStage.production(),
  });
}

function championAndChallenger(hosting: Hosting, project: string): deployment.ProductionVariant[] {
  return ['Champion', 'Challenger'].map((variantName, i) =>
    ProductionVariant.instances({ variantName, model: approved(hosting, project, i + 1) }),
  );
}

function rewardsOf(hosting: Hosting, id: string, endpoint: deployment.ModelEndpoint): deployment.RewardIngress {
  return new RewardIngress(hosting, id, {
    endpoint,
    sources: [RewardSource.eventBridge({ source: 'acme.shop', detailType: `Sold through ${endpoint.endpointName}` })],
    environment: hosting.functions,
  });
}
