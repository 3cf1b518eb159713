import { Duration } from 'aws-cdk-lib';
import { TuningDefinition } from './tuning-definition';
import { TuningStrategy } from './tuning-strategy';
import { TuningWarmStart } from './tuning-warm-start';

/** When a tuning job has found enough, before its limits are reached. */
export interface TuningCompletion {
  /**
   * The value of the objective with which the tuning job ends.
   *
   * @default - no value is good enough
   */
  readonly targetObjective?: number;

  /**
   * After how many training jobs that are no better by 1 % the tuning job ends: 3 or more.
   *
   * @default - it goes on
   */
  readonly maxJobsNotImproving?: number;

  /**
   * Whether the tuning job ends when SageMaker expects no better values.
   *
   * @default false
   */
  readonly onConvergence?: boolean;
}

/** What a tuning job searches, how, and for how long. */
export interface TuningSearch {
  /** The training jobs, 1 to 10 kinds of them; several are compared by their own objectives. */
  readonly definitions: TuningDefinition[];

  /**
   * How the values are chosen.
   *
   * @default TuningStrategy.bayesian()
   */
  readonly strategy?: TuningStrategy;

  /**
   * How many training jobs are started in all; `TuningStrategy` says how many may be.
   *
   * @default - a grid starts one for each combination; other searches are limited by `maxRuntime`
   */
  readonly maxTrainingJobs?: number;

  /**
   * How many training jobs run at the same time: 1 to 100, more than 10 by a larger quota.
   *
   * @default 1
   */
  readonly maxParallelTrainingJobs?: number;

  /**
   * How long the tuning job may run: 2 minutes to 30 days, in whole seconds.
   *
   * @default - until its training jobs have ended
   */
  readonly maxRuntime?: Duration;

  /**
   * When the tuning job has found enough.
   *
   * @default - when its limits are reached
   */
  readonly completion?: TuningCompletion;

  /**
   * What the tuning job learns from others before it begins.
   *
   * @default - it begins anew
   */
  readonly warmStart?: TuningWarmStart;

  /**
   * Seed with which a search repeats its choices: 0 or more, a whole number.
   *
   * @default - every search differs
   */
  readonly randomSeed?: number;
}
