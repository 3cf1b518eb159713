import { Duration, Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Permission, Problems, repeatedIn } from '../core';
import { CaptureMode } from './capture-mode';
import { Percent } from './percent';
import { BucketFolder } from './private/bucket-folder';
import { checkListLength } from './private/length-checks';
import { checkRetention, expireObjects, ObjectRetention } from './private/object-retention';
import { checkWhole } from './private/whole-percent';

const CONTENT_TYPE = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/;
const LONGEST_CONTENT_TYPE = 256;
const MOST_CONTENT_TYPES = 10;

const CAPTURED = {
  [CaptureMode.INPUT]: ['Input'],
  [CaptureMode.OUTPUT]: ['Output'],
  [CaptureMode.INPUT_AND_OUTPUT]: ['Input', 'Output'],
};

/** Where, how much and what is captured. */
export interface DataCaptureOptions {
  /** The bucket that requests and responses are written to. */
  readonly bucket: s3.IBucketRef;

  /**
   * The folder of the bucket, as `capture/abalone/`: up to 443 characters. Below it SageMaker makes folders for the endpoint, the
   * variant and the hour.
   */
  readonly prefix: string;

  /** The key that encrypts them. */
  readonly key: kms.IKeyRef;

  /**
   * The share of the requests that is captured: 0 to 100 %, a whole number.
   *
   * @default Percent.of(100)
   */
  readonly share?: Percent;

  /**
   * What of each request is captured.
   *
   * @default CaptureMode.INPUT_AND_OUTPUT
   */
  readonly mode?: CaptureMode;

  /**
   * Content types that are written down as CSV: 1 to 10. What is neither of these nor of `jsonContentTypes` is written down in
   * base64.
   *
   * @default ['text/csv']
   */
  readonly csvContentTypes?: string[];

  /**
   * Content types that are written down as JSON: 1 to 10, other than those of `csvContentTypes`.
   *
   * @default ['application/json']
   */
  readonly jsonContentTypes?: string[];

  /**
   * How long captured data stays: whole days, 1 or more. It becomes a lifecycle rule of the bucket, which must therefore be an
   * `s3.Bucket` of this app; to a bucket that is made elsewhere the rule is added there.
   *
   * @default - until somebody removes it
   */
  readonly retention?: Duration;
}

/**
 * Whether requests and responses are kept for monitoring.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export class DataCapture {
  /** Requests and responses are kept in a bucket. */
  public static toBucket(options: DataCaptureOptions): DataCapture {
    return new DataCapture(options);
  }

  private readonly folder: BucketFolder;

  private constructor(private readonly options: DataCaptureOptions) {
    this.folder = new BucketFolder(options);
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.folder.check(problems, `${path}.prefix`);
    checkRetention(problems, `${path}.retention`, this.kept);
    checkWhole(problems, `${path}.share`, this.share);
    checkContentTypes(problems, path, this.csv, this.json);
  }

  /**
   * What the endpoint's role needs.
   *
   * @internal
   */
  public _permissions(): Permission[] {
    return this.folder.permissionsToWrite();
  }

  /**
   * Adds the rule that expires captured data to the bucket; once, however many endpoints write to the folder.
   *
   * @internal
   */
  public _expire(): void {
    expireObjects(this.kept);
  }

  /** @internal */
  public _render(): CfnEndpointConfig.DataCaptureConfigProperty {
    const { mode = CaptureMode.INPUT_AND_OUTPUT } = this.options;

    return {
      enableCapture: true,
      initialSamplingPercentage: this.share.amount,
      destinationS3Uri: this.folder.s3Uri,
      kmsKeyId: this.folder.keyArn,
      captureOptions: CAPTURED[mode].map((captureMode) => ({ captureMode })),
      captureContentTypeHeader: { csvContentTypes: [...this.csv], jsonContentTypes: [...this.json] },
    };
  }

  private get share(): Percent {
    return this.options.share ?? Percent.of(100);
  }

  private get kept(): ObjectRetention {
    const { bucket, retention } = this.options;

    return { bucket, folders: [this.folder.prefix], retention };
  }

  private get csv(): readonly string[] {
    return this.options.csvContentTypes ?? ['text/csv'];
  }

  private get json(): readonly string[] {
    return this.options.jsonContentTypes ?? ['application/json'];
  }
}

function checkContentTypes(problems: Problems, path: string, csv: readonly string[], json: readonly string[]): void {
  for (const [option, contentTypes] of Object.entries({ csvContentTypes: csv, jsonContentTypes: json })) {
    checkListLength(problems, `${path}.${option}`, contentTypes, MOST_CONTENT_TYPES);
    contentTypes.forEach((contentType, i) => checkContentType(problems, `${path}.${option}[${i}]`, contentType));
  }

  for (const contentType of repeatedIn([...csv, ...json])) {
    problems.add({
      code: 'CaptureContentTypeRepeated',
      path,
      got: `names the content type "${contentType}" twice`,
      wanted: 'a request is written down in one way',
      remedy: 'leave it in one of csvContentTypes and jsonContentTypes',
    });
  }
}

function checkContentType(problems: Problems, path: string, contentType: string): void {
  if (Token.isUnresolved(contentType)) return;
  if (CONTENT_TYPE.test(contentType) && contentType.length <= LONGEST_CONTENT_TYPE) return;

  problems.add({
    code: 'CaptureContentTypeMalformed',
    path,
    got: `is "${contentType}"`,
    wanted: `SageMaker takes a type and a subtype of letters, digits, hyphens and dots, in ${LONGEST_CONTENT_TYPE} characters or fewer`,
    remedy: 'write one as "application/json", and let callers send that',
  });
}
