/** A format of the dataset that Clarify analyses. */
export enum ClarifyFormat {
  /** Comma-separated values. */
  CSV = 'text/csv',
  /** A JSON object per line. */
  JSON_LINES = 'application/jsonlines',
  /** One JSON document. */
  JSON = 'application/json',
  /** Apache Parquet. */
  PARQUET = 'application/x-parquet',
}

/** How the dataset of an analysis is read. */
export interface ClarifyDatasetOptions {
  /**
   * Format of the dataset.
   *
   * @default ClarifyFormat.CSV
   */
  readonly format?: ClarifyFormat;

  /**
   * Names of the columns, in their order, where the dataset's first line does not tell them.
   *
   * @default - the dataset's first line names them
   */
  readonly headers?: string[];

  /**
   * Where the features stand in JSON, by their JMESPath; a JSON document needs it.
   *
   * @default - Clarify finds them
   */
  readonly featuresPath?: string;

  /**
   * Columns that the model does not get.
   *
   * @default - none
   */
  readonly excludedColumns?: string[];

  /**
   * The column that tells records apart, where the dataset has several files.
   *
   * @default - none
   */
  readonly identifierColumn?: string;
}
