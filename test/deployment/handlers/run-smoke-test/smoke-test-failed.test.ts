import { SmokeTestFailed } from '../../../../lib/deployment/handlers/run-smoke-test/smoke-test-failed';

test('all faults are told, and no stack', () => {
  const error = SmokeTestFailed.of(['one', 'two']);

  expect(error.message).toBe('one; two');
  expect(error.stack).toBe('one; two');
});

test('as many faults are told as CloudFormation takes', () => {
  const error = SmokeTestFailed.of(Array(10).fill('x'.repeat(300)) as string[]);

  expect(error.message).toBe(`${Array(6).fill('x'.repeat(300)).join('; ')}; and 4 more, which the log tells`);
});

test('a fault that is too long alone is cut', () => {
  const error = SmokeTestFailed.of(['x'.repeat(3_000)]);

  expect(error.message).toBe('x'.repeat(2_000));
});
