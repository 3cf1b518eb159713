import { Token } from 'aws-cdk-lib';
import { Problems } from '../../core';

/** What a guardrail approves, everything else being denied: values by what they are, as `{ regions: ['eu-west-1'] }`. */
export type Approvals = Readonly<Record<string, readonly string[]>>;

/** A guardrail, as far as it approves. */
export interface Approving {
  readonly name: string;
  _approvals(): Approvals;
}

/** Checks that different guardrails of one set leave something: each denies what it does not approve. */
export function checkAgreement(problems: Problems, guardrails: readonly Approving[]): void {
  guardrails.forEach((guardrail, i) => {
    for (const other of guardrails.slice(0, i).filter(({ name }) => name !== guardrail.name)) {
      reportConflicts(problems, guardrail, other, `as does "${other.name}" with others`);
    }
  });
}

/** Checks that guardrails leave something of what those of a unit above leave. */
export function checkAgreementWithInherited(
  problems: Problems,
  guardrails: readonly Approving[],
  inherited: readonly Approving[],
): void {
  for (const guardrail of guardrails) {
    for (const above of inherited) {
      reportConflicts(problems, guardrail, above, `while "${above.name}" of a unit above has others`);
    }
  }
}

/** Whether two patterns with `*` and `?` have a text in common. */
export function canBeEqual(a: string, b: string): boolean {
  const known = new Map<string, boolean>();

  const equalFrom = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const equal = known.get(key) ?? compare(i, j);
    known.set(key, equal);
    return equal;
  };
  const compare = (i: number, j: number): boolean => {
    if (a[i] === '*') return equalFrom(i + 1, j) || (j < b.length && equalFrom(i, j + 1));
    if (b[j] === '*') return equalFrom(i, j + 1) || (i < a.length && equalFrom(i + 1, j));
    if (i === a.length || j === b.length) return i === a.length && j === b.length;

    return (a[i] === b[j] || a[i] === '?' || b[j] === '?') && equalFrom(i + 1, j + 1);
  };

  return equalFrom(0, 0);
}

function reportConflicts(problems: Problems, guardrail: Approving, other: Approving, contrast: string): void {
  const others = other._approvals();

  for (const [kind, approved] of Object.entries(guardrail._approvals())) {
    if (!(kind in others) || haveCommon(approved, others[kind])) continue;
    problems.add({
      code: 'GuardrailsConflict',
      path: guardrail.name,
      got: `approves the ${kind} ${approved.join(', ')}, ${contrast}: ${others[kind].join(', ')}`,
      wanted: 'what neither denies must not be nothing',
      remedy: 'approve at least one of the same in both',
    });
  }
}

/** A value that is known at deployment only may be any. */
function haveCommon(some: readonly string[], others: readonly string[]): boolean {
  if ([...some, ...others].some((value) => Token.isUnresolved(value))) return true;

  return some.some((value) => others.some((other) => canBeEqual(value, other)));
}
