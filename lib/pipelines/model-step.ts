import { insideNetwork, passRole, Permission, Problems } from '../core';
import { ModelContainer } from './model-container';
import { PipelineStep, RetryableStepOptions, StepProperties, StepProperty } from './pipeline-step';
import { renderVpcConfig } from './private/job-settings';
import { checkContainers } from './private/model-containers';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { madeByPipelines, tagOnCreation } from './private/step-permission';
import { StepRelaxation } from './private/step-relaxation';

/** How requests reach the containers of a model that has several. */
export enum ModelInvocation {
  /** One after the other: what a container answers is what the next one is asked. */
  SERIAL = 'Serial',
  /** Each by its hostname, as the request says. */
  DIRECT = 'Direct',
}

/** What a model consists of. */
export interface ModelStepProps extends RetryableStepOptions {
  /** The containers: one, or 2 to 15 that requests pass in this order. */
  readonly containers: ModelContainer[];

  /**
   * How requests reach several containers.
   *
   * @default ModelInvocation.SERIAL
   */
  readonly invocation?: ModelInvocation;

  /**
   * Why the model is neither in the environment's network nor isolated. Serverless endpoints take no model that is. The reason is
   * kept in the template's metadata.
   *
   * @default - the model is isolated in the environment's network
   */
  readonly outsideNetworkReason?: string;
}

/**
 * A step that makes a model, which endpoints serve and transform jobs use. It runs as the environment's role.
 *
 * SageMaker names the model anew in each execution; later steps take the name from `properties.modelName`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-create-model
 */
export class ModelStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: ModelStepProps,
  ) {
    super(stepName, props);
  }

  /** What later steps may know of the model. */
  public get properties(): ModelProperties {
    return ModelProperties._of(this);
  }

  /** @internal */
  public get _type(): string {
    return 'Model';
  }

  /** @internal */
  public override get _relaxations(): StepRelaxation[] {
    const { outsideNetworkReason: reason } = this.props;

    return reason === undefined ? [] : [{ setting: 'outsideNetwork', reason }];
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkContainers(problems, this._path, this.props.containers);
    this.checkInvocation(problems);
  }

  /** @internal */
  public _renderBody({ stack, environment }: StepContext): DefinitionExpression {
    const { containers, invocation = ModelInvocation.SERIAL, outsideNetworkReason } = this.props;
    const [primary, ...others] = containers.map((container) => container._render(stack));
    const isolated = outsideNetworkReason === undefined;

    return {
      Arguments: {
        ...(others.length === 0
          ? { PrimaryContainer: primary }
          : { Containers: [primary, ...others], InferenceExecutionConfig: { Mode: invocation } }),
        ExecutionRoleArn: environment.role.roleRef.roleArn,
        VpcConfig: isolated ? renderVpcConfig(environment) : undefined,
        EnableNetworkIsolation: isolated,
      },
    };
  }

  /** @internal */
  public _permissions({ stack, environment }: StepContext): Permission[] {
    const models = [madeByPipelines(stack, 'model')];
    const isolated = this.props.outsideNetworkReason === undefined;

    return [
      {
        actions: ['sagemaker:CreateModel'],
        resources: models,
        conditions: isolated ? insideNetwork(environment) : undefined,
      },
      { actions: ['sagemaker:DescribeModel'], resources: models },
      tagOnCreation('CreateModel', models),
      passRole(environment.role.roleRef.roleArn),
      ...this.props.containers.flatMap((container) => container._permissions(stack)),
    ];
  }

  private checkInvocation(problems: Problems): void {
    const { containers, invocation } = this.props;
    if (invocation !== ModelInvocation.DIRECT) return;
    if (containers.length > 1 && containers.every((container) => container._hostname !== undefined)) return;

    problems.add({
      code: 'DirectInvocationWithoutHostnames',
      path: `${this._path}.invocation`,
      got: `is ModelInvocation.DIRECT with ${containers.length} containers`,
      wanted: 'a request names one of several containers by its hostname',
      remedy: 'give each of 2 or more containers a hostname, or leave invocation out',
    });
  }
}

/** The results of a model step. */
export class ModelProperties extends StepProperties {
  /** @internal */
  public static override _of(step: PipelineStep): ModelProperties {
    return new ModelProperties(step);
  }

  /** Name of the model. */
  public get modelName(): StepProperty {
    return this.at('ModelName');
  }

  /** ARN of the model. */
  public get modelArn(): StepProperty {
    return this.at('ModelArn');
  }
}
