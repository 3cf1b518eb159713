import { Duration, Lazy, Stack, TimeZone, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { check, Permission, Problems, sageMakerArn } from '../core';
import { FunctionEnvironment } from './function-environment';
import { ModelEndpoint } from './model-endpoint';
import * as perms from './perms';
import { checkFunctionEnvironment, EndpointFunction } from './private/endpoint-function';
import { measured } from './private/measured';
import { raiseAlarm } from './private/raise-alarm';
import { checkWholeNumber } from './private/range-checks';
import { checkNotProduction } from './private/stage-checks';

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOST_WARNING_DAYS = 90;

/** Which endpoint goes, when, and who is warned. */
export interface EndpointExpiryProps {
  /** An endpoint outside production. */
  readonly endpoint: ModelEndpoint;

  /** The day on which the endpoint is deleted, as `2027-03-31`. Another date here keeps it until then. */
  readonly expiresOn: string;

  /**
   * For how many days before there is a warning each day: 1 to 90.
   *
   * @default 7
   */
  readonly warningDays?: number;

  /**
   * The time zone in which the day begins; the endpoint goes at 8 o'clock.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;

  /** Where the function runs that warns and deletes, and who is warned. */
  readonly environment: FunctionEnvironment;
}

/**
 * The day on which an endpoint goes, so that no experiment costs money for ever.
 *
 * Every day a function looks at the date: near it an alarm warns, on it the inference components and then the endpoint are deleted,
 * and an alarm says so. A date in the past deletes on the next morning. Models, configuration and captured data stay until the
 * endpoint is taken out of the app, which must happen before its next deployment: CloudFormation cannot change what is gone.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-delete-resources.html
 */
export class EndpointExpiry extends Construct {
  /** Fires on each day on which there is a warning. */
  public readonly warningAlarm: cloudwatch.IAlarm;

  /** Fires when the endpoint was deleted. */
  public readonly expiredAlarm: cloudwatch.IAlarm;

  constructor(scope: Construct, id: string, props: EndpointExpiryProps) {
    super(scope, id);

    const { endpoint, expiresOn, warningDays = 7, timeZone = TimeZone.ETC_UTC, environment } = props;
    check(this, (problems) => checkExpiry(problems, props));

    endpoint._leaveLifeTo(this);
    const { endpointName } = endpoint;
    const expiring = new EndpointFunction(this, 'Function', {
      environment,
      description: `Deletes ${endpointName} when it has expired, and warns before`,
      handler: 'expire-endpoint',
      settings: {
        endpointName,
        componentNames: Lazy.list({ produce: () => componentNames(endpoint) }),
        expiresOn,
        timeZone: timeZone.timezoneName,
        warningDays,
      },
      permissions: permissionsToDelete(endpoint),
      // Components take minutes to go.
      timeout: Duration.minutes(14),
    });
    if (endpoint.variants.some(({ _kind }) => _kind === 'components')) allowComponents(expiring.role, endpoint);
    expiring.onClock(this, 'Daily', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '8', timeZone }),
      description: `looks whether ${endpointName} has expired`,
      input: {},
    });

    const dimensions = { EndpointName: endpointName };
    this.warningAlarm = raiseAlarm(this, 'WarningAlarm', {
      description: `${endpointName} is deleted on ${expiresOn}: give it a later expiresOn to keep it`,
      metric: measured('ExpiryWarning', dimensions),
      threshold: 0,
      actions: environment.alarmActions,
    });
    this.expiredAlarm = raiseAlarm(this, 'ExpiredAlarm', {
      description: `${endpointName} expired on ${expiresOn} and was deleted: take it out of the app before its next deployment`,
      metric: measured('EndpointExpired', dimensions),
      threshold: 0,
      actions: environment.alarmActions,
    });
  }
}

function componentNames({ _hosted }: ModelEndpoint): string[] {
  return _hosted.flatMap(({ inferenceComponentName }: CfnInferenceComponent) => inferenceComponentName ?? []);
}

function permissionsToDelete(endpoint: ModelEndpoint): Permission[] {
  const stack = Stack.of(endpoint);
  const targets = stack.formatArn({
    service: 'application-autoscaling',
    resource: 'scalable-target',
    resourceName: '*',
  });

  return [
    { actions: [...perms.DESCRIBE, ...perms.DELETE_ENDPOINT], resources: [endpoint.endpointArn] },
    {
      actions: perms.FORGET_SCALING,
      resources: [targets],
      conditions: { StringEquals: { 'application-autoscaling:service-namespace': 'sagemaker' } },
    },
  ];
}

/** By a policy of its own, because components may come to the endpoint after this. */
function allowComponents(role: iam.IRole, endpoint: ModelEndpoint): void {
  const stack = Stack.of(role);
  const arns = (): string[] => componentNames(endpoint).map((name) => sageMakerArn(stack, 'inference-component', name));

  new iam.ManagedPolicy(role, 'DeleteComponents', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: perms.DELETE_COMPONENTS,
        // IAM takes no empty list.
        resources: Lazy.list({ produce: () => (arns().length > 0 ? arns() : [endpoint.endpointArn]) }),
      }),
    ],
  });
}

function checkExpiry(problems: Problems, props: EndpointExpiryProps): void {
  checkNotProduction(problems, 'endpoint', props.endpoint);
  checkDate(problems, 'expiresOn', props.expiresOn);
  checkWholeNumber(problems, 'warningDays', props.warningDays ?? 7, {
    least: 1,
    most: MOST_WARNING_DAYS,
    noun: 'days',
  });
  checkFunctionEnvironment(problems, 'environment', props.environment);
}

function checkDate(problems: Problems, path: string, date: string): void {
  if (Token.isUnresolved(date)) return;
  const moment = Date.parse(`${date}T00:00:00Z`);
  if (DATE.test(date) && !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(date)) return;

  problems.add({
    code: 'DateMalformed',
    path,
    got: `is "${date}"`,
    wanted: 'a date is a day that exists, with year, month and day',
    remedy: 'write one as "2027-03-31"',
  });
}
