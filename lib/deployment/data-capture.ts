import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { check } from '../core';
import { Percent } from './percent';
import { checkWhole } from './private/whole-percent';

/** Where and how much is captured. */
export interface DataCaptureOptions {
  /** The bucket that requests and responses are written to. */
  readonly bucket: s3.IBucketRef;

  /** Beginning of the objects' keys, as `capture/abalone/`. */
  readonly prefix: string;

  /** The key that encrypts them. */
  readonly key: kms.IKeyRef;

  /**
   * The share of the requests that is captured: 0 to 100 %, a whole number.
   *
   * @default Percent.of(100)
   */
  readonly share?: Percent;
}

/**
 * Whether requests and responses are kept for monitoring.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export class DataCapture {
  /** Requests and responses are kept in a bucket. */
  public static toBucket(options: DataCaptureOptions): DataCapture {
    const { share = Percent.of(100) } = options;
    check(undefined, (problems) => checkWhole(problems, 'share', share));

    return new DataCapture(options, share);
  }

  private constructor(
    private readonly options: DataCaptureOptions,
    private readonly share: Percent,
  ) {}

  /** @internal */
  public _render(): CfnEndpointConfig.DataCaptureConfigProperty {
    const { bucket, prefix, key } = this.options;

    return {
      enableCapture: true,
      initialSamplingPercentage: this.share.amount,
      // SageMaker joins the endpoint's name with a slash of its own; one more would make an empty folder.
      destinationS3Uri: `s3://${bucket.bucketRef.bucketName}/${prefix.replace(/\/+$/, '')}`,
      kmsKeyId: key.keyRef.keyArn,
      captureOptions: [{ captureMode: 'Input' }, { captureMode: 'Output' }],
      captureContentTypeHeader: { csvContentTypes: ['text/csv'], jsonContentTypes: ['application/json'] },
    };
  }
}
