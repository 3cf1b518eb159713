import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CallbackStep } from '../callback-step';
import { JobEnvironment } from '../job-environment';
import { CacheableStepOptions } from '../pipeline-step';
import { StepOutput } from '../step-output';
import { FunctionJob, JobFunction } from './job-function';
import { jobQueue } from './job-queue';

/** How long a step waits besides its job itself: for room in the account, and for instances to come and go. */
const WAIT_BESIDE_JOB = Duration.hours(1);

/** Whose step it is, and where its job runs; the members have the names that they have in the props of constructs. */
export interface AnsweredStepOwner extends CacheableStepOptions {
  readonly stepName: string;
  readonly pipelineName: string;
  readonly environment: JobEnvironment;
  readonly encryptionKey: kms.IKeyRef;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** What a step asks for, and what comes back. */
export interface AskedJob extends FunctionJob {
  readonly maxRuntime: Duration;
  readonly arguments: Record<string, string>;
  readonly outputs: StepOutput[];
}

/** A step, and where it lies when it could not be answered. */
export interface AnsweredStep {
  readonly callback: CallbackStep;
  readonly deadLetterQueue: sqs.IQueue;
}

/** A step that waits for a job, with the queue that it asks and the function that runs the job and answers. */
export function answeredStep(scope: Construct, owner: AnsweredStepOwner, asked: AskedJob): AnsweredStep {
  const key = kms.Key.fromKeyArn(scope, 'Key', owner.encryptionKey.keyRef.keyArn);
  const queue = jobQueue(scope, { key, wait: asked.maxRuntime.plus(WAIT_BESIDE_JOB) });

  new JobFunction(scope, 'Function', {
    job: asked,
    pipelineName: owner.pipelineName,
    environment: owner.environment,
    key,
    queue,
    permissionsBoundary: owner.permissionsBoundary,
  });
  const callback = new CallbackStep(owner.stepName, {
    displayName: owner.displayName,
    description: owner.description,
    cacheFor: owner.cacheFor,
    queue: queue.queue,
    queueKey: key,
    arguments: asked.arguments,
    outputs: asked.outputs,
  });

  return { callback, deadLetterQueue: queue.deadLetterQueue };
}
