import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkLength, checkS3Uri } from './private/value-checks';

/** Where one record ends and the next begins. */
export enum TransformSplit {
  /** At the end of a line. */
  LINE = 'Line',
  /** As RecordIO says. */
  RECORD_IO = 'RecordIO',
  /** As TFRecord says. */
  TF_RECORD = 'TFRecord',
}

/** What the files of a transform job look like. */
export interface TransformInputOptions {
  /**
   * MIME type of the files, as `text/csv`.
   *
   * @default - the model's own default
   */
  readonly contentType?: string;

  /**
   * Where one record ends and the next begins.
   *
   * @default - a file goes to the model as a whole
   */
  readonly split?: TransformSplit;

  /**
   * Whether the files are compressed with gzip.
   *
   * @default false
   */
  readonly gzip?: boolean;
}

/**
 * The files that a transform job reads.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html
 */
export class TransformInput {
  /** All files below a prefix in S3; a result of an earlier step as `asString`. */
  public static fromPrefix(s3Uri: string, options: TransformInputOptions = {}): TransformInput {
    return new TransformInput('S3Prefix', s3Uri, options);
  }

  /** The files that a manifest in S3 lists. */
  public static fromManifest(s3Uri: string, options: TransformInputOptions = {}): TransformInput {
    return new TransformInput('ManifestFile', s3Uri, options);
  }

  private constructor(
    private readonly dataType: 'S3Prefix' | 'ManifestFile',
    private readonly s3Uri: string,
    /** @internal */
    public readonly _options: TransformInputOptions,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkS3Uri(problems, `${path}.s3Uri`, this.s3Uri);
    checkLength(problems, `${path}.contentType`, this._options.contentType, 256);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    const { contentType, split, gzip } = this._options;

    return {
      DataSource: { S3DataSource: { S3DataType: this.dataType, S3Uri: this.s3Uri } },
      ContentType: contentType,
      CompressionType: gzip ? 'Gzip' : 'None',
      SplitType: split ?? 'None',
    };
  }
}
