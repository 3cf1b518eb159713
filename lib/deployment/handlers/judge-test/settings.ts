import { Samples } from './samples';
import { TestRules } from './verdict';

/** What an A/B test has decided about itself. */
export interface TestSettings extends TestRules {
  readonly testName: string;
  readonly endpointName: string;

  /** Where the rewards are, and what the test knows. */
  readonly tableName: string;

  /** The variant that serves today. */
  readonly control: string;

  /** All variants, the control among them. */
  readonly variantNames: readonly string[];

  readonly metric: Samples['metric'];

  /** From when on rewards count, as an ISO time. */
  readonly startedAt: string;

  /** How long the test runs at least, and at most. */
  readonly minSeconds: number;
  readonly maxSeconds: number;

  /** Whether the winner gets all requests. */
  readonly shifts: boolean;
}

/** The settings, from the function's environment. */
export function settingsIn(environment: NodeJS.ProcessEnv): TestSettings {
  return JSON.parse(environment.SETTINGS ?? '{}') as TestSettings;
}
