import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { ContainerImage } from '@aws-cdk/aws-sagemaker-alpha';
import { IConstruct } from 'constructs';
import {
  ALGORITHM_IMAGES,
  bindSageMakerImage,
  check,
  checkArn,
  checkImageVersion,
  DEEP_LEARNING_IMAGES,
  huggingFaceTag,
  INFERENCE_BUILDS,
  NEO_IMAGES,
  Permission,
  SageMakerImage,
  scikitLearnImage,
  xgboostImage,
} from '../core';
import { BuiltInAlgorithm } from './built-in-algorithm';
import { HuggingFaceInferenceOptions } from './hugging-face-inference';
import { NeoRuntime } from './neo-runtime';
import * as perms from './perms';
import { AlgorithmFacts, BUILT_IN_ALGORITHMS } from './private/built-in-algorithms';
import { bindCdkImage, PulledImage } from './private/cdk-image';
import { ImageAcceleration, accelerationOf } from './private/image-acceleration';
import { ServingRepository } from './serving-repository';

/** SageMaker keeps the interface of an algorithm's container stable within this tag. */
const BUILT_IN_TAG = '1';

const SPARK_ML_VERSION = /^\d+\.\d+$/;

/** What differs between the kinds of images. */
interface ImageContent {
  readonly bind: (stack: Stack) => PulledImage;
  readonly acceleration?: ImageAcceleration;
  /** What is known of it when it is an algorithm of SageMaker's own. */
  readonly algorithm?: AlgorithmFacts;
  readonly registryAccess?: { readonly credentials?: lambda.IFunctionRef };
}

/**
 * The image that serves a model: one of SageMaker's own, one from an ECR repository or a private registry, or one that the app
 * builds.
 *
 * Each region has its own registry of SageMaker's images, so the stack that uses one must name its region. SageMaker pulls these
 * with credentials of its own; the model's role needs nothing for them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 */
export class ServingImage {
  /** SageMaker's XGBoost algorithm, by version, as `3.2-0`. */
  public static xgboost(version: string): ServingImage {
    return ServingImage.ofSageMaker(xgboostImage(version));
  }

  /** SageMaker's scikit-learn container, by version, as `1.2-1`. */
  public static scikitLearn(version: string): ServingImage {
    return ServingImage.ofSageMaker(scikitLearnImage(version));
  }

  /** SageMaker's container for feature transformers of Spark ML, by version of Spark, as `3.3`; the first of an inference pipeline. */
  public static sparkMl(version: string): ServingImage {
    checkImageVersion(version, SPARK_ML_VERSION, '3.3');

    return ServingImage.ofSageMaker({
      registry: ALGORITHM_IMAGES,
      repository: 'sagemaker-sparkml-serving',
      tag: version,
    });
  }

  /** An algorithm of SageMaker's own, in its stable version. */
  public static builtInAlgorithm(algorithm: BuiltInAlgorithm): ServingImage {
    const facts = BUILT_IN_ALGORITHMS[algorithm];

    return ServingImage.ofSageMaker({ registry: facts.registry, repository: algorithm, tag: BUILT_IN_TAG }, facts);
  }

  /**
   * A Hugging Face container with PyTorch.
   *
   * A version of transformers that is newer than this library needs `frameworkVersion`, `pythonVersion` and `platform`.
   *
   * @see https://huggingface.co/docs/sagemaker/reference
   */
  public static huggingFaceInference(options: HuggingFaceInferenceOptions): ServingImage {
    return ServingImage.deepLearning(ServingRepository.HUGGING_FACE, huggingFaceTag(INFERENCE_BUILDS, options));
  }

  /**
   * One of AWS's deep learning containers, by repository and tag.
   *
   * @see https://github.com/aws/deep-learning-containers/blob/master/available_images.md
   */
  public static deepLearning(repository: ServingRepository, tag: string): ServingImage {
    return ServingImage.ofSageMaker({ registry: DEEP_LEARNING_IMAGES, repository: repository.repositoryName, tag });
  }

  /** The container that serves what SageMaker Neo compiled, by runtime and tag. */
  public static neo(runtime: NeoRuntime, tag: string): ServingImage {
    return ServingImage.ofSageMaker({ registry: NEO_IMAGES, repository: runtime, tag });
  }

  /** An image of an ECR repository, by tag or digest, as `1.4.2` or `sha256:…`; a digest can not be moved to other content. */
  public static fromRepository(repository: ecr.IRepository, tagOrDigest: string): ServingImage {
    return new ServingImage({
      bind: () => ({
        uri: repository.repositoryUriForTagOrDigest(tagOrDigest),
        repositoryArn: repository.repositoryArn,
      }),
    });
  }

  /** An image that is built from a folder when the app is deployed. */
  public static fromAsset(asset: DockerImageAsset): ServingImage {
    return new ServingImage({
      bind: () => ({ uri: asset.imageUri, repositoryArn: asset.repository.repositoryArn }),
    });
  }

  /**
   * An image in ECR by its address.
   *
   * @param imageUri the address, as `111111111111.dkr.ecr.eu-west-1.amazonaws.com/abalone:1.4.2`
   * @param repositoryArn ARN of the repository that the address lies in, for the role that pulls the image
   */
  public static fromAddress(imageUri: string, repositoryArn: string): ServingImage {
    check(undefined, (problems) => checkArn(problems, 'repositoryArn', repositoryArn, 'ecr'));

    return new ServingImage({ bind: () => ({ uri: imageUri, repositoryArn }) });
  }

  /**
   * An image of a private Docker registry, which must be reachable from the endpoint's subnets and have a TLS certificate of a
   * public authority. Serverless variants have no subnets, so that they cannot use it.
   *
   * @param imageUri the address, as `registry.acme.example/abalone:1.4.2`
   * @param credentials the function that SageMaker asks for name and password; without it, the registry lets everybody in
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
   */
  public static fromPrivateRegistry(imageUri: string, credentials?: lambda.IFunctionRef): ServingImage {
    return new ServingImage({ bind: () => ({ uri: imageUri }), registryAccess: { credentials } });
  }

  /** An image of the library `@aws-cdk/aws-sagemaker-alpha`. */
  public static fromContainerImage(image: ContainerImage): ServingImage {
    return new ServingImage({ bind: (stack) => bindCdkImage(stack, image) });
  }

  private static ofSageMaker(image: SageMakerImage, algorithm?: AlgorithmFacts): ServingImage {
    return new ServingImage({
      bind: (stack) => ({ uri: bindSageMakerImage(stack, image, 'ServingImage.fromRepository').uri }),
      acceleration: accelerationOf(image.repository, image.tag ?? ''),
      algorithm,
    });
  }

  /** Images of CDK's alpha library define constructs, which is done once in a stack. */
  private readonly bound = new WeakMap<Stack, PulledImage>();

  private constructor(private readonly content: ImageContent) {}

  /**
   * What the image computes on; undefined when it is not known.
   *
   * @internal
   */
  public get _acceleration(): ImageAcceleration | undefined {
    return this.content.acceleration;
  }

  /**
   * Whether it is known that a container serves one model only.
   *
   * @internal
   */
  public get _singleModelOnly(): boolean {
    const { algorithm } = this.content;

    return algorithm !== undefined && !algorithm.multiModel;
  }

  /**
   * Whether it is known that the image has no model of its own.
   *
   * @internal
   */
  public get _withoutModel(): boolean {
    return this.content.algorithm !== undefined;
  }

  /**
   * Whether it lies in a registry that is reached through the model's subnets.
   *
   * @internal
   */
  public get _pulledThroughVpc(): boolean {
    return this.content.registryAccess !== undefined;
  }

  /** @internal */
  public _bind(scope: IConstruct): PulledImage {
    const stack = Stack.of(scope);
    const image = this.bound.get(stack) ?? this.content.bind(stack);
    this.bound.set(stack, image);

    return image;
  }

  /** @internal */
  public _render(scope: IConstruct): Pick<CfnModel.ContainerDefinitionProperty, 'image' | 'imageConfig'> {
    return { image: this._bind(scope).uri, imageConfig: this.renderRegistry() };
  }

  /**
   * What it takes to pull the image.
   *
   * @internal
   */
  public _permissions(stack: Stack): Permission[] {
    const { repositoryArn } = this._bind(stack);
    const credentials = this.content.registryAccess?.credentials;

    return [
      ...(repositoryArn === undefined
        ? []
        : [
            { actions: perms.PULL_IMAGES, resources: [repositoryArn] },
            { actions: perms.ENTER_REGISTRIES, resources: ['*'] },
          ]),
      ...(credentials === undefined
        ? []
        : [{ actions: perms.INVOKE_FUNCTION, resources: [credentials.functionRef.functionArn] }]),
    ];
  }

  private renderRegistry(): CfnModel.ImageConfigProperty | undefined {
    const { registryAccess } = this.content;
    if (!registryAccess) return undefined;

    const { credentials } = registryAccess;
    return {
      repositoryAccessMode: 'Vpc',
      repositoryAuthConfig: credentials && { repositoryCredentialsProviderArn: credentials.functionRef.functionArn },
    };
  }
}
