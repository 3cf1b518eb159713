import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';
import { checkNotEmpty } from './activity-checks';

const PLAIN = /^\w[\w.-]*$/;

/** Checks a name, or the beginning of names, that becomes part of an ARN: a wildcard in it would widen the permission. */
export function checkPlainName(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || PLAIN.test(value)) return;

  problems.add({
    code: 'ActivityNameMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'a permission names what it is for with letters, digits, hyphens, underscores and dots',
    remedy: 'write the name or its beginning out, without wildcards',
  });
}

/** Checks that at least one name is given, and each of them. */
export function checkPlainNames(problems: Problems, path: string, values: string[]): void {
  checkNotEmpty(problems, path, values);
  values.forEach((value, i) => checkPlainName(problems, `${path}[${i}]`, value));
}
