import { Problems } from '../core';
import { AthenaDataset, AthenaResultOptions, checkAthenaDataset, renderAthenaDataset } from './athena-dataset';
import { FeatureQuery } from './feature-query';
import { JobEnvironment } from './job-environment';
import { checkContainerFolder, containerFolder } from './private/container-folder';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Uri } from './private/value-checks';
import { ProcessingInputDistribution, ProcessingInputMode, ProcessingInputOptions } from './processing-delivery';
import { checkRedshiftDataset, RedshiftDataset, renderRedshiftDataset } from './redshift-dataset';

/** How objects in S3 reach the container. */
export interface S3InputOptions extends ProcessingInputOptions {
  /**
   * Whether the objects are compressed with gzip and are to be decompressed on their way; streams only.
   *
   * @default false
   */
  readonly gzip?: boolean;

  /**
   * Whether the object is a manifest, a JSON list of the objects that are meant.
   *
   * @default false
   */
  readonly manifest?: boolean;
}

/** What a processing job gets of a feature group. */
export interface FeatureGroupDataset extends AthenaResultOptions {
  /** The table of the offline store, as its feature group's page names it. */
  readonly tableName: string;

  /** What is read from it. */
  readonly query: FeatureQuery;

  /**
   * The database of the offline store.
   *
   * @default sagemaker_featurestore
   */
  readonly database?: string;
}

/**
 * What a processing job gets before it starts: objects in S3, or the result of a query. SageMaker brings it with the
 * permissions of the jobs' role, which needs those of the query too.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingInput.html
 */
export class ProcessingInput {
  /** An object or all objects below a prefix in S3, as `s3://bucket/abalone/raw/`. */
  public static fromS3(inputName: string, s3Uri: string, options: S3InputOptions = {}): ProcessingInput {
    return new ProcessingInput(inputName, {
      check: (problems, path) => checkObjects(problems, path, inputName, s3Uri, options),
      render: () => ({ S3Input: renderObjects(inputName, s3Uri, options) }),
    });
  }

  /** The result of a query in Athena. */
  public static fromAthena(inputName: string, dataset: AthenaDataset): ProcessingInput {
    return new ProcessingInput(inputName, {
      check: (problems, path) => checkAthenaDataset(problems, path, inputName, dataset),
      render: (environment) => renderAthenaDataset(inputName, dataset, environment),
    });
  }

  /** Records of a feature group, which Athena reads from its offline store. */
  public static fromFeatureGroup(inputName: string, dataset: FeatureGroupDataset): ProcessingInput {
    const { tableName, query, database = 'sagemaker_featurestore', ...result } = dataset;
    const inAthena: AthenaDataset = { ...result, database, query: query._render({ database, tableName }) };

    return new ProcessingInput(inputName, {
      check: (problems, path) => {
        query._check(problems, `${path}.query`);
        checkAthenaDataset(problems, path, inputName, inAthena);
      },
      render: (environment) => renderAthenaDataset(inputName, inAthena, environment),
    });
  }

  /** The result of a query in a Redshift cluster. */
  public static fromRedshift(inputName: string, dataset: RedshiftDataset): ProcessingInput {
    return new ProcessingInput(inputName, {
      check: (problems, path) => checkRedshiftDataset(problems, path, inputName, dataset),
      render: (environment) => renderRedshiftDataset(inputName, dataset, environment),
    });
  }

  private constructor(
    /** Name of the input, unique in the step. */
    public readonly inputName: string,
    private readonly source: InputSource,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.source.check(problems, path);
  }

  /** @internal */
  public _render(environment: JobEnvironment): DefinitionExpression {
    return { InputName: this.inputName, AppManaged: false, ...this.source.render(environment) };
  }
}

/** Where an input comes from. */
interface InputSource {
  check(problems: Problems, path: string): void;
  render(environment: JobEnvironment): DefinitionExpression;
}

function checkObjects(
  problems: Problems,
  path: string,
  inputName: string,
  s3Uri: string,
  { localPath, mode, gzip }: S3InputOptions,
): void {
  checkS3Uri(problems, `${path}.s3Uri`, s3Uri);
  checkContainerFolder(problems, `${path}.localPath`, localPath ?? containerFolder(inputName));
  if (gzip !== true || mode === ProcessingInputMode.PIPE) return;

  problems.add({
    code: 'GzipWithoutStream',
    path: `${path}.gzip`,
    got: 'is true',
    wanted: 'SageMaker decompresses objects on their way only while it streams them',
    remedy: 'set mode to ProcessingInputMode.PIPE, or decompress the files in the job',
  });
}

function renderObjects(inputName: string, s3Uri: string, options: S3InputOptions): DefinitionExpression {
  return {
    S3Uri: s3Uri,
    LocalPath: options.localPath ?? containerFolder(inputName),
    S3DataType: options.manifest === true ? 'ManifestFile' : 'S3Prefix',
    S3InputMode: options.mode ?? ProcessingInputMode.FILE,
    S3DataDistributionType: options.distribution ?? ProcessingInputDistribution.FULLY_REPLICATED,
    S3CompressionType: options.gzip === true ? 'Gzip' : 'None',
  };
}
