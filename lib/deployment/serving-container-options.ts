import * as kms from 'aws-cdk-lib/aws-kms';
import { ModelLicence } from './model-licence';
import { ServingImage } from './serving-image';

/** What every container may have. */
export interface ServingContainerOptions {
  /**
   * Environment variables of the container: up to 100, each name and value up to 1,024 characters, all containers of a model
   * together 32 KB. They are no place for secrets.
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

  /**
   * The key that encrypts the model's files in S3, which the endpoint's role is allowed to decrypt with.
   *
   * @default - S3 decrypts them with a key of its own
   */
  readonly modelDataKey?: kms.IKeyRef;
}

/** A container of an image. */
export interface ImageContainerOptions extends ServingContainerOptions {
  /** The image that serves the model. */
  readonly image: ServingImage;
}

/** A container and the archive that its model lies in. */
export interface ArchiveContainerOptions extends ImageContainerOptions {
  /**
   * The model's archive in S3, as `s3://acme-models/abalone/model.tar.gz`.
   *
   * @default - the image brings the model along
   */
  readonly modelDataUrl?: string;
}

/** A container and the files that its model consists of. */
export interface FilesContainerOptions extends ImageContainerOptions {
  /**
   * The model in S3: a folder, which ends in a slash, as `s3://acme-models/llama/`, or one file, as
   * `s3://acme-models/abalone/model.onnx`.
   */
  readonly modelDataUrl: string;
}

/** A container of a framework, and your script in it. */
export interface ScriptContainerOptions extends ImageContainerOptions {
  /** The script, from the root of what brings it, as `inference.py`. */
  readonly entryPoint: string;

  /**
   * The model's archive in S3, as `s3://acme-models/abalone/model.tar.gz`.
   *
   * @default - no model; the script must come in `sourceArchiveUrl`
   */
  readonly modelDataUrl?: string;

  /**
   * An archive in S3 that holds the script, as `s3://acme-models/abalone/sourcedir.tar.gz`. The container fetches it by itself, for
   * which it needs the network: a model with network isolation cannot have one.
   *
   * @default - the script lies in the folder `code` of the model's archive
   */
  readonly sourceArchiveUrl?: string;
}

/** A container of a registered version. */
export interface RegisteredContainerOptions extends ServingContainerOptions {
  /** ARN of the version, maybe in another account. SageMaker refuses one that is not approved. */
  readonly modelPackageArn: string;

  /**
   * Which of the version's inference specifications is served: 1 to 63 letters, digits and hyphens.
   *
   * @default - the first one
   */
  readonly inferenceSpecificationName?: string;

  /**
   * Where the version's model lies in S3, which the endpoint's role is allowed to read: a folder, which ends in a slash, or an
   * object.
   *
   * @default - the role is allowed nothing in S3; give one of yours that may read the model
   */
  readonly modelDataUrl?: string;

  /**
   * The version's image, which the endpoint's role is allowed to pull.
   *
   * @default - an image of SageMaker's own, for which the role needs nothing
   */
  readonly image?: ServingImage;
}

/** A container that serves many models, each loaded when it is first asked. */
export interface MultiModelContainerOptions extends ImageContainerOptions {
  /** The folder in S3 that the models' archives lie in; it ends in a slash, as `s3://acme-models/by-customer/`. */
  readonly modelArchivesPrefix: string;

  /**
   * Whether models stay in memory between requests; switch it off for many models that are seldom asked.
   *
   * @default true
   */
  readonly cacheModels?: boolean;
}

/** A model of JumpStart's public hub. */
export interface JumpStartContainerOptions extends FilesContainerOptions {
  /** Id of the model in JumpStart, as `meta-textgeneration-llama-3-1-8b-instruct`; it names the model in the template's metadata. */
  readonly modelId: string;

  /** What was decided about the model's licence. */
  readonly licence: ModelLicence;
}

/** A model of a private hub. */
export interface HubContainerOptions extends FilesContainerOptions {
  /**
   * ARN of the hub's reference to a public model, as
   * `arn:aws:sagemaker:eu-west-1:111111111111:hub-content/acme/ModelReference/llama/1.0.0`: up to 255 characters.
   */
  readonly hubContentArn: string;

  /** What was decided about the model's licence. */
  readonly licence: ModelLicence;
}

/** A model that SageMaker Neo compiled. */
export interface CompiledContainerOptions extends ImageContainerOptions {
  /** The archive that the compilation made, as `s3://acme-models/abalone/model-ml_c5.tar.gz`. */
  readonly modelDataUrl: string;

  /** The family that it was compiled for, as `ml.c5`; instances of another family are refused. */
  readonly instanceFamily: string;
}

/** A model that an optimisation job of SageMaker quantised, compiled or sharded. */
export interface OptimisedContainerOptions extends FilesContainerOptions {
  /** The family that it was optimised for, as `ml.g5`; instances of another family are refused. */
  readonly instanceFamily: string;
}
