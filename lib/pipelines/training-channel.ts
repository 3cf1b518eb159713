import { Token } from 'aws-cdk-lib';
import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { checkS3Data, checkStreamed, renderS3Data } from './private/s3-channel-data';
import { checkEntries, checkLength, checkS3Uri, ValueRange } from './private/value-checks';
import {
  AugmentedManifestChannelOptions,
  S3ChannelOptions,
  TrainingChannelOptions,
  TrainingInputMode,
} from './training-channel-options';

/** Which part of a file system the algorithm gets. */
export interface FileSystemChannelOptions extends TrainingChannelOptions {
  /** Id of the file system, as `fs-0a1b2c3d4e5f67890`. */
  readonly fileSystemId: string;

  /** The directory, from the root of the file system; in FSx for Lustre it begins with the mount name, as `/fsx/abalone`. */
  readonly directoryPath: string;

  /**
   * Whether the job may write to the directory.
   *
   * @default false
   */
  readonly writable?: boolean;
}

/** What differs between the kinds of channels. */
interface ChannelContent {
  readonly contentType?: string;
  readonly check: (problems: Problems, path: string) => void;
  readonly render: () => DefinitionExpression;
  readonly instanceGroups?: readonly string[];
}

const CHANNEL_NAME = /^[A-Za-z0-9._-]{1,64}$/;
const FILE_SYSTEM_ID = /^fs-[0-9a-f]{8,17}$/;
const MODEL_CHANNEL = 'model';
const MODEL_CONTENT_TYPE = 'application/x-sagemaker-model';
const LONGEST_CONTENT_TYPE = 256;
const LONGEST_ATTRIBUTE = 256;
const LONGEST_DIRECTORY = 4_096;

const ATTRIBUTES: ValueRange = {
  least: 1,
  most: 16,
  wanted: 'SageMaker sends 1 to 16 attributes of each line',
  remedy: "name those that the algorithm reads, as ['source-ref', 'class']",
};

/**
 * Files that a training job gets under a name. It finds them in `/opt/ml/input/data/` and the channel's name.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html
 */
export class TrainingChannel {
  /**
   * All objects below a prefix in S3, as `s3://bucket/abalone/train/`, or those that a manifest lists.
   *
   * @param channelName name of the channel, as `train`: 1 to 64 letters, digits, dots, hyphens and underscores, unique in the job
   * @param s3Uri the prefix, or the manifest; a result of an earlier step as `asString`
   * @param options how the objects reach the algorithm
   */
  public static fromS3(channelName: string, s3Uri: string, options: S3ChannelOptions = {}): TrainingChannel {
    const { inputMode, manifest = false, contentType, instanceGroups } = options;

    return new TrainingChannel(channelName, {
      contentType,
      instanceGroups,
      check: (problems, path) => {
        checkS3Data(problems, path, s3Uri, options);
        checkStreamed(problems, path, options);
      },
      render: () => ({
        InputMode: inputMode,
        ...renderS3Data(manifest ? 'ManifestFile' : 'S3Prefix', s3Uri, options),
      }),
    });
  }

  /**
   * The lines of an augmented manifest, as labelling jobs leave it: objects in S3 and what is known of each.
   *
   * @param channelName name of the channel, as `train`: 1 to 64 letters, digits, dots, hyphens and underscores, unique in the job
   * @param s3Uri the manifest, in the JSON Lines format
   * @param options which attributes of each line reach the algorithm, and how
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html
   */
  public static fromAugmentedManifest(
    channelName: string,
    s3Uri: string,
    options: AugmentedManifestChannelOptions,
  ): TrainingChannel {
    const { attributeNames, contentType, instanceGroups } = options;

    return new TrainingChannel(channelName, {
      contentType,
      instanceGroups,
      check: (problems, path) => {
        checkS3Data(problems, path, s3Uri, options);
        checkEntries(problems, `${path}.attributeNames`, attributeNames.length, ATTRIBUTES);
        attributeNames.forEach((name, i) =>
          checkLength(problems, `${path}.attributeNames[${i}]`, name, LONGEST_ATTRIBUTE),
        );
      },
      render: () => ({
        InputMode: TrainingInputMode.PIPE,
        ...renderS3Data('AugmentedManifestFile', s3Uri, options, attributeNames),
      }),
    });
  }

  /**
   * A directory of a file system in EFS, which must be reachable from the environment's subnets.
   *
   * @param channelName name of the channel, as `train`: 1 to 64 letters, digits, dots, hyphens and underscores, unique in the job
   * @param options which directory of which file system
   */
  public static fromEfs(channelName: string, options: FileSystemChannelOptions): TrainingChannel {
    return TrainingChannel.ofFileSystem(channelName, 'EFS', options);
  }

  /**
   * A directory of a file system in FSx for Lustre, which must be reachable from the environment's subnets.
   *
   * @param channelName name of the channel, as `train`: 1 to 64 letters, digits, dots, hyphens and underscores, unique in the job
   * @param options which directory of which file system
   */
  public static fromFsxLustre(channelName: string, options: FileSystemChannelOptions): TrainingChannel {
    return TrainingChannel.ofFileSystem(channelName, 'FSxLustre', options);
  }

  /**
   * A model that was trained before and is trained further.
   *
   * @param s3Uri the model's archive; the result of a training step as `asString`
   * @param channelName name of the channel; SageMaker's own algorithms look for `model`
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/incremental-training.html
   */
  public static fromModel(s3Uri: string, channelName: string = MODEL_CHANNEL): TrainingChannel {
    return new TrainingChannel(channelName, {
      contentType: MODEL_CONTENT_TYPE,
      check: (problems, path) => checkS3Uri(problems, `${path}.s3Uri`, s3Uri),
      render: () => ({ InputMode: TrainingInputMode.FILE, ...renderS3Data('S3Prefix', s3Uri, {}) }),
    });
  }

  private static ofFileSystem(
    channelName: string,
    type: 'EFS' | 'FSxLustre',
    { fileSystemId, directoryPath, writable = false, contentType }: FileSystemChannelOptions,
  ): TrainingChannel {
    const source = {
      FileSystemId: fileSystemId,
      FileSystemType: type,
      FileSystemAccessMode: writable ? 'rw' : 'ro',
      DirectoryPath: directoryPath,
    };

    return new TrainingChannel(channelName, {
      contentType,
      check: (problems, path) => {
        checkFileSystemId(problems, `${path}.fileSystemId`, fileSystemId);
        checkDirectory(problems, `${path}.directoryPath`, directoryPath);
      },
      render: () => ({ DataSource: { FileSystemDataSource: source } }),
    });
  }

  private constructor(
    /** Name of the channel, unique in the job. */
    public readonly channelName: string,
    private readonly content: ChannelContent,
  ) {}

  /** @internal */
  public get _instanceGroups(): readonly string[] {
    return this.content.instanceGroups ?? [];
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    checkChannelName(problems, `${path}.channelName`, this.channelName);
    checkLength(problems, `${path}.contentType`, this.content.contentType, LONGEST_CONTENT_TYPE);
    this.content.check(problems, path);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { ChannelName: this.channelName, ContentType: this.content.contentType, ...this.content.render() };
  }
}

function checkChannelName(problems: Problems, path: string, name: string): void {
  if (Token.isUnresolved(name) || CHANNEL_NAME.test(name)) return;

  problems.add({
    code: 'ChannelNameMalformed',
    path,
    got: `is "${name}"`,
    wanted: 'a channel name is 1 to 64 letters, digits, dots, hyphens and underscores',
    remedy: 'write one as "train"',
  });
}

function checkFileSystemId(problems: Problems, path: string, id: string): void {
  if (Token.isUnresolved(id) || FILE_SYSTEM_ID.test(id)) return;

  problems.add({
    code: 'FileSystemIdMalformed',
    path,
    got: `is "${id}"`,
    wanted: 'the id of a file system is "fs-" and 8 to 17 hexadecimal digits',
    remedy: "copy it from the file system's page in the AWS console",
  });
}

function checkDirectory(problems: Problems, path: string, directory: string): void {
  if (Token.isUnresolved(directory) || (directory.startsWith('/') && directory.length <= LONGEST_DIRECTORY)) return;

  problems.add({
    code: 'DirectoryPathMalformed',
    path,
    got: `is "${directory}"`,
    wanted: `a directory is given from the root of its file system, in ${LONGEST_DIRECTORY} characters or fewer`,
    remedy: 'begin it with "/"',
  });
}
