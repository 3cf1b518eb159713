import { Problems } from '../core';
import { checkLength, checkS3Uri, checkTextMap } from './private/value-checks';

const LONGEST_IMAGE = 255;
const VARIABLES = { most: 25, longestValue: 256, noun: 'environment variables' };

/** The container that optimises. */
export interface OptimizationContainerOptions {
  /**
   * Address of an image for large model inference in ECR: up to 255 characters.
   *
   * @default - SageMaker chooses one
   */
  readonly imageUri?: string;

  /**
   * Variables of the container that shape the technique, such as `OPTION_QUANTIZE`: up to 25, of up to 256 characters each.
   *
   * @default - those of the image
   */
  readonly environment?: Record<string, string>;
}

/** What a draft model learns from: data in the format of ShareGPT or of OpenAI's completions. */
export interface SpeculativeDecodingOptions {
  /**
   * Address of the folder that the data lie in; not with `trainingManifestS3Uri`.
   *
   * @default - SageMaker brings its own
   */
  readonly trainingDataS3Uri?: string;

  /**
   * Address of a manifest that names the data; not with `trainingDataS3Uri`.
   *
   * @default - SageMaker brings its own
   */
  readonly trainingManifestS3Uri?: string;
}

/** What is done to a model, by the names of the factories. */
type TechniqueKind = 'quantization' | 'compilation' | 'sharding' | 'speculativeDecoding';

/**
 * What is done to a model so that it answers faster, or on smaller instances.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-optimize.html
 */
export class OptimizationTechnique {
  /** Stores the model's weights in a type of less precision; for instances with GPUs. */
  public static quantization(options: OptimizationContainerOptions = {}): OptimizationTechnique {
    return new OptimizationTechnique('quantization', { ModelQuantizationConfig: containerOf(options) }, options);
  }

  /** Compiles the model for its instances, so that they need not do so when they start. */
  public static compilation(options: OptimizationContainerOptions = {}): OptimizationTechnique {
    return new OptimizationTechnique('compilation', { ModelCompilationConfig: containerOf(options) }, options);
  }

  /** Divides the model among the GPUs of an instance, so that it loads faster; combines with no other technique. */
  public static sharding(options: OptimizationContainerOptions = {}): OptimizationTechnique {
    return new OptimizationTechnique('sharding', { ModelShardingConfig: containerOf(options) }, options);
  }

  /** Trains a small model that drafts what the large one only confirms (EAGLE); for instances with GPUs. */
  public static speculativeDecoding(options: SpeculativeDecodingOptions = {}): OptimizationTechnique {
    return new OptimizationTechnique(
      'speculativeDecoding',
      { ModelSpeculativeDecodingConfig: { Technique: 'EAGLE', TrainingDataSource: trainingDataOf(options) } },
      options,
    );
  }

  private constructor(
    /** @internal */
    public readonly _kind: TechniqueKind,
    private readonly rendered: object,
    private readonly options: OptimizationContainerOptions & SpeculativeDecodingOptions,
  ) {}

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { imageUri, environment, trainingDataS3Uri, trainingManifestS3Uri } = this.options;

    checkLength(problems, `${path}.imageUri`, imageUri, LONGEST_IMAGE);
    checkTextMap(problems, `${path}.environment`, environment, VARIABLES);
    checkS3Uri(problems, `${path}.trainingDataS3Uri`, trainingDataS3Uri);
    checkS3Uri(problems, `${path}.trainingManifestS3Uri`, trainingManifestS3Uri);
    if (trainingDataS3Uri === undefined || trainingManifestS3Uri === undefined) return;
    problems.add({
      code: 'TrainingDataNamedTwice',
      path,
      got: 'has trainingDataS3Uri and trainingManifestS3Uri',
      wanted: 'a draft model learns from a folder, or from what a manifest names',
      remedy: 'leave one of them out',
    });
  }

  /** @internal */
  public _render(): object {
    return this.rendered;
  }
}

function containerOf({ imageUri, environment }: OptimizationContainerOptions): object {
  return { Image: imageUri, OverrideEnvironment: environment };
}

function trainingDataOf(options: SpeculativeDecodingOptions): object | undefined {
  const { trainingDataS3Uri, trainingManifestS3Uri } = options;
  if (trainingManifestS3Uri !== undefined) return { S3Uri: trainingManifestS3Uri, S3DataType: 'ManifestFile' };

  return trainingDataS3Uri === undefined ? undefined : { S3Uri: trainingDataS3Uri, S3DataType: 'S3Prefix' };
}
