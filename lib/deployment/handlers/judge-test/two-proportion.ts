import { Difference, differenceOf, Observed } from './difference';
import { ProportionSample } from './samples';

/**
 * The difference of two proportions.
 *
 * Their variances take a success and a failure more for each variant than were seen. The plain variance is 0 for a variant
 * that has no success yet, or nothing else, and too small near both ends; the estimate itself stays as it is.
 *
 * @see Agresti and Caffo, Simple and effective confidence intervals for proportions and differences of proportions result
 * from adding two successes and two failures, The American Statistician 54 (2000)
 */
export function differenceOfProportions(control: ProportionSample, challenger: ProportionSample): Difference {
  return differenceOf(observed(control), observed(challenger));
}

function observed({ successes, trials }: ProportionSample): Observed {
  const size = trials + 2;
  const proportion = (successes + 1) / size;

  return { mean: successes / trials, spread: proportion * (1 - proportion), size };
}
