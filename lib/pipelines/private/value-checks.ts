import { Duration, Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

const S3_URI = /^(https|s3):\/\/[^/]+(\/.*)?$/;
const LONGEST_URI = 1_024;
const HYPHENATED = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** Where a value must lie, and how messages tell it. */
export interface ValueRange {
  /** Name of the situation; without it, that of any such value. */
  readonly code?: string;
  readonly least: number;
  readonly most: number;
  /** What the number counts, as `a variant has 1 to 200 concurrent invocations`. */
  readonly wanted: string;
  readonly remedy: string;
}

/** Checks that a text is an address in S3. */
export function checkS3Uri(problems: Problems, path: string, value: string | undefined, longest = LONGEST_URI): void {
  if (value === undefined || Token.isUnresolved(value) || (S3_URI.test(value) && value.length <= longest)) return;

  problems.add({
    code: 'S3UriMalformed',
    path,
    got: `is "${value}"`,
    wanted: `an address in S3 reads s3://<bucket>/<key>, in ${longest} characters or fewer`,
    remedy: 'write one as "s3://acme-data/abalone/"',
  });
}

/** Checks that a number is whole and in its range. */
export function checkWhole(problems: Problems, path: string, value: number | undefined, range: ValueRange): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= range.least && value <= range.most) return;

  problems.add({
    code: range.code ?? 'NumberOutOfRange',
    path,
    got: `is ${value}`,
    wanted: range.wanted,
    remedy: range.remedy,
  });
}

/** Checks that a time is a whole number of seconds in its range. */
export function checkSeconds(problems: Problems, path: string, value: Duration | undefined, range: ValueRange): void {
  if (value === undefined || value.isUnresolved()) return;
  const seconds = value.toMilliseconds() / 1_000;
  if (Number.isInteger(seconds) && seconds >= range.least && seconds <= range.most) return;

  problems.add({
    code: range.code ?? 'DurationOutOfRange',
    path,
    got: `is ${value.toHumanString()}`,
    wanted: range.wanted,
    remedy: range.remedy,
  });
}

/** Checks how many entries a list has. */
export function checkEntries(problems: Problems, path: string, count: number, range: ValueRange): void {
  if (count >= range.least && count <= range.most) return;

  problems.add({
    code: range.code ?? 'EntriesOutOfRange',
    path,
    got: count === 0 ? 'is empty' : `has ${count} entries`,
    wanted: range.wanted,
    remedy: range.remedy,
  });
}

/** How many entries a map of texts may have, and how long their values may be. */
export interface MapLimits {
  readonly most: number;
  readonly longestValue: number;
  /** What an entry is, as `environment variables`. */
  readonly noun: string;
}

/** Checks how many entries a map of texts has, and how long their values are. */
export function checkTextMap(
  problems: Problems,
  path: string,
  map: Readonly<Record<string, string>> | undefined,
  { most, longestValue, noun }: MapLimits,
): void {
  const entries = Object.entries(map ?? {});

  if (entries.length > most) {
    problems.add({
      code: 'TooManyEntries',
      path,
      got: `has ${entries.length} entries`,
      wanted: `SageMaker takes up to ${most} ${noun}`,
      remedy: 'leave out those that are not needed',
    });
  }
  for (const [key, value] of entries) {
    if (Token.isUnresolved(value) || value.length <= longestValue) continue;
    problems.add({
      code: 'TextTooLong',
      path: `${path}.${key}`,
      got: `has ${value.length} characters`,
      wanted: `SageMaker takes up to ${longestValue}`,
      remedy: 'shorten it',
    });
  }
}

/** Checks the length of a text. */
export function checkLength(problems: Problems, path: string, text: string | undefined, longest: number): void {
  if (text === undefined || Token.isUnresolved(text) || text.length <= longest) return;

  problems.add({
    code: 'TextTooLong',
    path,
    got: `has ${text.length} characters`,
    wanted: `SageMaker takes up to ${longest}`,
    remedy: 'shorten it',
  });
}

/** Checks a name that consists of letters, digits and hyphens between them. */
export function checkHyphenated(problems: Problems, path: string, name: string | undefined, longest = 63): void {
  if (name === undefined || Token.isUnresolved(name) || (HYPHENATED.test(name) && name.length <= longest)) return;

  problems.add({
    code: 'NameMalformed',
    path,
    got: `is "${name}"`,
    wanted: `a name is 1 to ${longest} letters, digits and hyphens between them`,
    remedy: 'choose a name of that form',
  });
}
