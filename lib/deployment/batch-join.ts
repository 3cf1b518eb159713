/**
 * What of each record the model gets, and what of record and prediction is written.
 *
 * Files in and out are CSV, JSON or JSON lines, as `contentType` and `accept` say; CSV is split and assembled by lines.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
export interface BatchJoin {
  /**
   * What of each record the model gets, as JSONPath of up to 63 characters: `$[1:]` leaves out the first column.
   *
   * @default - all of it
   */
  readonly inputFilter?: string;

  /**
   * Whether each prediction is written beside its record.
   *
   * @default true
   */
  readonly joinInput?: boolean;

  /**
   * What of each result is written, as JSONPath of up to 63 characters: `$[0,-1]` keeps an id in front and the prediction.
   *
   * @default - all of it
   */
  readonly outputFilter?: string;
}
