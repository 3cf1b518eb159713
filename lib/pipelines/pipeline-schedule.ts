import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, deadLettersOf, schedulerRole } from '../core';
import * as perms from './perms';
import { PipelineDefinition } from './pipeline-definition';
import { PipelineStart } from './pipeline-start';
import { knownDefinition } from './private/known-definition';
import { pipelineArns } from './private/pipeline-arns';
import { checkStart, checkStartComplete, isPlainStart, startParameters, startRequest } from './private/start-arguments';
import { checkTimes, scheduleProps, ScheduleTimes } from './schedule-times';
import { checkDelivery, StartDeliveryOptions } from './start-delivery';

/** When a pipeline starts, and with what. */
export interface PipelineScheduleOptions extends ScheduleTimes, StartDeliveryOptions {
  /**
   * What each run is started with.
   *
   * @default - the defaults of the pipeline's parameters
   */
  readonly start?: PipelineStart;
}

/** Which pipeline starts, when, and with what. */
export interface PipelineScheduleProps extends PipelineScheduleOptions {
  /** The pipeline, maybe one that is defined elsewhere, of the same account and region. */
  readonly pipeline: sagemaker.IPipeline;

  /**
   * What the pipeline does; what a run is started with is checked against it.
   *
   * @default - that of the `Pipeline`; parameters and steps of a pipeline that is defined elsewhere are not known, so not checked
   */
  readonly definition?: PipelineDefinition;
}

/**
 * Starts a pipeline at set times.
 *
 * A role that may start this pipeline alone makes the starts. A start that SageMaker does not take is tried again, and ends
 * up in a queue when all tries were in vain.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html
 */
export class PipelineSchedule extends Construct {
  /** The schedule. */
  public readonly schedule: scheduler.ISchedule;

  /** The queue for starts that were tried in vain. */
  public readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: PipelineScheduleProps) {
    super(scope, id);

    const { start = {} } = props;
    const definition = knownDefinition(props.pipeline, props.definition);
    check(this, (problems) => {
      checkTimes(problems, props);
      checkDelivery(problems, props);
      checkStart(problems, start, definition);
      checkStartComplete(problems, Object.keys(start.parameters ?? {}), definition);
    });

    this.deadLetterQueue = deadLettersOf(this, props.deadLetterQueue);
    this.schedule = new scheduler.Schedule(this, 'Resource', {
      ...scheduleProps(props),
      target: this.targetOf(props, start),
    });
  }

  /** Scheduler's own form for pipelines where that says it all, the whole call where it does not. */
  private targetOf(props: PipelineScheduleProps, start: PipelineStart): scheduler.IScheduleTarget {
    const { pipeline, retryAttempts, maxEventAge, permissionsBoundary } = props;
    const { deadLetterQueue } = this;
    const startPipeline = { actions: perms.START, resources: pipelineArns(pipeline) };
    const role = schedulerRole(this, { permissions: [startPipeline], deadLetterQueue, permissionsBoundary });
    const delivery = { role, deadLetterQueue, retryAttempts, maxEventAge };
    if (isPlainStart(start)) {
      const pipelineParameterList = startParameters(start);

      return new targets.SageMakerStartPipelineExecution(pipeline, { ...delivery, pipelineParameterList });
    }

    // The time that a start was due makes one run of a start that EventBridge delivers twice.
    const clientRequestToken = `${this.node.addr}-${scheduler.ContextAttribute.scheduledTime}`;
    return new targets.Universal({
      ...delivery,
      service: 'sagemaker',
      action: 'startPipelineExecution',
      input: scheduler.ScheduleTargetInput.fromObject(startRequest(pipeline.pipelineName, start, clientRequestToken)),
      policyStatements: [new iam.PolicyStatement(startPipeline)],
    });
  }
}
