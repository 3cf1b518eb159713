import { Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Permission, Problems } from '../core';
import * as perms from './perms';
import { checkTextLength } from './private/length-checks';

const LONGEST_RECORDS = 4_096;
const LONGEST_URI = 1_024;
const LONGEST_BUCKET_NAME = 63;

/** How the records of a baseline are written down. */
export enum BaselineFormat {
  /** A record is a line of values between commas. */
  CSV = 'text/csv',

  /** A record is a line of JSON. */
  JSON_LINES = 'application/jsonlines',
}

/** A file with the records of a baseline. */
export interface BaselineFile {
  /** The bucket of the file. The endpoint's network reaches it. */
  readonly bucket: s3.IBucketRef;

  /** The key of the file in the bucket, as `abalone/baseline.csv`. */
  readonly objectKey: string;

  /** The key that encrypts it. */
  readonly key: kms.IKeyRef;

  /**
   * How its records are written down.
   *
   * @default BaselineFormat.CSV
   */
  readonly format?: BaselineFormat;
}

/** What differs between the kinds of baselines. */
interface BaselineContent {
  readonly check: (problems: Problems, path: string) => void;
  readonly permissions: () => Permission[];
  readonly rendered: CfnEndpointConfig.ClarifyShapBaselineConfigProperty;
}

/**
 * The records with which an explained one is compared: features alone, written as those that the model was trained with.
 *
 * Each record of it multiplies the requests that an explanation takes, so that one or a few typical ones are best.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-feature-attribute-shap-baselines.html
 */
export class ShapBaseline {
  /**
   * Records that stand in the endpoint's configuration.
   *
   * @param records the records, each a line: at least one, and up to 4,096 characters together
   * @param format how they are written down
   */
  public static ofRecords(records: string[], format: BaselineFormat = BaselineFormat.CSV): ShapBaseline {
    const lines = records.join('\n');

    return new ShapBaseline({
      check: (problems, path) => checkTextLength(problems, `${path}.records`, lines, LONGEST_RECORDS),
      permissions: () => [],
      rendered: { mimeType: format, shapBaseline: lines },
    });
  }

  /** Records in a file in S3, for those that are too many to stand in the configuration. */
  public static fromS3(file: BaselineFile): ShapBaseline {
    const { bucket, objectKey, key, format = BaselineFormat.CSV } = file;
    const { bucketName, bucketArn } = bucket.bucketRef;

    return new ShapBaseline({
      check: (problems, path) => checkObjectKey(problems, `${path}.objectKey`, objectKey),
      permissions: () => [
        { actions: perms.READ_OBJECTS, resources: [`${bucketArn}/${objectKey}`] },
        { actions: perms.DECRYPT_OBJECTS, resources: [key.keyRef.keyArn] },
      ],
      rendered: { mimeType: format, shapBaselineUri: `s3://${bucketName}/${objectKey}` },
    });
  }

  private constructor(private readonly content: BaselineContent) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.content.check(problems, path);
  }

  /** @internal */
  public _permissions(): Permission[] {
    return this.content.permissions();
  }

  /** @internal */
  public _render(): CfnEndpointConfig.ClarifyShapBaselineConfigProperty {
    return this.content.rendered;
  }
}

function checkObjectKey(problems: Problems, path: string, objectKey: string): void {
  const longest = LONGEST_URI - 's3:///'.length - LONGEST_BUCKET_NAME;
  checkTextLength(problems, path, objectKey, longest);
  if (Token.isUnresolved(objectKey) || !objectKey.endsWith('/')) return;

  problems.add({
    code: 'BaselineWithoutFile',
    path,
    got: `is "${objectKey}"`,
    wanted: 'a baseline is one file, not a folder',
    remedy: 'name the file, as "abalone/baseline.csv"',
  });
}
