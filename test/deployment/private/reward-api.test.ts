import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiExposure } from '../../../lib/deployment';
import { RewardApi, RewardApiProps } from '../../../lib/deployment/private/reward-api';
import { RewardQueue } from '../../../lib/deployment/private/reward-queue';
import { findingsIn, NOTHING_FOUND } from '../../findings';
import { functionsIn, stackIn, VOLUME_KEY_ARN } from '../endpoints';
import { VARIANT_NAMES, vpcEndpointIn } from '../rewarded';

let stack: Stack;
let queue: RewardQueue;

beforeEach(() => {
  stack = stackIn();
});

test('roles post rewards, which are validated by a model', () => {
  apiWith({ minValue: -1, maxValue: 2.5 });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: 'POST',
    AuthorizationType: 'AWS_IAM',
    RequestModels: { 'application/json': { Ref: onlyId(template, 'AWS::ApiGateway::Model') } },
  });
  template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: 'rewards' });
  template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true });
  template.hasResourceProperties('AWS::ApiGateway::Model', {
    ContentType: 'application/json',
    Schema: {
      type: 'object',
      required: ['rewardId', 'variantName', 'value'],
      additionalProperties: false,
      properties: {
        rewardId: { type: 'string', minLength: 1, maxLength: 128 },
        variantName: { type: 'string', enum: VARIANT_NAMES },
        value: { type: 'number', minimum: -1, maximum: 2.5 },
        occurredAt: { type: 'string', format: 'date-time' },
      },
    },
  });
});

test('a reward goes straight into the queue; what SQS says of it stays inside', () => {
  apiWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':apigateway:eu-west-1:sqs:path/111111111111/',
            stack.resolve(queue.resource.queueName),
          ],
        ],
      },
      PassthroughBehavior: 'NEVER',
      RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      IntegrationResponses: [
        {
          SelectionPattern: '2\\d{2}',
          StatusCode: '202',
          ResponseTemplates: {
            'application/json': '{"message":"the reward is on its way","requestId":"$context.requestId"}',
          },
        },
        {
          StatusCode: '503',
          ResponseTemplates: {
            'application/json':
              '{"message":"the reward was not taken, try again later","requestId":"$context.requestId"}',
          },
        },
      ],
    },
    MethodResponses: [{ StatusCode: '202' }, { StatusCode: '503' }],
  });
});

test('the role of the API may put messages into the queue, and nothing else', () => {
  apiWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: VOLUME_KEY_ARN,
          Condition: {
            StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sqs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
          },
        },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: stack.resolve(queue.resource.queueArn) },
      ],
    },
  });
});

test.each([
  [undefined, 50, 100],
  [{ requestsPerSecond: 5, burst: 7 }, 5, 7],
])('with the throttle %j it takes %d requests a second, %d at once', (throttle, rate, burst) => {
  apiWith({ throttle });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [{ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }],
  });
});

test('a grantee may post rewards, and call nothing else', () => {
  const api = apiWith({});
  const shop = new iam.Role(stack, 'Shop', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

  const grant = api.grant(shop);

  expect(grant.principalStatements.map((statement) => stack.resolve(statement.toStatementJson()))).toEqual([
    {
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: { 'Fn::Join': ['', expect.arrayContaining(['/POST/rewards'])] },
    },
  ]);
});

test('a variant that joins changes the model, and is put into service', () => {
  apiWith({});
  const other = stackIn();
  apiWith({ variantNames: ['Newcomer', ...VARIANT_NAMES] }, other);

  const [before, after] = [stack, other].map((each) => Template.fromStack(each));

  expect(onlyId(after, 'AWS::ApiGateway::Model')).toBe(onlyId(before, 'AWS::ApiGateway::Model'));
  expect(onlyId(after, 'AWS::ApiGateway::Deployment')).not.toBe(onlyId(before, 'AWS::ApiGateway::Deployment'));
});

test('no rule pack finds anything', () => {
  apiWith({});

  expect(findingsIn(stack)).toEqual(NOTHING_FOUND);
});

function apiWith(wished: Partial<RewardApiProps>, scope = stack): RewardApi {
  const environment = functionsIn(scope);
  const { encryptionKey } = environment;
  queue = new RewardQueue(scope, 'Queue', { encryptionKey, visibilityTimeout: Duration.minutes(6) });

  return new RewardApi(scope, 'Api', {
    endpointName: 'abalone',
    exposure: ApiExposure.throughVpcEndpoints(vpcEndpointIn(scope)),
    variantNames: VARIANT_NAMES,
    minValue: 0,
    maxValue: 1,
    queue,
    environment,
    ...wished,
  });
}

function onlyId(template: Template, type: string): string {
  const [id] = Object.keys(template.findResources(type));

  return id;
}
