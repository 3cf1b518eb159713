import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { check, checkInstanceType, checkName, hasLocalStorage, instanceTypeOf, Problems } from '../core';
import { CallbackStep } from './callback-step';
import { JobEnvironment } from './job-environment';
import * as perms from './perms';
import { CacheableStepOptions, PipelineStep } from './pipeline-step';
import { settingText } from './private/analysis-arguments';
import { answeredStep } from './private/answered-step';
import { checkEnvironment, renderVpcConfig } from './private/job-settings';
import { secondsOf } from './private/seconds';
import { checkEntries, checkSeconds, checkWhole } from './private/value-checks';
import { StepOutput, StepOutputValue } from './step-output';
import { ValueType } from './value-type';

const MOST_PHASES = 10;
const LONGEST_RUNTIME = Duration.hours(5);
const DEFAULT_RUNTIME = Duration.hours(2);

const OUTPUTS: StepOutput[] = [
  { outputName: 'maxInvocationsPerMinute', valueType: ValueType.INTEGER },
  { outputName: 'modelLatencyMilliseconds', valueType: ValueType.INTEGER },
  { outputName: 'recommendationsJobName' },
];

/** A stretch of a load test. Each caller sends a request as soon as its last one is answered. */
export interface LoadPhase {
  /** Callers at the start: 1 to 3. */
  readonly initialCallers: number;

  /** Callers that join each minute: 0 to 3. */
  readonly callersPerMinute: number;

  /** How long the phase lasts: 2 to 60 minutes. */
  readonly duration: Duration;
}

/** Which model is put under load, how, and what it must show. */
export interface LatencyGateProps extends CacheableStepOptions {
  /** Name of the step: 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline. */
  readonly stepName: string;

  /** Name of the pipeline that the step belongs to; the gate may answer steps of no other. */
  readonly pipelineName: string;

  /**
   * ARN of the registered version, as `register.properties.modelPackageArn.asString`. It is registered with a sample payload,
   * its domain, its task and the framework of its container.
   */
  readonly modelPackageArn: string;

  /** Type of the instance that serves the model under load, as `ml.m5.large`. */
  readonly instanceType: string;

  /** Longest latency of the model that passes, in milliseconds: 1 or more. A parameter as `asNumber`. */
  readonly maxLatencyMilliseconds: number;

  /** How many requests a minute the instance must serve at least: 1 or more. A parameter as `asNumber`. */
  readonly minInvocationsPerMinute: number;

  /**
   * The load, phase by phase; 1 to 10. Together they last as long as `maxRuntime` at most.
   *
   * @default - one caller at the start and three more each minute, for 10 minutes
   */
  readonly phases?: LoadPhase[];

  /**
   * How long the load test may take: 2 minutes to 5 hours. The step fails an hour after that at the latest.
   *
   * @default Duration.hours(2)
   */
  readonly maxRuntime?: Duration;

  /**
   * Where the model is served and the gate's function runs. Inference Recommender makes models and endpoints as the
   * environment's role, which it must be allowed; a role of their own for load tests keeps those permissions from other jobs.
   */
  readonly environment: JobEnvironment;

  /**
   * The key that encrypts the queues, the function's settings and its log. Its policy lets CloudWatch Logs use it for the log
   * groups of the account.
   */
  readonly encryptionKey: kms.IKeyRef;

  /**
   * Limit that no policy of the function's role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * A gate before a model is used: is it fast enough, and does one instance take enough requests a minute?
 *
 * List `step` among the steps of the pipeline, and let the gate guard those that must wait for it. The step asks a function by
 * a queue; the function lets Inference Recommender serve the registered version and put it under load, looks after the test
 * every five minutes and answers the step. Steps of one execution have one test each, however often a message arrives.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-load-test.html
 */
export class LatencyGate extends Construct {
  /** The step, to be listed among those of the pipeline. */
  public readonly step: PipelineStep;

  /** What could not be answered; a message in it is a step that waits for a person. */
  public readonly deadLetterQueue: sqs.IQueue;

  private readonly callback: CallbackStep;

  constructor(scope: Construct, id: string, props: LatencyGateProps) {
    super(scope, id);

    const phases = props.phases ?? [{ initialCallers: 1, callersPerMinute: 3, duration: Duration.minutes(10) }];
    const maxRuntime = props.maxRuntime ?? DEFAULT_RUNTIME;
    check(this, (problems) => checkLatencyGate(problems, props, phases, maxRuntime));

    const { callback, deadLetterQueue } = answeredStep(this, props, {
      handler: 'run-load-test',
      purpose: 'Puts models under load',
      arnKind: 'inference-recommendations-job',
      actions: perms.RUN_LOAD_TESTS,
      request: requestOf(props, phases, maxRuntime),
      maxRuntime,
      arguments: {
        modelPackageArn: props.modelPackageArn,
        maxLatencyMilliseconds: settingText(props.maxLatencyMilliseconds),
        minInvocationsPerMinute: settingText(props.minInvocationsPerMinute),
      },
      outputs: OUTPUTS,
    });
    this.deadLetterQueue = deadLetterQueue;
    this.callback = callback;
    this.step = this.callback;
  }

  /** Makes steps wait for the gate, so that none of them runs when it fails. */
  public guards(...steps: PipelineStep[]): void {
    for (const step of steps) step.dependsOn(this.step);
  }

  /** How many requests a minute the instance served at most, for later steps. */
  public get maxInvocationsPerMinute(): StepOutputValue {
    return this.callback.output('maxInvocationsPerMinute');
  }

  /** The model's latency under that load, in milliseconds, for later steps. */
  public get modelLatencyMilliseconds(): StepOutputValue {
    return this.callback.output('modelLatencyMilliseconds');
  }

  /** Name of the Inference Recommender job, for later steps. */
  public get recommendationsJobName(): StepOutputValue {
    return this.callback.output('recommendationsJobName');
  }
}

/** The request for Inference Recommender, but for what the message brings. */
function requestOf(
  { environment, instanceType }: LatencyGateProps,
  phases: readonly LoadPhase[],
  maxRuntime: Duration,
): object {
  return {
    JobType: 'Advanced',
    RoleArn: environment.role.roleRef.roleArn,
    InputConfig: {
      JobDurationInSeconds: secondsOf(maxRuntime),
      TrafficPattern: { TrafficType: 'PHASES', Phases: phases.map(renderPhase) },
      // One instance type is one test.
      ResourceLimit: { MaxNumberOfTests: 1, MaxParallelOfTests: 1 },
      EndpointConfigurations: [{ InstanceType: instanceTypeOf(instanceType) }],
      VolumeKmsKeyId: hasLocalStorage(instanceType) ? undefined : environment.volumeKey.keyRef.keyArn,
      VpcConfig: renderVpcConfig(environment),
    },
    OutputConfig: { KmsKeyId: environment.outputKeyArn },
  };
}

function renderPhase({ initialCallers, callersPerMinute, duration }: LoadPhase): object {
  return {
    InitialNumberOfUsers: initialCallers,
    SpawnRate: callersPerMinute,
    DurationInSeconds: secondsOf(duration),
  };
}

function checkLatencyGate(
  problems: Problems,
  props: LatencyGateProps,
  phases: readonly LoadPhase[],
  maxRuntime: Duration,
): void {
  const path = `steps.${props.stepName}`;

  checkName(problems, `${path}.pipelineName`, props.pipelineName, 'pipeline');
  checkInstanceType(problems, `${path}.instanceType`, props.instanceType, 'hosting');
  checkWhole(problems, `${path}.maxLatencyMilliseconds`, props.maxLatencyMilliseconds, {
    least: 1,
    most: Infinity,
    wanted: 'a latency is told in whole milliseconds, 1 or more',
    remedy: 'write 100',
  });
  checkWhole(problems, `${path}.minInvocationsPerMinute`, props.minInvocationsPerMinute, {
    least: 1,
    most: Infinity,
    wanted: 'invocations are counted by the minute, 1 or more',
    remedy: 'write 600 for 10 a second',
  });
  checkSeconds(problems, `${path}.maxRuntime`, maxRuntime, {
    least: 120,
    most: LONGEST_RUNTIME.toSeconds(),
    wanted: 'a load test takes 2 minutes to 5 hours',
    remedy: 'use Duration.hours(2)',
  });
  checkEntries(problems, `${path}.phases`, phases.length, {
    least: 1,
    most: MOST_PHASES,
    wanted: `a load test has 1 to ${MOST_PHASES} phases`,
    remedy: 'describe the load in fewer, longer ones',
  });
  phases.forEach((phase, i) => checkPhase(problems, `${path}.phases[${i}]`, phase));
  checkTotal(problems, path, phases, maxRuntime);
  checkEnvironment(problems, props.environment);
}

function checkPhase(problems: Problems, path: string, phase: LoadPhase): void {
  checkWhole(problems, `${path}.initialCallers`, phase.initialCallers, {
    least: 1,
    most: 3,
    wanted: 'a phase begins with 1 to 3 callers',
    remedy: 'let more join each minute',
  });
  checkWhole(problems, `${path}.callersPerMinute`, phase.callersPerMinute, {
    least: 0,
    most: 3,
    wanted: '0 to 3 callers join each minute',
    remedy: 'let the phase last longer',
  });
  checkSeconds(problems, `${path}.duration`, phase.duration, {
    least: 120,
    most: 3_600,
    wanted: 'a phase lasts 2 to 60 minutes',
    remedy: 'use Duration.minutes(10)',
  });
}

function checkTotal(problems: Problems, path: string, phases: readonly LoadPhase[], maxRuntime: Duration): void {
  if (maxRuntime.isUnresolved() || phases.some(({ duration }) => duration.isUnresolved())) return;
  const total = phases.reduce((sum, { duration }) => sum + duration.toMilliseconds(), 0);
  if (total <= maxRuntime.toMilliseconds()) return;

  problems.add({
    code: 'LoadTestTooLong',
    path: `${path}.phases`,
    got: `last ${Duration.millis(total).toHumanString()}`,
    wanted: `the load test is stopped after ${maxRuntime.toHumanString()}`,
    remedy: 'shorten them, or raise maxRuntime',
  });
}
