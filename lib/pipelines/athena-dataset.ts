import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { JobEnvironment } from './job-environment';
import { checkCompression, checkDataset, renderDataset } from './private/dataset-definition';
import { DefinitionExpression } from './private/reference-token';
import { QueryResultOptions } from './processing-delivery';

/** A file format that Athena writes. */
export enum AthenaFormat {
  /** Apache Parquet, by columns. */
  PARQUET = 'PARQUET',
  /** Apache ORC, by columns. */
  ORC = 'ORC',
  /** Apache Avro, by rows. */
  AVRO = 'AVRO',
  /** A JSON object per line. */
  JSON = 'JSON',
  /** Plain text. */
  TEXT = 'TEXTFILE',
}

/** A compression that Athena writes. */
export enum AthenaCompression {
  /** For Parquet, JSON and text. */
  GZIP = 'GZIP',
  /** For every format. */
  SNAPPY = 'SNAPPY',
  /** For ORC. */
  ZLIB = 'ZLIB',
}

/** How Athena is asked, and where the result goes. */
export interface AthenaResultOptions extends QueryResultOptions {
  /**
   * The data catalogue.
   *
   * @default AwsDataCatalog
   */
  readonly catalog?: string;

  /**
   * The workgroup that the query runs in: 1 to 128 letters, digits, dots, underscores and hyphens.
   *
   * @default - the account's primary workgroup
   */
  readonly workGroup?: string;

  /**
   * Format of the result.
   *
   * @default AthenaFormat.PARQUET
   */
  readonly format?: AthenaFormat;

  /**
   * Compression of the result.
   *
   * @default - what Athena uses for the format
   */
  readonly compression?: AthenaCompression;
}

/** A query in Athena, whose result a processing job gets. */
export interface AthenaDataset extends AthenaResultOptions {
  /** The database: 1 to 255 characters. */
  readonly database: string;

  /** The query, in Athena's SQL: 1 to 4,096 characters. */
  readonly query: string;
}

const COMPRESSIONS: Record<AthenaFormat, readonly AthenaCompression[]> = {
  [AthenaFormat.PARQUET]: [AthenaCompression.GZIP, AthenaCompression.SNAPPY],
  [AthenaFormat.ORC]: [AthenaCompression.SNAPPY, AthenaCompression.ZLIB],
  [AthenaFormat.AVRO]: [AthenaCompression.SNAPPY],
  [AthenaFormat.JSON]: [AthenaCompression.GZIP, AthenaCompression.SNAPPY],
  [AthenaFormat.TEXT]: [AthenaCompression.GZIP, AthenaCompression.SNAPPY],
};

const WORK_GROUP = /^[a-zA-Z0-9._-]{1,128}$/;

/** Checks a query in Athena; the path names the input. */
export function checkAthenaDataset(problems: Problems, path: string, inputName: string, dataset: AthenaDataset): void {
  const { query, workGroup, format = AthenaFormat.PARQUET, compression } = dataset;

  checkDataset(problems, path, inputName, query, dataset);
  checkCompression(problems, path, 'Athena', { format, compression, choices: COMPRESSIONS[format] });
  if (workGroup === undefined || Token.isUnresolved(workGroup) || WORK_GROUP.test(workGroup)) return;
  problems.add({
    code: 'NameMalformed',
    path: `${path}.workGroup`,
    got: `is "${workGroup}"`,
    wanted: 'the name of a workgroup is 1 to 128 letters, digits, dots, underscores and hyphens',
    remedy: 'write it as Athena lists it',
  });
}

/** A query in Athena as an input of a job. */
export function renderAthenaDataset(
  inputName: string,
  dataset: AthenaDataset,
  { outputKeyArn }: JobEnvironment,
): DefinitionExpression {
  const definition = {
    Catalog: dataset.catalog ?? 'AwsDataCatalog',
    Database: dataset.database,
    QueryString: dataset.query,
    WorkGroup: dataset.workGroup,
    OutputS3Uri: dataset.outputS3Uri,
    KmsKeyId: dataset.keyArn ?? outputKeyArn,
    OutputFormat: dataset.format ?? AthenaFormat.PARQUET,
    OutputCompression: dataset.compression,
  };

  return renderDataset(inputName, { AthenaDatasetDefinition: definition }, dataset);
}
