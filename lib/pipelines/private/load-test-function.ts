import * as path from 'node:path';
import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { NetworkFunction, hasLocalStorage, instanceTypeOf, passRole, Permission, sageMakerArn } from '../../core';
import { JobEnvironment } from '../job-environment';
import * as perms from '../perms';
import { spellings } from './name-patterns';
import { secondsOf } from './seconds';

/** How many messages are looked at side by side; those beyond wait in the queue. */
const CONCURRENCY = 2;

/** Four attempts at one call take half of it. A message rests six times as long, as Lambda asks of a queue. */
const TIMEOUT = Duration.seconds(50);

/** Room for the hash of a step's token in the 64 characters of a job's name. */
const LONGEST_PREFIX = 31;

const KNOWN_AT_RUN_TIME =
  'executions, load tests and network interfaces get their ids when they are made; EC2 describes interfaces and subnets without naming one';

const QUEUE_KEEPS_THEM =
  'a queue calls the function, and moves what it could not answer to dead letters of its own; nothing calls it asynchronously';

/** A stretch of load, as the gate's props tell it. */
interface Phase {
  readonly initialCallers: number;
  readonly callersPerMinute: number;
  readonly duration: Duration;
}

/** What the function does, where, and for whom. */
export interface LoadTestFunctionProps {
  readonly pipelineName: string;
  readonly instanceType: string;
  readonly phases: readonly Phase[];
  readonly maxRuntime: Duration;
  readonly environment: JobEnvironment;
  readonly key: kms.IKey;
  readonly queue: sqs.IQueue;
  readonly mostReceipts: number;
  readonly wait: Duration;

  /** @default - no boundary */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** The function that runs load tests for the steps in a queue and answers them. */
export class LoadTestFunction extends Construct {
  constructor(scope: Construct, id: string, props: LoadTestFunctionProps) {
    super(scope, id);

    const { environment, key, queue } = props;
    const jobNamePrefix = Names.uniqueResourceName(this, { maxLength: LONGEST_PREFIX }).toLowerCase();
    const { resource: handler } = new NetworkFunction(this, 'Function', {
      description: `Puts models under load for the pipeline ${props.pipelineName}`,
      handlerFolder: path.join(__dirname, '..', 'handlers', 'run-load-test'),
      settings: this.settings(props, jobNamePrefix),
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

  /** What the handler reads; its job is the request for Inference Recommender, but for what the message brings. */
  private settings(props: LoadTestFunctionProps, jobNamePrefix: string): string {
    const { environment, instanceType, mostReceipts, wait } = props;
    const Subnets = environment.subnets.map(({ subnetRef }) => subnetRef.subnetId);
    const SecurityGroupIds = environment.securityGroups.map(({ securityGroupRef }) => securityGroupRef.securityGroupId);

    return Stack.of(this).toJsonString({
      jobNamePrefix,
      mostReceipts,
      waitMinutes: wait.toMinutes(),
      job: {
        JobType: 'Advanced',
        RoleArn: environment.role.roleRef.roleArn,
        InputConfig: {
          JobDurationInSeconds: secondsOf(props.maxRuntime),
          TrafficPattern: { TrafficType: 'PHASES', Phases: props.phases.map(renderPhase) },
          // One instance type is one test.
          ResourceLimit: { MaxNumberOfTests: 1, MaxParallelOfTests: 1 },
          EndpointConfigurations: [{ InstanceType: instanceTypeOf(instanceType) }],
          VolumeKmsKeyId: hasLocalStorage(instanceType) ? undefined : environment.volumeKey.keyRef.keyArn,
          VpcConfig: { Subnets, SecurityGroupIds },
        },
        OutputConfig: { KmsKeyId: environment.outputKeyArn },
      },
    });
  }

  private workPermissions(props: LoadTestFunctionProps, jobNamePrefix: string): Permission[] {
    const stack = Stack.of(this);
    const executions = spellings(props.pipelineName).map((name) =>
      sageMakerArn(stack, 'pipeline', `${name}/execution/*`),
    );

    return [
      {
        actions: perms.RUN_LOAD_TESTS,
        resources: [sageMakerArn(stack, 'inference-recommendations-job', `${jobNamePrefix}-*`)],
      },
      passRole(props.environment.role.roleRef.roleArn),
      { actions: perms.REPORT_STEPS, resources: executions },
    ];
  }
}

function renderPhase({ initialCallers, callersPerMinute, duration }: Phase): object {
  return {
    InitialNumberOfUsers: initialCallers,
    SpawnRate: callersPerMinute,
    DurationInSeconds: secondsOf(duration),
  };
}
