import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, deadLettersOf, physicalName, Problems, schedulerRole, statementOf } from '../core';
import { JobEnvironment } from './job-environment';
import { networkRelaxations } from './network-calls';
import { NotebookJobOptions } from './notebook-job';
import { jobCreation, TRAINING_JOB } from './private/job-permissions';
import { checkEnvironment, instanceTypesOf } from './private/job-settings';
import { checkNotebookJob, notebookJobArguments } from './private/notebook-job';
import { checkTimes, scheduleProps, ScheduleTimes } from './schedule-times';
import { checkDelivery, StartDeliveryOptions } from './start-delivery';

/** What training jobs may be called, less the id that Scheduler gives each run and a hyphen: 63 - 36 - 1 characters. */
const NAME_LENGTH = 26;

const NAMED_BY_RUN = 'each run is a training job of its own name, which begins with that of the schedule';

/** A notebook job by the name that Studio lists it under. */
export interface ScheduledNotebookJob extends NotebookJobOptions {
  /** Name of the job: 1 to 63 letters, digits, hyphens and underscores, beginning with a letter; known at synth. */
  readonly jobName: string;
}

/** Which notebook runs, where, and when. */
export interface NotebookJobScheduleProps extends ScheduleTimes, StartDeliveryOptions {
  /** The notebook, and what it runs on. */
  readonly job: ScheduledNotebookJob;

  /** What the job runs in. */
  readonly environment: JobEnvironment;
}

/**
 * Runs a notebook at set times, without a pipeline.
 *
 * Each run is a training job that Scheduler creates: isolated in the environment's network, with encrypted volumes, outputs
 * and traffic. The role that creates it may create such jobs with the environment's role, network and key, and nothing else.
 * A run that SageMaker does not take is tried again, and ends up in a queue when all tries were in vain. EventBridge may
 * deliver a run twice; the notebook then runs twice.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-auto-run.html
 */
export class NotebookJobSchedule extends Construct {
  /** The schedule. */
  public readonly schedule: scheduler.ISchedule;

  /** The queue for runs that were tried in vain. */
  public readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: NotebookJobScheduleProps) {
    super(scope, id);

    check(this, (problems) => {
      checkTimes(problems, props);
      checkDelivery(problems, props);
      checkEnvironment(problems, props.environment);
      checkNotebookJob(problems, 'job', props.job);
      checkNameKnown(problems, props.job.jobName);
    });

    this.deadLetterQueue = deadLettersOf(this, props.deadLetterQueue);
    const schedule = new scheduler.Schedule(this, 'Resource', {
      ...scheduleProps(props),
      target: this.targetOf(props),
    });
    const relaxations = networkRelaxations(props.job);
    if (relaxations.length > 0) {
      (schedule.node.defaultChild as CfnResource).addMetadata('governed-ml:relaxations', relaxations);
    }

    this.schedule = schedule;
  }

  private targetOf(props: NotebookJobScheduleProps): scheduler.IScheduleTarget {
    const { environment, job, retryAttempts, maxEventAge, permissionsBoundary } = props;
    const { deadLetterQueue } = this;
    const context = { stack: Stack.of(this), environment };
    const prefix = namePrefix(job.jobName);
    const permissions = jobCreation(context, TRAINING_JOB, instanceTypesOf(job.compute), `${prefix}-*`);

    return new targets.Universal({
      service: 'sagemaker',
      action: 'createTrainingJob',
      input: scheduler.ScheduleTargetInput.fromObject({
        TrainingJobName: `${prefix}-${scheduler.ContextAttribute.executionId}`,
        ...notebookJobArguments(job, context),
      }),
      role: schedulerRole(this, {
        permissions,
        deadLetterQueue,
        wildcardReason: NAMED_BY_RUN,
        permissionsBoundary,
      }),
      policyStatements: permissions.map(statementOf),
      deadLetterQueue,
      retryAttempts,
      maxEventAge,
    });
  }
}

/** Beginning of the jobs' names. Names of jobs have no underscores, and ARNs write them in lower case. */
function namePrefix(jobName: string): string {
  return physicalName([jobName.replaceAll('_', '-').toLowerCase()], { maxLength: NAME_LENGTH });
}

function checkNameKnown(problems: Problems, jobName: string): void {
  if (!Token.isUnresolved(jobName)) return;

  problems.add({
    code: 'NameUnknownAtSynth',
    path: 'job.jobName',
    got: 'is known at deployment only',
    wanted: 'it is shortened and written in lower case for the names of the training jobs',
    remedy: 'write the value out',
  });
}
