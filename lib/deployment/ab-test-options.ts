import { Duration } from 'aws-cdk-lib';
import { AbDecision } from './ab-decision';
import { AbMetric } from './ab-metric';
import { FunctionEnvironment } from './function-environment';
import { ModelEndpoint } from './model-endpoint';
import { Percent } from './percent';
import { RewardIngress } from './reward-ingress';

/** Which variants are compared, by what, and what follows. */
export interface AbTestProps {
  /** The endpoint: two variants or more, each with a weight above 0. They keep their weights while the test runs. */
  readonly endpoint: ModelEndpoint;

  /** Where the variants' rewards come in. Values are 0 or 1 for `AbMetric.proportion()`. */
  readonly rewards: RewardIngress;

  /** Name of the variant that serves today, as `Champion`; the others are compared with it. */
  readonly control: string;

  /** What is made of the rewards. */
  readonly metric: AbMetric;

  /**
   * From when on rewards count, as `2026-12-01T08:00:00Z`. Those before the first look after it do not. Another moment is another
   * test: change it when a variant gets another model.
   */
  readonly startedAt: string;

  /** Where the function that looks at the test runs, and who is told of the decision. */
  readonly environment: FunctionEnvironment;

  /**
   * Whether more is better; otherwise less is.
   *
   * @default true
   */
  readonly higherIsBetter?: boolean;

  /**
   * The greatest probability that a winner is named although the variants are alike: above 0, up to 20 %. It holds for all looks
   * together, and for all variants.
   *
   * @default Percent.of(5)
   */
  readonly level?: Percent;

  /**
   * How many rewards each variant needs before a winner is named: 100 or more. The test is sharpest for differences that show at
   * five times as many.
   *
   * @default 1000
   */
  readonly minSample?: number;

  /**
   * How long the test runs before a winner is named: 1 hour to 90 days. Whole weeks even out the days of the week.
   *
   * @default Duration.days(7)
   */
  readonly minDuration?: Duration;

  /**
   * After how long the test ends without a winner: longer than `minDuration`, up to 180 days.
   *
   * @default Duration.days(28)
   */
  readonly maxDuration?: Duration;

  /**
   * How often the test is looked at: 5 minutes to 1 day, in whole minutes. Looks cost no certainty.
   *
   * @default Duration.hours(1)
   */
  readonly checkEvery?: Duration;

  /**
   * What happens when there is a winner. An alarm fires and an event is put in any case.
   *
   * @default AbDecision.tell()
   */
  readonly whenDecided?: AbDecision;
}
