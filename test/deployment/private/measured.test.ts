import { Duration } from 'aws-cdk-lib';
import { measured } from '../../../lib/deployment/private/measured';

test('a measurement is read as the highest value of 5 minutes', () => {
  const metric = measured('NotAsDeployed', { EndpointName: 'abalone' });

  expect(metric.toMetricConfig().metricStat).toMatchObject({
    namespace: 'GovernedML/Deployment',
    metricName: 'NotAsDeployed',
    dimensions: [{ name: 'EndpointName', value: 'abalone' }],
    statistic: 'Maximum',
    period: Duration.minutes(5),
  });
});
