import { DefinitionExpression } from './private/reference-token';

/** Where the model's outputs stand in captured CSV records. */
export enum OutputColumns {
  /** Before the inputs. */
  START = 'START',
  /** After the inputs. */
  END = 'END',
}

/** How a CSV dataset is read. */
export interface CsvDatasetOptions {
  /**
   * Whether the first line names the columns.
   *
   * @default true
   */
  readonly header?: boolean;

  /**
   * Where the model's outputs stand.
   *
   * @default OutputColumns.START
   */
  readonly outputColumns?: OutputColumns;
}

/** The format of a dataset whose quality is checked. */
export class QualityDatasetFormat {
  /** Comma-separated values. */
  public static csv(options: CsvDatasetOptions = {}): QualityDatasetFormat {
    const { header = true, outputColumns = OutputColumns.START } = options;

    return new QualityDatasetFormat({ csv: { header, output_columns_position: outputColumns } });
  }

  /** A JSON object per line. */
  public static jsonLines(): QualityDatasetFormat {
    return new QualityDatasetFormat({ json: { lines: true } });
  }

  /** One JSON document. */
  public static json(): QualityDatasetFormat {
    return new QualityDatasetFormat({ json: { lines: false } });
  }

  /** What endpoints capture of requests and answers. */
  public static capturedData(): QualityDatasetFormat {
    return new QualityDatasetFormat({ sagemakerCaptureJson: {} });
  }

  private constructor(private readonly format: DefinitionExpression) {}

  /** @internal */
  public _render(): string {
    return JSON.stringify(this.format);
  }
}
