/** Some minutes into a deployment, and the share of the traffic on the new version from then on, in percent. */
export type Moment = readonly [minute: number, percent: number];

/** How traffic moves to a new version. */
export interface TrafficTimeline {
  readonly allGoesWell: readonly Moment[];
  readonly alarmFires: readonly Moment[];

  /** When the alarm fires: in the middle of the bakes. */
  readonly alarmAt: number;

  /** When the last bake is over. */
  readonly watchedUntil: number;

  /** When the old fleet goes. */
  readonly end: number;
}

/** The part of an endpoint's deployment configuration that says how traffic moves, as it stands in a template. */
export type DeploymentConfig =
  { readonly BlueGreenUpdatePolicy: BlueGreenPolicy } | { readonly RollingUpdatePolicy: RollingPolicy };

/** A new fleet beside the old one. */
export interface BlueGreenPolicy {
  readonly TrafficRoutingConfiguration: {
    readonly CanarySize?: CapacityShare;
    readonly LinearStepSize?: CapacityShare;
    readonly WaitIntervalInSeconds: number;
  };
  readonly TerminationWaitInSeconds: number;
}

/** The old fleet, replaced batch by batch. */
export interface RollingPolicy {
  readonly MaximumBatchSize: CapacityShare;
  readonly WaitIntervalInSeconds: number;
}

interface CapacityShare {
  readonly Type: string;
  readonly Value: number;
}

/** The shares that the new version reaches one after the other, in percent, and the waits in minutes. */
interface Plan {
  readonly shares: readonly number[];
  readonly bake: number;
  readonly terminationWait: number;
}

/**
 * The timeline of a deployment to so many instances, by the waits of its configuration alone. How long instances take to start
 * no configuration says; for the same reason the way back is one step, even where it goes in batches.
 */
export function trafficTimeline(config: DeploymentConfig, instances: number): TrafficTimeline {
  const { shares, bake, terminationWait } = planOf(config, instances);
  const shifts = shares.map((share, i): Moment => [i * bake, share]);
  const until = Math.ceil(shifts.length / 2);
  const alarmAt = (until - 0.5) * bake;
  const watchedUntil = shifts.length * bake;
  const end = watchedUntil + terminationWait;

  return {
    allGoesWell: [[0, 0], ...shifts, [end, 100]],
    alarmFires: [[0, 0], ...shifts.slice(0, until), [alarmAt, 0], [end, 0]],
    alarmAt,
    watchedUntil,
    end,
  };
}

function planOf(config: DeploymentConfig, instances: number): Plan {
  if ('BlueGreenUpdatePolicy' in config) return blueGreenPlan(config.BlueGreenUpdatePolicy, instances);
  const { MaximumBatchSize: batch, WaitIntervalInSeconds: wait } = config.RollingUpdatePolicy;

  return { shares: stepsOf(percentOf(batch, instances)), bake: wait / 60, terminationWait: 0 };
}

function blueGreenPlan(policy: BlueGreenPolicy, instances: number): Plan {
  const { CanarySize: canary, LinearStepSize: step, WaitIntervalInSeconds: wait } = policy.TrafficRoutingConfiguration;

  return {
    shares: canary ? [percentOf(canary, instances), 100] : stepsOf(step ? percentOf(step, instances) : 100),
    bake: wait / 60,
    terminationWait: policy.TerminationWaitInSeconds / 60,
  };
}

function percentOf({ Type: type, Value: value }: CapacityShare, instances: number): number {
  return type === 'CAPACITY_PERCENT' ? value : (100 * value) / instances;
}

function stepsOf(percent: number): number[] {
  return Array.from({ length: Math.ceil(100 / percent) }, (_, i) => Math.min(100, (i + 1) * percent));
}
