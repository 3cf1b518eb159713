import { Problems } from '../../lib/core';
import { checkThrottle, renderThrottle } from '../../lib/deployment/api-usage-plan';

test.each([
  { requestsPerSecond: 0.5, burst: 1 },
  { requestsPerSecond: 10_000, burst: 5_000 },
])('$requestsPerSecond requests a second and $burst at once are taken', (throttle) => {
  const problems = new Problems();

  checkThrottle(problems, 'throttle', throttle);

  expect(problems.all).toEqual([]);
});

test('a throttle that lets nothing pass is refused', () => {
  const problems = new Problems();

  checkThrottle(problems, 'throttle', { requestsPerSecond: 0, burst: 1 });

  expect(() => problems.throwIfAny()).toThrow(
    'ApiThrottleBlocks: throttle.requestsPerSecond is 0, some requests must pass; write more than 0',
  );
});

test("a throttle is told in API Gateway's words", () => {
  const rendered = renderThrottle({ requestsPerSecond: 5, burst: 10 });

  expect(rendered).toEqual({ rateLimit: 5, burstLimit: 10 });
});
