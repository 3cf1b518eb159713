import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { check, checkArn, Problems } from '../core';
import { ApiAuthorization } from './api-authorization';
import { ApiExposure } from './api-exposure';
import { ApiHealth, checkApiHealth } from './api-health';
import { ApiQuota } from './api-quota';
import { InferenceTarget } from './inference-target';
import { ApiThrottle, ApiUsagePlan, checkThrottle, renderThrottle } from './api-usage-plan';
import { InferenceApiGrants } from './inference-api-grants';
import { Percent } from './percent';
import { ALARM_PERIOD, ALARM_PERIODS } from './private/alarm-evaluation';
import { METHOD_RESPONSES } from './private/api-answers';
import { checkAnswersAtOnce } from './private/answers-at-once';
import { acknowledgeCalledByRoles, acknowledgeStage } from './private/api-findings';
import { integrationOf } from './private/api-integration';
import { exposedApi, USUAL_THROTTLE } from './private/exposed-api';
import { raiseAlarm } from './private/raise-alarm';
import { checkDurationRange } from './private/range-checks';
import { RequestContent } from './request-content';

/** How long API Gateway waits for an answer. */
const TIMEOUT = { least: Duration.millis(50), most: Duration.seconds(29) };

const DEFAULT_QUOTA = ApiQuota.perDay(100_000);

/** Which endpoint stands behind an API, who may call it, and how often. */
export interface InferenceApiProps {
  /** The endpoint that answers; one that answers at once. */
  readonly endpoint: sagemaker.IEndpoint;

  /** How callers prove who they are. */
  readonly authorization: ApiAuthorization;

  /** From where the API can be reached. */
  readonly exposure: ApiExposure;

  /** The key that encrypts the logs. Its policy lets CloudWatch Logs use it for the log groups of the account. */
  readonly encryptionKey: kms.IKeyRef;

  /**
   * Name of the API, as the console shows it and metrics carry it.
   *
   * @default - a name that is unique in the account
   */
  readonly apiName?: string;

  /**
   * What the API is for.
   *
   * @default - it names the endpoint
   */
  readonly description?: string;

  /**
   * What the bodies of requests are, and how they are validated.
   *
   * @default RequestContent.json()
   */
  readonly content?: RequestContent;

  /**
   * What of the endpoint answers.
   *
   * @default InferenceTarget.endpoint()
   */
  readonly target?: InferenceTarget;

  /**
   * How fast requests of all callers together may come.
   *
   * @default - 50 a second, 100 at once
   */
  readonly throttle?: ApiThrottle;

  /**
   * That callers bring a key besides, in the header `x-api-key`, and what it is good for. API Gateway counts requests with a key
   * alone.
   *
   * @default - callers need no key
   */
  readonly usagePlan?: ApiUsagePlan;

  /**
   * ARN of the regional web ACL of AWS WAF that looks at requests first. It looks at those from private networks as well, whose
   * addresses are private then.
   *
   * @default - none; an API that is reached from the internet must have one
   */
  readonly webAclArn?: string;

  /**
   * How long the endpoint may take, after which callers get 504: 50 milliseconds to 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * What a healthy API keeps.
   *
   * @default - nobody is told
   */
  readonly health?: ApiHealth;

  /**
   * Limit that no policy of the API's role can pass.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/**
 * An API before an endpoint: `POST /invocations`, with the body that the endpoint takes.
 *
 * Callers need no permission on the endpoint; the API has a role that may invoke it and nothing else. Requests are authorised,
 * validated and throttled before they reach the endpoint. Answers are those of the model; failures are told by a status and
 * without details. It keeps an access log and a log of errors, for which API Gateway must have a role that writes logs: a setting
 * of the account and region, made once by `AWS::ApiGateway::Account`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
 */
export class InferenceApi extends Construct {
  /** The API of API Gateway. */
  public readonly restApi: apigateway.RestApi;

  /** The key that callers bring, where there is a usage plan. */
  public readonly apiKey?: apigateway.IApiKey;

  /** Grants on the API. */
  public readonly grants: InferenceApiGrants;

  constructor(scope: Construct, id: string, props: InferenceApiProps) {
    super(scope, id);

    check(this, (problems) => checkInferenceApi(problems, props));

    this.restApi = exposedApi(this, 'Resource', {
      apiName: props.apiName,
      description: props.description ?? `Asks ${props.endpoint.endpointName}`,
      exposure: props.exposure,
      callers: this.callersOf(props),
      encryptionKey: props.encryptionKey,
      throttle: props.throttle,
      binaryMediaTypes: props.content?._binaryTypes,
    });
    const method = this.methodOf(props);
    this.apiKey = props.usagePlan && this.apiKeyOf(props.usagePlan, props.throttle);

    this.protect(this.restApi.deploymentStage, props.webAclArn);
    if (props.authorization._isIam) acknowledgeCalledByRoles(method);
    if (props.health) this.watch(props.health);

    this.grants = InferenceApiGrants._of(this.restApi, method, props.authorization);
  }

  /**
   * Where requests are posted to. Callers must use this name: the names of VPC endpoints are refused. Private networks know it
   * where their VPC endpoint has private names.
   */
  public get url(): string {
    return this.restApi.urlForPath('/invocations');
  }

  /** Requests; their number over five minutes by default. */
  public metricCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.restApi.metricCount(options);
  }

  /** Requests that ended in a 4xx error; their number over five minutes by default. */
  public metric4XXError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.restApi.metricClientError(options);
  }

  /** Requests that ended in a 5xx error; their number over five minutes by default. */
  public metric5XXError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.restApi.metricServerError(options);
  }

  /** Time that answers take, in milliseconds; its average over five minutes by default. */
  public metricLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.restApi.metricLatency(options);
  }

  /** Time that the endpoint takes for them, in milliseconds; its average over five minutes by default. */
  public metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.restApi.metricIntegrationLatency(options);
  }

  /** Roles still need to be allowed by a policy of their own when the API lets in their account; tokens have no account. */
  private callersOf({ authorization }: InferenceApiProps): iam.IPrincipal {
    return authorization._isIam ? new iam.AccountPrincipal(Stack.of(this).account) : new iam.AnyPrincipal();
  }

  private methodOf(props: InferenceApiProps): apigateway.Method {
    const { content = RequestContent.json(), target = InferenceTarget.endpoint(), usagePlan } = props;
    const header = (name: string): string => `method.request.header.${name}`;

    const integration = integrationOf(this, { ...props, content, target, timeout: props.timeout ?? TIMEOUT.most });

    return this.restApi.root.addResource('invocations').addMethod('POST', integration, {
      ...props.authorization._render(this),
      apiKeyRequired: usagePlan !== undefined,
      requestParameters: {
        [header('Content-Type')]: true,
        [header('Accept')]: false,
        ...(target._headerOfRequest === undefined ? {} : { [header(target._headerOfRequest)]: true }),
      },
      requestModels: content._schema && content._validatedBy(this.modelOf(content._schema)),
      requestValidator: this.restApi.addRequestValidator('Validator', {
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
      methodResponses: METHOD_RESPONSES,
    });
  }

  private modelOf(schema: apigateway.JsonSchema): apigateway.Model {
    return this.restApi.addModel('Request', { contentType: 'application/json', schema });
  }

  private apiKeyOf(
    { quota = DEFAULT_QUOTA, throttle }: ApiUsagePlan,
    throttleOfAll: ApiThrottle = USUAL_THROTTLE,
  ): apigateway.IApiKey {
    const plan = this.restApi.addUsagePlan('UsagePlan', {
      apiStages: [{ stage: this.restApi.deploymentStage }],
      quota: { limit: quota.requests, period: quota.period },
      throttle: renderThrottle(throttle ?? throttleOfAll),
    });

    const key = this.restApi.addApiKey('Key');
    plan.addApiKey(key);
    return key;
  }

  private protect(stage: apigateway.Stage, webAclArn?: string): void {
    if (webAclArn !== undefined) {
      new CfnWebACLAssociation(this, 'Firewall', { resourceArn: stage.stageArn, webAclArn });
    }
    acknowledgeStage(stage, { hasFirewall: webAclArn !== undefined });
  }

  private watch({ alarmActions, maxErrors = Percent.of(1), maxLatency = Duration.seconds(1) }: ApiHealth): void {
    const watched = {
      evaluationPeriods: ALARM_PERIODS,
      datapointsToAlarm: ALARM_PERIODS - 1,
      actions: alarmActions,
    };

    raiseAlarm(this, 'ErrorAlarm', {
      ...watched,
      description: `More than ${maxErrors.toString()} of the requests to the API end in 5xx errors`,
      metric: this.metric5XXError({ statistic: cloudwatch.Stats.AVERAGE, period: ALARM_PERIOD }),
      threshold: maxErrors.amount / 100,
    });
    raiseAlarm(this, 'LatencyAlarm', {
      ...watched,
      description: `99 in 100 requests to the API take up to more than ${maxLatency.toMilliseconds()} ms`,
      metric: this.metricLatency({ statistic: cloudwatch.Stats.p(99), period: ALARM_PERIOD }),
      threshold: maxLatency.toMilliseconds(),
    });
  }
}

function checkInferenceApi(problems: Problems, props: InferenceApiProps): void {
  const { exposure, webAclArn, throttle, usagePlan, health } = props;

  checkAnswersAtOnce(problems, 'endpoint', props.endpoint);
  props.authorization._check(problems, 'authorization');
  exposure._check(problems, 'exposure');
  props.content?._check(problems, 'content');
  props.target?._check(problems, 'target');
  checkDurationRange(problems, 'timeout', props.timeout, TIMEOUT);
  if (throttle) checkThrottle(problems, 'throttle', throttle);
  usagePlan?.quota?._check(problems, 'usagePlan.quota');
  if (usagePlan?.throttle) checkThrottle(problems, 'usagePlan.throttle', usagePlan.throttle);
  if (webAclArn !== undefined) checkArn(problems, 'webAclArn', webAclArn, 'wafv2');
  if (health) checkApiHealth(problems, 'health', health);
  if (exposure._isPrivate || webAclArn !== undefined) return;

  problems.add({
    code: 'ApiWithoutFirewall',
    path: 'webAclArn',
    got: 'is missing',
    wanted: 'an API that is reached from the internet stands behind a web ACL',
    remedy: 'give the ARN of a regional one, or use ApiExposure.throughVpcEndpoints()',
  });
}
