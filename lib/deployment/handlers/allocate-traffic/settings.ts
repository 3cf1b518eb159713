import { AllocationSettings } from './allocation';

/** What a bandit has decided about an endpoint's traffic. */
export interface BanditSettings extends AllocationSettings {
  readonly endpointName: string;

  /** The variants that may be rewarded. */
  readonly variantNames: readonly string[];

  /** Where the rewards are, and what the bandit knows. */
  readonly tableName: string;

  /** What the rewards before an update count after it. */
  readonly discount: number;

  /** The time from one update to the next, in seconds. */
  readonly updateSeconds: number;
}

/** The settings, from the function's environment. */
export function settingsIn(environment: NodeJS.ProcessEnv): BanditSettings {
  return JSON.parse(environment.SETTINGS ?? '{}') as BanditSettings;
}
