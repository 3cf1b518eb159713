import { countJest, countJunit, summary } from '../../scripts/count-results';

test('passed and failed tests of jest are counted, and a file that could not be loaded is a failure', () => {
  const report = JSON.stringify({ numPassedTests: 7, numFailedTests: 2, numRuntimeErrorTestSuites: 1 });

  const results = countJest(report);

  expect(results).toEqual({ passed: 7, failed: 3 });
});

test('passed and failed tests of pytest are counted, an error is a failure and a skipped test neither', () => {
  const report = '<testsuites name="x"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10">';

  const results = countJunit(report);

  expect(results).toEqual({ passed: 4, failed: 3 });
});

test('the closing line is the sum over the runners', () => {
  const line = summary([
    { passed: 7, failed: 3 },
    { passed: 4, failed: 0 },
  ]);

  expect(line).toBe('11 passed, 3 failed');
});

test('without any report nothing passed and nothing failed', () => {
  expect(summary([])).toBe('0 passed, 0 failed');
});
