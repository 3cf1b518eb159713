import { Duration } from 'aws-cdk-lib';
import { AutoMLProblem } from './auto-ml-problem';

/** A file format that AutoML reads. */
export enum AutoMLFormat {
  /** Comma-separated values with a line of column names. */
  CSV = 'text/csv;header=present',
  /** Apache Parquet. */
  PARQUET = 'x-application/vnd.amazon+parquet',
}

/** An algorithm that an ensemble may consist of. */
export enum AutoMLAlgorithm {
  /** Gradient boosting by CatBoost. */
  CATBOOST = 'catboost',
  /** Extremely randomised trees. */
  EXTRA_TREES = 'extra-trees',
  /** A neural network by fastai. */
  FASTAI = 'fastai',
  /** Gradient boosting by LightGBM. */
  LIGHTGBM = 'lightgbm',
  /** Linear models. */
  LINEAR_LEARNER = 'linear-learner',
  /** A neural network by PyTorch. */
  NN_TORCH = 'nn-torch',
  /** Random forests. */
  RANDOM_FOREST = 'randomforest',
  /** Gradient boosting by XGBoost. */
  XGBOOST = 'xgboost',
}

/** A table of an AutoML job. */
export interface AutoMLTable {
  /** A prefix in S3, or a manifest; a result of an earlier step as `asString`. */
  readonly s3Uri: string;

  /**
   * Whether the object is a manifest, a JSON list of the objects that are meant.
   *
   * @default false
   */
  readonly manifest?: boolean;

  /**
   * Whether the files are compressed with gzip.
   *
   * @default false
   */
  readonly gzip?: boolean;
}

/** What is predicted from what, and for how long a model is sought. */
export interface AutoMLSearch {
  /** The table to learn from: 500 rows or more, less than 100 GB. */
  readonly trainingTable: AutoMLTable;

  /** Name of the column that is predicted. */
  readonly targetColumn: string;

  /** The prefix in S3 that models and reports are written below: up to 512 characters. */
  readonly outputS3Uri: string;

  /**
   * What is predicted, and by which metric candidates are compared.
   *
   * @default - SageMaker concludes it from the target column
   */
  readonly problem?: AutoMLProblem;

  /**
   * The table to validate with, of the same columns and format: less than 2 GB.
   *
   * @default - a part of the training table, see `validationFraction`
   */
  readonly validationTable?: AutoMLTable;

  /**
   * The part of the training table to validate with: more than 0 and less than 1.
   *
   * @default 0.2
   */
  readonly validationFraction?: number;

  /**
   * Format of the tables.
   *
   * @default AutoMLFormat.CSV
   */
  readonly format?: AutoMLFormat;

  /**
   * Name of the column that weighs the rows.
   *
   * @default - all rows weigh the same
   */
  readonly sampleWeightColumn?: string;

  /**
   * A JSON file in S3 that names the columns to learn from, and their types.
   *
   * @default - all columns, whose types SageMaker concludes
   */
  readonly featureSpecificationS3Uri?: string;

  /**
   * The algorithms that the ensemble may consist of.
   *
   * @default - all
   */
  readonly algorithms?: AutoMLAlgorithm[];

  /**
   * How many candidates are tried: 1 to 750.
   *
   * @default - SageMaker chooses
   */
  readonly maxCandidates?: number;

  /**
   * How long each training job may run: 1 second or more.
   *
   * @default - SageMaker chooses
   */
  readonly maxRuntimePerTrainingJob?: Duration;

  /**
   * How long the whole may run: 1 second or more. The best model that was found until then is the result.
   *
   * @default - SageMaker chooses
   */
  readonly maxRuntime?: Duration;

  /**
   * The key that encrypts models and reports, by ARN.
   *
   * @default - the output key of the pipeline's environment
   */
  readonly outputKeyArn?: string;
}
