import { Stack, Token } from 'aws-cdk-lib';
import { checkArn, modelPackageVersionArn, Permission, Problems } from '../core';
import { ContainerImage } from './container-image';
import { DefinitionExpression } from './private/reference-token';
import { checkHyphenated, checkLength, checkS3Uri, checkTextMap } from './private/value-checks';

const LONGEST_INPUT_CONFIG = 16_384;

const VARIABLES = { most: 100, longestValue: 1_024, noun: 'environment variables' };

/** What Inference Recommender needs to know of a model to try instance types. */
export interface ModelFramework {
  /** The framework, as `XGBOOST`, `SAGEMAKER-SCIKIT-LEARN`, `PYTORCH`, `TENSORFLOW` or `HUGGINGFACE`. */
  readonly framework: string;

  /**
   * Version of the framework, as `2.19.0`: 3 to 10 characters.
   *
   * @default - the container's own
   */
  readonly frameworkVersion?: string;

  /**
   * The well-known model that this one is most like, as `xgboost` or `resnet50`.
   *
   * @default - none
   */
  readonly nearestModelName?: string;

  /**
   * Shape of the model's inputs, as a JSON text of up to 16,384 characters.
   *
   * @default - none
   */
  readonly dataInputConfig?: string;
}

/** What every container of a model may have. */
export interface ModelContainerOptions {
  /**
   * Environment variables of the container: up to 100, each value up to 1,024 characters.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * Name of the container among those of its model: 1 to 63 letters, digits and hyphens. Either all containers of a model have
   * one or none has; those that are called directly need one.
   *
   * @default - SageMaker numbers the containers
   */
  readonly hostname?: string;
}

/** A container that SageMaker gives one model. */
export interface SingleModelContainerOptions extends ModelContainerOptions {
  /** The image that serves the model. */
  readonly image: ContainerImage;

  /**
   * What Inference Recommender needs to know. A registered version keeps it; a model that is created directly has no place for it.
   *
   * @default - not known
   */
  readonly framework?: ModelFramework;
}

/** A container and the archive that its model lies in. */
export interface ArchivedModelOptions extends SingleModelContainerOptions {
  /**
   * The `.tar.gz` archive of the model in S3; the result of a training step as `asString`.
   *
   * @default - the image brings the model along
   */
  readonly modelDataUrl?: string;
}

/** A container and the files that its model consists of. */
export interface UncompressedModelOptions extends SingleModelContainerOptions {
  /** The prefix in S3 that the model's files lie below; it ends in a slash. */
  readonly modelDataPrefix: string;
}

/** A container that serves many models. */
export interface MultiModelContainerOptions extends ModelContainerOptions {
  /** The image that serves the models; it must be able to serve several. */
  readonly image: ContainerImage;

  /** The prefix in S3 that the models' archives lie below; it ends in a slash. */
  readonly modelArchivesPrefix: string;

  /**
   * Whether models stay in memory between requests; switch it off for many models that are seldom asked.
   *
   * @default true
   */
  readonly cacheModels?: boolean;
}

/** A container of a registered version. */
export interface RegisteredModelOptions extends ModelContainerOptions {
  /** ARN of the model package group, which may lie in another account. The pipeline's role is allowed the versions of this group. */
  readonly modelPackageGroupArn: string;

  /** ARN of the version, as a reference or as text. */
  readonly modelPackageArn: string;
}

/** What differs between the kinds of containers. */
interface ContainerContent {
  readonly kind: 'of' | 'uncompressed' | 'multiModel' | 'registered';
  readonly options: ModelContainerOptions;
  readonly check: (problems: Problems, path: string) => void;
  readonly render: (stack: Stack) => DefinitionExpression;
  readonly framework?: ModelFramework;
  readonly modelPackageGroupArn?: string;
}

/**
 * A container of a model: an image, and the model that it serves.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export class ModelContainer {
  /** An image that serves the model in an archive, as training jobs leave it. */
  public static of(options: ArchivedModelOptions): ModelContainer {
    const { image, modelDataUrl, framework } = options;

    return new ModelContainer({
      kind: 'of',
      options,
      framework,
      check: (problems, path) => checkS3Uri(problems, `${path}.modelDataUrl`, modelDataUrl),
      render: (stack) => ({ Image: image._uri(stack), ModelDataUrl: modelDataUrl }),
    });
  }

  /**
   * An image that serves the model in loose files, which large models load faster from. Batch transform does not take them.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html
   */
  public static uncompressed(options: UncompressedModelOptions): ModelContainer {
    const { image, modelDataPrefix, framework } = options;
    const source = { S3Uri: modelDataPrefix, S3DataType: 'S3Prefix', CompressionType: 'None' };

    return new ModelContainer({
      kind: 'uncompressed',
      options,
      framework,
      check: (problems, path) => checkPrefix(problems, `${path}.modelDataPrefix`, modelDataPrefix),
      render: (stack) => ({ Image: image._uri(stack), ModelDataSource: { S3DataSource: source } }),
    });
  }

  /**
   * An image that serves many models, each loaded when it is first asked. A registered version has one model, so it takes none
   * of these.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
   */
  public static multiModel(options: MultiModelContainerOptions): ModelContainer {
    const { image, modelArchivesPrefix, cacheModels = true } = options;

    return new ModelContainer({
      kind: 'multiModel',
      options,
      check: (problems, path) => checkPrefix(problems, `${path}.modelArchivesPrefix`, modelArchivesPrefix),
      render: (stack) => ({
        Image: image._uri(stack),
        Mode: 'MultiModel',
        ModelDataUrl: modelArchivesPrefix,
        MultiModelConfig: { ModelCacheSetting: cacheModels ? 'Enabled' : 'Disabled' },
      }),
    });
  }

  /** Image and model of a registered version. A version in another account must be shared for deployment. */
  public static registered(options: RegisteredModelOptions): ModelContainer {
    const { modelPackageGroupArn, modelPackageArn } = options;

    return new ModelContainer({
      kind: 'registered',
      options,
      modelPackageGroupArn,
      check: (problems, path) => {
        checkArn(problems, `${path}.modelPackageGroupArn`, modelPackageGroupArn, 'sagemaker');
        checkArn(problems, `${path}.modelPackageArn`, modelPackageArn, 'sagemaker');
      },
      render: () => ({ ModelPackageName: modelPackageArn }),
    });
  }

  private constructor(private readonly content: ContainerContent) {}

  /** @internal */
  public get _kind(): string {
    return this.content.kind;
  }

  /** @internal */
  public get _hostname(): string | undefined {
    return this.content.options.hostname;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { options, framework, check } = this.content;

    check(problems, path);
    checkTextMap(problems, `${path}.environment`, options.environment, VARIABLES);
    checkHyphenated(problems, `${path}.hostname`, options.hostname);
    checkFrameworkVersion(problems, `${path}.framework.frameworkVersion`, framework?.frameworkVersion);
    checkLength(problems, `${path}.framework.dataInputConfig`, framework?.dataInputConfig, LONGEST_INPUT_CONFIG);
  }

  /** @internal */
  public _render(stack: Stack): DefinitionExpression {
    const { environment, hostname } = this.content.options;

    return { ContainerHostname: hostname, ...this.content.render(stack), Environment: environment };
  }

  /** @internal */
  public _renderForRegistry(stack: Stack): DefinitionExpression {
    const { framework, frameworkVersion, nearestModelName, dataInputConfig } = this.content.framework ?? {};

    return {
      ...this._render(stack),
      Framework: framework,
      FrameworkVersion: frameworkVersion,
      NearestModelName: nearestModelName,
      ModelInput: dataInputConfig === undefined ? undefined : { DataInputConfig: dataInputConfig },
    };
  }

  /** @internal */
  public _permissions(stack: Stack): Permission[] {
    const { modelPackageGroupArn } = this.content;
    if (modelPackageGroupArn === undefined) return [];

    return [
      {
        actions: ['sagemaker:CreateModel', 'sagemaker:DescribeModelPackage'],
        resources: [modelPackageVersionArn(stack, modelPackageGroupArn, '*')],
      },
    ];
  }
}

function checkPrefix(problems: Problems, path: string, prefix: string): void {
  checkS3Uri(problems, path, prefix);

  if (Token.isUnresolved(prefix) || prefix.endsWith('/')) return;
  problems.add({
    code: 'PrefixWithoutSlash',
    path,
    got: `is "${prefix}"`,
    wanted: 'SageMaker takes a folder of models by a prefix that ends in a slash',
    remedy: `write "${prefix}/"`,
  });
}

function checkFrameworkVersion(problems: Problems, path: string, version: string | undefined): void {
  if (version === undefined || Token.isUnresolved(version)) return;
  if (/^\d\.[A-Za-z0-9.-]+$/.test(version) && version.length >= 3 && version.length <= 10) return;

  problems.add({
    code: 'FrameworkVersionMalformed',
    path,
    got: `is "${version}"`,
    wanted: 'SageMaker takes one digit, a dot and more, in 3 to 10 characters',
    remedy: 'write one as "2.1.0", or leave it out',
  });
}
