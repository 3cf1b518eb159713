import { ControlPolicies, Proof, Statement, decisionOf, policiesOf } from './control-policies';
import { PROVED_GUARDRAILS, ProvedGuardrail } from './guardrail-proofs';

/** Policies that were weakened or tightened in one place. */
interface Mutant {
  readonly change: string;
  readonly changed: Statement;
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

  for (const { change, changed, policies: mutated } of mutantsOf(policies)) {
    // A change of a statement changes nothing for actions that it does not name.
    const concerned = proofs.filter(({ action }) => names(changed, action));
    if (!(await isNoticed(concerned, mutated))) unnoticed.push(change);
  }
  return unnoticed;
}

/** How many changes there are, and those that no proof notices. */
export interface MutationScore {
  readonly changes: number;
  readonly unnoticed: readonly string[];
}

/** How well guardrails are proved, all of them unless told otherwise; each is changed on its own and held against its proofs. */
export async function mutationScore(proved: readonly ProvedGuardrail[] = PROVED_GUARDRAILS): Promise<MutationScore> {
  let changes = 0;
  const unnoticed: string[] = [];

  for (const { guardrail, proofs } of proved) {
    const policies = policiesOf([guardrail]);
    changes += changesOf(policies).length;
    unnoticed.push(...(await unnoticedChanges(policies, proofs)).map((change) => `${guardrail.name}: ${change}`));
  }
  return { changes, unnoticed };
}

/** The changes to notice. */
export function changesOf(policies: ControlPolicies): string[] {
  return mutantsOf(policies).map(({ change }) => change);
}

async function isNoticed(proofs: readonly Proof[], policies: ControlPolicies): Promise<boolean> {
  for (const proof of proofs) {
    if ((await decisionOf(proof, policies)) !== proof.decision) return true;
  }
  return false;
}

function names({ Action }: Statement, action: string): boolean {
  if (Action === undefined) return true;

  return ([Action].flat() as string[]).some((pattern) => {
    const [beginning, ...wildcards] = pattern.toLowerCase().split('*');
    return wildcards.length > 0 ? action.toLowerCase().startsWith(beginning) : action.toLowerCase() === beginning;
  });
}

function mutantsOf(policies: ControlPolicies): Mutant[] {
  return (['serviceControl', 'resourceControl'] as const).flatMap((kind) =>
    policies[kind].flatMap((statement, at) =>
      variantsOf(statement).map(({ change, variant }) => ({
        change: `${statement.Sid} without ${change}`,
        changed: statement,
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
