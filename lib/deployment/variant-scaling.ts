import { ScalingPolicy } from './scaling-policy';
import { ScalingSchedule } from './scaling-schedule';

/** When a fleet changes between its bounds. */
export interface ScalingChoices {
  /**
   * The new bounds at certain times.
   *
   * @default - the bounds are always the same
   */
  readonly schedules?: ScalingSchedule[];
}

/** How the instances of a variant scale. */
export interface InstanceScaling extends ScalingChoices {
  /**
   * Fewest instances: 1 or more, of asynchronous variants 0 or more. Two or more span two availability zones. An asynchronous variant
   * without instances gets one when a request waits.
   *
   * @default 2
   */
  readonly minInstances?: number;

  /**
   * Most instances; at least the fewest. With as many as the fewest, and neither policies nor schedules, nothing scales.
   *
   * @default - twice the fewest, at least 1
   */
  readonly maxInstances?: number;

  /**
   * What makes the variant grow and shrink.
   *
   * @default - 1,000 requests a minute per instance; asynchronous variants 5 waiting requests per instance; none where the bounds are equal
   */
  readonly policies?: ScalingPolicy[];
}

/** How the provisioned concurrency of a serverless variant scales. */
export interface ConcurrencyScaling extends ScalingChoices {
  /**
   * Fewest requests that find a warm worker: 1 or more.
   *
   * @default 1
   */
  readonly minConcurrency?: number;

  /** Most requests that find a warm worker; at least the fewest, and at most the variant's concurrency. */
  readonly maxConcurrency: number;

  /**
   * What makes the provisioned concurrency grow and shrink.
   *
   * @default - 70 % of it in use; none where the bounds are equal
   */
  readonly policies?: ScalingPolicy[];
}

/** How the copies of an inference component scale. */
export interface CopyScaling extends ScalingChoices {
  /**
   * Fewest copies: 0 or more. A component without copies gets one when a request fails for want of it; requests fail until it runs.
   *
   * @default 2
   */
  readonly minCopies?: number;

  /**
   * Most copies; at least the fewest.
   *
   * @default - twice the fewest, at least 1
   */
  readonly maxCopies?: number;

  /**
   * What makes the component grow and shrink.
   *
   * @default - 1,000 requests a minute per copy; none where the bounds are equal
   */
  readonly policies?: ScalingPolicy[];
}
