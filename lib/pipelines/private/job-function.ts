import * as path from 'node:path';
import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { NetworkFunction, passRole, Permission, sageMakerArn } from '../../core';
import { JobEnvironment } from '../job-environment';
import * as perms from '../perms';
import { JobQueue } from './job-queue';
import { spellings } from './name-patterns';

/** How many messages are looked at side by side; those beyond wait in the queue. */
const CONCURRENCY = 2;

/** Four attempts at one call take half of it. A message rests six times as long, as Lambda asks of a queue. */
const TIMEOUT = Duration.seconds(50);

/** Room for the hash of a step's token in the 63 characters of a job's name. */
const LONGEST_PREFIX = 30;

const KNOWN_AT_RUN_TIME =
  'executions, jobs and network interfaces get their ids when they are made; EC2 describes interfaces and subnets without naming one';

const QUEUE_KEEPS_THEM =
  'a queue calls the function, and moves what it could not answer to dead letters of its own; nothing calls it asynchronously';

/** A kind of job that pipelines have no step for. */
export interface FunctionJob {
  /** Folder of the handler, as `run-load-test`. */
  readonly handler: string;

  /** What the handler does, as `Puts models under load`. */
  readonly purpose: string;

  /** Kind of the job in its ARN, as `compilation-job`. */
  readonly arnKind: string;

  /** What it takes to create, describe and stop one. */
  readonly actions: readonly string[];

  /** The request for one, without what the message brings. */
  readonly request: object;
}

/** What the function does, where, and for whom. */
export interface JobFunctionProps {
  readonly job: FunctionJob;
  readonly pipelineName: string;
  readonly environment: JobEnvironment;
  readonly key: kms.IKey;
  readonly queue: Pick<JobQueue, 'queue' | 'mostReceipts' | 'wait'>;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** The function that runs jobs for the steps in a queue and answers them. */
export class JobFunction extends Construct {
  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    super(scope, id);

    const { environment, job, key } = props;
    const { queue, mostReceipts, wait } = props.queue;
    const jobNamePrefix = Names.uniqueResourceName(this, { maxLength: LONGEST_PREFIX }).toLowerCase();
    const { resource: handler } = new NetworkFunction(this, 'Function', {
      description: `${job.purpose} for the pipeline ${props.pipelineName}`,
      handlerFolder: path.join(__dirname, '..', 'handlers', job.handler),
      settings: Stack.of(this).toJsonString({
        jobNamePrefix,
        mostReceipts,
        waitMinutes: wait.toMinutes(),
        job: job.request,
      }),
      permissions: [
        ...this.workPermissions(props, jobNamePrefix),
        { actions: perms.TAKE_MESSAGES, resources: [queue.queueArn] },
      ],
      wildcardReason: KNOWN_AT_RUN_TIME,
      subnets: environment.subnets,
      securityGroups: environment.securityGroups,
      encryptionKey: key,
      timeout: TIMEOUT,
      concurrency: CONCURRENCY,
      undelivered: { reason: QUEUE_KEEPS_THEM },
      permissionsBoundary: props.permissionsBoundary,
    });

    new lambda.EventSourceMapping(this, 'Messages', {
      target: handler,
      eventSourceArn: queue.queueArn,
      batchSize: 1,
      // More would be turned away by the function, and a message that is turned away counts as received.
      maxConcurrency: CONCURRENCY,
      reportBatchItemFailures: true,
    });
  }

  private workPermissions({ job, environment, pipelineName }: JobFunctionProps, jobNamePrefix: string): Permission[] {
    const stack = Stack.of(this);

    return [
      { actions: job.actions, resources: [sageMakerArn(stack, job.arnKind, `${jobNamePrefix}-*`)] },
      passRole(environment.role.roleRef.roleArn),
      {
        actions: perms.REPORT_STEPS,
        resources: spellings(pipelineName).map((name) => sageMakerArn(stack, 'pipeline', `${name}/execution/*`)),
      },
    ];
  }
}
