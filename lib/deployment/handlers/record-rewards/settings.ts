/** What a reward ingress has decided about its rewards. */
export interface RewardSettings {
  readonly tableName: string;
  readonly endpointName: string;

  /** The variants that may be rewarded. */
  readonly variantNames: readonly string[];

  readonly minValue: number;
  readonly maxValue: number;

  /** For how long it is remembered that a reward was taken, in seconds. */
  readonly retentionSeconds: number;

  /** How far the clocks of senders may be ahead, in seconds. */
  readonly skewSeconds: number;
}

/** The settings, from the function's environment. */
export function settingsIn(environment: NodeJS.ProcessEnv): RewardSettings {
  return JSON.parse(environment.SETTINGS ?? '{}') as RewardSettings;
}
