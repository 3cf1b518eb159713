import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** Shortest reason that says something, in characters. */
const SHORTEST_REASON = 10;

/** The numbers that are taken, and of what they are. */
export interface WholeNumbers {
  readonly least: number;

  /** @default - no limit */
  readonly most?: number;

  /** What is counted, in the plural, as `instances`. */
  readonly noun: string;
}

/** Checks that a value is a whole number in a range. */
export function checkWholeNumber(problems: Problems, path: string, value: number, range: WholeNumbers): void {
  const { least, most = Infinity, noun } = range;
  if (Token.isUnresolved(value) || Token.isUnresolved(least) || Token.isUnresolved(most)) return;
  if (Number.isInteger(value) && value >= least && value <= most) return;

  const span = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  problems.add({
    code: 'NumberOutOfRange',
    path,
    got: `is ${value}`,
    wanted: `it takes ${span} whole ${noun}`,
    remedy: `write ${value > most ? most : least}`,
  });
}

/** Checks that a duration lies in a range, both ends included. */
export function checkDurationRange(
  problems: Problems,
  path: string,
  value: Duration | undefined,
  { least, most }: { readonly least: Duration; readonly most: Duration },
): void {
  if (!value || value.isUnresolved()) return;
  if (value.toMilliseconds() >= least.toMilliseconds() && value.toMilliseconds() <= most.toMilliseconds()) return;

  const nearest = value.toMilliseconds() < least.toMilliseconds() ? least : most;
  problems.add({
    code: 'DurationOutOfRange',
    path,
    got: `is ${value.toHumanString()}`,
    wanted: `it takes ${least.toHumanString()} to ${most.toHumanString()}`,
    remedy: `use Duration.seconds(${nearest.toSeconds()})`,
  });
}

/** Checks that a relaxation says why; its reason is read by whoever signs the template. */
export function checkReason(problems: Problems, path: string, reason: string): void {
  if (Token.isUnresolved(reason) || reason.trim().length >= SHORTEST_REASON) return;

  problems.add({
    code: 'RelaxationWithoutReason',
    path,
    got: reason.trim() === '' ? 'is blank' : `is "${reason}"`,
    wanted: 'a security reviewer reads there why the rule does not hold',
    remedy: 'write the reason as a sentence',
  });
}
