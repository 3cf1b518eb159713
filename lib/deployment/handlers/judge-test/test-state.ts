import { RewardCounters } from '../reward-counters';
import { Versioned } from '../versioned-state';
import { TestSettings } from './settings';
import { Comparison } from './verdict';

/** Counters by the names of variants. */
export type CountersByVariant = Readonly<Record<string, RewardCounters>>;

/** What a test has come to; it never changes. */
export interface Decision {
  readonly outcome: 'winner' | 'noDifference';

  /** None where there is no difference. */
  readonly winner?: string;

  readonly reason: string;
  readonly comparisons: readonly Comparison[];

  /** What had come in by then since the test began. */
  readonly counters: CountersByVariant;

  /** As an ISO time. */
  readonly decidedAt: string;
}

/** How far a test has come. */
export interface TestState extends Versioned {
  /** Which test it is the state of: another start is another test. */
  readonly startedAt: string;

  /** When the test was looked at first, in milliseconds since 1970. */
  readonly begunAt: number;

  /** What had come in by then; it does not count. */
  readonly before: CountersByVariant;

  readonly decision?: Decision;

  /** Whether the decision was told. */
  readonly told?: boolean;

  /** Whether the winner has got the requests, or never can, because it is gone. */
  readonly shift?: 'done' | 'impossible';
}

/** Whether a state is of the test that runs now; one that is undecided begins anew when its variants change. */
export function isStateOf(state: TestState, { startedAt, variantNames }: TestSettings): boolean {
  if (state.startedAt !== startedAt) return false;
  const known = Object.keys(state.before);

  return (
    state.decision !== undefined ||
    (known.length === variantNames.length && variantNames.every((name) => known.includes(name)))
  );
}

/** What has come in between two readings. */
export function countersSince(before: CountersByVariant, now: CountersByVariant): CountersByVariant {
  return Object.fromEntries(
    Object.entries(now).map(([name, { count, sum, sumOfSquares }]) => [
      name,
      {
        count: count - before[name].count,
        sum: sum - before[name].sum,
        sumOfSquares: sumOfSquares - before[name].sumOfSquares,
      },
    ]),
  );
}
