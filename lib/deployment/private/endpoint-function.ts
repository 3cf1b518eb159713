import * as path from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as schedulerTargets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkNetworkPlaces, deadLettersOf, NetworkFunction, Permission, Problems, schedulerRole } from '../../core';
import { FunctionEnvironment } from '../function-environment';
import * as perms from '../perms';
import { raiseAlarm } from './raise-alarm';

/** How often EventBridge tries again to deliver an event before it lies in the queue. */
const DELIVERY_ATTEMPTS = 8;

/** Which handler runs where, with what it reads and may call. */
export interface EndpointFunctionProps {
  readonly environment: FunctionEnvironment;

  /** What it does, as a sentence without a full stop. */
  readonly description: string;

  /** Name of the handler's folder, as `verify-deployment`. */
  readonly handler: string;

  /** What the handler reads, as an object of JSON; may hold tokens. */
  readonly settings: Readonly<Record<string, unknown>>;

  /** What the handler's calls need. */
  readonly permissions: readonly Permission[];

  /** @default Duration.seconds(50) */
  readonly timeout?: Duration;

  /** How many run side by side. @default 1 */
  readonly concurrency?: number;
}

/** When a function runs by the clock of a time zone, and with what as its event. */
export interface ClockTimes {
  readonly schedule: scheduler.ScheduleExpression;
  readonly description: string;
  readonly input: object;
}

/** A handler of this capability in a private network: what fails is kept in a queue, and somebody is told. */
export class EndpointFunction extends Construct {
  public readonly resource: lambda.Function;
  public readonly role: iam.IRole;
  public readonly deadLetters: sqs.IQueue;

  private readonly environment: FunctionEnvironment;
  private clock?: iam.IRole;

  constructor(scope: Construct, id: string, props: EndpointFunctionProps) {
    super(scope, id);

    const { environment } = props;
    this.environment = environment;
    this.deadLetters = deadLettersOf(this);
    const { resource, role } = new NetworkFunction(this, 'Function', {
      ...environment,
      description: props.description,
      handlerFolder: path.join(__dirname, '..', 'handlers', props.handler),
      settings: Stack.of(this).toJsonString(props.settings),
      permissions: props.permissions,
      wildcardReason:
        'EC2 gives network interfaces their ids when they are made, and describes them without naming one',
      timeout: props.timeout,
      concurrency: props.concurrency ?? 1,
      undelivered: this.deadLetters,
    });
    this.resource = resource;
    this.role = role;

    raiseAlarm(this, 'FailureAlarm', {
      description: `${props.description}: the function fails`,
      metric: this.resource.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
      actions: environment.alarmActions,
    });
    raiseAlarm(this, 'DeadLetterAlarm', {
      description: `${props.description}: something was not handled and waits for a person`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      actions: environment.alarmActions,
    });
  }

  /** Runs the function on events; `input` replaces the event. */
  public onEvent(
    scope: Construct,
    id: string,
    eventPattern: events.EventPattern,
    input?: events.RuleTargetInput,
  ): events.Rule {
    return new events.Rule(scope, id, { eventPattern, targets: [this.target(input)] });
  }

  /** Runs the function on a schedule, with the input as its event. */
  public onSchedule(scope: Construct, id: string, schedule: events.Schedule, input: object = {}): events.Rule {
    return new events.Rule(scope, id, { schedule, targets: [this.target(events.RuleTargetInput.fromObject(input))] });
  }

  /** Runs the function by the clock of a time zone; what it was told an hour ago is no longer true. */
  public onClock(scope: Construct, id: string, { schedule, description, input }: ClockTimes): scheduler.Schedule {
    this.clock ??= this.clockRole();

    return new scheduler.Schedule(scope, id, {
      description,
      schedule,
      key: kms.Key.fromKeyArn(scope, `${id}Key`, this.environment.encryptionKey.keyRef.keyArn),
      target: new schedulerTargets.LambdaInvoke(this.resource, {
        role: this.clock,
        input: scheduler.ScheduleTargetInput.fromObject(input),
        deadLetterQueue: this.deadLetters,
        retryAttempts: DELIVERY_ATTEMPTS,
        maxEventAge: Duration.hours(1),
      }),
    });
  }

  /** The function as the target of a rule; `event` replaces the rule's event. */
  public target(event?: events.RuleTargetInput): targets.LambdaFunction {
    return new targets.LambdaFunction(this.resource, {
      event,
      deadLetterQueue: this.deadLetters,
      retryAttempts: DELIVERY_ATTEMPTS,
      maxEventAge: Duration.hours(1),
    });
  }

  private clockRole(): iam.IRole {
    const { encryptionKey, permissionsBoundary } = this.environment;

    return schedulerRole(this, {
      permissions: [
        { actions: perms.INVOKE_FUNCTION, resources: [this.resource.functionArn] },
        { actions: perms.DECRYPT_SCHEDULE, resources: [encryptionKey.keyRef.keyArn] },
      ],
      deadLetterQueue: this.deadLetters,
      permissionsBoundary,
    });
  }
}

/** Checks where functions run and that somebody is told. */
export function checkFunctionEnvironment(problems: Problems, path: string, environment: FunctionEnvironment): void {
  checkNetworkPlaces(problems, `${path}.subnets`, environment.subnets.length, 'subnets');
  checkNetworkPlaces(problems, `${path}.securityGroups`, environment.securityGroups.length, 'security groups');
  checkSomebodyIsTold(problems, `${path}.alarmActions`, environment.alarmActions);
}

/** Checks that an alarm reaches somebody. */
export function checkSomebodyIsTold(
  problems: Problems,
  path: string,
  actions: readonly cloudwatch.IAlarmAction[],
): void {
  if (actions.length > 0) return;

  problems.add({
    code: 'EndpointWithoutAlarmAction',
    path,
    got: 'is empty',
    wanted: 'somebody must know when an endpoint is unhealthy',
    remedy: "give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
  });
}
