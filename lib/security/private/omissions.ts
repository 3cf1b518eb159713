import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { nearest, Problems } from '../../core';
import { DetectiveOmission } from '../detective-omission';

/** Key of the template's metadata under which everything stands that is less strict than the standard. */
const RELAXATIONS = 'governed-ml:relaxations';

/** Something that is taken out of a selection. */
export interface Omitted extends DetectiveOmission {
  /** What it is a kind of, as the codes of problems name it: `ConfigRule`. */
  readonly kind: string;

  /** What the selection has. */
  readonly present: readonly string[];
}

/** Checks that the selection has what is taken out of it, and that somebody says why. */
export function checkOmission(problems: Problems, { kind, name, present, reason }: Omitted): void {
  checkSelected(problems, kind, name, present);

  checkReason(problems, `${kind}OmittedWithoutReason`, name, 'is taken out', reason);
}

/** Checks that somebody says why the standard is left. */
export function checkReason(problems: Problems, code: string, path: string, change: string, reason: string): void {
  if (reason.trim() !== '') return;

  problems.add({
    code,
    path,
    got: `${change} without a reason`,
    wanted: 'an omission says why',
    remedy: 'write the sentence that an auditor will ask for',
  });
}

/** Checks that a selection has something of this name. */
export function checkSelected(problems: Problems, kind: string, name: string, present: readonly string[]): void {
  if (present.includes(name)) return;

  const [candidate] = nearest(name, present);
  problems.add({
    code: `${kind}Unknown`,
    path: 'name',
    got: `is "${name}"`,
    wanted: `the selection has no such ${wordsOf(kind)}`,
    remedy: candidate ? `did you mean "${candidate}"` : `it has ${present.join(', ')}`,
  });
}

/** Checks that a selection has nothing of this name yet. */
export function checkNotSelected(problems: Problems, kind: string, name: string, present: readonly string[]): void {
  if (!present.includes(name)) return;

  problems.add({
    code: `${kind}Twice`,
    path: 'name',
    got: `is "${name}"`,
    wanted: `the selection has this ${wordsOf(kind)} already`,
    remedy: 'remove the second',
  });
}

/** Writes into the template's metadata what is less strict than the standard, beside what stands there already. */
export function recordRelaxations(scope: IConstruct, omissions: readonly DetectiveOmission[]): void {
  if (omissions.length === 0) return;

  const stack = Stack.of(scope);
  const earlier = (stack.templateOptions.metadata?.[RELAXATIONS] ?? []) as object[];
  stack.addMetadata(RELAXATIONS, [...earlier, ...omissions.map(({ name, reason }) => ({ setting: name, reason }))]);
}

/** `DetectiveControl` as people write it: detective control. */
function wordsOf(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
