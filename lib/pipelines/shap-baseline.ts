import { check } from '../core';
import { DefinitionExpression } from './private/reference-token';

/**
 * What a SHAP analysis compares each record with: records that stand for "nothing special".
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-feature-attribute-shap-baselines.html
 */
export class ShapBaseline {
  /** Records that Clarify finds by clustering the dataset; as many as it thinks right, or as many as wished, 1 or more. */
  public static clustered(count?: number): ShapBaseline {
    check(undefined, (problems) => {
      if (count === undefined || (Number.isInteger(count) && count >= 1)) return;
      problems.add({
        code: 'ShapBaselineEmpty',
        path: 'count',
        got: `is ${count}`,
        wanted: 'a baseline has a whole number of records, 1 or more',
        remedy: 'write 1, or leave it out',
      });
    });

    return new ShapBaseline({ num_clusters: count });
  }

  /** Records of numbers, at least one; each without the label, in the order of the dataset's columns. */
  public static ofRecords(...records: number[][]): ShapBaseline {
    check(undefined, (problems) => {
      if (records.length > 0 && records.every((record) => record.length === records[0].length)) return;
      problems.add({
        code: 'ShapBaselineUneven',
        path: 'records',
        got: records.length === 0 ? 'is empty' : `have ${records.map((record) => record.length).join(', ')} values`,
        wanted: 'a baseline has at least one record, and all have the same columns',
        remedy: 'give every feature of the dataset a value in each',
      });
    });

    return new ShapBaseline({ baseline: records });
  }

  /** A file of records in S3, in the dataset's format, without the label. */
  public static fromS3(s3Uri: string): ShapBaseline {
    return new ShapBaseline({ baseline: s3Uri });
  }

  private constructor(private readonly config: DefinitionExpression) {}

  /** @internal */
  public _render(): DefinitionExpression {
    return this.config;
  }
}
