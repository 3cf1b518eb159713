import { Duration } from 'aws-cdk-lib';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { check, Problems } from '../core';
import { PipelineDefinition } from './pipeline-definition';
import { PipelineStart } from './pipeline-start';
import { knownDefinition } from './private/known-definition';
import { executionArns, pipelineArns } from './private/pipeline-arns';
import { checkStart, checkStartComplete, checkWithoutSchedule, startRequest } from './private/start-arguments';

/** Which pipeline a state machine starts, and how it waits. */
export interface PipelineExecutionTaskProps {
  /** The pipeline, maybe one that is defined elsewhere, of the same account and region. */
  readonly pipeline: sagemaker.IPipeline;

  /**
   * What the pipeline does; what the execution is started with is checked against it.
   *
   * @default - that of the `Pipeline`; parameters and steps of a pipeline that is defined elsewhere are not known, so not checked
   */
  readonly definition?: PipelineDefinition;

  /**
   * What the execution is started with; a value of the state's input by `sfn.JsonPath.stringAt('$.date')`.
   *
   * @default - the defaults of the pipeline's parameters
   */
  readonly start?: PipelineStart;

  /**
   * How long the state machine waits between two looks at the execution: 1 second or more.
   *
   * Step Functions keeps 25,000 events of an execution and ends it then. Each look takes nine of them, so that looks each minute
   * reach 46 hours; choose a longer wait for pipelines that run longer.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/** What is left over of an answer: where in the state the execution lies. */
const EXECUTION = '$.pipelineExecution';

/** Any error of a call to SageMaker that a moment later may not occur again. */
const AGAIN: sfn.RetryProps = {
  errors: ['SageMaker.SageMakerException', 'SageMaker.SdkClientException'],
  interval: Duration.seconds(5),
  maxAttempts: 5,
  jitterStrategy: sfn.JitterType.FULL,
};

/**
 * The states of a Step Functions state machine that start a pipeline and wait until it ends.
 *
 * Chain them like a task: the next state runs when the execution has succeeded; when it failed or was stopped, the fragment ends
 * with the error `PipelineExecutionFailed` or `PipelineExecutionStopped` and the reason that SageMaker gives. The input passes
 * through, with `pipelineExecution.PipelineExecutionArn` added. `PipelineStateMachine` is a state machine of these states alone. A repeated start is the same start: its token follows from the execution of the
 * state machine and the time at which the state was entered.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export class PipelineExecutionTask extends sfn.StateMachineFragment {
  public readonly startState: sfn.State;
  public readonly endStates: sfn.INextable[];

  constructor(scope: Construct, id: string, props: PipelineExecutionTaskProps) {
    super(scope, id);

    const { start: wished = {} } = props;
    const definition = knownDefinition(props.pipeline, props.definition);
    check(this, (problems) => {
      checkPollInterval(problems, props.pollInterval);
      checkWithoutSchedule(problems, wished);
      checkStart(problems, wished, definition);
      checkStartComplete(problems, Object.keys(wished.parameters ?? {}), definition);
    });

    const start = this.start(props.pipeline, wished);
    const wait = new sfn.Wait(this, 'Wait', {
      time: sfn.WaitTime.duration(props.pollInterval ?? Duration.minutes(1)),
    });
    const succeeded = new sfn.Pass(this, 'Succeeded');

    start
      .next(wait)
      .next(this.describe(props.pipeline))
      .next(
        new sfn.Choice(this, 'Ended')
          .when(statusIs('Succeeded'), succeeded)
          .when(statusIs('Failed'), this.failure('Failed'))
          .when(statusIs('Stopped'), this.failure('Stopped'))
          .otherwise(wait),
      );

    this.startState = start;
    this.endStates = [succeeded];
  }

  private start(pipeline: sagemaker.IPipeline, wished: PipelineStart): sfn.TaskStateBase {
    // The same for every try of one start, and another for the next round of a loop.
    const token = sfn.JsonPath.hash(
      sfn.JsonPath.format('{}{}', sfn.JsonPath.executionId, sfn.JsonPath.stateEnteredTime),
      'SHA-256',
    );

    return new tasks.CallAwsService(this, 'Start', {
      service: 'sagemaker',
      action: 'startPipelineExecution',
      parameters: startRequest(pipeline.pipelineName, wished, token),
      iamResources: pipelineArns(pipeline),
      resultPath: EXECUTION,
    }).addRetry(AGAIN);
  }

  private describe(pipeline: sagemaker.IPipeline): sfn.TaskStateBase {
    return new tasks.CallAwsService(this, 'Describe', {
      service: 'sagemaker',
      action: 'describePipelineExecution',
      parameters: { PipelineExecutionArn: sfn.JsonPath.stringAt(`${EXECUTION}.PipelineExecutionArn`) },
      iamResources: executionArns(pipeline),
      resultPath: EXECUTION,
    }).addRetry(AGAIN);
  }

  private failure(status: string): sfn.Fail {
    return new sfn.Fail(this, status, {
      error: `PipelineExecution${status}`,
      causePath: sfn.JsonPath.jsonToString(sfn.JsonPath.objectAt(EXECUTION)),
    });
  }
}

function statusIs(status: string): sfn.Condition {
  return sfn.Condition.stringEquals(`${EXECUTION}.PipelineExecutionStatus`, status);
}

function checkPollInterval(problems: Problems, pollInterval?: Duration): void {
  if (pollInterval === undefined || pollInterval.isUnresolved() || pollInterval.toMilliseconds() >= 1_000) return;

  problems.add({
    code: 'PollIntervalTooShort',
    path: 'pollInterval',
    got: `is ${pollInterval.toHumanString()}`,
    wanted: 'a state machine waits in whole seconds, and each look costs a call',
    remedy: 'use Duration.minutes(1)',
  });
}
