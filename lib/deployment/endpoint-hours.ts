import { Lazy } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { check, checkSchedule, Permission, Problems } from '../core';
import { FunctionEnvironment } from './function-environment';
import { ModelEndpoint } from './model-endpoint';
import * as perms from './perms';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { checkNotProduction } from './private/stage-checks';

/** Which endpoint is there when. */
export interface EndpointHoursProps {
  /** An endpoint outside production, of real-time variants on a fixed number of instances. */
  readonly endpoint: ModelEndpoint;

  /**
   * When the endpoint is made, with the time zone:
   * `ScheduleExpression.cron({ minute: '0', hour: '7', weekDay: 'MON-FRI', timeZone: TimeZone.EUROPE_BERLIN })`. It takes some minutes
   * until it answers.
   */
  readonly start: scheduler.ScheduleExpression;

  /** When the endpoint is deleted, with the time zone. */
  readonly stop: scheduler.ScheduleExpression;

  /** Where the function runs that switches the endpoint, and who is told when it cannot. */
  readonly environment: FunctionEnvironment;
}

/**
 * The hours in which an endpoint is there; outside of them it costs nothing.
 *
 * SageMaker cannot stop a real-time endpoint, so it is deleted, and made again with the same name, configuration and tags. Models,
 * configuration, alarms and grants stay. Deploy in the working hours: CloudFormation cannot change an endpoint that is away. An
 * endpoint that is being changed when it should stop stays on, and somebody is told.
 *
 * Endpoints that scale to zero need no hours: asynchronous variants and inference components take a `ScalingSchedule` with 0,
 * serverless variants cost nothing while nobody asks.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-delete-resources.html
 */
export class EndpointHours extends Construct {
  /** The schedule that makes the endpoint. */
  public readonly startSchedule: scheduler.ISchedule;

  /** The schedule that deletes it. */
  public readonly stopSchedule: scheduler.ISchedule;

  constructor(scope: Construct, id: string, props: EndpointHoursProps) {
    super(scope, id);

    const { endpoint, start, stop } = props;
    check(this, (problems) => checkHours(problems, props));

    endpoint._leaveLifeTo(this);
    endpoint._stayFixed();
    const switching = new EndpointFunction(this, 'Function', {
      environment: props.environment,
      description: `Makes ${endpoint.endpointName} when its hours begin, and deletes it when they end`,
      handler: 'switch-endpoint',
      settings: {
        endpointName: endpoint.endpointName,
        configurationName: endpoint._configuration.attrEndpointConfigName,
        tags: Lazy.any({ produce: () => tagsOf(endpoint) }),
      },
      permissions: permissionsToSwitch(endpoint),
    });

    const [started, stopped] = (['start', 'stop'] as const).map((action) =>
      switching.onClock(this, action === 'start' ? 'Start' : 'Stop', {
        schedule: action === 'start' ? start : stop,
        description: `${action}s ${endpoint.endpointName}`,
        input: { action },
      }),
    );
    // Before the first deployment is done there is nothing to switch.
    stopped.node.addDependency(endpoint._resource);

    this.startSchedule = started;
    this.stopSchedule = stopped;
  }
}

/** The tags that the endpoint has by its deployment, as SageMaker takes them. */
function tagsOf({ _resource: { tags } }: ModelEndpoint): object[] {
  return Object.entries(tags.tagValues()).map(([Key, Value]) => ({ Key, Value }));
}

function permissionsToSwitch({ endpointArn, _configuration }: ModelEndpoint): Permission[] {
  const { ref: configurationArn, kmsKeyId } = _configuration;

  return [
    { actions: [...perms.DESCRIBE, ...perms.DELETE_ENDPOINT], resources: [endpointArn] },
    { actions: perms.CREATE_ENDPOINT, resources: [endpointArn, configurationArn] },
    ...(kmsKeyId ? [{ actions: perms.LEND_KEY, resources: [kmsKeyId], conditions: FOR_SERVICES }] : []),
  ];
}

/** The key is lent to AWS services, and to nobody else. */
const FOR_SERVICES = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

function checkHours(problems: Problems, { endpoint, start, stop, environment }: EndpointHoursProps): void {
  checkNotProduction(problems, 'endpoint', endpoint);
  checkFixed(problems, endpoint);
  for (const [path, { expressionString }] of Object.entries({ start, stop })) {
    checkSchedule(problems, path, expressionString);
    checkIsClock(problems, path, expressionString);
  }
  if (start.expressionString === stop.expressionString && start.timeZone === stop.timeZone) {
    problems.add({
      code: 'EndpointHoursEmpty',
      path: 'stop',
      got: 'is the same as start',
      wanted: 'the endpoint is there between the two',
      remedy: 'choose a later time',
    });
  }
  checkFunctionEnvironment(problems, 'environment', environment);
}

function checkIsClock(problems: Problems, path: string, expression: string): void {
  if (!expression.startsWith('rate(')) return;

  problems.add({
    code: 'EndpointHoursByRate',
    path,
    got: `is "${expression}"`,
    wanted: 'hours begin and end at times of the day',
    remedy: 'use ScheduleExpression.cron(…) with a time zone',
  });
}

function checkFixed(problems: Problems, endpoint: ModelEndpoint): void {
  endpoint.variants.forEach((variant, i) => {
    const path = `endpoint.variants[${i}]`;
    const bounds = variant._bounds(endpoint._isAsynchronous);
    if (variant._kind !== 'instances' || endpoint._isAsynchronous) {
      problems.add({
        code: 'EndpointHoursUnneeded',
        path,
        got: endpoint._isAsynchronous ? 'is asynchronous' : `is of the kind ${variant._kind}`,
        wanted: 'such an endpoint costs nothing while it has no instance, and need not be deleted for that',
        remedy: variant._kind === 'serverless' ? 'leave the hours out' : 'give it a ScalingSchedule with 0 instead',
      });
      return;
    }
    if (!bounds || (bounds.least === bounds.most && bounds.policies.length + bounds.schedules.length === 0)) return;

    problems.add({
      code: 'EndpointHoursWithScaling',
      path: `${path}.scaling`,
      got: `goes from ${bounds.least} to ${bounds.most} instances`,
      wanted: 'SageMaker forgets the scaling of an endpoint that is deleted, and it would not come back',
      remedy: 'write minInstances and maxInstances alike, without policies and schedules',
    });
  });
}
