import { Context } from './control-policies';
import { Principal } from './principals';
import { SynthesisedPlatform } from './synthesised-platform';

/** A line of a table: what somebody may or may not do, in words and as a request. */
export interface Row {
  readonly decision: 'allowed' | 'denied';
  readonly what: string;
  readonly action: string;

  /** ARNs of the resources that one call needs; it is allowed if it is for all of them. */
  readonly resources: readonly string[];
  readonly context: Context;

  /** @default - whom the table is about */
  readonly who?: Principal;
}

/** What one principal may and may not do. */
export interface AccessTable {
  /** Whom it is about, in words. */
  readonly about: string;
  readonly who: Principal;
  readonly rows: readonly Row[];
}

type Resources = string | readonly string[];

/** A line that says what is allowed. */
export function allowed(what: string, action: string, resources: Resources = '*', context: Context = {}): Row {
  return { decision: 'allowed', what, action, resources: [resources].flat(), context };
}

/** A line that says what is denied. */
export function denied(what: string, action: string, resources: Resources = '*', context: Context = {}): Row {
  return { decision: 'denied', what, action, resources: [resources].flat(), context };
}

/** A line about somebody else than the table. */
export function by(who: Principal, row: Row): Row {
  return { ...row, who };
}

/** The lines that do not hold, each as a sentence that names the policy that decided. */
export async function brokenRows(platform: SynthesisedPlatform, { about, who, rows }: AccessTable): Promise<string[]> {
  const broken: string[] = [];

  for (const row of rows) {
    const { decision, reason } = await decisionOf(platform, who, row);
    if (decision !== row.decision) {
      broken.push(`${row.who?.name ?? about}: ${row.what}: should be ${row.decision}, is ${decision} by ${reason}`);
    }
  }
  return broken;
}

/** How many lines of each kind a table has. */
export function countsOf({ rows }: AccessTable): Record<Row['decision'], number> {
  const of = (decision: Row['decision']): number => rows.filter((row) => row.decision === decision).length;

  return { allowed: of('allowed'), denied: of('denied') };
}

async function decisionOf(
  platform: SynthesisedPlatform,
  principal: Principal,
  { who = principal, action, resources, context }: Row,
): Promise<{ decision: 'allowed' | 'denied'; reason: string }> {
  const decisions = await Promise.all(resources.map((resource) => platform.decide({ who, action, resource, context })));
  const { decision, by: reason } = decisions.find((each) => each.decision === 'denied') ?? decisions[0];

  return { decision, reason };
}
