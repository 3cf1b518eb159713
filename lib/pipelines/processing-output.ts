import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { checkContainerFolder, containerFolder } from './private/container-folder';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Uri } from './private/value-checks';

const FEATURE_GROUP_NAME = /^[a-zA-Z0-9]([_-]*[a-zA-Z0-9]){0,63}$/;

/** When a processing job's files are uploaded. */
export enum ProcessingUpload {
  /** All of them, once the job has ended. */
  END_OF_JOB = 'EndOfJob',
  /** Each as soon as it is there. */
  CONTINUOUS = 'Continuous',
}

/** How files get from the container to S3. */
export interface S3OutputOptions {
  /**
   * Folder of the files in the container: an absolute path of up to 256 characters.
   *
   * @default - `/opt/ml/processing/` and the output's name
   */
  readonly localPath?: string;

  /**
   * When the files are uploaded.
   *
   * @default ProcessingUpload.END_OF_JOB
   */
  readonly upload?: ProcessingUpload;
}

/**
 * What a processing job leaves behind.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingOutput.html
 */
export class ProcessingOutput {
  /** Files, uploaded below a prefix in S3. */
  public static toS3(outputName: string, s3Uri: string, options: S3OutputOptions = {}): ProcessingOutput {
    const { localPath = containerFolder(outputName), upload = ProcessingUpload.END_OF_JOB } = options;

    return new ProcessingOutput(outputName, {
      s3Uri,
      callsOthers: false,
      check: (problems, path) => {
        checkS3Uri(problems, `${path}.s3Uri`, s3Uri);
        checkContainerFolder(problems, `${path}.localPath`, localPath, '/');
      },
      render: () => ({
        AppManaged: false,
        S3Output: { S3Uri: s3Uri, LocalPath: localPath, S3UploadMode: upload },
      }),
    });
  }

  /**
   * Records, which the job's own script puts in a feature group. The script calls Feature Store for that, so the step
   * gives a `networkCallsReason`.
   */
  public static toFeatureGroup(outputName: string, featureGroupName: string): ProcessingOutput {
    return new ProcessingOutput(outputName, {
      callsOthers: true,
      check: (problems, path) => checkFeatureGroupName(problems, `${path}.featureGroupName`, featureGroupName),
      render: () => ({ AppManaged: true, FeatureStoreOutput: { FeatureGroupName: featureGroupName } }),
    });
  }

  private constructor(
    /** Name of the output, unique in the step. */
    public readonly outputName: string,
    private readonly target: OutputTarget,
  ) {}

  /** @internal */
  public get _s3Uri(): string | undefined {
    return this.target.s3Uri;
  }

  /** @internal */
  public get _callsOthers(): boolean {
    return this.target.callsOthers;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.target.check(problems, path);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { OutputName: this.outputName, ...this.target.render() };
  }
}

/** Where an output goes. */
interface OutputTarget {
  readonly s3Uri?: string;
  readonly callsOthers: boolean;
  check(problems: Problems, path: string): void;
  render(): DefinitionExpression;
}

function checkFeatureGroupName(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name) || FEATURE_GROUP_NAME.test(name)) return;

  problems.add({
    code: 'NameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a feature group name is 1 to 64 characters: letters, digits, and hyphens and underscores between them',
    remedy: 'choose a name of that form',
  });
}
