import { emittedMetrics } from '../../../lib/deployment/private/endpoint-metrics';
import { HEALTH_SIGNALS } from '../../../lib/deployment/private/health-signals';

test('each signal has an option and an alarm of its own', () => {
  const limits = HEALTH_SIGNALS.map(({ limit }) => limit);
  const ids = HEALTH_SIGNALS.map(({ id }) => id);

  expect(new Set(limits).size).toBe(limits.length);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(HEALTH_SIGNALS.flatMap(({ limit, metricNames }) => metricNames.map((metricName) => ({ limit, metricName }))))(
  'SageMaker emits $metricName, which $limit is about',
  ({ metricName }) => {
    const emitted = (['realTime', 'component', 'componentHost'] as const).flatMap(emittedMetrics);

    expect(emitted).toContain(metricName);
  },
);
