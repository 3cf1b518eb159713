import { exampleNamed } from '../examples';
import { ADOPTED_NETWORK } from './adopted-network';
import { LandingZone } from './landing-zone';
import { approve, onItsFirstDay, train } from './model-life';

const SOLO = { account: '123456789012', region: 'eu-central-1' };
const MODEL = 'marine-life--abalone';

/** Examples that no other test deploys: examples/reference has a story of its own, the pipelines of examples/pipelines run. */
describe('every example is deployed, and a second time without changes', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test('single-account: the registry first, then the endpoint of the approved version', async () => {
    await zone.bootstrap([SOLO]);
    await zone.deploy(onItsFirstDay(exampleNamed('single-account')));
    await train(zone, SOLO, MODEL);
    await approve(zone, SOLO, MODEL);

    const deployed = await zone.deploy(exampleNamed('single-account'));
    const repeated = await zone.deploy(exampleNamed('single-account'));

    expect(deployed.changed).toEqual(['solo-ml-marine-life-test']);
    expect([repeated.changed.length, repeated.unchanged.length]).toEqual([0, 5]);
  });

  test('import-constructs', async () => {
    await zone.bootstrap([{ account: '111122223333', region: 'eu-west-1' }]);

    const deployed = await zone.deploy(exampleNamed('import-constructs'));
    const repeated = await zone.deploy(exampleNamed('import-constructs'));

    expect([deployed.changed, deployed.unchanged]).toEqual([['AcmeModels'], []]);
    expect([repeated.changed, repeated.unchanged]).toEqual([[], ['AcmeModels']]);
  });

  test('integrations', async () => {
    const place = { account: '111122223333', region: 'eu-west-1' };
    await zone.bootstrap([place]);
    await zone.lay(ADOPTED_NETWORK, place);

    const deployed = await zone.deploy(exampleNamed('integrations'));
    const repeated = await zone.deploy(exampleNamed('integrations'));

    expect([deployed.changed, deployed.unchanged]).toEqual([['AcmeIntegrations'], []]);
    expect([repeated.changed, repeated.unchanged]).toEqual([[], ['AcmeIntegrations']]);
  });
});
