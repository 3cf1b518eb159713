import { App, CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Problems, renderProblem } from '../../lib/core';
import { ScheduleTimes } from '../../lib/pipelines';
import { checkTimes, scheduleProps } from '../../lib/pipelines/schedule-times';

const NIGHTLY = ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN });

test.each([
  NIGHTLY,
  ScheduleExpression.rate(Duration.hours(6)),
  ScheduleExpression.at(new Date('2027-01-01T00:00:00Z')),
  ScheduleExpression.expression(new CfnParameter(new Stack(new App()), 'Times').valueAsString),
])('$expressionString is a schedule', (schedule) => {
  expect(problemsOf({ schedule })).toEqual([]);
});

test.each([
  {
    expression: 'cron(0 3 * * *)',
    problem:
      'ScheduleMalformed: schedule is "cron(0 3 * * *)", a cron expression has 6 fields (minutes, hours, day of month, month, day of week, year), this one has 5; write an expression such as "cron(0 6 ? * MON-FRI *)"',
  },
  {
    expression: 'at(tomorrow)',
    problem:
      'ScheduleMalformed: schedule is "at(tomorrow)", a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"',
  },
])('$expression is no schedule', ({ expression, problem }) => {
  expect(problemsOf({ schedule: ScheduleExpression.expression(expression) })).toEqual([problem]);
});

test.each([Duration.seconds(59), Duration.minutes(1_441)])('a window of %s is refused', (flexibleWindow) => {
  expect(problemsOf({ schedule: NIGHTLY, flexibleWindow })).toEqual([
    `DurationOutOfRange: flexibleWindow is ${flexibleWindow.toHumanString()}, a window is 1 minute to 24 hours; use Duration.minutes(15), or leave it out`,
  ]);
});

test('a schedule that ends before it begins is refused', () => {
  const problems = problemsOf({
    schedule: NIGHTLY,
    activeFrom: new Date('2027-02-01T00:00:00Z'),
    activeUntil: new Date('2027-01-01T00:00:00Z'),
  });

  expect(problems).toEqual([
    'ScheduleNeverActive: activeUntil is 2027-01-01T00:00:00.000Z, the schedule begins to run at 2027-02-01T00:00:00.000Z only; choose a later moment, or leave it out',
  ]);
});

test('what is wished of a schedule reaches it', () => {
  const activeFrom = new Date('2027-01-01T00:00:00Z');
  const activeUntil = new Date('2028-01-01T00:00:00Z');

  const props = scheduleProps({
    schedule: NIGHTLY,
    flexibleWindow: Duration.minutes(15),
    activeFrom,
    activeUntil,
    enabled: false,
    description: 'Every night',
  });

  expect(props).toMatchObject({
    schedule: NIGHTLY,
    timeWindow: { mode: 'FLEXIBLE', maxWindow: Duration.minutes(15) },
    start: activeFrom,
    end: activeUntil,
    enabled: false,
    description: 'Every night',
  });
});

function problemsOf(times: ScheduleTimes): string[] {
  const problems = new Problems();
  checkTimes(problems, times);

  return problems.all.map(renderProblem);
}
