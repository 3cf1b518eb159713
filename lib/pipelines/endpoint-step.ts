import { checkName, Permission, Problems, sageMakerArn } from '../core';
import { PipelineStep, StepOptions, StepProperties, StepProperty } from './pipeline-step';
import { checkNameBounded, isStepResult, spellings } from './private/name-patterns';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { madeByPipelines, tagOnCreation } from './private/step-permission';

/** Which endpoint serves what. */
export interface EndpointStepProps extends StepOptions {
  /**
   * Name of the endpoint: 1 to 63 letters, digits and hyphens, unique in account and region. It may hold references behind a
   * text, as `abalone-${parameter.asString}`.
   */
  readonly endpointName: string;

  /**
   * Name of the configuration: `properties.endpointConfigName.asString` of the step that makes it, or that of a configuration
   * made elsewhere.
   */
  readonly endpointConfigName: string;
}

/**
 * A step that brings an endpoint to a configuration: an endpoint of the name is created the first time and updated after that,
 * all of its traffic at once.
 *
 * Pipelines refuse deployment strategies and roll back at no alarm. An endpoint that people depend on is better deployed from the
 * registry, after approval.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
 */
export class EndpointStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: EndpointStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the endpoint. */
  public get properties(): EndpointProperties {
    return EndpointProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Endpoint';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);
    const { endpointName, endpointConfigName } = this.props;

    checkName(problems, `${this._path}.endpointName`, endpointName, 'endpoint');
    checkNameBounded(problems, `${this._path}.endpointName`, endpointName);
    checkName(problems, `${this._path}.endpointConfigName`, endpointConfigName, 'endpoint');
    if (!isStepResult(endpointConfigName)) {
      checkNameBounded(problems, `${this._path}.endpointConfigName`, endpointConfigName);
    }
  }

  /** @internal */
  public _renderBody(): DefinitionExpression {
    const { endpointName, endpointConfigName } = this.props;

    return { Arguments: { EndpointName: endpointName, EndpointConfigName: endpointConfigName } };
  }

  /** @internal */
  public _permissions({ stack }: StepContext): Permission[] {
    const { endpointName, endpointConfigName } = this.props;
    const endpoints = spellings(endpointName).map((name) => sageMakerArn(stack, 'endpoint', name));
    const configs = isStepResult(endpointConfigName)
      ? [madeByPipelines(stack, 'endpoint-config')]
      : spellings(endpointConfigName).map((name) => sageMakerArn(stack, 'endpoint-config', name));

    return [
      { actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'], resources: [...endpoints, ...configs] },
      { actions: ['sagemaker:DescribeEndpoint'], resources: endpoints },
      tagOnCreation('CreateEndpoint', endpoints),
    ];
  }
}

/** The results of an endpoint step. */
export class EndpointProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): EndpointProperties {
    return new EndpointProperties(step);
  }

  /** Name of the endpoint. */
  public get endpointName(): StepProperty {
    return this.at('EndpointName');
  }

  /** ARN of the endpoint. */
  public get endpointArn(): StepProperty {
    return this.at('EndpointArn');
  }
}
