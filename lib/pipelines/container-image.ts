import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import {
  bindSageMakerImage,
  BoundImage,
  checkImageVersion,
  CLARIFY_IMAGES,
  DEEP_LEARNING_IMAGES,
  huggingFaceTag,
  INFERENCE_BUILDS,
  MODEL_MONITOR_IMAGES,
  SageMakerImage,
  scikitLearnImage,
  SPARK_IMAGES,
  TRAINING_BUILDS,
  xgboostImage,
} from '../core';

const SPARK_VERSION = /^\d+\.\d+$/;

/** A repository of AWS's deep learning containers. */
export enum DeepLearningRepository {
  /** Training with PyTorch; tags read `2.10.0-gpu-py313`. */
  PYTORCH_TRAINING = 'pytorch-training',
  /** Serving with PyTorch; tags read `2.6.0-cpu-py312`. */
  PYTORCH_INFERENCE = 'pytorch-inference',
  /** Training with TensorFlow; tags read `2.19.0-gpu-py312`. */
  TENSORFLOW_TRAINING = 'tensorflow-training',
  /** Serving with TensorFlow; tags read `2.19.0-cpu`. */
  TENSORFLOW_INFERENCE = 'tensorflow-inference',
  /** Training with Hugging Face transformers; `ContainerImage.huggingFaceTraining` knows the tags. */
  HUGGING_FACE_TRAINING = 'huggingface-pytorch-training',
  /** Serving with Hugging Face transformers; `ContainerImage.huggingFaceInference` knows the tags. */
  HUGGING_FACE_INFERENCE = 'huggingface-pytorch-inference',
  /** Serving large language models with Hugging Face's text generation server. */
  HUGGING_FACE_TEXT_GENERATION = 'huggingface-pytorch-tgi-inference',
  /** Serving large models with the Deep Java Library. */
  DJL_INFERENCE = 'djl-inference',
  /** Training with AutoGluon. */
  AUTOGLUON_TRAINING = 'autogluon-training',
  /** Serving with AutoGluon. */
  AUTOGLUON_INFERENCE = 'autogluon-inference',
}

/** What an image computes on. */
export enum ImageAccelerator {
  /** The processor alone. */
  CPU = 'cpu',
  /** NVIDIA graphics processors. */
  GPU = 'gpu',
}

/** Which Hugging Face image is used. */
export interface HuggingFaceOptions {
  /** Version of the transformers library, as `4.49.0`. */
  readonly transformersVersion: string;

  /**
   * What the image computes on. Images for training compute on graphics processors only.
   *
   * @default ImageAccelerator.GPU
   */
  readonly accelerator?: ImageAccelerator;

  /**
   * Version of PyTorch, as `2.5.1`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly frameworkVersion?: string;

  /**
   * Version of Python, as `py311`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly pythonVersion?: string;

  /**
   * What the image's tag ends in: drivers and system, as `cu124-ubuntu22.04`, for the processor alone `ubuntu22.04`.
   *
   * @default - the one that this library knows for the version of transformers
   */
  readonly platform?: string;
}

/**
 * The container image of a job: one of SageMaker's own, one from an ECR repository, or one that the app builds.
 *
 * Each region has its own registry of SageMaker's images, so the stack that uses one must name its region.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ecr-eu-west-1.html
 */
export class ContainerImage {
  /** SageMaker's XGBoost algorithm, by version, as `3.2-0`. */
  public static xgboost(version: string): ContainerImage {
    const { bind } = ContainerImage.ofSageMaker(xgboostImage(version));

    return new ContainerImage(bind, true);
  }

  /** SageMaker's scikit-learn container, by version, as `1.2-1`. */
  public static scikitLearn(version: string): ContainerImage {
    return ContainerImage.ofSageMaker(scikitLearnImage(version));
  }

  /**
   * SageMaker's Spark container for processing jobs.
   *
   * @param version version of Spark, as `3.5`
   * @param release Python and release of the container, as `py312-v1.0`; without it, the newest of that Spark
   */
  public static spark(version: string, release?: string): ContainerImage {
    checkImageVersion(version, SPARK_VERSION, '3.5');
    const tag = [version, 'cpu', ...(release === undefined ? [] : [release])].join('-');

    return ContainerImage.ofSageMaker({ registry: SPARK_IMAGES, repository: 'sagemaker-spark-processing', tag });
  }

  /** SageMaker Clarify: bias and explainability analysis. */
  public static clarify(): ContainerImage {
    return ContainerImage.ofSageMaker({
      registry: CLARIFY_IMAGES,
      repository: 'sagemaker-clarify-processing',
      tag: '1.0',
    });
  }

  /** SageMaker Model Monitor: data quality and model quality analysis. */
  public static modelMonitor(): ContainerImage {
    return ContainerImage.ofSageMaker({
      registry: MODEL_MONITOR_IMAGES,
      repository: 'sagemaker-model-monitor-analyzer',
    });
  }

  /**
   * A Hugging Face container for training, with PyTorch on graphics processors.
   *
   * A version of transformers that is newer than this library needs `frameworkVersion`, `pythonVersion` and `platform`.
   *
   * @see https://huggingface.co/docs/sagemaker/reference
   */
  public static huggingFaceTraining(options: HuggingFaceOptions): ContainerImage {
    return ContainerImage.deepLearning(
      DeepLearningRepository.HUGGING_FACE_TRAINING,
      huggingFaceTag(TRAINING_BUILDS, options),
    );
  }

  /**
   * A Hugging Face container for serving, with PyTorch.
   *
   * A version of transformers that is newer than this library needs `frameworkVersion`, `pythonVersion` and `platform`.
   *
   * @see https://huggingface.co/docs/sagemaker/reference
   */
  public static huggingFaceInference(options: HuggingFaceOptions): ContainerImage {
    return ContainerImage.deepLearning(
      DeepLearningRepository.HUGGING_FACE_INFERENCE,
      huggingFaceTag(INFERENCE_BUILDS, options),
    );
  }

  /**
   * One of AWS's deep learning containers, by repository and tag.
   *
   * @see https://github.com/aws/deep-learning-containers/blob/master/available_images.md
   */
  public static deepLearning(repository: DeepLearningRepository, tag: string): ContainerImage {
    return ContainerImage.ofSageMaker({ registry: DEEP_LEARNING_IMAGES, repository, tag });
  }

  /** An image of an ECR repository, by tag or digest, as `1.4.2` or `sha256:…`; a digest can not be moved to other content. */
  public static fromRepository(repository: ecr.IRepository, tagOrDigest: string): ContainerImage {
    return new ContainerImage(() => ({
      uri: repository.repositoryUriForTagOrDigest(tagOrDigest),
      repositoryArn: repository.repositoryArn,
    }));
  }

  /** An image that is built from a folder when the app is deployed. */
  public static fromAsset(asset: DockerImageAsset): ContainerImage {
    return new ContainerImage(() => ({ uri: asset.imageUri, repositoryArn: asset.repository.repositoryArn }));
  }

  /**
   * An image by its address, which may be known to a run only, as `AutoMLStep.bestModel.imageUri`.
   *
   * @param imageUri the address, maybe a reference
   * @param repositoryArn ARN of the repository that the address lies in, for the role that pulls the image
   */
  public static fromAddress(imageUri: string, repositoryArn: string): ContainerImage {
    return new ContainerImage(() => ({ uri: imageUri, repositoryArn }));
  }

  private static ofSageMaker(image: SageMakerImage): ContainerImage {
    return new ContainerImage((stack) => bindSageMakerImage(stack, image, 'ContainerImage.fromRepository'));
  }

  private constructor(
    private readonly bind: (stack: Stack) => BoundImage,
    private readonly algorithm = false,
  ) {}

  /** ARN of the repository, for the role that pulls the image. */
  public repositoryArn(stack: Stack): string {
    return this.bind(stack).repositoryArn;
  }

  /**
   * Whether this is an algorithm of SageMaker's own, which trains without a script.
   *
   * @internal
   */
  public get _isAlgorithm(): boolean {
    return this.algorithm;
  }

  /** @internal */
  public _uri(stack: Stack): string {
    return this.bind(stack).uri;
  }
}
