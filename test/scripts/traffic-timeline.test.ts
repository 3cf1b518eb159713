import { BlueGreenPolicy, DeploymentConfig, trafficTimeline } from '../../scripts/traffic-timeline';

const WAITS = { WaitIntervalInSeconds: 600 };

test('all traffic moves at once and comes back at once', () => {
  const config = blueGreen(WAITS);

  const timeline = trafficTimeline(config, 2);

  expect(timeline).toEqual({
    allGoesWell: [
      [0, 0],
      [0, 100],
      [15, 100],
    ],
    alarmFires: [
      [0, 0],
      [0, 100],
      [5, 0],
      [15, 0],
    ],
    alarmAt: 5,
    watchedUntil: 10,
    end: 15,
  });
});

test('a canary holds its share for the bake; the alarm fires meanwhile', () => {
  const config = blueGreen({ ...WAITS, CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 } });

  const { allGoesWell, alarmFires, watchedUntil } = trafficTimeline(config, 10);

  expect(allGoesWell).toEqual([
    [0, 0],
    [0, 10],
    [10, 100],
    [25, 100],
  ]);
  expect(alarmFires).toEqual([
    [0, 0],
    [0, 10],
    [5, 0],
    [25, 0],
  ]);
  expect(watchedUntil).toBe(20);
});

test('the last step takes what is left', () => {
  const config = blueGreen({ ...WAITS, LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 2 } });

  const { allGoesWell, alarmAt } = trafficTimeline(config, 5);

  expect(allGoesWell).toEqual([
    [0, 0],
    [0, 40],
    [10, 80],
    [20, 100],
    [35, 100],
  ]);
  expect(alarmAt).toBe(15);
});

test('nothing waits after the last batch', () => {
  const config = { RollingUpdatePolicy: { ...WAITS, MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 } } };

  const { allGoesWell, watchedUntil, end } = trafficTimeline(config, 4);

  expect(allGoesWell).toEqual([
    [0, 0],
    [0, 50],
    [10, 100],
    [20, 100],
  ]);
  expect([watchedUntil, end]).toEqual([20, 20]);
});

function blueGreen(routing: BlueGreenPolicy['TrafficRoutingConfiguration']): DeploymentConfig {
  return { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds: 300 } };
}
