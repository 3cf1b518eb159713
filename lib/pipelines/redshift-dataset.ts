import * as iam from 'aws-cdk-lib/aws-iam';
import { Problems } from '../core';
import { JobEnvironment } from './job-environment';
import { checkCompression, checkDataset, renderDataset } from './private/dataset-definition';
import { DefinitionExpression } from './private/reference-token';
import { checkLength } from './private/value-checks';
import { QueryResultOptions } from './processing-delivery';

/** A file format that Redshift unloads. */
export enum RedshiftFormat {
  /** Apache Parquet, by columns. */
  PARQUET = 'PARQUET',
  /** Comma-separated values. */
  CSV = 'CSV',
}

/** A compression that Redshift unloads. */
export enum RedshiftCompression {
  /** None. */
  NONE = 'None',
  /** For CSV. */
  GZIP = 'GZIP',
  /** For CSV. */
  BZIP2 = 'BZIP2',
  /** For CSV. */
  ZSTD = 'ZSTD',
  /** For Parquet, where it is what Redshift always uses. */
  SNAPPY = 'SNAPPY',
}

/** A query in Redshift, whose result a processing job gets. */
export interface RedshiftDataset extends QueryResultOptions {
  /** Id of the cluster: 1 to 63 characters. */
  readonly clusterId: string;

  /** The database: 1 to 64 characters. */
  readonly database: string;

  /** The database user that the query runs as: 1 to 128 characters. */
  readonly dbUser: string;

  /** The query: 1 to 4,096 characters. */
  readonly query: string;

  /** The role of the cluster with which it writes the result. */
  readonly clusterRole: iam.IRoleRef;

  /**
   * Format of the result.
   *
   * @default RedshiftFormat.PARQUET
   */
  readonly format?: RedshiftFormat;

  /**
   * Compression of the result.
   *
   * @default - what Redshift uses for the format
   */
  readonly compression?: RedshiftCompression;
}

const COMPRESSIONS: Record<RedshiftFormat, readonly RedshiftCompression[]> = {
  [RedshiftFormat.PARQUET]: [RedshiftCompression.NONE, RedshiftCompression.SNAPPY],
  [RedshiftFormat.CSV]: [
    RedshiftCompression.NONE,
    RedshiftCompression.GZIP,
    RedshiftCompression.BZIP2,
    RedshiftCompression.ZSTD,
  ],
};

/** Checks a query in Redshift; the path names the input. */
export function checkRedshiftDataset(
  problems: Problems,
  path: string,
  inputName: string,
  dataset: RedshiftDataset,
): void {
  const { clusterId, database, dbUser, query, format = RedshiftFormat.PARQUET, compression } = dataset;

  checkLength(problems, `${path}.clusterId`, clusterId, 63);
  checkLength(problems, `${path}.database`, database, 64);
  checkLength(problems, `${path}.dbUser`, dbUser, 128);
  checkDataset(problems, path, inputName, query, dataset);
  checkCompression(problems, path, 'Redshift', { format, compression, choices: COMPRESSIONS[format] });
}

/** A query in Redshift as an input of a job. */
export function renderRedshiftDataset(
  inputName: string,
  dataset: RedshiftDataset,
  { outputKeyArn }: JobEnvironment,
): DefinitionExpression {
  const definition = {
    ClusterId: dataset.clusterId,
    Database: dataset.database,
    DbUser: dataset.dbUser,
    QueryString: dataset.query,
    ClusterRoleArn: dataset.clusterRole.roleRef.roleArn,
    OutputS3Uri: dataset.outputS3Uri,
    KmsKeyId: dataset.keyArn ?? outputKeyArn,
    OutputFormat: dataset.format ?? RedshiftFormat.PARQUET,
    OutputCompression: dataset.compression,
  };

  return renderDataset(inputName, { RedshiftDatasetDefinition: definition }, dataset);
}
