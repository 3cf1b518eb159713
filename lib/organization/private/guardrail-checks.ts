import { Token } from 'aws-cdk-lib';
import { Problems, repeatedIn } from '../../core';

const TAG_KEY = /^[\w .:/=+@-]{1,128}$/;
const NAME_PREFIX = /^[a-z0-9][a-z0-9-]{1,62}$/;
const BUCKET_PATTERN = /^[a-z0-9][a-z0-9.*?-]{1,62}$/;

/** Checks that a guardrail is given at least one value: an empty list of what is approved would forbid everything. */
export function checkNotEmpty(problems: Problems, path: string, values: readonly unknown[]): void {
  if (values.length > 0) return;

  problems.add({
    code: 'GuardrailWithoutValues',
    path,
    got: 'is empty',
    wanted: 'a guardrail takes at least one',
    remedy: 'name one, or leave the guardrail out',
  });
}

/** Checks that a list, where there is one, has a value. */
export function checkNotGivenEmpty(problems: Problems, path: string, values?: readonly unknown[]): void {
  if (values) checkNotEmpty(problems, path, values);
}

/** Checks that a value is the key of a tag. */
export function checkTagKey(problems: Problems, path: string, value: string): void {
  checkForm(problems, 'TagKeyMalformed', path, value, TAG_KEY, {
    wanted: 'a tag key has 1 to 128 letters, digits, spaces and characters of _.:/=+-@',
    remedy: 'write a key such as "governed-ml:team"',
  });
}

/** Checks that a value can begin the names of buckets, rules, alarms and aliases alike. */
export function checkNamePrefix(problems: Problems, path: string, value: string): void {
  checkForm(problems, 'NamePrefixMalformed', path, value, NAME_PREFIX, {
    wanted: 'a prefix is 2 to 63 lower-case letters, digits and hyphens',
    remedy: 'write what the names of the platform begin with, as "acme-"',
  });
}

/** Checks that a value is the name of a bucket or a pattern of such. */
export function checkBucketPattern(problems: Problems, path: string, value: string): void {
  checkForm(problems, 'BucketNameMalformed', path, value, BUCKET_PATTERN, {
    wanted: 'a bucket name is 2 to 63 lower-case letters, digits, dots and hyphens, and has wildcards after the first',
    remedy: 'write a name as "acme-logs" or a pattern as "acme-logs-*"',
  });
}

/** Checks that no value is given twice. */
export function checkOnce(problems: Problems, path: string, values: readonly string[]): void {
  for (const value of repeatedIn(values)) {
    problems.add({
      code: 'GuardrailValueTwice',
      path,
      got: `names "${value}" twice`,
      wanted: 'each is named once',
      remedy: 'take one of the two out',
    });
  }
}

function checkForm(
  problems: Problems,
  code: string,
  path: string,
  value: string,
  form: RegExp,
  { wanted, remedy }: { readonly wanted: string; readonly remedy: string },
): void {
  if (Token.isUnresolved(value) || form.test(value)) return;

  problems.add({ code, path, got: `is "${value}"`, wanted, remedy });
}
