import { ControlPolicies, Proof, Statement, decisionOf } from './control-policies';

/** Policies that were weakened or tightened in one place. */
interface Mutant {
  readonly change: string;
  readonly policies: ControlPolicies;
}

/**
 * The changes to policies that no proof notices.
 *
 * Each statement is taken out in turn, then each condition of each statement, then each of several values of a condition; a change
 * after which all proofs still hold shows a statement, a condition or a value that nothing proves.
 */
export async function unnoticedChanges(policies: ControlPolicies, proofs: readonly Proof[]): Promise<string[]> {
  const unnoticed: string[] = [];

  for (const { change, policies: changed } of mutantsOf(policies)) {
    if (!(await isNoticed(proofs, changed))) unnoticed.push(change);
  }
  return unnoticed;
}

/** How many changes there are to notice. */
export function changesOf(policies: ControlPolicies): string[] {
  return mutantsOf(policies).map(({ change }) => change);
}

async function isNoticed(proofs: readonly Proof[], policies: ControlPolicies): Promise<boolean> {
  for (const proof of proofs) {
    if ((await decisionOf(proof, policies)) !== proof.decision) return true;
  }
  return false;
}

function mutantsOf(policies: ControlPolicies): Mutant[] {
  return (['serviceControl', 'resourceControl'] as const).flatMap((kind) =>
    policies[kind].flatMap((statement, at) =>
      variantsOf(statement).map(({ change, variant }) => ({
        change: `${statement.Sid} without ${change}`,
        policies: {
          ...policies,
          [kind]: policies[kind].flatMap((each, i) => (i === at ? (variant ? [variant] : []) : [each])),
        },
      })),
    ),
  );
}

function variantsOf(statement: Statement): { change: string; variant?: Statement }[] {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );

  return [
    { change: 'its statement' },
    ...conditions.map(({ operator, key }) => ({
      change: `${operator} ${key}`,
      variant: withCondition(statement, operator, key, undefined),
    })),
    ...conditions.flatMap(({ operator, key, values }) =>
      typeof values === 'string' || values.length < 2
        ? []
        : values.map((value) => ({
            change: `${operator} ${key} ${value}`,
            variant: withCondition(
              statement,
              operator,
              key,
              values.filter((each) => each !== value),
            ),
          })),
    ),
  ];
}

function withCondition(
  statement: Statement,
  operator: string,
  key: string,
  values: readonly string[] | undefined,
): Statement {
  const conditions = { ...statement.Condition };
  const keys = Object.entries(conditions[operator]).flatMap(([each, given]) =>
    each !== key ? [[each, given] as const] : values ? [[each, values] as const] : [],
  );

  return {
    ...statement,
    Condition: Object.fromEntries(
      Object.entries(conditions).flatMap(([each, given]) =>
        each !== operator ? [[each, given]] : keys.length > 0 ? [[each, Object.fromEntries(keys)]] : [],
      ),
    ),
  };
}
