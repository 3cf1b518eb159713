import { Token } from 'aws-cdk-lib';
import { INSTANCE_CATALOG } from './instance-catalog';
import { nearest } from './nearest';
import { Problems } from './problems';

/** What an instance is for; SageMaker offers different types for each. */
export type InstanceUse = keyof typeof INSTANCE_CATALOG;

/**
 * The stated escape for a type that is newer than this library: `unlisted:ml.m9i.xlarge`.
 *
 * It is part of the value, so that it works alike in YAML and in every language, and is found by a text search.
 */
const UNLISTED = 'unlisted:';

const INSTANCE_TYPE_PATTERN = /^ml\.[a-z0-9*?-]+(\.[a-z0-9*?-]+)?$/;

const INSTANCE_TYPE = /^ml\.[a-z][a-z0-9-]*\.[a-z0-9]+$/;

/** Families whose instances carry NVMe disks, which their hardware encrypts; SageMaker refuses a key for their volumes. */
const LOCAL_STORAGE_FAMILY = /^([a-z]\d+[a-z]*d[a-z]*|dl1|g5|g6e?|g7e|gr6|p5(e|en)?|p6.*|trn\d.*)$/;

/** The instance type as SageMaker writes it, with the escape taken off. */
export function instanceTypeOf(value: string): string {
  return value.startsWith(UNLISTED) ? value.slice(UNLISTED.length) : value;
}

/** Whether instances of this type store data on their own disks, whose encryption takes no key of ours. */
export function hasLocalStorage(instanceType: string): boolean {
  return LOCAL_STORAGE_FAMILY.test(instanceTypeOf(instanceType).split('.')[1] ?? '');
}

/** The families that SageMaker offers for the use and whose instances store data on their own disks, as `ml.g5`. */
export function localStorageFamilies(use: InstanceUse): string[] {
  return Object.keys(INSTANCE_CATALOG[use])
    .map((family) => `ml.${family}`)
    .filter(hasLocalStorage);
}

/** Checks that a value is an instance type of SageMaker or a pattern of such, as `ml.m5.*`. */
export function checkInstanceTypePattern(problems: Problems, path: string, value: string): void {
  if (Token.isUnresolved(value) || INSTANCE_TYPE_PATTERN.test(value)) return;

  problems.add({
    code: 'InstanceTypePatternMalformed',
    path,
    got: `is "${value}"`,
    wanted: 'an instance type begins with "ml." and has wildcards after that only',
    remedy: 'write a type as "ml.m5.xlarge" or a family as "ml.m5.*"',
  });
}

/** Checks that SageMaker offers the instance type for the use. */
export function checkInstanceType(problems: Problems, path: string, value: string, use: InstanceUse): void {
  if (Token.isUnresolved(value)) return;
  if (value.startsWith(UNLISTED) && INSTANCE_TYPE.test(instanceTypeOf(value))) return;

  const offered = instanceTypes(use);
  if (offered.includes(value)) return;
  problems.add({
    code: 'InstanceTypeNotOffered',
    path,
    got: `is "${value}"`,
    wanted: `SageMaker offers no such type for ${use}`,
    remedy: `the nearest are ${nearestTypes(value, offered).join(', ')}; a type newer than this library is written "${UNLISTED}${unlistedForm(value)}"`,
  });
}

function nearestTypes(value: string, offered: string[]): string[] {
  const wanted = withPrefix(instanceTypeOf(value));
  const sameFamily = offered.filter((type) => type.split('.')[1] === wanted.split('.')[1]);

  const close = nearest(wanted, sameFamily.length > 0 ? sameFamily : offered, 3);
  if (close.length > 0) return close;
  return (sameFamily.length > 0 ? sameFamily : offered.filter((type) => type.startsWith('ml.m5.'))).slice(0, 3);
}

function unlistedForm(value: string): string {
  const wanted = withPrefix(instanceTypeOf(value));

  return INSTANCE_TYPE.test(wanted) ? wanted : 'ml.<family>.<size>';
}

function withPrefix(value: string): string {
  return value.startsWith('ml.') ? value : `ml.${value}`;
}

function instanceTypes(use: InstanceUse): string[] {
  return Object.entries(INSTANCE_CATALOG[use]).flatMap(([family, sizes]) =>
    sizes === '' ? [family] : sizes.split(' ').map((size) => `ml.${family}.${size}`),
  );
}
