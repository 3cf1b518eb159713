import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

/** One field of a cron expression: the numbers it may hold and the names that stand for numbers. */
interface CronField {
  readonly noun: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const CRON_FIELDS: readonly CronField[] = [
  { noun: 'minutes', from: 0, to: 59 },
  { noun: 'hours', from: 0, to: 23 },
  { noun: 'day of month', from: 1, to: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { noun: 'month', from: 1, to: 12, names: MONTHS },
  {
    noun: 'day of week',
    from: 1,
    to: 7,
    names: WEEKDAYS,
    special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { noun: 'year', from: 1970, to: 2199 },
];

const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\((.+)\)$/;
const MONITORING_SCHEDULE = /^(NOW|cron\(0 (\*|([01]?\d|2[0-3])(\/([1-9]|1\d|2[0-4]))?) \? \* \* \*\))$/;

/** Checks an EventBridge schedule: `rate(5 minutes)` or `cron(0 6 ? * MON-FRI *)`. */
export function checkSchedule(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value)) return;

  const fault = scheduleFault(value);
  if (fault) problems.add({ code: 'ScheduleMalformed', path, got: `is "${value}"`, ...fault });
}

/** Checks a monitoring schedule, of which SageMaker accepts an hourly, a daily, an every-n-hours form and `NOW`. */
export function checkMonitoringSchedule(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || MONITORING_SCHEDULE.test(value)) return;

  problems.add({
    code: 'MonitoringScheduleUnsupported',
    path,
    got: `is "${value}"`,
    wanted: 'SageMaker accepts hourly, daily and every-n-hours schedules on the full hour, and NOW',
    remedy: 'write "cron(0 * ? * * *)", "cron(0 2 ? * * *)" or "cron(0 0/6 ? * * *)"',
  });
}

function scheduleFault(value: string): { wanted: string; remedy: string } | undefined {
  const rate = RATE.exec(value);
  if (rate) return rateFault(Number(rate[1]), rate[2], rate[3] === 's');

  const cron = CRON.exec(value);
  if (cron) return cronFault(cron[1].split(' '));

  return {
    wanted: 'a schedule is a rate or a cron expression',
    remedy: 'write "rate(1 hour)" or "cron(0 6 ? * MON-FRI *)"',
  };
}

function rateFault(amount: number, unit: string, plural: boolean): { wanted: string; remedy: string } | undefined {
  if (amount === 0) return { wanted: 'a rate is 1 or more', remedy: `write "rate(1 ${unit})"` };
  if (plural === amount > 1) return undefined;

  return {
    wanted: 'EventBridge takes the singular for 1 and the plural for more',
    remedy: `write "rate(${amount} ${unit}${amount > 1 ? 's' : ''})"`,
  };
}

function cronFault(fields: string[]): { wanted: string; remedy: string } | undefined {
  if (fields.length !== CRON_FIELDS.length) {
    return {
      wanted: `a cron expression has 6 fields (${CRON_FIELDS.map((field) => field.noun).join(', ')}), this one has ${fields.length}`,
      remedy: 'write an expression such as "cron(0 6 ? * MON-FRI *)"',
    };
  }

  const wrong = CRON_FIELDS.findIndex((field, i) => !fields[i].split(',').every((item) => fitsField(item, field)));
  if (wrong >= 0) {
    const { noun, from, to } = CRON_FIELDS[wrong];
    return { wanted: `${noun} takes ${from} to ${to}`, remedy: `correct "${fields[wrong]}"` };
  }

  if ((fields[2] === '?') === (fields[4] === '?')) {
    return {
      wanted: 'exactly one of day of month and day of week is "?"',
      remedy: 'write "?" for the one that does not matter',
    };
  }
  return undefined;
}

function fitsField(item: string, field: CronField): boolean {
  if (field.special?.test(item)) return true;

  const [range, step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;

  const ends = range.split('-').map((end) => numberIn(end, field));
  return (
    ends.length <= 2 &&
    ends.every((end) => end >= field.from && end <= field.to) &&
    (ends.length === 1 || ends[0] <= ends[1])
  );
}

function numberIn(text: string, field: CronField): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + field.from;

  return /^\d+$/.test(text) ? Number(text) : NaN;
}
