import { Size, SizeRoundingBehavior } from 'aws-cdk-lib';

/** A size as definitions write it. One that is no whole number of gibibytes stays as it is, so that the checks can tell it. */
export function gibibytesOf(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}
