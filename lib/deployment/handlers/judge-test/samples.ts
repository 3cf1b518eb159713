import { CalculationRefused } from '../calculation-refused';

/** What one production variant has shown of a metric that is true or false of each request, as whether a user clicked. */
export interface ProportionSample {
  /** The name of the production variant. */
  readonly variant: string;

  /** For how many requests it was true. */
  readonly successes: number;

  /** For how many requests it is known. */
  readonly trials: number;
}

/** What one production variant has shown of a metric that is a number for each request, as its latency. */
export interface MeanSample {
  /** The name of the production variant. */
  readonly variant: string;

  /** How many values there are. */
  readonly count: number;

  /** The sum of the values. */
  readonly sum: number;

  /** The sum of their squares. */
  readonly sumOfSquares: number;
}

/** What one variant has shown, of either kind of metric. */
export type Sample = ProportionSample | MeanSample;

/** The variants of one test: what serves today, and one or more that may take its place. */
export type Samples =
  | {
      readonly metric: 'proportion';
      readonly control: ProportionSample;
      readonly challengers: readonly ProportionSample[];
    }
  | { readonly metric: 'mean'; readonly control: MeanSample; readonly challengers: readonly MeanSample[] };

/** Estimated variances are trusted from so many requests on. */
export const LEAST_SAMPLE = 100;

/** How exactly sums of squares are known after many additions, as a part of their size. */
const ROUNDING = 1e-9;

/** All variants of a test, the control first. */
export function variantsOf({ control, challengers }: Samples): Sample[] {
  return [control, ...challengers];
}

/** How many requests a sample knows of. */
export function sizeOf(sample: Sample): number {
  return 'trials' in sample ? sample.trials : sample.count;
}

/** Refuses samples that no requests can have given. */
export function checkSamples(samples: Samples): void {
  checkNames(variantsOf(samples).map(({ variant }) => variant));
  for (const sample of variantsOf(samples)) {
    if ('trials' in sample) checkProportion(sample);
    else checkMean(sample);
  }
}

/** The variance of the values, each counted once; 0 where rounding may be all that is left of it. */
export function varianceOf({ count, sum, sumOfSquares }: MeanSample): number {
  const squares = sumOfSquares - sum ** 2 / count;

  return squares > ROUNDING * sumOfSquares ? squares / (count - 1) : 0;
}

function checkNames(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);

  if (names.length === 1) throw new CalculationRefused('AbTestWithoutChallenger', `${names[0]} has nothing beside it`);
  if (repeated !== undefined) throw new CalculationRefused('AbTestVariantRepeated', `${repeated} appears twice`);
}

function checkProportion({ variant, successes, trials }: ProportionSample): void {
  checkCount(`${variant}.trials`, trials);
  checkCount(`${variant}.successes`, successes);
  if (successes <= trials) return;

  throw new CalculationRefused(
    'AbTestSampleContradictory',
    `${variant} has ${successes} successes in ${trials} trials`,
  );
}

function checkMean({ variant, count, sum, sumOfSquares }: MeanSample): void {
  checkCount(`${variant}.count`, count);
  checkFinite(`${variant}.sum`, sum);
  checkFinite(`${variant}.sumOfSquares`, sumOfSquares);
  // By the inequality of Cauchy and Schwarz; without values both sides are 0.
  if (sum ** 2 <= count * sumOfSquares * (1 + ROUNDING)) return;

  throw new CalculationRefused(
    'AbTestSampleContradictory',
    `${variant} has a sum of ${sum} and a sum of squares of ${sumOfSquares}, which no ${count} values have`,
  );
}

function checkCount(path: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;

  throw new CalculationRefused('AbTestCountMalformed', `${path} is ${value}, it is a whole number, 0 or more`);
}

function checkFinite(path: string, value: number): void {
  if (Number.isFinite(value)) return;

  throw new CalculationRefused('AbTestSumMalformed', `${path} is ${value}, it is a number`);
}
