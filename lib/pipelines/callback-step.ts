import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Permission, Problems } from '../core';
import * as perms from './perms';
import { CacheableStepOptions, PipelineStep } from './pipeline-step';
import { DefinitionExpression } from './private/reference-token';
import { StepContext } from './private/step-context';
import { checkOutputs, outputOf, renderOutputs } from './private/step-outputs';
import { StepOutput, StepOutputValue } from './step-output';

/** Who is asked, with what, and what comes back. */
export interface CallbackStepProps extends CacheableStepOptions {
  /** The queue that gets the message. */
  readonly queue: sqs.IQueueRef;

  /**
   * The key that encrypts the queue's messages, if it is your own; the pipeline's role then may use it through SQS.
   *
   * @default - SQS encrypts with a key of its own
   */
  readonly queueKey?: kms.IKeyRef;

  /**
   * What stands in the message under `arguments`, by name: texts, and references as `asString`.
   *
   * @default - nothing
   */
  readonly arguments?: Record<string, string>;

  /**
   * The values that the answer brings; up to 50.
   *
   * @default - none
   */
  readonly outputs?: StepOutput[];
}

/**
 * A step that sends a message to a queue and waits for the answer.
 *
 * The message holds `token`, `pipelineExecutionArn`, `arguments` and `status`. Whoever takes it answers with
 * `SendPipelineExecutionStepSuccess` or `SendPipelineExecutionStepFailure` and the token; until then the step waits.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
 */
export class CallbackStep extends PipelineStep {
  constructor(
    stepName: string,
    private readonly props: CallbackStepProps,
  ) {
    super(stepName, props);
  }

  /** A value of the answer, for a later step. */
  public output(outputName: string): StepOutputValue {
    return outputOf(this.stepName, outputName, this.props.outputs);
  }

  /** @internal */
  public get _type(): string {
    return 'Callback';
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
      SqsQueueUrl: this.props.queue.queueRef.queueUrl,
      OutputParameters: renderOutputs(this.props.outputs),
    };
  }

  /** @internal */
  public _permissions({ stack }: StepContext): Permission[] {
    const { queue, queueKey } = this.props;
    const send = { actions: ['sqs:SendMessage'], resources: [queue.queueRef.queueArn] };
    if (!queueKey) return [send];

    return [
      send,
      {
        actions: perms.USE_QUEUE_KEY,
        resources: [queueKey.keyRef.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `sqs.${stack.region}.${stack.urlSuffix}` } },
      },
    ];
  }
}
