import { Token } from 'aws-cdk-lib';
import { checkSchedule as checkExpression, Problems } from '../../core';
import { ScalingSchedule } from '../scaling-schedule';

const SCHEDULE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}$/;
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/** The bounds within which a schedule stays. */
export interface ScheduledBounds {
  readonly least: number;
  readonly most: number;
}

/** Checks when a schedule acts, and that the bounds which it sets lie within those of its target. */
export function checkSchedule(
  problems: Problems,
  path: string,
  schedule: ScalingSchedule,
  bounds: ScheduledBounds,
): void {
  checkScheduleName(problems, `${path}.scheduleName`, schedule.scheduleName);
  checkTime(problems, path, schedule);
  checkWithin(problems, `${path}.min`, schedule.min, bounds);
  checkWithin(problems, `${path}.max`, schedule.max, bounds);
  checkOrder(problems, path, schedule);
}

function checkScheduleName(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name) || SCHEDULE_NAME.test(name)) return;

  problems.add({
    code: 'ScalingScheduleNameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a schedule is named by 1 to 64 letters, digits and hyphens between them',
    remedy: 'write a name such as "weekday-morning"',
  });
}

function checkTime(problems: Problems, path: string, { schedule, timeZone }: ScalingSchedule): void {
  const expression = schedule.expressionString;

  if (expression.startsWith('at(') && !Token.isUnresolved(expression)) {
    checkMoment(problems, `${path}.schedule`, expression);
    return;
  }
  checkExpression(problems, `${path}.schedule`, expression);

  if (!expression.startsWith('rate(') || timeZone === undefined) return;
  problems.add({
    code: 'ScalingScheduleZoneUnused',
    path: `${path}.timeZone`,
    got: `is ${timeZone.timezoneName}`,
    wanted: 'a rate has no time zone',
    remedy: 'leave it out, or write a cron expression',
  });
}

/** The moment is read as UTC whatever its zone is: that tells whether it is a day and a time at all. */
function checkMoment(problems: Problems, path: string, expression: string): void {
  const moment = AT.exec(expression)?.[1];
  if (moment !== undefined && !Number.isNaN(Date.parse(`${moment}Z`))) return;

  problems.add({
    code: 'ScheduleMalformed',
    path,
    got: `is "${expression}"`,
    wanted: 'a point in time reads at(yyyy-mm-ddThh:mm:ss)',
    remedy: 'write a time such as "at(2027-03-01T07:00:00)"',
  });
}

function checkWithin(
  problems: Problems,
  path: string,
  value: number | undefined,
  { least, most }: ScheduledBounds,
): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const fits = Number.isInteger(value) && (Token.isUnresolved(least) || value >= least);
  if (fits && (Token.isUnresolved(most) || value <= most)) return;

  problems.add({
    code: 'ScalingScheduleOutOfBounds',
    path,
    got: `is ${value}`,
    wanted: `a schedule narrows the bounds of its target, which are ${boundText(least)} to ${boundText(most)}`,
    remedy: 'write a whole number within them, or widen them',
  });
}

function checkOrder(problems: Problems, path: string, { min, max }: ScalingSchedule): void {
  if (min === undefined && max === undefined) {
    problems.add({
      code: 'ScalingScheduleEmpty',
      path,
      got: 'has neither min nor max',
      wanted: 'it would change nothing',
      remedy: 'give one of them',
    });
  }
  if (min === undefined || max === undefined || Token.isUnresolved(min) || Token.isUnresolved(max)) return;
  if (max >= min) return;
  problems.add({
    code: 'ScalingBoundsCrossed',
    path: `${path}.max`,
    got: `is ${max}`,
    wanted: `the fewest are ${min}`,
    remedy: `write ${min} or more`,
  });
}

function boundText(bound: number): string {
  return Token.isUnresolved(bound) ? 'a token' : `${bound}`;
}
