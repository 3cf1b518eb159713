import { TimeZone } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';

/**
 * New bounds from a point in time on, until another schedule sets others. Bounds that are not given stay.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
 */
export interface ScalingSchedule {
  /** Name of the schedule: 1 to 64 letters, digits and hyphens, unique among those of its target. */
  readonly scheduleName: string;

  /** When the bounds change: once, at a rate, or as `Schedule.cron({ hour: '7', minute: '0', weekDay: 'MON-FRI' })`. */
  readonly schedule: Schedule;

  /**
   * The new fewest: within the bounds of the target.
   *
   * @default - as before; this or `max` must be given
   */
  readonly min?: number;

  /**
   * The new most: within the bounds of the target, and at least the new fewest.
   *
   * @default - as before; this or `min` must be given
   */
  readonly max?: number;

  /**
   * The time zone of a point in time or of a cron expression. A rate has none.
   *
   * @default - UTC
   */
  readonly timeZone?: TimeZone;
}
