import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DerivedRole } from '../../core';
import { ApiExposure } from '../api-exposure';
import { ApiThrottle } from '../api-usage-plan';
import { FunctionEnvironment } from '../function-environment';
import * as perms from '../perms';
import { acknowledgeCalledByRoles, acknowledgeStage } from './api-findings';
import { exposedApi } from './exposed-api';
import { RewardEntrance } from './reward-entrance';
import { RewardQueue } from './reward-queue';

const TAKEN = '202';
const UNAVAILABLE = '503';

/** Where rewards are posted, and what is one. */
export interface RewardApiProps {
  readonly endpointName: string;
  readonly exposure: ApiExposure;
  readonly variantNames: readonly string[];
  readonly minValue: number;
  readonly maxValue: number;
  readonly queue: RewardQueue;
  readonly environment: FunctionEnvironment;

  /** @default - 50 requests a second, 100 at once */
  readonly throttle?: ApiThrottle;
}

/** An API that puts what is posted straight into the queue of rewards, once it looks like one. */
export class RewardApi extends Construct implements RewardEntrance {
  private readonly restApi: apigateway.RestApi;
  private readonly method: apigateway.Method;

  constructor(scope: Construct, id: string, props: RewardApiProps) {
    super(scope, id);

    this.restApi = exposedApi(this, 'Resource', {
      description: `Takes the rewards of ${props.endpointName}`,
      exposure: props.exposure,
      callers: new iam.AccountPrincipal(Stack.of(this).account),
      encryptionKey: props.environment.encryptionKey,
      throttle: props.throttle,
    });
    this.method = this.methodOf(this.modelOf(props), this.integrationOf(props));
    acknowledgeCalledByRoles(this.method);
    acknowledgeStage(this.restApi.deploymentStage, { hasFirewall: false });
  }

  public get url(): string {
    return this.restApi.urlForPath('/rewards');
  }

  public grant(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: perms.CALL_API, resourceArns: [this.method.methodArn] });
  }

  private methodOf(model: apigateway.IModel, integration: apigateway.Integration): apigateway.Method {
    return this.restApi.root.addResource('rewards').addMethod('POST', integration, {
      authorizationType: apigateway.AuthorizationType.IAM,
      requestModels: { 'application/json': model },
      requestValidator: this.restApi.addRequestValidator('Validator', {
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
      methodResponses: [TAKEN, UNAVAILABLE].map((statusCode) => ({ statusCode })),
    });
  }

  /** What the handler takes, so that senders hear at once of what it would refuse. */
  private modelOf(props: RewardApiProps): apigateway.Model {
    const { JsonSchemaType, JsonSchemaVersion } = apigateway;

    return this.restApi.addModel('Reward', {
      contentType: 'application/json',
      schema: {
        schema: JsonSchemaVersion.DRAFT4,
        type: JsonSchemaType.OBJECT,
        required: ['rewardId', 'variantName', 'value'],
        additionalProperties: false,
        properties: {
          rewardId: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 128 },
          variantName: { type: JsonSchemaType.STRING, enum: [...props.variantNames] },
          value: { type: JsonSchemaType.NUMBER, minimum: props.minValue, maximum: props.maxValue },
          occurredAt: { type: JsonSchemaType.STRING, format: 'date-time' },
        },
      },
    });
  }

  private integrationOf(props: RewardApiProps): apigateway.AwsIntegration {
    const { role } = new DerivedRole(this, 'Role', {
      description: `Puts the rewards of ${props.endpointName} into a queue`,
      // API Gateway names no source when it assumes a role. Instead, who makes an API must be allowed to pass its role.
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      permissions: props.queue.permissionsToSend(),
      permissionsBoundary: props.environment.permissionsBoundary,
    });

    return new apigateway.AwsIntegration({
      service: 'sqs',
      path: `${Stack.of(this).account}/${props.queue.resource.queueName}`,
      options: {
        // The role has all it needs; grants of the CDK would come on top.
        credentialsRole: role.withoutPolicyUpdates(),
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestParameters: {
          'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
        },
        requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
        integrationResponses: [
          answer(TAKEN, 'the reward is on its way', '2\\d{2}'),
          answer(UNAVAILABLE, 'the reward was not taken, try again later'),
        ],
      },
    });
  }
}

/** What the sender is told; what SQS says stays inside. */
function answer(statusCode: string, message: string, selectionPattern?: string): apigateway.IntegrationResponse {
  return {
    statusCode,
    selectionPattern,
    responseTemplates: { 'application/json': JSON.stringify({ message, requestId: '$context.requestId' }) },
  };
}
