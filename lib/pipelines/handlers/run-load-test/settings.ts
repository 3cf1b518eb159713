import { CreateInferenceRecommendationsJobCommandInput } from '@aws-sdk/client-sagemaker';

/** What a gate's construct has decided about its load tests. */
export interface GateSettings {
  /** What the names of the gate's jobs begin with; its role may touch no others. */
  readonly jobNamePrefix: string;

  /** How often a message is taken from the queue before the gate gives up. */
  readonly mostReceipts: number;

  /** How long that is, in minutes. */
  readonly waitMinutes: number;

  /** The request for a job, without its name, its model and its limit. */
  readonly job: Omit<CreateInferenceRecommendationsJobCommandInput, 'JobName' | 'StoppingConditions'>;
}

/** The settings, from the function's environment. */
export function settingsIn(environment: NodeJS.ProcessEnv): GateSettings {
  return JSON.parse(environment.SETTINGS ?? '{}') as GateSettings;
}
