import { Duration } from 'aws-cdk-lib';

/** A time as definitions write it. One that is no whole number of seconds stays as it is, so that the checks can tell it. */
export function secondsOf(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
