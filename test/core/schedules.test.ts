import { Token } from 'aws-cdk-lib';
import { Problems, checkMonitoringSchedule, checkSchedule, renderProblem } from '../../lib/core';

function told(value: string): string[] {
  const problems = new Problems();
  checkSchedule(problems, 'schedule', value);

  return problems.all.map(renderProblem);
}

function toldOfMonitoring(value: string): string[] {
  const problems = new Problems();
  checkMonitoringSchedule(problems, 'schedule', value);

  return problems.all.map(renderProblem);
}

test.each([
  'rate(1 minute)',
  'rate(5 minutes)',
  'rate(1 hour)',
  'rate(30 days)',
  'cron(0 6 ? * MON-FRI *)',
  'cron(0/15 8-18 * * ? *)',
  'cron(0,30 0 1,15 JAN,JUL ? 2027-2030)',
  'cron(59 23 L * ? *)',
  'cron(0 0 ? * 6L *)',
  'cron(0 0 ? * MON#1 *)',
  'cron(0 0 15W * ? *)',
])('the schedule %s is accepted', (value) => {
  expect(told(value)).toEqual([]);
});

test.each([
  ['', 'a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"'],
  ['daily', 'a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"'],
  ['rate(1.5 hours)', 'a schedule is a rate or a cron expression; write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"'],
  ['rate(0 hours)', 'a rate is 1 or more; write "rate(1 hour)"'],
  ['rate(1 hours)', 'EventBridge takes the singular for 1 and the plural for more; write "rate(1 hour)"'],
  ['rate(5 minute)', 'EventBridge takes the singular for 1 and the plural for more; write "rate(5 minutes)"'],
  [
    'cron(0 6 * * *)',
    'a cron expression has 6 fields (minutes, hours, day of month, month, day of week, year), this one has 5; write an expression such as "cron(0 6 ? * MON-FRI *)"',
  ],
  ['cron(60 6 ? * * *)', 'minutes takes 0 to 59; correct "60"'],
  ['cron(0 24 ? * * *)', 'hours takes 0 to 23; correct "24"'],
  ['cron(0 6 32 * ? *)', 'day of month takes 1 to 31; correct "32"'],
  ['cron(0 6 32W * ? *)', 'day of month takes 1 to 31; correct "32W"'],
  ['cron(0 6 1 13 ? *)', 'month takes 1 to 12; correct "13"'],
  ['cron(0 6 ? * 0 *)', 'day of week takes 1 to 7; correct "0"'],
  ['cron(0 6 ? * XYZ#1 *)', 'day of week takes 1 to 7; correct "XYZ#1"'],
  ['cron(0 6 ? * FRI-MON *)', 'day of week takes 1 to 7; correct "FRI-MON"'],
  ['cron(0 6 1 1 ? 1969)', 'year takes 1970 to 2199; correct "1969"'],
  ['cron(0/0 6 1 1 ? *)', 'minutes takes 0 to 59; correct "0/0"'],
  ['cron(0/5/5 6 1 1 ? *)', 'minutes takes 0 to 59; correct "0/5/5"'],
  ['cron(0, 6 1 1 ? *)', 'minutes takes 0 to 59; correct "0,"'],
  [
    'cron(0 6 * * * *)',
    'exactly one of day of month and day of week is "?"; write "?" for the one that does not matter',
  ],
  [
    'cron(0 6 ? * ? *)',
    'exactly one of day of month and day of week is "?"; write "?" for the one that does not matter',
  ],
])('the schedule %j is refused', (value, rest) => {
  expect(told(value)).toEqual([`ScheduleMalformed: schedule is "${value}", ${rest}`]);
});

test.each([
  'NOW',
  'cron(0 * ? * * *)',
  'cron(0 0 ? * * *)',
  'cron(0 23 ? * * *)',
  'cron(0 0/1 ? * * *)',
  'cron(0 17/24 ? * * *)',
])('the monitoring schedule %s is accepted', (value) => {
  expect(toldOfMonitoring(value)).toEqual([]);
});

test.each([
  '',
  'now',
  'rate(1 hour)',
  'cron(30 2 ? * * *)',
  'cron(0 24 ? * * *)',
  'cron(0 0/25 ? * * *)',
  'cron(0 0/0 ? * * *)',
  'cron(0 2 * * ? *)',
  'cron(0 2 ? * MON *)',
])('the monitoring schedule %j is refused', (value) => {
  expect(toldOfMonitoring(value)).toEqual([
    `MonitoringScheduleUnsupported: schedule is "${value}", SageMaker accepts hourly, daily and every-n-hours schedules on the full hour, and NOW; write "cron(0 * ? * * *)", "cron(0 2 ? * * *)" or "cron(0 0/6 ? * * *)"`,
  ]);
});

test('tokens pass', () => {
  const token = Token.asString({ Ref: 'Schedule' });

  expect([...told(token), ...toldOfMonitoring(token)]).toEqual([]);
});
