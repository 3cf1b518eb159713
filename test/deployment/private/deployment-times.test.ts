import { Duration, Lazy } from 'aws-cdk-lib';
import { Problems } from '../../../lib/core';
import { DeploymentTimes } from '../../../lib/deployment/private/deployment-times';

const UNKNOWN = Duration.seconds(Lazy.number({ produce: () => 60 }));
const HOUR = Duration.hours(1);

test('times have defaults, except how long a deployment may last', () => {
  const { bake, terminationWait, maxDurationSeconds } = new DeploymentTimes({});

  expect([bake.toMinutes(), terminationWait.toMinutes(), maxDurationSeconds]).toEqual([15, 10, undefined]);
});

test.each([
  { bake: Duration.seconds(0), terminationWait: Duration.seconds(0), maxDuration: Duration.minutes(10) },
  { bake: HOUR, terminationWait: HOUR, maxDuration: Duration.hours(8) },
  { bake: UNKNOWN, terminationWait: UNKNOWN, maxDuration: UNKNOWN },
])('times reach from end to end of what SageMaker accepts, %#', (chosen) => {
  expect(told((problems) => new DeploymentTimes(chosen).check(problems))).not.toThrow();
});

test.each([
  { path: 'bake', given: Duration.seconds(3601), got: '1 hour 1 second', range: '0 seconds to 1 hour', nearest: 3600 },
  { path: 'terminationWait', given: Duration.hours(2), got: '2 hours', range: '0 seconds to 1 hour', nearest: 3600 },
  {
    path: 'maxDuration',
    given: HOUR.plus(Duration.hours(8)),
    got: '9 hours',
    range: '10 minutes to 8 hours',
    nearest: 28800,
  },
  {
    path: 'maxDuration',
    given: Duration.seconds(599),
    got: '9 minutes 59 seconds',
    range: '10 minutes to 8 hours',
    nearest: 600,
  },
])('a $path of $got is refused', ({ path, given, got, range, nearest }) => {
  expect(told((problems) => new DeploymentTimes({ [path]: given }).check(problems))).toThrow(
    `DurationOutOfRange: ${path} is ${got}, it takes ${range}; use Duration.seconds(${nearest})`,
  );
});

test.each([Duration.minutes(3), Duration.minutes(4), UNKNOWN])('a bake of %s lets the alarms fire', (bake) => {
  const times = new DeploymentTimes({ bake });

  expect(told((problems) => times.checkBake(problems, 'strategy', Duration.minutes(3)))).not.toThrow();
});

test.each([
  { given: Duration.seconds(0), got: '0 seconds' },
  { given: Duration.seconds(179), got: '2 minutes 59 seconds' },
])('a bake of $got is over before an alarm fires', ({ given, got }) => {
  const times = new DeploymentTimes({ bake: given });

  expect(told((problems) => times.checkBake(problems, 'strategy', Duration.minutes(3)))).toThrow(
    `DeploymentBakeTooShort: strategy.bake is ${got}, the endpoint's alarms evaluate 3 minutes, so that nothing would roll back; use Duration.seconds(180) or more`,
  );
});

test('the bake that nobody chose is checked as well', () => {
  expect(told((problems) => new DeploymentTimes({}).checkBake(problems, 'strategy', Duration.minutes(20)))).toThrow(
    "DeploymentBakeTooShort: strategy.bake is 15 minutes, the endpoint's alarms evaluate 20 minutes, so that nothing would roll back; use Duration.seconds(1200) or more",
  );
});

test.each([
  { maxDuration: undefined, waits: Array.from({ length: 8 }, () => HOUR) },
  { maxDuration: Duration.minutes(40), waits: [Duration.minutes(15), Duration.minutes(15), Duration.seconds(600)] },
  { maxDuration: Duration.minutes(10), waits: [HOUR, UNKNOWN] },
  { maxDuration: UNKNOWN, waits: [HOUR] },
])('a deployment has the time for its waits, %#', ({ maxDuration, waits }) => {
  const times = new DeploymentTimes({ maxDuration });

  expect(told((problems) => times.checkDuration(problems, '', waits))).not.toThrow();
});

test('a deployment ends no sooner than its waits', () => {
  const times = new DeploymentTimes({ maxDuration: Duration.seconds(2399) });

  expect(told((problems) => times.checkDuration(problems, '', [Duration.minutes(30), Duration.minutes(10)]))).toThrow(
    'DeploymentDurationTooShort: maxDuration is 39 minutes 59 seconds, the waits of the deployment add up to 40 minutes; use more than Duration.seconds(2400), a shorter bake or larger steps',
  );
});

test('no deployment waits longer than SageMaker lets it last', () => {
  const times = new DeploymentTimes({});
  const waits = [...Array.from({ length: 8 }, () => HOUR), Duration.seconds(1)];

  expect(told((problems) => times.checkDuration(problems, 'strategy.', waits))).toThrow(
    'DeploymentTooLong: strategy.bake makes the waits of the deployment 8 hours 1 second, SageMaker ends a deployment after 8 hours; use a shorter bake or larger steps',
  );
});

function told(checks: (problems: Problems) => void): () => void {
  return () => {
    const problems = new Problems();
    checks(problems);
    problems.throwIfAny();
  };
}
