import { writeMetric } from '../../../lib/deployment/handlers/metric';
import { measured } from '../../../lib/deployment/private/measured';
import { linesOf } from './stdout';

const MEASUREMENT = { name: 'NotAsDeployed', value: 1, dimensions: { EndpointName: 'abalone' } };

test('a measurement is a line of the log that CloudWatch makes a metric of', async () => {
  const lines = await linesOf(() => writeMetric(MEASUREMENT, 1_700_000_000_000));

  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          { Namespace: 'GovernedML/Deployment', Dimensions: [['EndpointName']], Metrics: [{ Name: 'NotAsDeployed' }] },
        ],
      },
      EndpointName: 'abalone',
      NotAsDeployed: 1,
    },
  ]);
});

test('it is of now', async () => {
  const before = Date.now();

  const lines = await linesOf(() => writeMetric(MEASUREMENT));

  const [{ _aws: written }] = lines as { _aws: { Timestamp: number } }[];
  expect(written.Timestamp).toBeGreaterThanOrEqual(before);
  expect(written.Timestamp).toBeLessThanOrEqual(Date.now());
});

test('alarms look for it where it is written', async () => {
  const lines = await linesOf(() => writeMetric(MEASUREMENT));

  const [{ _aws: written }] = lines as { _aws: { CloudWatchMetrics: { Namespace: string }[] } }[];
  expect(measured('NotAsDeployed', { EndpointName: 'abalone' }).namespace).toBe(written.CloudWatchMetrics[0].Namespace);
});
