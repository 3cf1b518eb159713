import { METRIC_GROUPS } from '../../../lib/deployment/private/emitted-metrics';

test('no emitter has a metric twice in a namespace', () => {
  const metrics = METRIC_GROUPS.flatMap(({ namespace, emitters, metrics }) =>
    emitters.flatMap((emitter) => Object.keys(metrics).map((name) => `${emitter} ${namespace} ${name}`)),
  );

  expect(metrics).toHaveLength(new Set(metrics).size);
});

test('components have metrics by their name, everything else by the name of its endpoint', () => {
  for (const { dimensions, emitters } of METRIC_GROUPS) {
    const expected = emitters.includes('component')
      ? ['InferenceComponentName']
      : expect.arrayContaining(['EndpointName']);

    expect(dimensions).toEqual(expected);
  }
});
