import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Permission, Problems } from '../core';
import { CacheableStepOptions, PipelineStep } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { checkOutputs, outputOf, renderOutputs } from './private/step-outputs';
import { StepOutput, StepOutputValue } from './step-output';

/** Which function is called, with what, and what it gives back. */
export interface LambdaStepProps extends CacheableStepOptions {
  /** The function. SageMaker waits for up to 10 minutes, and cannot stop it before it ends. */
  readonly handler: lambda.IFunctionRef;

  /**
   * What the function gets, by name: texts, and references as `asString`, which arrive with their own type.
   *
   * @default - nothing
   */
  readonly arguments?: Record<string, string>;

  /**
   * The values in the function's answer that later steps use; up to 50, none of them nested.
   *
   * @default - none
   */
  readonly outputs?: StepOutput[];
}

/**
 * A step that calls a function.
 *
 * The pipeline's role may call this function and no other.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-lambda
 */
export class LambdaStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: LambdaStepProps,
  ) {
    super(stepName, props);
  }

  /** A value in the function's answer, for a later step. */
  public output(outputName: string): StepOutputValue {
    return outputOf(this.stepName, outputName, this.props.outputs);
  }

  /** @internal */
  public get _type(): string {
    return 'Lambda';
  }

  /** @internal */
  public override _check(problems: Problems): void {
    super._check(problems);

    checkOutputs(problems, this._path, this.props.outputs);
  }

  /** @internal */
  public _renderBody(): DefinitionExpression {
    return {
      Arguments: this.props.arguments ?? {},
      FunctionArn: this.props.handler.functionRef.functionArn,
      OutputParameters: renderOutputs(this.props.outputs),
    };
  }

  /** @internal */
  public _permissions(): Permission[] {
    return [{ actions: ['lambda:InvokeFunction'], resources: [this.props.handler.functionRef.functionArn] }];
  }
}
