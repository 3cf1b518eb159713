import { Token } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Problems } from '../core';
import { letJobsRead } from './private/job-files';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { checkS3Uri } from './private/value-checks';
import { TrainingChannel } from './training-channel';

/** The channel that brings the script. An isolated container reaches nothing, so it cannot fetch the script by itself. */
const CODE_CHANNEL = 'code';
const CODE_FOLDER = '/opt/ml/input/data/code';

/** What SageMaker's containers log unless they are told otherwise: information and above, in Python's numbers. */
const LOG_LEVEL = 20;

/** What differs between the ways to bring a script. */
interface ScriptContent {
  /** The factory, as messages name it. */
  readonly kind: 'fromArchive' | 'fromFolder' | 'fromFile';
  readonly s3Uri: string;
  readonly entryPoint: string;
  /** Where the container finds the script, or the archive that it lies in. */
  readonly location: string;
  readonly asset?: Asset;
}

/**
 * A script of yours that a framework container of SageMaker trains with, such as those for XGBoost, scikit-learn, PyTorch and
 * Hugging Face.
 *
 * The script reaches the container as a channel named `code`, so that it does not need the network.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/docker-containers-adapt-your-own.html
 */
export class TrainingScript {
  /**
   * A script in an archive.
   *
   * @param s3Uri the archive in S3, as `s3://bucket/code/sourcedir.tar.gz`; its file name is no reference
   * @param entryPoint the script, from the root of the archive, as `train.py`
   */
  public static fromArchive(s3Uri: string, entryPoint: string): TrainingScript {
    const location = `${CODE_FOLDER}/${fileNameOf(s3Uri)}`;

    return new TrainingScript({ kind: 'fromArchive', s3Uri, entryPoint, location });
  }

  /**
   * A script among other files in a folder.
   *
   * @param s3Uri the folder in S3, as `s3://bucket/code/`; it ends in a slash
   * @param entryPoint the script, from the folder, as `train.py`
   */
  public static fromFolder(s3Uri: string, entryPoint: string): TrainingScript {
    return new TrainingScript({ kind: 'fromFolder', s3Uri, entryPoint, location: CODE_FOLDER });
  }

  /**
   * A script that the app uploads: an asset of one file. The jobs' role is allowed to read it.
   *
   * @param asset the script
   */
  public static fromAsset(asset: Asset): TrainingScript {
    const { s3ObjectUrl: s3Uri } = asset;

    return new TrainingScript({ kind: 'fromFile', s3Uri, entryPoint: fileNameOf(s3Uri), location: CODE_FOLDER, asset });
  }

  /**
   * A script in one file.
   *
   * @param s3Uri the script in S3, as `s3://bucket/code/train.py`; its file name is no reference
   */
  public static fromFile(s3Uri: string): TrainingScript {
    return new TrainingScript({ kind: 'fromFile', s3Uri, entryPoint: fileNameOf(s3Uri), location: CODE_FOLDER });
  }

  private constructor(private readonly content: ScriptContent) {}

  /** @internal */
  public get _channel(): TrainingChannel {
    return TrainingChannel.fromS3(CODE_CHANNEL, this.content.s3Uri);
  }

  /** @internal */
  public _bind(context: StepContext): void {
    if (this.content.asset) letJobsRead(context, this.content.asset);
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { kind, s3Uri, entryPoint, asset } = this.content;

    checkS3Uri(problems, `${path}.s3Uri`, s3Uri);
    if (asset?.isZipArchive) checkAsset(problems, path);
    if (kind === 'fromFolder') checkFolder(problems, `${path}.s3Uri`, s3Uri);
    if (kind !== 'fromFolder') checkFile(problems, `${path}.s3Uri`, s3Uri);
    if (kind !== 'fromFile') checkEntryPoint(problems, `${path}.entryPoint`, entryPoint);
  }

  /** @internal */
  public _hyperparameters(region: string): DefinitionExpression {
    const { entryPoint, location } = this.content;

    return {
      sagemaker_program: JSON.stringify(entryPoint),
      sagemaker_submit_directory: JSON.stringify(location),
      sagemaker_region: JSON.stringify(region),
      sagemaker_container_log_level: JSON.stringify(LOG_LEVEL),
    };
  }
}

/** The last part of an address; SageMaker names the file in the channel by it. */
function fileNameOf(s3Uri: string): string {
  return s3Uri.slice(s3Uri.lastIndexOf('/') + 1);
}

function checkFile(problems: Problems, path: string, s3Uri: string): void {
  const fileName = fileNameOf(s3Uri);
  if (fileName !== '' && !Token.isUnresolved(fileName)) return;

  problems.add({
    code: 'ScriptFileUnknown',
    path,
    got: fileName === '' ? `is "${s3Uri}"` : 'ends in what only a run or a deployment knows',
    wanted: 'the container is told the name of the file, which is the last part of its address',
    remedy: 'end the address in a file name, or use TrainingScript.fromFolder(…)',
  });
}

function checkAsset(problems: Problems, path: string): void {
  problems.add({
    code: 'ScriptAssetZipped',
    path,
    got: 'is an asset of a folder, or a zip archive',
    wanted: 'the containers unpack gzipped tar archives only',
    remedy: 'make an asset of one file, or use TrainingScript.fromArchive(…)',
  });
}

function checkFolder(problems: Problems, path: string, s3Uri: string): void {
  if (s3Uri.endsWith('/')) return;

  problems.add({
    code: 'PrefixWithoutSlash',
    path,
    got: Token.isUnresolved(s3Uri) ? 'does not end in a slash' : `is "${s3Uri}"`,
    wanted: 'without a slash at its end it would bring the files of every folder that begins alike',
    remedy: 'end it in "/"',
  });
}

function checkEntryPoint(problems: Problems, path: string, entryPoint: string): void {
  if (Token.isUnresolved(entryPoint) || /^[^/]/.test(entryPoint)) return;

  problems.add({
    code: 'EntryPointMalformed',
    path,
    got: `is "${entryPoint}"`,
    wanted: 'the script is named from the root of what brings it',
    remedy: 'write it as "train.py"',
  });
}
