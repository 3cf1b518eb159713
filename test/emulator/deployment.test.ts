import {
  DescribeEndpointConfigCommand,
  DescribeInferenceComponentCommand,
  ListTransformJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ADOPTED_NETWORK } from './adopted-network';
import { abalone, dayFromNow, leisure, shop } from './deployment-apps';
import {
  deletionsOf,
  describeEndpoint,
  fire,
  linesOf,
  measuredBy,
  PLACE,
  register,
  reward,
  rewardsOf,
  toldBy,
  weightsOf,
} from './deployment-runs';
import { DeployedResource } from './facts';
import { LandingZone } from './landing-zone';

/** What stays when an endpoint changes. */
const STATEFUL = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SageMaker::Endpoint',
];

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('endpoints are served', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([PLACE]);
    await zone.lay(ADOPTED_NETWORK, PLACE);
    await register(zone, 6);
  });

  afterEach(async () => {
    await zone.suffer();
    await zone.steer('answers', []);
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  describe('one of a single variant', () => {
    const CHANGED = { number: 2, instanceType: 'ml.c5.xlarge', maxErrors: 2 };

    test('is deployed, and a second time without changes', async () => {
      const deployed = await zone.deploy(abalone());
      const repeated = await zone.deploy(abalone());

      expect([deployed.changed, repeated.unchanged]).toEqual([['Serving'], ['Serving']]);
      expect((await describeEndpoint(zone, 'abalone')).EndpointStatus).toBe('InService');
    });

    test('changes its version, its instances and its alarm in place', async () => {
      const before = await stateful();

      await zone.deploy(abalone(CHANGED));
      await zone.settle();

      const { EndpointConfigName } = await describeEndpoint(zone, 'abalone');
      expect(await stateful()).toEqual(before);
      expect(before).toHaveLength(STATEFUL.length);
      expect(await instanceTypes(EndpointConfigName)).toEqual(['ml.c5.xlarge']);
      expect(await thresholds()).toContain(2);
    });

    test('is verified to run what was deployed', async () => {
      const told = await toldBy(zone, 'VerifierFunction');
      const measured = await measuredBy(zone, 'VerifierFunction', 'NotAsDeployed');

      expect(told.at(-1)).toBe('the endpoint runs what was deployed');
      expect(new Set(measured)).toEqual(new Set([0]));
    });

    test('is found out where SageMaker has rolled it back in silence', async () => {
      await zone.suffer({ kind: 'roll-back', match: { endpoint: 'abalone' } });

      await zone.deploy(abalone({ number: 3 }));
      await zone.settle();

      const { EndpointStatus } = await describeEndpoint(zone, 'abalone');
      const lines = await linesOf(zone, 'VerifierFunction');
      expect(EndpointStatus).toBe('InService');
      expect((await measuredBy(zone, 'VerifierFunction', 'NotAsDeployed')).at(-1)).toBe(1);
      expect(lines.filter(({ level }) => level === 'ERROR').at(-1)).toMatchObject({
        message: 'the endpoint does not run what was deployed: it was rolled back, or changed by hand',
      });
    });

    test('passes a smoke test by its answer', async () => {
      await zone.steer('answers', [{ endpoint: 'abalone', body: { rings: 9.2 } }]);

      await zone.deploy(abalone({ number: 4, isTried: true }));

      expect(await toldBy(zone, 'SmokeFunction')).toContain('passed');
    });

    test('keeps its version where the next one answers wrongly', async () => {
      const { EndpointConfigName: before } = await describeEndpoint(zone, 'abalone');
      await zone.steer('answers', [{ endpoint: 'abalone', body: { rings: 31 } }]);

      await expect(zone.deploy(abalone({ number: 5, isTried: true }))).rejects.toThrow(/rings/);

      expect((await describeEndpoint(zone, 'abalone')).EndpointConfigName).toBe(before);
    });

    test('is destroyed before what it runs', async () => {
      const deletions = await deletionsOf(zone, 'Serving', () => zone.destroy(abalone()));

      const order = ['Endpoint', 'EndpointConfig', 'Model'].map((kind) => deletions.indexOf(`AWS::SageMaker::${kind}`));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order).not.toContain(-1);
      await expect(describeEndpoint(zone, 'abalone')).rejects.toThrow('Could not find endpoint');
    });

    async function stateful(): Promise<unknown[]> {
      return (await servingResources())
        .filter(({ type }) => STATEFUL.includes(type))
        .map(({ logicalId, physicalId }) => [logicalId, physicalId])
        .sort();
    }

    async function thresholds(): Promise<unknown[]> {
      return (await servingResources()).flatMap(({ properties }) => properties.Threshold ?? []);
    }

    async function servingResources(): Promise<DeployedResource[]> {
      return (await zone.resources()).filter(({ stack }) => stack === 'Serving');
    }
  });

  describe('some for a while', () => {
    beforeAll(async () => {
      await zone.deploy(leisure(await dayFromNow(zone, 3)));
    });

    test('one in its hours, by the clock', async () => {
      const { EndpointConfigName: before } = await describeEndpoint(zone, 'office');

      await fire(zone, 'AWS::Scheduler::Schedule', 'HoursStop');
      await expect(describeEndpoint(zone, 'office')).rejects.toThrow('Could not find endpoint');

      await fire(zone, 'AWS::Scheduler::Schedule', 'HoursStart');
      const { EndpointConfigName, EndpointStatus } = await describeEndpoint(zone, 'office');
      expect([EndpointConfigName, EndpointStatus]).toEqual([before, 'InService']);
    });

    test('a component on the instances of another endpoint', async () => {
      const { EndpointName, InferenceComponentStatus, RuntimeConfig } = await sagemaker().send(
        new DescribeInferenceComponentCommand({ InferenceComponentName: 'oyster' }),
      );

      expect([EndpointName, InferenceComponentStatus]).toEqual(['shared', 'InService']);
      expect(RuntimeConfig?.CurrentCopyCount).toBe(2);
    });

    test('a job that a schedule starts', async () => {
      await fire(zone, 'AWS::Scheduler::Schedule', 'Nightly');

      const { TransformJobSummaries = [] } = await sagemaker().send(new ListTransformJobsCommand({}));
      expect(TransformJobSummaries.map(({ TransformJobStatus }) => TransformJobStatus)).toEqual(['Completed']);
      expect(TransformJobSummaries[0].TransformJobName).toMatch(/^abalone-nightly-/);
    });

    test('one that somebody is warned of before it expires', async () => {
      await fire(zone, 'AWS::Scheduler::Schedule', 'ExpiryDaily');
      const { EndpointStatus } = await describeEndpoint(zone, 'trial');

      await zone.advance(4 * DAY);
      await zone.settle();

      expect(EndpointStatus).toBe('InService');
      expect((await measuredBy(zone, 'ExpiryFunction', 'ExpiryWarning')).length).toBeGreaterThan(1);
      expect(await measuredBy(zone, 'ExpiryFunction', 'EndpointExpired')).toEqual([1]);
      await expect(describeEndpoint(zone, 'trial')).rejects.toThrow('Could not find endpoint');
    });
  });

  describe('some by what their answers were worth', () => {
    beforeAll(async () => {
      await zone.deploy(shop());
    });

    test('each reward counts once, and one of an unknown variant never does', async () => {
      const rewards = [...rewardsOf('Champion', { good: 0, bad: 6 }), ...rewardsOf('Challenger', { good: 6, bad: 0 })];
      // Only what is rewarded after its first update is known to a bandit.
      await fire(zone, 'AWS::Events::Rule', 'BanditSchedule');
      await zone.suffer({ kind: 'throttle', match: { service: 'dynamodb', operation: 'TransactWriteItems' } });

      await reward(zone, 'Purchase', [...rewards, rewards[0]]);
      await reward(zone, 'Purchase', [rewards[1], { rewardId: 'lost', variantName: 'Outsider', value: 1 }]);

      expect(total(await measuredBy(zone, 'PurchaseRewardsRecorder', 'Rewards'))).toBe(12);
      expect(total(await measuredBy(zone, 'PurchaseRewardsRecorder', 'RefusedRewards'))).toBe(1);
      expect(await throttled('TransactWriteItems')).toBe(1);
    });

    test('a bandit moves the traffic by one step, although SageMaker is busy at first', async () => {
      const operation = 'UpdateEndpointWeightsAndCapacities';
      await zone.suffer({ kind: 'throttle', match: { service: 'sagemaker', operation } });

      await zone.advance(HOUR);
      await zone.settle();

      expect(await weightsOf(zone, 'checkout')).toEqual({ Champion: about(0.6), Challenger: about(1.4) });
      expect(await throttled(operation)).toBe(1);
    });

    test('a bandit leaves an endpoint alone that is being changed', async () => {
      await zone.suffer({ kind: 'hold-endpoint', match: { endpoint: 'checkout' }, value: 1.5 * HOUR });

      await zone.advance(2 * HOUR);
      await zone.settle();
      const held = await describeEndpoint(zone, 'checkout');
      const weights = await weightsOf(zone, 'checkout');
      await zone.advance(HOUR / 2);

      expect(held.EndpointStatus).toBe('Updating');
      expect(weights).toEqual({ Champion: about(0.6), Challenger: about(1.4) });
      expect(await toldBy(zone, 'BanditFunction')).toContain('the endpoint is being changed');
      expect(await weightsOf(zone, 'checkout')).toEqual({ Champion: about(0.2), Challenger: about(1.8) });
    });

    test('a test names its winner once, who gets all requests', async () => {
      const before = await decisions();
      await reward(zone, 'Search', [
        ...rewardsOf('Champion', { good: 20, bad: 80 }),
        ...rewardsOf('Challenger', { good: 80, bad: 20 }),
      ]);

      await fire(zone, 'AWS::Events::Rule', 'TestLook');
      await fire(zone, 'AWS::Events::Rule', 'TestLook');

      expect(before).toEqual([]);
      expect(await decisions()).toEqual([expect.objectContaining({ outcome: 'winner', winner: 'Challenger' })]);
      expect(await weightsOf(zone, 'search')).toEqual({ Champion: 0, Challenger: 1 });
    });

    async function decisions(): Promise<unknown[]> {
      const events = await zone.events();
      return events.flatMap(({ event }) => (event.source === 'governed-ml' ? [event.detail] : []));
    }

    /** How many calls of an operation AWS turned away. */
    async function throttled(operation: string): Promise<number> {
      const calls = await zone.calls();
      return calls.filter((call) => call.operation === operation && call.error?.startsWith('Throttling')).length;
    }
  });

  function sagemaker(): SageMakerClient {
    return zone.as(PLACE.account, PLACE.region).client(SageMakerClient);
  }

  async function instanceTypes(EndpointConfigName: string | undefined): Promise<unknown[]> {
    const { ProductionVariants = [] } = await sagemaker().send(
      new DescribeEndpointConfigCommand({ EndpointConfigName }),
    );

    return ProductionVariants.map(({ InstanceType }) => InstanceType);
  }
});

function about(weight: number): unknown {
  return expect.closeTo(weight, 5);
}

function total(values: unknown[]): number {
  return values.reduce((sum: number, value) => sum + Number(value), 0);
}
