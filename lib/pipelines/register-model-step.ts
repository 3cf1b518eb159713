import {
  checkArn,
  checkInstanceType,
  instanceTypeOf,
  InstanceUse,
  modelPackageVersionArn,
  Permission,
  Problems,
} from '../core';
import { ExecutionVariable } from './execution-variable';
import { ModelContainer } from './model-container';
import {
  checkDriftCheckBaselines,
  checkModelMetrics,
  DriftCheckBaselines,
  ModelMetrics,
  renderDriftCheckBaselines,
  renderModelMetrics,
} from './model-metrics';
import { checkModelPackageCard, ModelPackageCard, renderModelPackageCard } from './model-package-card';
import { checkModelPackageStage, ModelPackageStage, renderModelPackageStage } from './model-package-stage';
import { PipelineStep, RetryableStepOptions, StepProperties, StepProperty } from './pipeline-step';
import { checkContainers } from './private/model-containers';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { tagOnCreation } from './private/step-permission';
import { StepRelaxation } from './private/step-relaxation';
import { checkUndecided } from './private/undecided';
import { checkLength, checkS3Uri, checkTextMap } from './private/value-checks';

const LONGEST_TEXT = 1_024;
const METADATA = { most: 50, longestValue: 256, noun: 'facts about a version' };

/** What a registered version was made from. */
export interface ModelPackageSource {
  /**
   * Commit of the code, up to 1,024 characters.
   *
   * @default - not known
   */
  readonly commitId?: string;

  /**
   * Address of the code's repository, up to 1,024 characters.
   *
   * @default - not known
   */
  readonly repository?: string;

  /**
   * Id of the project that the pipeline belongs to.
   *
   * @default - not known
   */
  readonly projectId?: string;
}

/** Which model is registered, where, and what it takes and gives. */
export interface RegisterModelStepProps extends RetryableStepOptions {
  /** ARN of the model package group, which may lie in another account. */
  readonly modelPackageGroupArn: string;

  /** The containers: one, or 2 to 15 that requests pass in this order. */
  readonly containers: ModelContainer[];

  /** MIME types of requests, as `text/csv`. */
  readonly contentTypes: string[];

  /** MIME types of responses, as `text/csv`. */
  readonly responseTypes: string[];

  /** What was measured about the model, for whoever approves it: at least one report. */
  readonly metrics: ModelMetrics;

  /**
   * Instance types that the model may be served on.
   *
   * @default - the model serves batches only; `transformInstanceTypes` is given
   */
  readonly inferenceInstanceTypes?: string[];

  /**
   * Instance types that transform jobs may use the model on.
   *
   * @default - the model serves requests only; `inferenceInstanceTypes` is given
   */
  readonly transformInstanceTypes?: string[];

  /**
   * What monitors compare later data and predictions with.
   *
   * @default - no baselines
   */
  readonly driftCheckBaselines?: DriftCheckBaselines;

  /**
   * Approval status of the new version: `PendingManualApproval` or `Rejected`, also as a reference.
   *
   * A pipeline cannot approve its own model: approval is a person's or a rule's decision in the registry.
   *
   * @default PendingManualApproval
   */
  readonly approvalStatus?: string;

  /**
   * What the version is, up to 1,024 characters.
   *
   * @default - no description
   */
  readonly modelPackageDescription?: string;

  /**
   * Facts to keep with the version, as text: up to 50, each value up to 256 characters.
   *
   * @default - none
   */
  readonly customerMetadata?: Record<string, string>;

  /**
   * What the model is made from; that this execution made it is always kept.
   *
   * @default - the execution alone
   */
  readonly source?: ModelPackageSource;

  /**
   * The version's card.
   *
   * @default - no card
   */
  readonly card?: ModelPackageCard;

  /**
   * Where the version stands in its life.
   *
   * @default - not told
   */
  readonly stage?: ModelPackageStage;

  /**
   * The field of machine learning, as `COMPUTER_VISION`, `NATURAL_LANGUAGE_PROCESSING` or `MACHINE_LEARNING`.
   *
   * @default - not told
   */
  readonly domain?: string;

  /**
   * What the model does, as `CLASSIFICATION`, `REGRESSION`, `TEXT_GENERATION` or `OTHER`.
   *
   * @default - not told
   */
  readonly task?: string;

  /**
   * A `.tar.gz` archive of example requests in S3, for load tests.
   *
   * @default - none
   */
  readonly samplePayloadUrl?: string;

  /**
   * Why SageMaker need not look whether image and model data are there. The reason is kept in the template's metadata.
   *
   * @default - SageMaker looks
   */
  readonly skipValidationReason?: string;
}

/**
 * A step that registers a model as a new version of its group, to be approved by somebody else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-register-model
 */
export class RegisterModelStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: RegisterModelStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the version. */
  public get properties(): RegisterModelProperties {
    return RegisterModelProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'RegisterModel';
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    const { skipValidationReason: reason } = this.props;

    return reason === undefined ? [] : [{ setting: 'skipValidation', reason }];
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { props, _path: path } = this;

    checkArn(problems, `${path}.modelPackageGroupArn`, props.modelPackageGroupArn, 'sagemaker');
    checkContainers(problems, path, props.containers);
    props.containers.forEach((container, i) => checkRegistrable(problems, `${path}.containers[${i}]`, container));
    this.checkInstanceTypes(problems);
    checkModelMetrics(problems, `${path}.metrics`, props.metrics);
    checkDriftCheckBaselines(problems, `${path}.driftCheckBaselines`, props.driftCheckBaselines);
    checkUndecided(problems, `${path}.approvalStatus`, props.approvalStatus);
    checkModelPackageStage(problems, `${path}.stage`, props.stage);
    checkLength(problems, `${path}.modelPackageDescription`, props.modelPackageDescription, LONGEST_TEXT);
    Object.entries({ ...props.source }).forEach(([name, text]: [string, string | undefined]) =>
      checkLength(problems, `${path}.source.${name}`, text, LONGEST_TEXT),
    );
    checkTextMap(problems, `${path}.customerMetadata`, props.customerMetadata, METADATA);
    checkModelPackageCard(problems, `${path}.card`, props.card);
    checkS3Uri(problems, `${path}.samplePayloadUrl`, props.samplePayloadUrl);
  }

  /** @internal */
  public _renderBody({ stack }: StepContext): DefinitionExpression {
    const { props } = this;

    return {
      Arguments: {
        ModelPackageGroupName: props.modelPackageGroupArn,
        ModelPackageDescription: props.modelPackageDescription,
        ModelApprovalStatus: props.approvalStatus ?? 'PendingManualApproval',
        InferenceSpecification: {
          Containers: props.containers.map((container) => container._renderForRegistry(stack)),
          SupportedContentTypes: props.contentTypes,
          SupportedResponseMIMETypes: props.responseTypes,
          SupportedRealtimeInferenceInstanceTypes: instanceTypesIn(props.inferenceInstanceTypes),
          SupportedTransformInstanceTypes: instanceTypesIn(props.transformInstanceTypes),
        },
        ModelMetrics: renderModelMetrics(props.metrics),
        DriftCheckBaselines: props.driftCheckBaselines && renderDriftCheckBaselines(props.driftCheckBaselines),
        MetadataProperties: {
          CommitId: props.source?.commitId,
          Repository: props.source?.repository,
          ProjectId: props.source?.projectId,
          GeneratedBy: ExecutionVariable.pipelineExecutionArn().asString,
        },
        CustomerMetadataProperties: props.customerMetadata,
        ModelCard: props.card && renderModelPackageCard(props.card),
        ModelLifeCycle: props.stage && renderModelPackageStage(props.stage),
        Domain: props.domain,
        Task: props.task,
        SamplePayloadUrl: props.samplePayloadUrl,
        SkipModelValidation: props.skipValidationReason === undefined ? undefined : 'All',
      },
    };
  }

  /** @internal */
  public _permissions({ stack }: StepContext): Permission[] {
    const { modelPackageGroupArn } = this.props;
    const versions = modelPackageVersionArn(stack, modelPackageGroupArn, '*');

    return [
      {
        actions: ['sagemaker:CreateModelPackage'],
        resources: [modelPackageGroupArn, versions],
        conditions: {
          StringEqualsIfExists: { 'sagemaker:ModelApprovalStatus': ['PendingManualApproval', 'Rejected'] },
        },
      },
      { actions: ['sagemaker:DescribeModelPackage'], resources: [versions] },
      tagOnCreation('CreateModelPackage', [versions]),
    ];
  }

  private checkInstanceTypes(problems: Problems): void {
    const { inferenceInstanceTypes = [], transformInstanceTypes = [] } = this.props;
    const check = (prop: string, types: string[], use: InstanceUse) =>
      types.forEach((type, i) => checkInstanceType(problems, `${this._path}.${prop}[${i}]`, type, use));

    check('inferenceInstanceTypes', inferenceInstanceTypes, 'hosting');
    check('transformInstanceTypes', transformInstanceTypes, 'transform');
    if (inferenceInstanceTypes.length + transformInstanceTypes.length > 0) return;
    problems.add({
      code: 'ModelWithoutInstanceTypes',
      path: this._path,
      got: 'has neither inferenceInstanceTypes nor transformInstanceTypes',
      wanted: 'whoever deploys a model needs to know what it runs on',
      remedy: "add inferenceInstanceTypes: ['ml.m5.large'], or transformInstanceTypes for batches",
    });
  }
}

/** The results of a registration. */
export class RegisterModelProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): RegisterModelProperties {
    return new RegisterModelProperties(step);
  }

  /** ARN of the new version. */
  public get modelPackageArn(): StepProperty {
    return this.at('ModelPackageArn');
  }

  /** Number of the new version in its group. */
  public get modelPackageVersion(): StepProperty {
    return this.at('ModelPackageVersion');
  }
}

function instanceTypesIn(types: string[] = []): string[] | undefined {
  return types.length === 0 ? undefined : types.map(instanceTypeOf);
}

function checkRegistrable(problems: Problems, path: string, container: ModelContainer): void {
  if (container._kind === 'of' || container._kind === 'uncompressed') return;

  problems.add({
    code: 'ContainerNotRegistrable',
    path,
    got: `is ModelContainer.${container._kind}(…)`,
    wanted: 'a registered version keeps an image and its one model',
    remedy: 'use ModelContainer.of(…) or ModelContainer.uncompressed(…)',
  });
}
