import { haveSameVariants, readTraffic, shareAlike } from '../../../lib/deployment/handlers/endpoint-traffic';
import { banditIn } from './allocate-traffic/bandits';
import { tableThatAnswers } from './reward-tables';

test.each([
  [{ blue: 1, green: 1 }, { green: 2, blue: 3 }, true],
  [{ blue: 1 }, { blue: 1, green: 0 }, false],
  [{ blue: 1, green: 1 }, { blue: 1, red: 1 }, false],
])('%j and %j have the same variants: %p', (some, others, expected) => {
  const same = haveSameVariants(some, others);

  expect(same).toBe(expected);
});

test.each([
  [{ blue: 0.6, green: 1.4 }, { blue: 3, green: 7 }, true],
  [{ blue: 0.6, green: 1.4 }, { blue: Math.fround(0.6), green: Math.fround(1.4) }, true],
  [{ blue: 0.6, green: 1.4 }, { blue: 0.60001, green: 1.4 }, false],
  [{ blue: 1, green: 0 }, { blue: 1 }, false],
  [{ blue: 1 }, { blue: 0 }, false],
])('%j and %j share requests alike: %p', (some, others, expected) => {
  const alike = shareAlike(some, others);

  expect(alike).toBe(expected);
});

test('an endpoint that has no variants yet has no weights', async () => {
  const { client } = tableThatAnswers({ EndpointStatus: 'Creating' });

  const traffic = await readTraffic({
    sageMaker: client,
    endpointName: 'abalone',
  });

  expect(traffic).toEqual({ status: 'Creating', weights: {} });
});

test('the traffic of an endpoint is its status and its weights that are in force', async () => {
  const { sageMaker } = banditIn({ weights: { blue: 0.5, green: 1.5 } });

  const traffic = await readTraffic({ sageMaker, endpointName: 'abalone' });

  expect(traffic).toEqual({ status: 'InService', weights: { blue: 0.5, green: 1.5 } });
});
