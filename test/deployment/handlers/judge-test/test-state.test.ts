import { countersSince, isStateOf, TestState } from '../../../../lib/deployment/handlers/judge-test/test-state';
import { countersOf, SETTINGS, STARTED_AT } from './world';

const NOTHING = countersOf([0, 0]);
const STATE: TestState = {
  version: 1,
  startedAt: STARTED_AT,
  begunAt: 0,
  before: { Champion: NOTHING, Challenger: NOTHING },
};
const DECISION = { outcome: 'noDifference', reason: '', comparisons: [], counters: {}, decidedAt: STARTED_AT } as const;

test('what came in before is taken away', () => {
  const before = { A: { count: 10, sum: 4, sumOfSquares: 4 } };
  const now = { A: { count: 12, sum: 5, sumOfSquares: 5 } };

  const since = countersSince(before, now);

  expect(since).toEqual({ A: { count: 2, sum: 1, sumOfSquares: 1 } });
});

test.each<[string, TestState, boolean]>([
  ['has the same start and variants', STATE, true],
  ['has another start', { ...STATE, startedAt: '2026-01-01T00:00:00Z' }, false],
  ['lacks a variant', { ...STATE, before: { Champion: NOTHING } }, false],
  ['has a variant that is gone', { ...STATE, before: { ...STATE.before, Third: NOTHING } }, false],
  ['has other variants, but is decided', { ...STATE, before: {}, decision: DECISION }, true],
])('a state that %s belongs to the test or not', (_, state, expected) => {
  const belongs = isStateOf(state, SETTINGS);

  expect(belongs).toBe(expected);
});
