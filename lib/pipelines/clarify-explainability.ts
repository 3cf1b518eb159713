import { ClarifyDatasetOptions } from './clarify-dataset';
import { ClarifyModel, ClarifyPrediction } from './clarify-model';
import { ShapBaseline } from './shap-baseline';

/** How the importance of a feature is drawn from its parts in single predictions. */
export enum ShapAggregation {
  /** The mean of absolute values. */
  MEAN_ABSOLUTE = 'mean_abs',
  /** The median. */
  MEDIAN = 'median',
  /** The mean of squares. */
  MEAN_SQUARE = 'mean_sq',
}

/** How predictions are explained. */
export interface ExplainabilityOptions extends ClarifyDatasetOptions {
  /** The model. */
  readonly model: ClarifyModel;

  /**
   * The column with the true outcome, which the model does not get.
   *
   * @default - the dataset has features only
   */
  readonly label?: string;

  /**
   * How the score that is explained is found in the model's answer.
   *
   * @default - the answer is one score
   */
  readonly prediction?: ClarifyPrediction;

  /**
   * What each record is compared with.
   *
   * @default ShapBaseline.clustered()
   */
  readonly baseline?: ShapBaseline;

  /**
   * How many variations of each record the model is asked about: 1 or more.
   *
   * @default - Clarify decides by the number of features
   */
  readonly samples?: number;

  /**
   * How the importance of a feature is drawn from its parts in single predictions.
   *
   * @default ShapAggregation.MEAN_ABSOLUTE
   */
  readonly aggregation?: ShapAggregation;

  /**
   * Whether scores are explained as log-odds.
   *
   * @default false
   */
  readonly logOdds?: boolean;

  /**
   * Whether the explanation of each record is kept.
   *
   * @default true
   */
  readonly keepLocalValues?: boolean;

  /**
   * A number with which two runs vary records alike.
   *
   * @default - runs differ
   */
  readonly seed?: number;

  /**
   * The features that are explained; at least one.
   *
   * @default - all of them
   */
  readonly features?: string[];
}
