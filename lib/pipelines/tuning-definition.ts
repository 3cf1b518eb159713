import { HyperparameterRange } from './hyperparameter-range';
import { TrainingJobOptions } from './training-job';
import { TuningObjective } from './tuning-objective';

/** The training jobs that a tuning job starts, and what it searches in them. */
export interface TuningDefinition extends TrainingJobOptions {
  /** The metric by which the training jobs are compared; one of `metrics`, or of those that the algorithm brings along. */
  readonly objective: TuningObjective;

  /** The hyperparameters that are searched; 1 or more, in all definitions of a tuning job 30. They are not in `hyperparameters`. */
  readonly ranges: HyperparameterRange[];

  /**
   * Name of the definition: 1 to 64 letters, digits and hyphens, unique in the tuning job.
   *
   * @default - none, which a single definition needs not
   */
  readonly definitionName?: string;
}
