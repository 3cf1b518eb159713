import { checkArn, checkInstanceType, instanceTypeOf, modelPackageVersionArn, Problems } from '../core';
import { ContainerImage } from './container-image';
import { DefinitionExpression } from './private/reference-token';
import { PipelineStep, RetryableStepOptions } from './pipeline-step';
import { StepContext } from './private/step-context';
import { StepPermission } from './private/step-permission';

/** Which model is registered, where, and what it takes and gives. */
export interface RegisterModelStepProps extends RetryableStepOptions {
  /** ARN of the model package group, which may lie in another account. */
  readonly modelPackageGroupArn: string;

  /** The image that serves the model. */
  readonly image: ContainerImage;

  /** Where the model lies in S3; the result of a training step as `asString`. */
  readonly modelDataUrl: string;

  /** MIME types of requests, as `text/csv`. */
  readonly contentTypes: string[];

  /** MIME types of responses, as `text/csv`. */
  readonly responseTypes: string[];

  /** Instance types that the model may be served on. */
  readonly inferenceInstanceTypes: string[];

  /** Where the JSON file with the model's quality metrics lies in S3. */
  readonly modelQualityS3Uri: string;

  /**
   * Approval status of the new version: `PendingManualApproval` or `Rejected`, also as a reference.
   *
   * A pipeline cannot approve its own model: approval is a person's or a rule's decision in the registry.
   *
   * @default PendingManualApproval
   */
  readonly approvalStatus?: string;

  /**
   * Facts to keep with the version, as text.
   *
   * @default - none
   */
  readonly customerMetadata?: Record<string, string>;
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

  /** @internal */
  public get _type(): string {
    return 'RegisterModel';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const path = this._path;

    checkArn(problems, `${path}.modelPackageGroupArn`, this.props.modelPackageGroupArn, 'sagemaker');
    this.props.inferenceInstanceTypes.forEach((type, i) =>
      checkInstanceType(problems, `${path}.inferenceInstanceTypes[${i}]`, type, 'hosting'),
    );
    if (this.props.approvalStatus !== 'Approved') return;
    problems.add({
      code: 'PipelineApprovesItsModel',
      path: `${path}.approvalStatus`,
      got: 'is "Approved"',
      wanted: 'a pipeline registers a model as PendingManualApproval or Rejected',
      remedy: 'leave it out, and let the registry approve the version',
    });
  }

  /** @internal */
  public _renderBody({ stack }: StepContext): DefinitionExpression {
    const { props } = this;

    return {
      Arguments: {
        ModelPackageGroupName: props.modelPackageGroupArn,
        ModelApprovalStatus: props.approvalStatus ?? 'PendingManualApproval',
        InferenceSpecification: {
          Containers: [{ Image: props.image._uri(stack), ModelDataUrl: props.modelDataUrl }],
          SupportedContentTypes: props.contentTypes,
          SupportedResponseMIMETypes: props.responseTypes,
          SupportedRealtimeInferenceInstanceTypes: props.inferenceInstanceTypes.map(instanceTypeOf),
        },
        ModelMetrics: {
          ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: props.modelQualityS3Uri } },
        },
        CustomerMetadataProperties: props.customerMetadata,
      },
    };
  }

  /** @internal */
  public _permissions({ stack }: StepContext): StepPermission[] {
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
      {
        actions: ['sagemaker:AddTags'],
        resources: [versions],
        conditions: { StringEquals: { 'sagemaker:TaggingAction': 'CreateModelPackage' } },
      },
    ];
  }
}
