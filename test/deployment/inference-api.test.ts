import { App, Duration, Stack } from 'aws-cdk-lib';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { ApiAuthorization } from '../../lib/deployment/api-authorization';
import { ApiExposure } from '../../lib/deployment/api-exposure';
import { ApiQuota } from '../../lib/deployment/api-quota';
import { InferenceTarget } from '../../lib/deployment/inference-target';
import { InferenceApiProps } from '../../lib/deployment/inference-api';
import { Percent } from '../../lib/deployment/percent';
import { RequestContent } from '../../lib/deployment/request-content';
import { lossesBetween } from '../losses';
import { apiIn, vpcEndpoint, WEB_ACL_ARN } from './apis';
import { stackIn, TOPIC_ARN } from './endpoints';
import { ForeignEndpoint } from './foreign-endpoint';
import { plain } from './simulation';

const POOL_ARN = 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_abc';
const ON_THE_INTERNET = ApiExposure.regional('partners call it from networks of their own');

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a request is posted to /invocations, signed, and handed to the endpoint by a role of the API', () => {
  const api = apiIn(stack);

  const template = Template.fromStack(stack);

  expect(plain(stack.resolve(api.url))).toMatch(
    /^https:\/\/Api\w+\.execute-api\.eu-west-1\.AWS::URLSuffix\/\w+\/invocations$/,
  );
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: 'POST',
    AuthorizationType: 'AWS_IAM',
    ApiKeyRequired: false,
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':apigateway:eu-west-1:runtime.sagemaker:path/endpoints/abalone/invocations',
          ],
        ],
      },
      Credentials: { 'Fn::GetAtt': [onlyId(template, 'AWS::IAM::Role'), 'Arn'] },
      TimeoutInMillis: 29_000,
    },
  });
});

test('a stage is logged, traced, measured and throttled, and keeps bodies out of its logs', () => {
  apiIn(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    TracingEnabled: true,
    MethodSettings: [
      {
        HttpMethod: '*',
        ResourcePath: '/*',
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        MetricsEnabled: true,
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
      },
    ],
  });
});

test('connections take TLS 1.2 or later with forward secrecy, under the own name of the API', () => {
  apiIn(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    EndpointAccessMode: 'STRICT',
  });
});

test('a body is validated by the schema, whatever its type says', () => {
  apiIn(stack, { content: RequestContent.json({ type: JsonSchemaType.OBJECT, required: ['rings'] }) });

  const template = Template.fromStack(stack);

  const model = { Ref: onlyId(template, 'AWS::ApiGateway::Model') };
  template.hasResourceProperties('AWS::ApiGateway::Method', {
    RequestModels: { 'application/json': model, $default: model },
    RequestParameters: { 'method.request.header.Content-Type': true, 'method.request.header.Accept': false },
    RequestValidatorId: { Ref: onlyId(template, 'AWS::ApiGateway::RequestValidator') },
  });
  template.hasResourceProperties('AWS::ApiGateway::Model', {
    Schema: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['rings'] },
  });
});

test('bytes are announced to API Gateway', () => {
  apiIn(stack, { content: RequestContent.binary('application/x-image') });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    BinaryMediaTypes: ['application/x-image'],
  });
});

test('callers may have to say which model they ask', () => {
  apiIn(stack, { target: InferenceTarget.modelOfRequest() });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    RequestParameters: { 'method.request.header.X-Amzn-SageMaker-Target-Model': true },
    Integration: {
      RequestParameters: {
        'integration.request.header.X-Amzn-SageMaker-Target-Model':
          'method.request.header.X-Amzn-SageMaker-Target-Model',
      },
    },
  });
});

test('with a usage plan callers need a key, which is good for as much as all of them together', () => {
  const api = apiIn(stack, { usagePlan: {}, throttle: { requestsPerSecond: 7, burst: 9 } });

  const template = Template.fromStack(stack);

  expect(api.apiKey).toBeDefined();
  template.hasResourceProperties('AWS::ApiGateway::Method', { ApiKeyRequired: true });
  template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Quota: { Limit: 100_000, Period: 'DAY' },
    Throttle: { RateLimit: 7, BurstLimit: 9 },
  });
  template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
    KeyId: { Ref: onlyId(template, 'AWS::ApiGateway::ApiKey') },
  });
});

test('a web ACL looks at the requests of the stage first', () => {
  apiIn(stack, { webAclArn: WEB_ACL_ARN });

  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    WebACLArn: WEB_ACL_ARN,
    ResourceArn: Match.objectLike({
      'Fn::Join': ['', Match.arrayWith([{ Ref: onlyId(template, 'AWS::ApiGateway::Stage') }])],
    }),
  });
});

test('an API on the internet says why', () => {
  apiIn(stack, { exposure: ON_THE_INTERNET, webAclArn: WEB_ACL_ARN });

  Template.fromStack(stack).hasResource('AWS::ApiGateway::RestApi', {
    Metadata: {
      'governed-ml:relaxations': [{ setting: 'regional', reason: 'partners call it from networks of their own' }],
    },
  });
});

test('alarms tell of errors and of slow answers, and not of silence', () => {
  apiIn(stack, {
    health: { alarmActions: alarmActions(), maxLatency: Duration.millis(300), maxErrors: Percent.of(2) },
  });

  const template = Template.fromStack(stack);

  const told = {
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    AlarmActions: [TOPIC_ARN],
  };
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...told,
    MetricName: '5XXError',
    Statistic: 'Average',
    Threshold: 0.02,
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...told,
    MetricName: 'Latency',
    ExtendedStatistic: 'p99',
    Threshold: 300,
  });
});

test('metrics are those of the API by its name', () => {
  const api = apiIn(stack, { apiName: 'abalone-api' });

  const metrics = [
    api.metricCount(),
    api.metric4XXError(),
    api.metric5XXError(),
    api.metricLatency(),
    api.metricIntegrationLatency(),
  ];

  expect(metrics.map(({ metricName }) => metricName)).toEqual([
    'Count',
    '4XXError',
    '5XXError',
    'Latency',
    'IntegrationLatency',
  ]);
  expect(metrics.map(({ dimensions }) => dimensions)).toEqual(Array(5).fill({ ApiName: 'abalone-api' }));
});

describe('the second deployment', () => {
  const schema = { type: JsonSchemaType.OBJECT };
  const first = { usagePlan: {}, content: RequestContent.json(schema) };

  test.each<[string, Partial<InferenceApiProps>]>([
    ['throttle', { throttle: { requestsPerSecond: 5, burst: 5 } }],
    ['quota', { usagePlan: { quota: ApiQuota.perMonth(10) } }],
    ['schema', { content: RequestContent.json({ ...schema, required: ['rings'] }) }],
    ['content', { content: RequestContent.json({ type: JsonSchemaType.ARRAY }) }],
    ['firewall', { webAclArn: WEB_ACL_ARN }],
    ['description', { description: 'Tells the age of abalones' }],
    ['name', { apiName: 'abalone' }],
    ['target', { target: InferenceTarget.variant('Challenger') }],
    ['timeout', { timeout: Duration.seconds(5) }],
  ])('replaces nothing but the snapshot of the API when its %s changes', (_what, change) => {
    const before = assemblyOf(() => first);
    const after = assemblyOf(() => ({ ...first, ...change }));

    const losses = lossesBetween(before, after);

    expect(losses.filter((loss) => !loss.includes('AWS::ApiGateway::Deployment'))).toEqual([]);
  });

  test('replaces nothing but the snapshot when other scopes are taken', () => {
    const before = assemblyOf((in_) => ({ authorization: tokensIn(in_, ['abalone/predict']) }));
    const after = assemblyOf((in_) => ({ authorization: tokensIn(in_, ['abalone/predict', 'abalone/explain']) }));

    const losses = lossesBetween(before, after);

    expect(losses).toEqual([expect.stringMatching(/Deployment.* \(AWS::ApiGateway::Deployment\) disappears$/)]);
  });

  test.each<[string, Partial<InferenceApiProps>]>([
    ['schema', { content: RequestContent.json({ ...schema, required: ['rings'] }) }],
    ['target', { target: InferenceTarget.variant('Challenger') }],
    ['policy', { description: 'Tells the age of abalones' }],
  ])('puts a changed %s into service', (_what, change) => {
    apiIn(stack, first);
    const other = stackIn();
    apiIn(other, { ...first, ...change });

    const ids = [stack, other].map((each) => onlyId(Template.fromStack(each), 'AWS::ApiGateway::Deployment'));

    expect(ids[0]).not.toBe(ids[1]);
  });
});

test('all that is wrong is told at once', () => {
  const wished: Partial<InferenceApiProps> = {
    authorization: ApiAuthorization.cognito([]),
    exposure: ApiExposure.regional('why not'),
    target: InferenceTarget.variant('no spaces'),
    timeout: Duration.seconds(30),
    throttle: { requestsPerSecond: 0, burst: 0 },
    usagePlan: { quota: ApiQuota.perDay(0), throttle: { requestsPerSecond: -1, burst: 1 } },
    health: { alarmActions: [] },
  };

  const defined = (): unknown => apiIn(stack, wished);

  expect(defined).toThrow(
    [
      '10 problems:',
      '  ApiWithoutUserPool: authorization.userPools is empty, tokens come from a user pool; name a pool, or use ApiAuthorization.iam()',
      '  RelaxationWithoutReason: exposure.reason is "why not", a security reviewer reads there why the rule does not hold; write the reason as a sentence',
      '  NameMalformed: target is "no spaces", a variant name is 1 to 63 characters: letters, digits and hyphens between them; write "no-spaces"',
      '  DurationOutOfRange: timeout is 30 seconds, it takes 50 millis to 29 seconds; use Duration.seconds(29)',
      '  NumberOutOfRange: throttle.burst is 0, it takes 1 or more whole requests; write 1',
      '  ApiThrottleBlocks: throttle.requestsPerSecond is 0, some requests must pass; write more than 0',
      '  NumberOutOfRange: usagePlan.quota.requests is 0, it takes 1 or more whole requests; write 1',
      '  ApiThrottleBlocks: usagePlan.throttle.requestsPerSecond is -1, some requests must pass; write more than 0',
      "  EndpointWithoutAlarmAction: health.alarmActions is empty, somebody must know when an endpoint is unhealthy; give an action, such as new SnsAction(topic) of 'aws-cdk-lib/aws-cloudwatch-actions'",
      '  ApiWithoutFirewall: webAclArn is missing, an API that is reached from the internet stands behind a web ACL; give the ARN of a regional one, or use ApiExposure.throughVpcEndpoints()',
    ].join('\n'),
  );
});

test('a web ACL is named by its ARN', () => {
  const defined = (): unknown => apiIn(stack, { webAclArn: 'acme' });

  expect(defined).toThrow(
    'ArnMalformed: webAclArn is "acme", an ARN of wafv2 reads arn:<partition>:wafv2:<region>:<account>:<resource>; copy the ARN from the resource\'s page in the AWS console',
  );
});

test('an asynchronous endpoint is refused: it answers to a bucket', () => {
  const endpoint = new ForeignEndpoint(stack, 'Endpoint');
  new CfnEndpointConfig(endpoint, 'Configuration', {
    productionVariants: [],
    asyncInferenceConfig: { outputConfig: { s3OutputPath: 's3://acme-answers/abalone/' } },
  });

  const defined = (): unknown => apiIn(stack, { endpoint });

  expect(defined).toThrow(
    'EndpointAnswersLater: endpoint is asynchronous, who asks here waits for the answer, and this endpoint writes it to a bucket; let callers put requests into its bucket and use grants.invokeAsync() of the endpoint',
  );
});

function assemblyOf(wished: (in_: Stack) => Partial<InferenceApiProps>): CloudAssembly {
  const deployed = stackIn();
  apiIn(deployed, { exposure: ApiExposure.throughVpcEndpoints(vpcEndpoint(deployed, 'vpce-1')), ...wished(deployed) });

  return (deployed.node.root as App).synth();
}

function tokensIn(in_: Stack, scopes?: string[]): ApiAuthorization {
  return ApiAuthorization.cognito([cognito.UserPool.fromUserPoolArn(in_, 'Pool', POOL_ARN)], scopes);
}

function alarmActions(): actions.SnsAction[] {
  return [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN))];
}

function onlyId(template: Template, type: string): string {
  const ids = Object.keys(template.findResources(type));

  expect(ids).toHaveLength(1);
  return ids[0];
}
