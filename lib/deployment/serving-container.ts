import { Stack } from 'aws-cdk-lib';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { Permission, Problems } from '../core';
import { ModelLicence } from './model-licence';
import * as perms from './perms';
import {
  addRegistryBeyondReach,
  addScriptBeyondIsolation,
  checkBringsModel,
  checkContainerName,
  checkHubReference,
  checkInstanceFamily,
  checkModelVersion,
  checkScript,
  checkServesMany,
  checkVariables,
} from './private/container-checks';
import { ImageAcceleration } from './private/image-acceleration';
import { ModelData } from './private/model-data';
import { LicenceStatement, ModelPlacement } from './private/model-placement';
import {
  ArchiveContainerOptions,
  CompiledContainerOptions,
  FilesContainerOptions,
  HubContainerOptions,
  JumpStartContainerOptions,
  MultiModelContainerOptions,
  OptimisedContainerOptions,
  RegisteredContainerOptions,
  ScriptContainerOptions,
  ServingContainerOptions,
} from './serving-container-options';
import { ServingImage } from './serving-image';

/** Where SageMaker unpacks the model's archive, and where the frameworks look for a script in it. */
const SCRIPT_FOLDER = '/opt/ml/model/code';

/** What the frameworks' containers log unless they are told otherwise: information and above, in Python's numbers. */
const LOG_LEVEL = '20';

/** The parts of a container that its kind decides. */
type Definition = Omit<
  CfnModel.ContainerDefinitionProperty,
  'containerHostname' | 'environment' | 'image' | 'imageConfig'
>;

/** What differs between the kinds of containers. */
interface ContainerContent {
  readonly kind: 'single' | 'multiModel' | 'registered';
  readonly options: ServingContainerOptions;
  readonly definition: Definition;
  readonly image?: ServingImage;
  /** The places in S3 that are read, by the option that names each. */
  readonly data: Readonly<Record<string, ModelData>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly licence?: { readonly model: string; readonly licence: ModelLicence };
  readonly compiledFor?: string;
  readonly check?: (problems: Problems, path: string) => void;
}

/**
 * A container of a model: an image, and the model that it serves.
 *
 * SageMaker brings image and model into the container, so that most containers need no network. What the model's role must be
 * allowed for it is derived.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export class ServingContainer {
  /** An image that serves the model in an archive, as training jobs leave it. */
  public static archive(options: ArchiveContainerOptions): ServingContainer {
    return ServingContainer.ofArchives(
      options,
      {},
      { check: (problems, path) => checkBringsModel(problems, path, options) },
    );
  }

  /**
   * An image that serves the model in loose files, which large models load faster from. Serverless variants and batch transform
   * do not take them.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html
   */
  public static files(options: FilesContainerOptions): ServingContainer {
    return ServingContainer.ofFiles(options);
  }

  /**
   * A script of yours in a framework's container of SageMaker, such as those for scikit-learn, PyTorch and Hugging Face.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/docker-containers-adapt-your-own.html
   */
  public static script(options: ScriptContainerOptions): ServingContainer {
    const { entryPoint, sourceArchiveUrl } = options;
    const variables = {
      SAGEMAKER_PROGRAM: entryPoint,
      SAGEMAKER_SUBMIT_DIRECTORY: sourceArchiveUrl ?? SCRIPT_FOLDER,
      SAGEMAKER_CONTAINER_LOG_LEVEL: LOG_LEVEL,
    };

    return ServingContainer.ofArchives(
      options,
      { sourceArchiveUrl },
      { variables, check: (problems, path) => checkScript(problems, path, options) },
    );
  }

  /**
   * Image and model of a registered version. Its image and model are the version's secret until deployment, so the role is allowed
   * what the options tell of them. A version in another account must be shared with the account of the endpoint.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html
   */
  public static registered(options: RegisteredContainerOptions): ServingContainer {
    const { modelPackageArn, inferenceSpecificationName, image, modelDataUrl } = options;

    return new ServingContainer({
      kind: 'registered',
      options,
      image,
      data: modelDataUrl === undefined ? {} : { modelDataUrl: new ModelData(modelDataUrl, 'files') },
      definition: { modelPackageName: modelPackageArn, inferenceSpecificationName },
      check: (problems, path) => {
        checkModelVersion(problems, `${path}.modelPackageArn`, modelPackageArn);
        checkContainerName(problems, `${path}.inferenceSpecificationName`, inferenceSpecificationName);
      },
    });
  }

  /**
   * An image that serves many models, each loaded when it is first asked.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
   */
  public static multiModel(options: MultiModelContainerOptions): ServingContainer {
    const { image, modelArchivesPrefix, cacheModels = true } = options;

    return new ServingContainer({
      kind: 'multiModel',
      options,
      image,
      data: { modelArchivesPrefix: new ModelData(modelArchivesPrefix, 'folder') },
      definition: {
        mode: 'MultiModel',
        modelDataUrl: modelArchivesPrefix,
        multiModelConfig: { modelCacheSetting: cacheModels ? 'Enabled' : 'Disabled' },
      },
      check: (problems, path) => checkServesMany(problems, path, image),
    });
  }

  /**
   * A model of JumpStart's public hub, by the image and the files that its page in the hub names for the region.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-jumpstart.html
   */
  public static jumpStart(options: JumpStartContainerOptions): ServingContainer {
    const { modelId, licence } = options;

    return ServingContainer.ofFiles(options, {
      licence: { model: modelId, licence },
      access: { modelAccessConfig: licence._render() },
    });
  }

  /**
   * A model of a private hub, which lets an account use chosen models of JumpStart only. Whoever deploys the endpoint needs
   * `sagemaker:DeployHubModel` on the hub's content; the endpoint's role does not.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-curated-hubs.html
   */
  public static hub(options: HubContainerOptions): ServingContainer {
    const { hubContentArn, licence } = options;

    return ServingContainer.ofFiles(options, {
      licence: { model: hubContentArn, licence },
      access: { hubAccessConfig: { hubContentArn }, modelAccessConfig: licence._render() },
      check: (problems, path) => checkHubReference(problems, `${path}.hubContentArn`, hubContentArn),
    });
  }

  /**
   * A model that SageMaker Neo compiled, in the runtime that belongs to it.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services.html
   */
  public static compiled(options: CompiledContainerOptions): ServingContainer {
    const { instanceFamily } = options;

    return ServingContainer.ofArchives(
      options,
      {},
      {
        compiledFor: instanceFamily,
        check: (problems, path) => checkInstanceFamily(problems, `${path}.instanceFamily`, instanceFamily),
      },
    );
  }

  /**
   * A model that an optimisation job of SageMaker quantised, compiled or sharded.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-optimize.html
   */
  public static optimised(options: OptimisedContainerOptions): ServingContainer {
    const { instanceFamily } = options;

    return ServingContainer.ofFiles(options, {
      compiledFor: instanceFamily,
      check: (problems, path) => checkInstanceFamily(problems, `${path}.instanceFamily`, instanceFamily),
    });
  }

  private static ofArchives(
    options: ArchiveContainerOptions,
    otherArchives: Readonly<Record<string, string | undefined>>,
    more: Partial<ContainerContent>,
  ): ServingContainer {
    const { image, modelDataUrl } = options;

    return new ServingContainer({
      kind: 'single',
      options,
      image,
      data: archives({ modelDataUrl, ...otherArchives }),
      definition: { modelDataUrl },
      ...more,
    });
  }

  private static ofFiles(
    options: FilesContainerOptions,
    { access, ...more }: Partial<ContainerContent> & { readonly access?: Parameters<ModelData['source']>[0] } = {},
  ): ServingContainer {
    const modelData = new ModelData(options.modelDataUrl, 'files');

    return new ServingContainer({
      kind: 'single',
      options,
      image: options.image,
      data: { modelDataUrl: modelData },
      definition: { modelDataSource: modelData.source(access) },
      ...more,
    });
  }

  private constructor(private readonly content: ContainerContent) {}

  /** @internal */
  public get _kind(): 'single' | 'multiModel' | 'registered' {
    return this.content.kind;
  }

  /** @internal */
  public get _hostname(): string | undefined {
    return this.content.options.hostname;
  }

  /** @internal */
  public get _acceleration(): ImageAcceleration | undefined {
    return this.content.image?._acceleration;
  }

  /**
   * The family of instances that the model was made for, as `ml.c5`.
   *
   * @internal
   */
  public get _compiledFor(): string | undefined {
    return this.content.compiledFor;
  }

  /**
   * Whether the model lies in S3 other than in one archive, which serverless variants and batch transform do not take.
   *
   * @internal
   */
  public get _looseFiles(): boolean {
    return this.content.definition.modelDataSource !== undefined;
  }

  /** @internal */
  public get _licences(): LicenceStatement[] {
    const { licence } = this.content;

    return licence ? [{ model: licence.model, statement: licence.licence._statement }] : [];
  }

  /** @internal */
  public get _environment(): Readonly<Record<string, string>> {
    return { ...this.content.options.environment, ...this.content.variables };
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { options, variables = {}, data, check } = this.content;

    Object.entries(data).forEach(([option, place]) => place.check(problems, `${path}.${option}`));
    check?.(problems, path);
    checkVariables(problems, `${path}.environment`, options.environment ?? {}, variables);
    checkContainerName(problems, `${path}.hostname`, options.hostname);
  }

  /**
   * Checks that the container gets what it needs where the model runs.
   *
   * @internal
   */
  public _checkPlacement(problems: Problems, path: string, { isolated, inVpc }: ModelPlacement): void {
    const { data, image } = this.content;

    if (isolated && data.sourceArchiveUrl) addScriptBeyondIsolation(problems, path);
    if (!inVpc && image?._pulledThroughVpc) addRegistryBeyondReach(problems, path);
  }

  /** @internal */
  public _render(scope: IConstruct): CfnModel.ContainerDefinitionProperty {
    const { kind, image, definition } = this.content;
    const environment = this._environment;

    return {
      ...definition,
      // A registered version brings its own image.
      ...(kind === 'registered' ? {} : image?._render(scope)),
      containerHostname: this._hostname,
      environment: Object.keys(environment).length === 0 ? undefined : environment,
    };
  }

  /**
   * What the model's role must be allowed: to read the model, and to pull the image.
   *
   * @internal
   */
  public _permissions(stack: Stack): Permission[] {
    const { data, image, options } = this.content;
    const { modelDataKey } = options;

    return [
      ...Object.values(data).flatMap((place) => place.permissions(stack)),
      ...(modelDataKey === undefined
        ? []
        : [{ actions: perms.DECRYPT_OBJECTS, resources: [modelDataKey.keyRef.keyArn] }]),
      ...(image?._permissions(stack) ?? []),
    ];
  }
}

function archives(urls: Readonly<Record<string, string | undefined>>): Readonly<Record<string, ModelData>> {
  return Object.fromEntries(
    Object.entries(urls).flatMap(([option, url]) =>
      url === undefined ? [] : [[option, new ModelData(url, 'archive')]],
    ),
  );
}
