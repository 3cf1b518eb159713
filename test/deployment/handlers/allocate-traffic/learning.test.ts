import { learnedFrom } from '../../../../lib/deployment/handlers/allocate-traffic/learning';

const KNOWN = { name: 'blue', successes: 4, failures: 6, observations: 10, seen: { count: 10, sum: 4.1 } };

test('an arm learns the difference of the counters', () => {
  const arm = learnedFrom('blue', KNOWN, { count: 12, sum: 5.1, sumOfSquares: 3 }, 1);

  expect(arm).toEqual({ name: 'blue', successes: 5, failures: 7, observations: 12, seen: { count: 12, sum: 5.1 } });
});

test('rounding makes no reward worth more than 1', () => {
  const known = { ...KNOWN, seen: { count: 1, sum: 0.3 } };

  const arm = learnedFrom('blue', known, { count: 2, sum: 1.3000000000000003, sumOfSquares: 1 }, 1);

  expect(arm.successes).toBe(5);
});

test('counters that were set back teach nothing, and are followed from there', () => {
  const arm = learnedFrom('blue', KNOWN, { count: 3, sum: 3, sumOfSquares: 3 }, 1);

  expect(arm).toEqual({ ...KNOWN, seen: { count: 3, sum: 3 } });
});

test('an arm without new rewards forgets as well', () => {
  const arm = learnedFrom('blue', KNOWN, { ...KNOWN.seen, sumOfSquares: 3 }, 0.5);

  expect(arm).toEqual({ ...KNOWN, successes: 2, failures: 3 });
});

test('an arm that is new begins without knowledge', () => {
  const arm = learnedFrom('blue', undefined, { count: 12, sum: 5, sumOfSquares: 3 }, 1);

  expect(arm).toEqual({ name: 'blue', successes: 0, failures: 0, observations: 0, seen: { count: 12, sum: 5 } });
});

test('a sum that shrinks while the count grows is refused', () => {
  const attempt = () => learnedFrom('blue', KNOWN, { count: 12, sum: 3.1, sumOfSquares: 3 }, 1);

  expect(attempt).toThrow(new Error('BanditRewardsOutOfRange: rewards of blue: total is -1, it must be 0 to 2'));
});
