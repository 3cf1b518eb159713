import { Token } from 'aws-cdk-lib';
import { check, nearest, Problems } from '../core';
import { ClarifyDatasetOptions, ClarifyFormat } from './clarify-dataset';
import { Setting } from './private/analysis-arguments';
import { checkS3Uri } from './private/value-checks';
import { QualityDatasetFormat } from './quality-dataset-format';

/** How CSV data is read. */
export interface GateCsvOptions {
  /**
   * Whether the first line of each file names the columns.
   *
   * @default true
   */
  readonly header?: boolean;

  /**
   * Names of the columns of data without a header, in their order.
   *
   * @default - the header's; without one `_c0`, `_c1` and so on, as Model Monitor names them
   */
  readonly columns?: string[];
}

/**
 * The data that a quality gate judges: an object, or all objects below a prefix in S3, each with the same columns.
 *
 * The open engine takes an empty cell and `nan` for a missing value, and refuses files whose lines have different numbers of
 * cells.
 */
export class GateDataset {
  /**
   * Comma-separated values in UTF-8.
   *
   * @param s3Uri the data in S3; a result of an earlier step as `asString`
   * @param options how it is read
   */
  public static csv(s3Uri: string, options: GateCsvOptions = {}): GateDataset {
    const { header = true, columns } = options;
    check(undefined, (problems) => {
      if (!header || columns === undefined) return;
      problems.add({
        code: 'ColumnsNamedTwice',
        path: 'columns',
        got: 'are given beside a header',
        wanted: 'the first line names the columns, or you do',
        remedy: 'leave them out, or set header to false',
      });
    });

    return new GateDataset(s3Uri, 'csv', header, columns);
  }

  /**
   * One flat JSON object a line, as `{"age": 41, "sex": "F"}`; its names are the columns.
   *
   * @param s3Uri the data in S3; a result of an earlier step as `asString`
   */
  public static jsonLines(s3Uri: string): GateDataset {
    return new GateDataset(s3Uri, 'jsonlines', true);
  }

  private constructor(
    /** @internal */
    public readonly _s3Uri: string,
    /** @internal */
    public readonly _format: 'csv' | 'jsonlines',
    /** @internal */
    public readonly _header: boolean,
    /** @internal */
    public readonly _columns?: string[],
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkS3Uri(problems, `${path}.s3Uri`, this._s3Uri);
  }

  /** @internal */
  public _checkColumn(problems: Problems, path: string, name: string | undefined): void {
    const columns = this._columns;
    if (name === undefined || columns === undefined || Token.isUnresolved(name) || columns.includes(name)) return;
    const [candidate] = nearest(name, columns);

    problems.add({
      code: 'ColumnUnknown',
      path,
      got: `is "${name}"`,
      wanted: 'the dataset has no such column',
      remedy: candidate ? `did you mean "${candidate}"` : `its columns are ${columns.join(', ')}`,
    });
  }

  /** @internal */
  public get _settings(): Record<string, Setting> {
    return { format: this._format, header: this._header, column: this._columns };
  }

  /** @internal */
  public get _qualityFormat(): QualityDatasetFormat {
    return this._format === 'csv'
      ? QualityDatasetFormat.csv({ header: this._header })
      : QualityDatasetFormat.jsonLines();
  }

  /** @internal */
  public get _clarifyOptions(): ClarifyDatasetOptions {
    return { format: ClarifyFormat.CSV, headers: this._columns };
  }
}
