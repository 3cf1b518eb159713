import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** A folder that a batch writes to. */
export interface BatchFolder {
  /** The bucket. */
  readonly bucket: s3.IBucketRef;

  /** The folder, as `abalone/predicted/`: up to 443 characters. */
  readonly prefix: string;

  /** The key that encrypts what is written. */
  readonly key: kms.IKeyRef;
}

/** The predictions of a batch. Below the folder each run has one of its own, named by the time at which it was due. */
export interface BatchOutput extends BatchFolder {
  /**
   * MIME type of the predictions, as `text/csv`: up to 256 characters.
   *
   * @default - the model's own default
   */
  readonly accept?: string;

  /**
   * Whether each prediction ends in a line break.
   *
   * @default - true where the input is split by lines
   */
  readonly assembleByLine?: boolean;
}

/** Where requests and predictions of a batch are kept for monitors. */
export interface BatchCapture extends BatchFolder {
  /**
   * Whether each prediction gets an id, by which it is found again.
   *
   * @default false
   */
  readonly inferenceIds?: boolean;
}
