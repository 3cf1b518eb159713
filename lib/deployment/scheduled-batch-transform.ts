import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as eventTargets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  check,
  checkNetworkPlaces,
  checkSchedule,
  deadLettersOf,
  DerivedRole,
  Problems,
  schedulerRole,
  statementOf,
} from '../core';
import { BatchCompute } from './batch-compute';
import { BatchInput } from './batch-input';
import { BatchJoin } from './batch-join';
import { BatchCapture, BatchOutput } from './batch-output';
import { EndpointStage, IsolationRelaxations } from './endpoint-stage';
import * as perms from './perms';
import { checkBatchCompute, checkBatchData, checkBatchModel } from './private/batch-checks';
import { NAMED_BY_RUN, permissionsToStart, transformRequest } from './private/batch-job';
import { BucketFolder } from './private/bucket-folder';
import { checkSomebodyIsTold } from './private/endpoint-function';
import { modelNameOf, modelSurroundings } from './private/endpoint-model';
import { networkPermissions, observedPermissions } from './private/endpoint-role';
import { raiseAlarm } from './private/raise-alarm';
import { checkDurationRange } from './private/range-checks';
import { ServedModel } from './served-model';

/** What names of transform jobs leave room for: 63 characters, less the id that Scheduler gives each run and a hyphen. */
const JOB_NAME = /^[a-z0-9](-*[a-z0-9]){0,25}$/;

/** Which model predicts when, from what, and where to. */
export interface ScheduledBatchTransformProps {
  /** Beginning of the jobs' names: 1 to 26 lower-case letters, digits and hyphens. Each run adds its id. */
  readonly jobName: string;

  /** The model: one container with its model in an archive, or a pipeline of such. */
  readonly model: ServedModel;

  /** The files that it predicts from. */
  readonly input: BatchInput;

  /** Where the predictions are written. */
  readonly output: BatchOutput;

  /**
   * What of each record the model gets, and that predictions stand beside their records.
   *
   * @default - the model gets whole records, and predictions stand alone
   */
  readonly join?: BatchJoin;

  /**
   * The instances and requests.
   *
   * @default - one ml.m5.xlarge
   */
  readonly compute?: BatchCompute;

  /**
   * Where requests and predictions are kept for monitors.
   *
   * @default - they are not kept
   */
  readonly capture?: BatchCapture;

  /**
   * The times, with their time zone: `ScheduleExpression.cron({ minute: '0', hour: '3', timeZone: TimeZone.EUROPE_BERLIN })`.
   * Without a time zone they are in UTC.
   */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * Within which time after each of the times a run starts: 1 minute to 24 hours.
   *
   * @default - at each of the times
   */
  readonly flexibleWindow?: Duration;

  /**
   * The private subnets of the jobs: 1 to 16. A model that exists has its own.
   *
   * @default - none, which `relaxations` gives a reason for: `withoutVpc`
   */
  readonly subnets?: ec2.ISubnetRef[];

  /**
   * The security groups of the jobs: 1 to 5.
   *
   * @default - none
   */
  readonly securityGroups?: ec2.ISecurityGroupRef[];

  /**
   * Why the jobs go without a safeguard of their network.
   *
   * @default - they stand in the subnets, isolated
   */
  readonly relaxations?: IsolationRelaxations;

  /**
   * The role that the model runs as. A model that exists has its own, which must read the input and write the output.
   *
   * @default - a role that may load the model, read the input, write the output and reach its network, and nothing else
   */
  readonly executionRole?: iam.IRoleRef;

  /** The key that encrypts the instances' volumes, and the schedule. */
  readonly volumeKey: kms.IKeyRef;

  /** Who is told when a job fails or cannot start; at least one. */
  readonly alarmActions: cloudwatch.IAlarmAction[];

  /**
   * Limit that no policy of the roles can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * Predicts for whole files at set times.
 *
 * EventBridge Scheduler creates the transform job itself, as a role that may create such jobs and nothing else. A run that SageMaker
 * does not take is tried again. Runs that were tried in vain and jobs that fail lie in a queue, and somebody is told. EventBridge may
 * deliver a run twice; the job then runs twice, and writes the same folder.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
 */
export class ScheduledBatchTransform extends Construct {
  /** The schedule. */
  public readonly schedule: scheduler.ISchedule;

  /** The queue for runs that were tried in vain, and for the events of jobs that failed. */
  public readonly deadLetterQueue: sqs.IQueue;

  constructor(scope: Construct, id: string, props: ScheduledBatchTransformProps) {
    super(scope, id);

    const stage = EndpointStage.nonProduction(props.relaxations);
    check(this, (problems) => checkBatch(problems, props, stage));

    this.deadLetterQueue = deadLettersOf(this);
    const modelName = this.modelNameOf(props, stage);

    const schedule = new scheduler.Schedule(this, 'Resource', {
      description: `Starts the transform jobs ${props.jobName}`,
      schedule: props.schedule,
      timeWindow: props.flexibleWindow && scheduler.TimeWindow.flexible(props.flexibleWindow),
      key: kms.Key.fromKeyArn(this, 'Key', props.volumeKey.keyRef.keyArn),
      target: this.targetOf(props, modelName),
    });
    stage._record(schedule.node.defaultChild as scheduler.CfnSchedule);
    this.tellFailures(props);

    this.schedule = schedule;
  }

  private modelNameOf(props: ScheduledBatchTransformProps, stage: EndpointStage): string {
    const { model, executionRole } = props;
    if (model._existingModelName !== undefined) return model._existingModelName;

    const role = executionRole ?? this.roleOf(props);
    return modelNameOf(this, 'Model', model, modelSurroundings({ ...props, stage, role }));
  }

  private roleOf(props: ScheduledBatchTransformProps): iam.Role {
    const { model, input, output, capture, permissionsBoundary } = props;
    const stack = Stack.of(this);
    const { bucketArn } = input.bucket.bucketRef;
    const read = new BucketFolder(input);

    return new DerivedRole(this, 'ModelRole', {
      description: `Models of the transform jobs ${props.jobName}`,
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
      permissions: [
        ...model._permissions(stack),
        ...read.permissionsToRead(),
        {
          actions: perms.LIST_OBJECTS,
          resources: [bucketArn],
          conditions: { StringLike: { 's3:prefix': `${read.prefix}*` } },
        },
        ...new BucketFolder(output).permissionsToWrite(),
        ...(capture ? new BucketFolder(capture).permissionsToWrite() : []),
        ...networkPermissions(stack, props),
        ...observedPermissions(stack, '/aws/sagemaker/TransformJobs', ['/aws/sagemaker/TransformJobs']),
      ],
      wildcardReason: NAMED_BY_RUN,
      permissionsBoundary,
    }).role;
  }

  private targetOf(props: ScheduledBatchTransformProps, modelName: string): targets.Universal {
    const { deadLetterQueue } = this;
    const { permissionsBoundary } = props;
    const permissions = permissionsToStart(Stack.of(this), props);

    return new targets.Universal({
      service: 'sagemaker',
      action: 'createTransformJob',
      input: scheduler.ScheduleTargetInput.fromObject(transformRequest(props, modelName)),
      role: schedulerRole(this, {
        permissions,
        deadLetterQueue,
        wildcardReason: NAMED_BY_RUN,
        permissionsBoundary,
      }),
      // The role is allowed them already; without them the CDK would ask for all of SageMaker.
      policyStatements: permissions.map(statementOf),
      deadLetterQueue,
    });
  }

  /** The events of jobs that failed lie in the queue as well, so that one alarm tells of both. */
  private tellFailures({ jobName, alarmActions }: ScheduledBatchTransformProps): void {
    new events.Rule(this, 'Failed', {
      description: `Keeps what is known of transform jobs ${jobName} that failed`,
      eventPattern: {
        source: ['aws.sagemaker'],
        detailType: ['SageMaker Transform Job State Change'],
        detail: { TransformJobStatus: ['Failed'], TransformJobName: [{ prefix: `${jobName}-` }] },
      },
      targets: [new eventTargets.SqsQueue(this.deadLetterQueue)],
    });
    raiseAlarm(this, 'FailureAlarm', {
      description: `a transform job ${jobName} failed or did not start: the queue says why`,
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      actions: alarmActions,
    });
  }
}

function checkBatch(problems: Problems, props: ScheduledBatchTransformProps, stage: EndpointStage): void {
  const { model, input, output, capture, subnets } = props;

  checkJobName(problems, props.jobName);
  checkBatchModel(problems, 'model', model);
  model._checkPlacement(problems, 'model', {
    isolated: stage._reasonFor('withoutIsolation') === undefined,
    inVpc: subnets !== undefined,
  });
  for (const [path, folder] of Object.entries({ input, output, capture })) {
    if (folder) new BucketFolder(folder).check(problems, `${path}.prefix`);
  }
  checkBatchData(problems, props);
  checkBatchCompute(problems, 'compute', props.compute ?? {}, { model, split: input.split });
  checkSchedule(problems, 'schedule', props.schedule.expressionString);
  checkDurationRange(problems, 'flexibleWindow', props.flexibleWindow, {
    least: Duration.minutes(1),
    most: Duration.hours(24),
  });
  checkNetwork(problems, props, stage);
  stage._check(problems, 'relaxations');
  checkSomebodyIsTold(problems, 'alarmActions', props.alarmActions);
}

function checkJobName(problems: Problems, jobName: string): void {
  if (JOB_NAME.test(jobName)) return;

  problems.add({
    code: 'BatchJobNameMalformed',
    path: 'jobName',
    got: `is "${jobName}"`,
    wanted: 'it is 1 to 26 lower-case letters, digits and hyphens between them, as the id of each run takes the rest',
    remedy: 'write one such as "abalone-nightly"',
  });
}

function checkNetwork(
  problems: Problems,
  { model, subnets, securityGroups }: ScheduledBatchTransformProps,
  stage: EndpointStage,
): void {
  if (model._existingModelName !== undefined) return;
  if (subnets || securityGroups) {
    checkNetworkPlaces(problems, 'subnets', subnets?.length ?? 0, 'subnets');
    checkNetworkPlaces(problems, 'securityGroups', securityGroups?.length ?? 0, 'security groups');
    return;
  }
  if (stage._allows('withoutVpc')) return;

  problems.add({
    code: 'BatchWithoutNetwork',
    path: 'subnets',
    got: 'are missing',
    wanted: 'transform jobs stand in your private network',
    remedy: "give subnets and securityGroups, or a reason: relaxations: { withoutVpc: '…' }",
  });
}
