/**
 * What a run is started with.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html
 */
export interface PipelineStart {
  /**
   * Values of the pipeline's parameters, by name. SageMaker takes all values as text: `10`, `0.5`, `true`, up to 1,024 characters.
   *
   * A schedule may put its own facts into a value, as `ContextAttribute.scheduledTime` of `aws-cdk-lib/aws-scheduler`.
   *
   * @default - each parameter has its default
   */
  readonly parameters?: Record<string, string>;

  /**
   * Name of the run that Studio shows: 1 to 82 letters, digits and hyphens.
   *
   * @default - SageMaker chooses one
   */
  readonly displayName?: string;

  /**
   * What the run is for: up to 3,072 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * How many steps of the run may run at the same time: 1 or more.
   *
   * @default - as many as the pipeline allows
   */
  readonly maxParallelSteps?: number;

  /**
   * The version of the pipeline that runs: 1 or more. SageMaker counts one more with each change of the definition.
   *
   * @default - the newest version
   */
  readonly pipelineVersionId?: number;

  /**
   * Name of the MLflow experiment that the run belongs to: 1 to 256 characters.
   *
   * @default - that of the pipeline's definition
   */
  readonly mlflowExperimentName?: string;

  /**
   * Names of the steps that run, 1 to 50: all that lie between two of them included.
   *
   * @default - every step runs
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-selective-ex.html
   */
  readonly selectedSteps?: string[];

  /**
   * ARN of the earlier run, one that succeeded or failed, in which selected steps find the results of the others.
   *
   * @default - no run; needed when a selected step uses results of one that is not
   */
  readonly sourceExecutionArn?: string;
}
