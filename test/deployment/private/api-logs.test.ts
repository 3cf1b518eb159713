import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { apiIn } from '../apis';
import { stackIn, VOLUME_KEY_ARN } from '../endpoints';

let stack: Stack;

beforeEach(() => {
  stack = stackIn();
});

test('both logs are encrypted and kept for a year', () => {
  apiIn(stack);

  const template = Template.fromStack(stack);

  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: VOLUME_KEY_ARN, RetentionInDays: 365 });
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: {
      'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: onlyId(template, 'AWS::ApiGateway::RestApi') }, '/live']],
    },
  });
});

test('the log of errors is there before API Gateway would make one', () => {
  apiIn(stack);

  Template.fromStack(stack).hasResource('AWS::ApiGateway::Stage', {
    DependsOn: [Match.stringLikeRegexp('^ApiExecutionLog')],
  });
});

test('the access log tells who asked and how it ended, and nothing of the bodies', () => {
  apiIn(stack);

  const [stage] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Stage'));

  const { Format: format } = stage.Properties.AccessLogSetting as { Format: string };
  expect(JSON.parse(format)).toMatchObject({
    requestId: '$context.requestId',
    status: '$context.status',
    caller: '$context.identity.userArn',
    vpcEndpoint: '$context.identity.vpceId',
  });
  expect(format).not.toContain('body');
});

function onlyId(template: Template, type: string): string {
  const ids = Object.keys(template.findResources(type));

  expect(ids).toHaveLength(1);
  return ids[0];
}
