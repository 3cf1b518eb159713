import { MeanSample, ProportionSample, Samples } from './samples';
import { TestSettings } from './settings';
import { CountersByVariant } from './test-state';

/** The samples of a test, from the counters of its variants. */
export function samplesOf(counters: CountersByVariant, { metric, control, variantNames }: TestSettings): Samples {
  const challengers = variantNames.filter((name) => name !== control);
  const proportionOf = (variant: string): ProportionSample => ({
    variant,
    successes: counters[variant].sum,
    trials: counters[variant].count,
  });
  const meanOf = (variant: string): MeanSample => ({ variant, ...counters[variant] });

  return metric === 'proportion'
    ? { metric, control: proportionOf(control), challengers: challengers.map(proportionOf) }
    : { metric, control: meanOf(control), challengers: challengers.map(meanOf) };
}
