import { PipelineReference } from './pipeline-reference';
import { DefinitionExpression } from './private/reference-token';
import { ValueType } from './value-type';

/**
 * A fact about the running execution.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 */
export class ExecutionVariable extends PipelineReference {
  /** Id of the execution: unique, 12 letters and digits. */
  public static pipelineExecutionId(): ExecutionVariable {
    return new ExecutionVariable('PipelineExecutionId');
  }

  /** ARN of the execution. */
  public static pipelineExecutionArn(): ExecutionVariable {
    return new ExecutionVariable('PipelineExecutionArn');
  }

  /** Name of the pipeline. */
  public static pipelineName(): ExecutionVariable {
    return new ExecutionVariable('PipelineName');
  }

  /** ARN of the pipeline. */
  public static pipelineArn(): ExecutionVariable {
    return new ExecutionVariable('PipelineArn');
  }

  /** When the execution started, as an ISO 8601 text. */
  public static startDateTime(): ExecutionVariable {
    return new ExecutionVariable('StartDateTime');
  }

  /** The time at which a step reads it, as an ISO 8601 text. */
  public static currentDateTime(): ExecutionVariable {
    return new ExecutionVariable('CurrentDateTime');
  }

  private constructor(private readonly variableName: string) {
    super();
  }

  /** @internal */
  public override get _valueType(): ValueType {
    return ValueType.STRING;
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return { Get: `Execution.${this.variableName}` };
  }
}
