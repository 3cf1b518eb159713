import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnModelProps, IModelRef } from 'aws-cdk-lib/aws-sagemaker';
import type { IModel } from '@aws-cdk/aws-sagemaker-alpha';
import { IConstruct } from 'constructs';
import { check, Permission, Problems } from '../core';
import { checkModelVersion } from './private/container-checks';
import {
  checkCount,
  checkDirectHostnames,
  checkEnvironments,
  checkFamilies,
  checkHostnames,
  checkMultiModels,
} from './private/container-group-checks';
import { accelerationOfAll, ImageAcceleration } from './private/image-acceleration';
import { LicenceStatement, ModelPlacement } from './private/model-placement';
import { ServingContainer } from './serving-container';
import { MultiModelContainerOptions } from './serving-container-options';

/** What a model consists of, and how requests reach it. */
type ModelKind = 'single' | 'multiModel' | 'multiContainer' | 'inferencePipeline' | 'existing';

/** What differs between the kinds of models. */
interface ModelContent {
  readonly kind: ModelKind;
  readonly containers: readonly ServingContainer[];
  readonly existingModelName?: string;
  /** Where the only container stands in the user's code, from the model. */
  readonly containerPath?: string;
}

/**
 * The model that an endpoint serves: one container, several, or a model that exists.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
 */
export class ServedModel {
  /**
   * A version of a model package group, by its ARN, maybe in another account. SageMaker refuses one that is not approved. With
   * `ServingContainer.registered` the endpoint's role is allowed the version's image and files as well.
   */
  public static approvedPackage(modelPackageArn: string): ServedModel {
    check(undefined, (problems) => checkModelVersion(problems, 'modelPackageArn', modelPackageArn));

    return ServedModel.ofOne('single', ServingContainer.registered({ modelPackageArn }), '');
  }

  /** A model in one container. */
  public static of(container: ServingContainer): ServedModel {
    return ServedModel.ofOne(container._kind === 'multiModel' ? 'multiModel' : 'single', container, '.container');
  }

  /**
   * Many models in one container, each loaded when it is first asked. On instances only.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
   */
  public static multiModel(options: MultiModelContainerOptions): ServedModel {
    return ServedModel.ofOne('multiModel', ServingContainer.multiModel(options), '');
  }

  /**
   * 2 to 15 containers that every request passes in this order: each is asked what the one before answered. One of them may serve
   * many models.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html
   */
  public static inferencePipeline(containers: ServingContainer[]): ServedModel {
    return new ServedModel({ kind: 'inferencePipeline', containers });
  }

  /**
   * 2 to 15 containers that share the instances; each request names one by its hostname.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-endpoints.html
   */
  public static multiContainer(containers: ServingContainer[]): ServedModel {
    return new ServedModel({ kind: 'multiContainer', containers });
  }

  /** A model that exists, as a reference of CDK. Its network, isolation and role are its own. */
  public static fromModelRef(model: IModelRef): ServedModel {
    const { resourceName } = Arn.split(model.modelRef.modelArn, ArnFormat.SLASH_RESOURCE_NAME);

    return new ServedModel({ kind: 'existing', containers: [], existingModelName: resourceName });
  }

  /** A model of the library `@aws-cdk/aws-sagemaker-alpha`. Its network, isolation and role are its own. */
  public static fromModel(model: IModel): ServedModel {
    return new ServedModel({ kind: 'existing', containers: [], existingModelName: model.modelName });
  }

  private static ofOne(kind: ModelKind, container: ServingContainer, containerPath: string): ServedModel {
    return new ServedModel({ kind, containers: [container], containerPath });
  }

  private constructor(private readonly content: ModelContent) {}

  /** @internal */
  public get _kind(): ModelKind {
    return this.content.kind;
  }

  /**
   * Name of the model that exists; the endpoint defines none then.
   *
   * @internal
   */
  public get _existingModelName(): string | undefined {
    return this.content.existingModelName;
  }

  /**
   * What the containers compute on together; undefined when it is not known.
   *
   * @internal
   */
  public get _acceleration(): ImageAcceleration | undefined {
    const { kind, containers } = this.content;

    return kind === 'existing' ? undefined : accelerationOfAll(containers.map(({ _acceleration }) => _acceleration));
  }

  /**
   * The family of instances that the model was made for, as `ml.c5`.
   *
   * @internal
   */
  public get _compiledFor(): string | undefined {
    return this.content.containers.find(({ _compiledFor }) => _compiledFor !== undefined)?._compiledFor;
  }

  /**
   * Whether a container's model lies in S3 other than in one archive, which serverless variants and batch transform do not take.
   *
   * @internal
   */
  public get _looseFiles(): boolean {
    return this.content.containers.some(({ _looseFiles }) => _looseFiles);
  }

  /** @internal */
  public get _licences(): LicenceStatement[] {
    return this.content.containers.flatMap(({ _licences }) => _licences);
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    const { kind, containers } = this.content;
    const group = `${path}.containers`;

    this.eachContainer(path, (container, itsPath) => container._check(problems, itsPath));
    checkEnvironments(problems, path, containers);
    checkFamilies(problems, group, containers);

    if (kind === 'inferencePipeline') {
      checkCount(problems, group, containers);
      checkHostnames(problems, group, containers);
      checkMultiModels(problems, group, containers, {
        most: 1,
        wanted: 'one container of a pipeline at most may do that',
      });
    }
    if (kind === 'multiContainer') {
      checkCount(problems, group, containers);
      checkDirectHostnames(problems, group, containers);
      checkMultiModels(problems, group, containers, {
        most: 0,
        wanted: 'containers that are called directly serve one model each',
      });
    }
  }

  /**
   * Checks that the containers get what they need where the model runs.
   *
   * @internal
   */
  public _checkPlacement(problems: Problems, path: string, placement: ModelPlacement): void {
    this.eachContainer(path, (container, itsPath) => container._checkPlacement(problems, itsPath, placement));
  }

  /** @internal */
  public _render(
    scope: IConstruct,
  ): Pick<CfnModelProps, 'primaryContainer' | 'containers' | 'inferenceExecutionConfig'> {
    const { kind } = this.content;
    const containers = this.content.containers.map((container) => container._render(scope));

    if (kind === 'inferencePipeline') return { containers, inferenceExecutionConfig: { mode: 'Serial' } };
    if (kind === 'multiContainer') return { containers, inferenceExecutionConfig: { mode: 'Direct' } };
    return { primaryContainer: containers[0] };
  }

  /**
   * What the model's role must be allowed: to read the models, and to pull the images.
   *
   * @internal
   */
  public _permissions(stack: Stack): Permission[] {
    return this.content.containers.flatMap((container) => container._permissions(stack));
  }

  private eachContainer(path: string, visit: (container: ServingContainer, path: string) => void): void {
    const { containers, containerPath } = this.content;

    containers.forEach((container, i) => visit(container, `${path}${containerPath ?? `.containers[${i}]`}`));
  }
}
