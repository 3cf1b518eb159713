import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './run';

/** How many tests passed and failed. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Counts jest's JSON report; a test file that could not even be loaded is a failure. */
export function countJest(report: string): Results {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(report) as JestReport;

  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

/** Counts pytest's JUnit report; a fixture or a file that broke is a failure. */
export function countJunit(report: string): Results {
  const suites = [...report.matchAll(/<testsuite\s([^>]*)>/g)].map(([, attributes]) => attributes);
  const sum = (name: string): number =>
    suites.reduce(
      (total, attributes) => total + Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0),
      0,
    );
  const failed = sum('failures') + sum('errors');

  return { passed: sum('tests') - failed - sum('skipped'), failed };
}

/** The line that .ci/run ends with. */
export function summary(results: readonly Results[]): string {
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = results.reduce((total, result) => total + result.failed, 0);

  return `${passed} passed, ${failed} failed`;
}

/** A runner that was never reached has left no report. */
function resultsIn(name: string, count: (report: string) => Results): Results[] {
  const file = path.join(ROOT, 'reports', name);

  return existsSync(file) ? [count(readFileSync(file, 'utf8'))] : [];
}

if (require.main === module) {
  const jest = ['jest.json', 'emulator.json'].flatMap((name) => resultsIn(name, countJest));
  console.log(summary([...jest, ...resultsIn('pytest.xml', countJunit)]));
}
