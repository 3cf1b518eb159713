import { Difference, differenceOf, Observed } from './difference';
import { MeanSample, varianceOf } from './samples';

/**
 * The difference of two means whose variances need not be equal. Each variant has two values or more.
 *
 * @see Welch, The generalization of Student's problem when several different population variances are involved, Biometrika 34
 * (1947), for the degrees of freedom
 */
export function differenceOfMeans(control: MeanSample, challenger: MeanSample): Difference {
  const sides = [observed(control), observed(challenger)] as const;
  const parts = sides.map(({ spread, size }) => ({ part: spread / size, freedom: size - 1 }));
  const total = parts.reduce((sum, { part }) => sum + part, 0);

  return {
    ...differenceOf(...sides),
    degreesOfFreedom: total ** 2 / parts.reduce((sum, { part, freedom }) => sum + part ** 2 / freedom, 0),
  };
}

function observed(sample: MeanSample): Observed {
  return { mean: sample.sum / sample.count, spread: varianceOf(sample), size: sample.count };
}
