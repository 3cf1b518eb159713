import { AnalysisEngine } from './analysis-engine';
import { CheckBaseline } from './check-baseline';
import { CacheableStepOptions } from './pipeline-step';
import { RunChoice } from './run-choice';

/** What every quality gate says: who does the arithmetic, what the results are compared with, and what follows. */
export interface GateOptions extends CacheableStepOptions {
  /** What does the arithmetic. */
  readonly engine: AnalysisEngine;

  /** The prefix in S3 that the report and the baseline for later runs are written below; best one of its own for each run. */
  readonly outputS3Uri: string;

  /**
   * What the results are compared with. The open engine compares with files; one that is no JSON, such as
   * `AnalysisEngine.noBaselineS3Uri`, stands for none.
   *
   * @default - nothing: the gate computes a baseline for later runs, checks the limits that it is given, and lets the rest pass
   */
  readonly baseline?: CheckBaseline;

  /**
   * Whether a run computes a baseline without checking anything.
   *
   * @default RunChoice.never()
   */
  readonly skipCheck?: RunChoice;

  /**
   * Whether a violation fails the step; otherwise the report tells it and the pipeline goes on. Data that cannot be read
   * fails the step in any case.
   *
   * @default RunChoice.always()
   */
  readonly failOnViolation?: RunChoice;

  /**
   * Whether later runs are to compare with the results of this one instead of the baseline that it was given.
   *
   * @default RunChoice.never()
   */
  readonly registerNewBaseline?: RunChoice;

  /**
   * The key that encrypts the report and the new baseline, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
}
