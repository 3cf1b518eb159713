import { ClarifyDatasetOptions } from './clarify-dataset';
import { ClarifyModel, ClarifyPrediction } from './clarify-model';
import { ClarifyValues } from './clarify-values';

/** A group of people or things that an outcome may be unfair to. */
export interface ClarifyFacet {
  /** The column with the attribute, as `age`. */
  readonly name: string;

  /**
   * The values whose bearers are the group. Of a column with many numbers it is needed.
   *
   * @default - each value is a group of its own
   */
  readonly values?: ClarifyValues;
}

/** What bias is measured by. */
export interface ClarifyBiasOptions extends ClarifyDatasetOptions {
  /** The column with the true outcome; in JSON records its JMESPath. */
  readonly label: string;

  /** The outcomes that are good for those concerned. */
  readonly positiveOutcome: ClarifyValues;

  /** The groups that are compared with all others; at least one. */
  readonly facets: ClarifyFacet[];

  /**
   * The column by whose values disparity is measured apart, for the metrics CDDL and CDDPL.
   *
   * @default - those metrics are left out
   */
  readonly groupColumn?: string;
}

/**
 * A measure of bias in data, before a model is trained.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-data-bias.html
 */
export enum DataBiasMetric {
  /** Class imbalance. */
  CI = 'CI',
  /** Difference in proportions of labels. */
  DPL = 'DPL',
  /** Kullback-Leibler divergence. */
  KL = 'KL',
  /** Jensen-Shannon divergence. */
  JS = 'JS',
  /** Lp-norm. */
  LP = 'LP',
  /** Total variation distance. */
  TVD = 'TVD',
  /** Kolmogorov-Smirnov distance. */
  KS = 'KS',
  /** Conditional demographic disparity in labels. */
  CDDL = 'CDDL',
}

/** What of a dataset's bias is measured. */
export interface DataBiasOptions extends ClarifyBiasOptions {
  /**
   * The measures; at least one.
   *
   * @default - all of them
   */
  readonly metrics?: DataBiasMetric[];
}

/**
 * A measure of bias in predictions.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-post-training-bias.html
 */
export enum ModelBiasMetric {
  /** Difference in positive proportions in predicted labels. */
  DPPL = 'DPPL',
  /** Disparate impact. */
  DI = 'DI',
  /** Difference in conditional acceptance. */
  DCA = 'DCA',
  /** Difference in conditional rejection. */
  DCR = 'DCR',
  /** Recall difference. */
  RD = 'RD',
  /** Difference in acceptance rates. */
  DAR = 'DAR',
  /** Difference in rejection rates. */
  DRR = 'DRR',
  /** Accuracy difference. */
  AD = 'AD',
  /** Conditional demographic disparity in predicted labels. */
  CDDPL = 'CDDPL',
  /** Treatment equality. */
  TE = 'TE',
  /** Counterfactual fliptest. */
  FT = 'FT',
}

/** What of a model's bias is measured. */
export interface ModelBiasOptions extends ClarifyBiasOptions {
  /** The model. */
  readonly model: ClarifyModel;

  /**
   * How a prediction is found in the model's answer.
   *
   * @default - the answer is the predicted label
   */
  readonly prediction?: ClarifyPrediction;

  /**
   * The measures; at least one.
   *
   * @default - all of them
   */
  readonly metrics?: ModelBiasMetric[];
}
