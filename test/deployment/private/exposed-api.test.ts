import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ApiExposure } from '../../../lib/deployment';
import { exposedApi, ExposedApiProps } from '../../../lib/deployment/private/exposed-api';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';
import { vpcEndpointIn } from '../rewarded';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('a private API lets the callers in through its VPC endpoints, and nobody else', () => {
  apiWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] },
    EndpointAccessMode: 'STRICT',
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    Policy: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: Match.anyValue() },
          Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } },
        },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } },
        },
      ],
    },
  });
});

test('why an API is on the internet stands in the template', () => {
  apiWith({ exposure: ApiExposure.regional('partners call it') });

  Template.fromStack(stack).hasResource('AWS::ApiGateway::RestApi', {
    Metadata: { 'governed-ml:relaxations': [{ setting: 'regional', reason: 'partners call it' }] },
    Properties: { EndpointConfiguration: { Types: ['REGIONAL'] }, Policy: Match.absent() },
  });
});

test('requests are throttled, measured, traced and logged, but for their bodies', () => {
  apiWith({});

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'live',
    TracingEnabled: true,
    AccessLogSetting: { DestinationArn: Match.anyValue() },
    MethodSettings: [
      {
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        MetricsEnabled: true,
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
      },
    ],
  });
});

test('both logs are encrypted with the key', () => {
  apiWith({});

  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Logs::LogGroup', 2);
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: VOLUME_KEY_ARN, RetentionInDays: 365 });
});

test.each([
  [undefined, 'Hosting'],
  ['abalone-api', 'abalone-api'],
])('the API %p has the name %s', (apiName, Name) => {
  apiWith({ apiName });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Name });
});

function apiWith(wished: Partial<ExposedApiProps>): void {
  const api = exposedApi(stack, 'Api', {
    description: 'Takes the rewards of abalone',
    exposure: ApiExposure.throughVpcEndpoints(vpcEndpointIn(stack)),
    callers: new iam.AccountPrincipal('111111111111'),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', VOLUME_KEY_ARN),
    ...wished,
  });
  api.root.addMethod('POST');
}
