import { Problems } from '../../lib/core';
import { ApiQuota } from '../../lib/deployment/api-quota';

test.each([
  { quota: ApiQuota.perDay(1), period: 'DAY' },
  { quota: ApiQuota.perWeek(1), period: 'WEEK' },
  { quota: ApiQuota.perMonth(1), period: 'MONTH' },
])('a quota of 1 a $period is taken', ({ quota, period }) => {
  const problems = new Problems();

  quota._check(problems, 'quota');

  expect(problems.all).toEqual([]);
  expect(quota).toMatchObject({ requests: 1, period });
});

test.each([0, -5, 1.5])('a quota of %d is refused', (requests) => {
  const problems = new Problems();

  ApiQuota.perDay(requests)._check(problems, 'quota');

  expect(() => problems.throwIfAny()).toThrow(
    `NumberOutOfRange: quota.requests is ${requests}, it takes 1 or more whole requests; write 1`,
  );
});
