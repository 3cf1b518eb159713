/** The event that tells of a decided test. */
export const DECIDED_SOURCE = 'governed-ml';
export const DECIDED_TYPE = 'A/B Test Decided';

/** What tells a test from all others. */
interface TestNames {
  readonly endpointName: string;
  readonly testName: string;
  readonly startedAt: string;
}

/** By which a decision is known; another start is another test. */
export function decisionIdOf(test: TestNames): string {
  return `${test.endpointName}/${test.testName}/${test.startedAt}`;
}

/** The partition of a table of rewards that holds the state of a test. */
export function testPartition(testName: string): string {
  return `test#${testName}`;
}
