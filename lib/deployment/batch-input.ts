import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Where one record of a file ends and the next begins. */
export enum BatchSplit {
  /** At the end of a line. */
  LINE = 'Line',
  /** As RecordIO says. */
  RECORD_IO = 'RecordIO',
  /** As TFRecord says. */
  TF_RECORD = 'TFRecord',
}

/** The files that a batch predicts from. */
export interface BatchInput {
  /** The bucket that they lie in. */
  readonly bucket: s3.IBucketRef;

  /** Their folder, as `abalone/measured/`: up to 443 characters. */
  readonly prefix: string;

  /** The key that encrypts them. */
  readonly key: kms.IKeyRef;

  /**
   * Their MIME type, as `text/csv`: up to 256 characters.
   *
   * @default - the model's own default
   */
  readonly contentType?: string;

  /**
   * Where one record ends and the next begins.
   *
   * @default - a file goes to the model as a whole
   */
  readonly split?: BatchSplit;

  /**
   * Whether they are compressed with gzip.
   *
   * @default false
   */
  readonly gzip?: boolean;
}
