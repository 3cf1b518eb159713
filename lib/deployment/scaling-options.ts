import { Duration } from 'aws-cdk-lib';

/** How a metric is held to its target. */
export interface TrackingOptions {
  /**
   * How long the fleet rests after it has shrunk before it shrinks again: up to 1 day, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly scaleInCooldown?: Duration;

  /**
   * How long the fleet rests after it has grown before it grows again: up to 1 day, in whole seconds.
   *
   * @default Duration.minutes(1)
   */
  readonly scaleOutCooldown?: Duration;

  /**
   * Whether this policy only ever lets the fleet grow; another policy or a schedule must then let it shrink.
   *
   * @default false
   */
  readonly disableScaleIn?: boolean;
}

/** How the use of cores or GPUs is held to its target. */
export interface ProcessorTrackingOptions extends TrackingOptions {
  /**
   * How many cores, or GPUs, one instance has: 1 or more. SageMaker adds them up, so that four busy cores use 400 %.
   *
   * Inference components take none, for their use is always 0 to 100 %.
   *
   * @default - those of the instance type; they must be given where it is newer than this library or differs among the instances
   */
  readonly processors?: number;
}

/** How a metric of your own is held to its target. */
export interface MetricTrackingOptions extends TrackingOptions {
  /**
   * Name of the policy, unique among those of its target: 1 to 64 letters, digits and hyphens. Another name is another policy.
   *
   * @default - the metric's name
   */
  readonly policyName?: string;
}

/** How a fleet is changed by steps. */
export interface StepScalingOptions {
  /**
   * Name of the policy, unique among those of its target: 1 to 64 letters, digits and hyphens. Another name is another policy.
   *
   * @default - the metric's name; mathematical expressions have none, so that it must be given
   */
  readonly policyName?: string;

  /**
   * How long the fleet rests after a change: up to 1 day, in whole seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly cooldown?: Duration;

  /**
   * How many periods of the metric in a row ask for the change before it is made: 1 or more.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;
}

/** What happens while a metric is in a stretch of values. */
export interface ScalingStep {
  /**
   * Where the stretch begins: 0 or more.
   *
   * @default - where the step before it ends; of the first step 0
   */
  readonly above?: number;

  /**
   * Where the stretch ends: more than where it begins.
   *
   * @default - where the step after it begins; the last step has no end
   */
  readonly below?: number;

  /** How many instances, or copies, are added; taken away when it is negative. A whole number, not 0. */
  readonly change: number;
}
