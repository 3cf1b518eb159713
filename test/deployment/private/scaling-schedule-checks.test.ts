import { Duration, Lazy, TimeZone } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { check } from '../../../lib/core';
import { checkSchedule, ScheduledBounds } from '../../../lib/deployment/private/scaling-schedule-checks';
import { ScalingSchedule } from '../../../lib/deployment/scaling-schedule';

const MORNING = Schedule.cron({ hour: '7', minute: '0', weekDay: 'MON-FRI' });
const UNKNOWN = Lazy.number({ produce: () => 3 });

function checked(schedule: Partial<ScalingSchedule>, bounds: ScheduledBounds = { least: 2, most: 8 }): () => void {
  return () =>
    check(undefined, (problems) =>
      checkSchedule(problems, 'schedules[0]', { scheduleName: 'morning', schedule: MORNING, ...schedule }, bounds),
    );
}

test.each([
  { what: 'a cron expression in a time zone', wished: { schedule: MORNING, timeZone: TimeZone.EUROPE_DUBLIN } },
  { what: 'a rate', wished: { schedule: Schedule.rate(Duration.hours(6)) } },
  { what: 'a point in time', wished: { schedule: Schedule.at(new Date('2027-03-01T07:00:00Z')) } },
  { what: 'a token', wished: { schedule: Schedule.expression(Lazy.string({ produce: () => 'rate(1 day)' })) } },
  { what: 'a token within', wished: { schedule: Schedule.expression(`at(${Lazy.string({ produce: () => '' })})`) } },
])('a schedule acts at $what', ({ wished }) => {
  expect(checked({ min: 4, ...wished })).not.toThrow();
});

test.each([{ min: 2 }, { max: 8 }, { min: 2, max: 8 }, { min: 4, max: 4 }, { min: UNKNOWN, max: UNKNOWN }])(
  'a schedule narrows the bounds to %p',
  (wished) => {
    expect(checked(wished)).not.toThrow();
  },
);

test('bounds that are tokens are narrowed by any number', () => {
  expect(checked({ min: 0, max: 100 }, { least: UNKNOWN, most: UNKNOWN })).not.toThrow();
});

test.each(['', 'every morning', '-morning', 'm'.repeat(65)])('a schedule is not named "%s"', (scheduleName) => {
  expect(checked({ min: 4, scheduleName })).toThrow(
    `ScalingScheduleNameMalformed: schedules[0].scheduleName is "${scheduleName}", a schedule is named by 1 to 64 letters, digits and hyphens between them; write a name such as "weekday-morning"`,
  );
});

test('a cron expression is one that AWS reads', () => {
  expect(checked({ min: 4, schedule: Schedule.expression('cron(0 25 ? * MON-FRI *)') })).toThrow(
    'ScheduleMalformed: schedules[0].schedule is "cron(0 25 ? * MON-FRI *)", hours takes 0 to 23; correct "25"',
  );
});

test.each(['at(2027-03-01)', 'at(2027-13-01T07:00:00)', 'at(2027-03-01T07:00:00Z)'])('%s is no point in time', (at) => {
  expect(checked({ min: 4, schedule: Schedule.expression(at) })).toThrow(
    `ScheduleMalformed: schedules[0].schedule is "${at}", a point in time reads at(yyyy-mm-ddThh:mm:ss); write a time such as "at(2027-03-01T07:00:00)"`,
  );
});

test('a rate has no time zone', () => {
  const wished = { min: 4, schedule: Schedule.rate(Duration.hours(6)), timeZone: TimeZone.EUROPE_DUBLIN };

  expect(checked(wished)).toThrow(
    'ScalingScheduleZoneUnused: schedules[0].timeZone is Europe/Dublin, a rate has no time zone; leave it out, or write a cron expression',
  );
});

test.each([
  { wished: { min: 1 }, path: 'min', got: '1' },
  { wished: { min: 9 }, path: 'min', got: '9' },
  { wished: { max: 1 }, path: 'max', got: '1' },
  { wished: { max: 9 }, path: 'max', got: '9' },
  { wished: { max: 2.5 }, path: 'max', got: '2.5' },
])('$path is not $got where the bounds are 2 to 8', ({ wished, path, got }) => {
  expect(checked(wished)).toThrow(
    `ScalingScheduleOutOfBounds: schedules[0].${path} is ${got}, a schedule narrows the bounds of its target, which are 2 to 8; write a whole number within them, or widen them`,
  );
});

test('the bound that is known holds when the other is a token', () => {
  expect(checked({ min: 1 }, { least: 2, most: UNKNOWN })).toThrow(
    'ScalingScheduleOutOfBounds: schedules[0].min is 1, a schedule narrows the bounds of its target, which are 2 to a token; write a whole number within them, or widen them',
  );
});

test('a schedule changes something', () => {
  expect(checked({})).toThrow(
    'ScalingScheduleEmpty: schedules[0] has neither min nor max, it would change nothing; give one of them',
  );
});

test('the most are at least the fewest', () => {
  expect(checked({ min: 6, max: 4 })).toThrow(
    'ScalingBoundsCrossed: schedules[0].max is 4, the fewest are 6; write 6 or more',
  );
});
