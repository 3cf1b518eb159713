import * as path from 'node:path';
import { Duration, Names, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DerivedRole, hasLocalStorage, instanceTypeOf, passRole, Permission, sageMakerArn } from '../../core';
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
    const logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: logs.RetentionDays.ONE_YEAR,
    });
    const { role } = new DerivedRole(this, 'Role', {
      description: 'Runs load tests for the steps of a pipeline and answers them',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      permissions: [
        ...this.workPermissions(props, jobNamePrefix),
        ...this.networkPermissions(environment),
        { actions: perms.TAKE_MESSAGES, resources: [queue.queueArn] },
        { actions: ['kms:Decrypt'], resources: [key.keyArn] },
        { actions: perms.WRITE_OWN_LOG, resources: [logGroup.logGroupArn] },
      ],
      wildcardReason: KNOWN_AT_RUN_TIME,
      permissionsBoundary: props.permissionsBoundary,
    });

    const handler = new lambda.Function(this, 'Resource', {
      description: `Puts models under load for the pipeline ${props.pipelineName}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'handlers', 'run-load-test'), { exclude: ['*.ts'] }),
      environment: { SETTINGS: this.settings(props, jobNamePrefix) },
      environmentEncryption: key,
      // The role has all it needs; grants of the CDK would come on top.
      role: role.withoutPolicyUpdates(),
      logGroup,
      timeout: TIMEOUT,
      memorySize: 256,
      reservedConcurrentExecutions: CONCURRENCY,
    });
    const resource = handler.node.defaultChild as lambda.CfnFunction;
    resource.vpcConfig = networkOf(environment);
    Validations.of(resource).acknowledge(
      { id: 'NIST.800.53.R5-LambdaDLQ', reason: QUEUE_KEEPS_THEM },
      { id: 'HIPAA.Security-LambdaDLQ', reason: QUEUE_KEEPS_THEM },
    );

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
    const { subnetIds: Subnets, securityGroupIds: SecurityGroupIds } = networkOf(environment);

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

  /**
   * What Lambda needs to reach into the network, as the function's role, but not for the function's own code: calls of the code
   * carry `lambda:SourceFunctionArn`.
   */
  private networkPermissions({ subnets, securityGroups }: JobEnvironment): Permission[] {
    const ec2 = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'ec2', resource, resourceName });
    const conditions = { Null: { 'lambda:SourceFunctionArn': 'true' } };

    return [
      {
        actions: perms.CREATE_INTERFACES,
        resources: [
          ec2('network-interface', '*'),
          ...subnets.map(({ subnetRef }) => ec2('subnet', subnetRef.subnetId)),
          ...securityGroups.map(({ securityGroupRef }) => ec2('security-group', securityGroupRef.securityGroupId)),
        ],
        conditions,
      },
      { actions: perms.ADDRESS_INTERFACES, resources: [ec2('network-interface', '*')], conditions },
      // Lambda's guide asks for this form: with a narrower one the function may not reach the network.
      { actions: perms.DELETE_INTERFACES, resources: [ec2('*', '*')], conditions },
      { actions: perms.DESCRIBE_NETWORK, resources: ['*'], conditions },
    ];
  }
}

function networkOf({ subnets, securityGroups }: JobEnvironment): { subnetIds: string[]; securityGroupIds: string[] } {
  return {
    subnetIds: subnets.map(({ subnetRef }) => subnetRef.subnetId),
    securityGroupIds: securityGroups.map(({ securityGroupRef }) => securityGroupRef.securityGroupId),
  };
}

function renderPhase({ initialCallers, callersPerMinute, duration }: Phase): object {
  return {
    InitialNumberOfUsers: initialCallers,
    SpawnRate: callersPerMinute,
    DurationInSeconds: secondsOf(duration),
  };
}
