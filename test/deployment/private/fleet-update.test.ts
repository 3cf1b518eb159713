import { Duration } from 'aws-cdk-lib';
import { CapacitySize } from '../../../lib/deployment';
import { DeploymentStep } from '../../../lib/deployment/private/deployment-step';
import { DeploymentTimes } from '../../../lib/deployment/private/deployment-times';
import { Fleets } from '../../../lib/deployment/private/fleet';
import { BlueGreenUpdate, RollingUpdate } from '../../../lib/deployment/private/fleet-update';

const TIMES = new DeploymentTimes({ bake: Duration.minutes(5), terminationWait: Duration.minutes(7) });
const FLEETS: Fleets = { unit: 'INSTANCE_COUNT', counts: [4] };

const ONE = new DeploymentStep(CapacitySize.instances(1), {
  option: 'step',
  leastPercent: 1,
  mostPercent: 100,
  belowOneCode: 'BelowOne',
  outOfRangeCode: 'OutOfRange',
  otherwise: 'another strategy',
});

test.each([
  { name: 'all at once', update: BlueGreenUpdate.allAtOnce(TIMES), minutes: [5, 7] },
  { name: 'a canary and the rest', update: BlueGreenUpdate.canary(TIMES, ONE), minutes: [5, 5, 7] },
  { name: 'each of four steps', update: BlueGreenUpdate.linear(TIMES, ONE), minutes: [5, 5, 5, 5, 7] },
  { name: 'each of four batches', update: new RollingUpdate(TIMES, ONE, undefined), minutes: [5, 5, 5, 5] },
])('$name is watched, and the old fleet waits where it is there', ({ update, minutes }) => {
  const waits = update.waits(FLEETS);

  expect(waits.map((wait) => wait.toMinutes())).toEqual(minutes);
});

test.each([
  { update: BlueGreenUpdate.allAtOnce(TIMES), steps: 0 },
  { update: BlueGreenUpdate.linear(TIMES, ONE), steps: 1 },
  { update: new RollingUpdate(TIMES, ONE, undefined), steps: 1 },
  { update: new RollingUpdate(TIMES, ONE, ONE), steps: 2 },
])('an update has its steps to be checked, %#', ({ update, steps }) => {
  expect(update.steps).toEqual(Array.from({ length: steps }, () => ONE));
});
